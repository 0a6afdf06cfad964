/** The stand-in itself: webhooks that verify, switches, its page, its clock, and a memory that survives kill -9. */
import { spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { createServer, request as httpRequest, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { cents } from "#lib/kernel/money.ts"
import { PayPalClient } from "#lib/paypal/client.ts"
import type { WebhookVerdict } from "#lib/paypal/port.ts"
import { type StandIn, startPayPalStandIn } from "./start.ts"

interface Delivery {
  readonly transmissionId: string
  readonly eventId: string
  readonly type: string
  readonly verdict: WebhookVerdict
  readonly at: number
}

const dataDir = mkdtempSync(join(tmpdir(), "paypal-stand-in-"))
let receiver: Server
let standIn: StandIn
let paypal: PayPalClient
let deliveries: Delivery[] = []
let hookStatus = 200
let platformOffsetMs = 0

const address = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const wrapperFor = ({ clientId, clientSecret, webhookId, url, rootPem }: StandIn) =>
  new PayPalClient({ clientId, clientSecret, webhookId, baseUrl: url, trustedRootPem: rootPem })

beforeAll(async () => {
  receiver = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    if (request.url === "/clock") {
      const payload = Buffer.from(JSON.stringify({ offset_ms: platformOffsetMs })).toString("base64url")
      return void response.end(JSON.stringify({ clock: `e30.${payload}.c2ln` }))
    }
    const rawBody = Buffer.concat(parts)
    const headers = request.headers as Record<string, string>
    // The stand-in's clock may be far ahead here; what it signs carries its own time.
    const now = new Date(headers["paypal-transmission-time"] ?? 0)
    const verdict = await paypal.verifyWebhook({ headers, rawBody, now })
    const { id, event_type } = JSON.parse(rawBody.toString()) as { id: string; event_type: string }
    const transmissionId = headers["paypal-transmission-id"] ?? ""
    deliveries.push({ transmissionId, eventId: id, type: event_type, verdict, at: Date.now() })
    response.writeHead(hookStatus).end()
  })
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve))
  standIn = await startPayPalStandIn({ dataDir, processingMs: 20, webhookUrl: `${address(receiver)}/hook` })
  paypal = wrapperFor(standIn)
})
afterAll(async () => {
  paypal.close()
  await standIn.close()
  receiver.closeAllConnections()
  receiver.close()
  rmSync(dataDir, { recursive: true })
})
beforeEach(() => {
  deliveries = []
})
afterEach(() => {
  hookStatus = 200
})

async function control(path: string, body?: unknown, base = standIn.url): Promise<Record<string, unknown>> {
  const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }
  const response = await fetch(`${base}/__control/${path}`, init)
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return (await response.json()) as Record<string, unknown>
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end; await new Promise((r) => setTimeout(r, 20))) {
    if (await holds()) return
  }
  throw new Error("it never came to that")
}

let count = 0
async function newOrder(client = paypal): Promise<string> {
  const orderId = `ord_${++count}`
  const made = await client.createOrder({
    requestId: orderId,
    orderId,
    amountCents: cents(1_999),
    currency: "USD",
    description: `A "film" <b>`,
    brandName: "Fanfare",
    returnUrl: "http://127.0.0.1:3000/checkout/return?order=1",
    cancelUrl: "http://127.0.0.1:3000/checkout/cancel",
  })
  if (made.kind !== "ok") throw new Error(JSON.stringify(made))
  return made.value.paypalOrderId
}

async function captured(client = paypal, base = standIn.url): Promise<string> {
  const paypalOrderId = await newOrder(client)
  await control(`orders/${paypalOrderId}/approve`, {}, base)
  const capture = await client.captureOrder({ requestId: paypalOrderId, paypalOrderId })
  if (capture.kind !== "ok") throw new Error(JSON.stringify(capture))
  return capture.value.captureId
}

const payOut = (receivers: readonly string[], senderBatchId: string, client = paypal) =>
  client.createPayout({
    requestId: senderBatchId,
    senderBatchId,
    currency: "USD",
    emailSubject: "Paid",
    items: receivers.map((receiver, n) => ({
      senderItemId: `${senderBatchId}-${n}`,
      receiver,
      amountCents: cents(1_100),
    })),
  })

describe("webhooks", () => {
  it("arrive signed, for every step, and name what to read", async () => {
    const captureId = await captured()
    await paypal.refundCapture({ requestId: captureId, captureId, amountCents: null, currency: "USD" })
    const made = await payOut(["sam@example.com"], "run_w")
    if (made.kind !== "ok") throw new Error(JSON.stringify(made))
    await until(() => deliveries.length >= 6)
    expect(deliveries.every((d) => d.verdict.kind === "genuine")).toBe(true)
    const hintOf = (type: string) => {
      const verdict = deliveries.find((d) => d.type === type)?.verdict
      return verdict?.kind === "genuine" ? verdict.hint : null
    }
    const { payoutBatchId } = made.value
    expect(hintOf("CHECKOUT.ORDER.APPROVED")?.paypalOrderId).toMatch(/^[A-Z0-9]{17}$/)
    expect(hintOf("PAYMENT.CAPTURE.COMPLETED")).toMatchObject({ captureId })
    expect(hintOf("PAYMENT.CAPTURE.REFUNDED")).toMatchObject({ captureId })
    expect(hintOf("PAYMENT.PAYOUTSBATCH.SUCCESS")).toMatchObject({ payoutBatchId })
    expect(hintOf("PAYMENT.PAYOUTS-ITEM.SUCCEEDED")).toMatchObject({ payoutBatchId })
  })

  it("come again until they are answered with 2xx", async () => {
    hookStatus = 503
    await newOrder().then((id) => control(`orders/${id}/approve`, {}))
    await until(() => deliveries.length === 1)
    await new Promise((resolve) => setTimeout(resolve, 250))
    expect(deliveries).toHaveLength(1)
    await control("clock", { advance_ms: 9_000 })
    await until(() => deliveries.length === 2)
    hookStatus = 200
    await control("clock", { advance_ms: 9_000 * 1.46 + 1 })
    await until(() => deliveries.length === 3)
    await control("clock", { advance_ms: 86_400_000 })
    await new Promise((resolve) => setTimeout(resolve, 250))
    expect(new Set(deliveries.map((d) => d.eventId)).size).toBe(1)
    expect(deliveries).toHaveLength(3)
  })

  it("can be doubled, lost, swapped, spoiled and early", async () => {
    const approve = async () => control(`orders/${await newOrder()}/approve`, {})
    await control("knobs", { duplicate: 1 })
    await approve()
    await until(() => deliveries.length === 2)
    expect(deliveries[0]!.eventId).toBe(deliveries[1]!.eventId)
    expect(deliveries[0]!.transmissionId).not.toBe(deliveries[1]!.transmissionId)

    deliveries = []
    await control("knobs", { drop: 1 })
    await approve()
    await control("knobs", { badSignature: 1 })
    await approve()
    await until(() => deliveries.length === 1)
    expect(deliveries[0]!.verdict.kind).toBe("forged")
    await control("knobs", { wrongWebhookId: 1 })
    await approve()
    await until(() => deliveries.length === 2)
    expect(deliveries[1]!.verdict.kind).toBe("forged")

    deliveries = []
    await control("knobs", { reorder: 1 })
    await captured()
    await until(() => deliveries.length === 2)
    expect(deliveries.map((d) => d.type)).toEqual(["PAYMENT.CAPTURE.COMPLETED", "CHECKOUT.ORDER.APPROVED"])

    deliveries = []
    await control("knobs", { beforeAnswer: true })
    await captured()
    expect(deliveries.map((d) => d.type)).toContain("PAYMENT.CAPTURE.COMPLETED")
    await control("knobs", { beforeAnswer: false })
  })
})

describe("payouts", () => {
  it("turns each receiver's fate by its address, money included", async () => {
    const before = Number(((await control("ledger")).balances as Record<string, string>).USD)
    const names = ["sam", "returned", "blocked", "onhold", "refunded", "pending"]
    const made = await payOut(
      names.map((name) => `${name}.x@example.com`),
      "run_fates",
    )
    if (made.kind !== "ok") throw new Error(JSON.stringify(made))
    const statuses = async () => {
      const page = await paypal.getPayout(made.value)
      return page.kind === "ok" ? page.value.items.map((i) => i.status) : []
    }
    await until(async () => (await statuses())[0] === "SUCCESS")
    expect(await statuses()).toEqual(["SUCCESS", "UNCLAIMED", "BLOCKED", "ONHOLD", "SUCCESS", "PENDING"])
    await control("clock", { advance_ms: 3_000 })
    await until(async () => (await statuses())[4] === "REFUNDED")
    expect(await statuses()).toEqual(["SUCCESS", "RETURNED", "BLOCKED", "ONHOLD", "REFUNDED", "PENDING"])
    const after = Number(((await control("ledger")).balances as Record<string, string>).USD)
    // Away: sam, onhold and pending (11.00 + 0.25 each), and the fee of the one who sent it back.
    expect(before - after).toBeCloseTo(3 * 11.25 + 0.25, 6)
  })

  it("takes the same run again only after 30 days", async () => {
    expect((await payOut(["sam@example.com"], "run_30")).kind).toBe("ok")
    await control("clock", { advance_ms: 30 * 86_400_000 - 60_000 })
    expect((await payOut(["sam@example.com"], "run_30")).kind).toBe("duplicate")
    await control("clock", { advance_ms: 60_000 })
    expect((await payOut(["sam@example.com"], "run_30")).kind).toBe("ok")
    await until(async () => {
      const payouts = (await control("ledger")).payouts as Record<string, { times_paid: number }>
      return payouts["run_30-0"]?.times_paid === 2
    })
  })

  it("refuses more than 15 000 items", async () => {
    const token = await bearer()
    const item = { receiver: "sam@example.com", amount: { currency: "USD", value: "1.00" } }
    const send = (n: number, id: string) =>
      fetch(`${standIn.url}/v1/payments/payouts`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify({ sender_batch_header: { sender_batch_id: id }, items: new Array(n).fill(item) }),
      })
    const refused = await send(15_001, "run_big")
    expect(refused.status).toBe(400)
    expect(await refused.json()).toMatchObject({ name: "VALIDATION_ERROR" })
  })
})

async function bearer(): Promise<string> {
  const authorization = `Basic ${Buffer.from(`${standIn.clientId}:${standIn.clientSecret}`).toString("base64")}`
  const body = new URLSearchParams({ grant_type: "client_credentials" })
  const response = await fetch(`${standIn.url}/v1/oauth2/token`, { method: "POST", headers: { authorization }, body })
  return ((await response.json()) as { access_token: string }).access_token
}

describe("the checkout page", () => {
  const open = (id: string) => fetch(`${standIn.url}/checkoutnow?token=${id}`)
  const press = (fields: Record<string, string>) =>
    fetch(`${standIn.url}/checkoutnow`, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" })

  it("says what it is, what is paid and to whom, and escapes what it is told", async () => {
    const page = await open(await newOrder())
    const html = await page.text()
    expect(html).toContain("This is a stand-in for PayPal; no real money moves.")
    expect(html).toContain("19.99")
    expect(html).toContain("Pay Fanfare")
    expect(html).toContain("A &quot;film&quot; &lt;b&gt;")
    expect(page.headers.get("content-security-policy")).toContain("form-action 'self' http://127.0.0.1:3000 ")
  })

  it("leads back approved, declined or cancelled", async () => {
    const token = await newOrder()
    const cancelled = await press({ token, action: "cancel" })
    expect([cancelled.status, cancelled.headers.get("location")]).toEqual([
      303,
      `http://127.0.0.1:3000/checkout/cancel?token=${token}`,
    ])
    const wrong = await press({ token, action: "approve", email: "no address" })
    expect(await wrong.text()).toContain('role="alert"')
    await press({ token, action: "approve", email: "bea@example.com", instrument: "declined-card" })
    const capture = () => paypal.captureOrder({ requestId: token, paypalOrderId: token })
    expect(await capture()).toMatchObject({ issue: "INSTRUMENT_DECLINED" })
    const approved = await press({ token, action: "approve", email: "bea@example.com", instrument: "balance" })
    const target = new URL(approved.headers.get("location") ?? "")
    expect(target.searchParams.get("order")).toBe("1")
    expect(target.searchParams.get("PayerID")).toMatch(/^[2-9A-HJ-NP-Z]{13}$/)
    expect(await capture()).toMatchObject({ kind: "ok", value: { payerEmail: "bea@example.com" } })
    expect(await (await open(token)).text()).toContain("already paid")
  })

  it("knows no order that is unknown or too old", async () => {
    expect((await open("NONE")).status).toBe(404)
    const token = await newOrder()
    await control("clock", { advance_ms: 3 * 3_600_000 })
    expect((await press({ token, action: "approve", email: "bea@example.com" })).status).toBe(404)
  })
})

describe("its door, clock and memory", () => {
  const rawStatus = (headers: Record<string, string>) =>
    new Promise<number>((resolve) => {
      httpRequest(`${standIn.url}/__control/ledger`, { headers }, (r) => {
        r.resume()
        resolve(r.statusCode ?? 0)
      }).end()
    })

  it("gives its levers to scripts on this machine, not to pages", async () => {
    expect(await rawStatus({})).toBe(200)
    expect(await rawStatus({ origin: "http://evil.example" })).toBe(404)
    expect(await rawStatus({ host: "evil.example" })).toBe(404)
    expect(await rawStatus({ "sec-fetch-site": "cross-site" })).toBe(404)
  })

  it("answers nobody without a token", async () => {
    expect((await fetch(`${standIn.url}/v2/checkout/orders/X`)).status).toBe(401)
  })

  it("never starts in production", async () => {
    const before = process.env.NODE_ENV
    Object.assign(process.env, { NODE_ENV: "production" })
    await expect(startPayPalStandIn({ dataDir })).rejects.toThrow("never runs in production")
    Object.assign(process.env, { NODE_ENV: before })
  })

  it("follows the platform's clock", async () => {
    const folder = mkdtempSync(join(tmpdir(), "paypal-clock-"))
    platformOffsetMs = 7 * 86_400_000
    const other = await startPayPalStandIn({ dataDir: folder, clockUrl: `${address(receiver)}/clock` })
    await until(async () => (await control("clock", undefined, other.url)).offset_ms === platformOffsetMs)
    await other.close()
    rmSync(folder, { recursive: true })
  })

  it("after kill -9 the money book is the same, and the same batch is still a duplicate", async () => {
    const folder = mkdtempSync(join(tmpdir(), "paypal-kill-"))
    const port = await freePort()
    const first = await spawnStandIn(folder, port)
    const client = wrapperFor(first.standIn)
    const captureId = await captured(client, first.standIn.url)
    expect((await payOut(["sam@example.com", "failed@example.com"], "run_k", client)).kind).toBe("ok")
    const book = await settledBook(first.standIn.url)
    first.child.kill("SIGKILL")
    await new Promise((resolve) => first.child.once("exit", resolve))

    const second = await spawnStandIn(folder, port)
    const after = await settledBook(second.standIn.url)
    expect({ ...after, at: null }).toEqual({ ...book, at: null })
    expect(after.payouts).toMatchObject({ "run_k-0": { times_paid: 1 }, "run_k-1": { times_paid: 0 } })
    expect(await client.getCapture(captureId)).toMatchObject({ kind: "ok", value: { amountCents: 1_999n } })
    expect((await payOut(["sam@example.com", "failed@example.com"], "run_k", client)).kind).toBe("duplicate")
    client.close()
    second.child.kill("SIGTERM")
    await new Promise((resolve) => second.child.once("exit", resolve))
    rmSync(folder, { recursive: true })
  })
})

async function settledBook(base: string): Promise<Record<string, unknown>> {
  let book: Record<string, unknown> = {}
  await until(async () => {
    book = await control("ledger", undefined, base)
    return (book.batches as { status: string }[]).every((b) => b.status === "SUCCESS")
  })
  return book
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise<void>((resolve) => probe.close(() => resolve()))
  return port
}

async function spawnStandIn(folder: string, port: number) {
  const clientId = `killed-${port}`
  const args = ["--port", String(port), "--data", folder, "--client-id", clientId, "--client-secret", "s"]
  const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts"), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  })
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once("data", () => resolve())
    child.once("exit", (code) => reject(new Error(`ended with ${code}`)))
  })
  const url = `http://127.0.0.1:${port}`
  const hook = await control("webhook", undefined, url)
  const [rootPem, webhookId] = [String(hook.root_pem), String(hook.webhook_id)]
  const close = async () => {}
  return { child, standIn: { url, clientId, clientSecret: "s", webhookId, rootPem, close } satisfies StandIn }
}
