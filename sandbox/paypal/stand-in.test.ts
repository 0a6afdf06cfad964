/** The stand-in itself: payouts' fates, its page, its door, its clock, and a memory that survives kill -9. */
import { spawn } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { createServer, request as httpRequest } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type StandIn, startPayPalStandIn } from "./start.ts"
import { addressOf, Driver, until } from "./test-driver.ts"

const dataDir = mkdtempSync(join(tmpdir(), "paypal-stand-in-"))
let standIn: StandIn
let driver: Driver

beforeAll(async () => {
  standIn = await startPayPalStandIn({ dataDir, processingMs: 20 })
  driver = new Driver(standIn)
})
afterAll(async () => {
  driver.paypal.close()
  await standIn.close()
  rmSync(dataDir, { recursive: true })
})

describe("payouts", () => {
  it("turns each receiver's fate by its address, money included", async () => {
    const before = Number(((await driver.control("ledger")).balances as Record<string, string>).USD)
    const names = ["sam", "returned", "blocked", "onhold", "refunded", "pending"]
    const made = await driver.payOut(
      names.map((name) => `${name}.x@example.com`),
      "run_fates",
    )
    if (made.kind !== "ok") throw new Error(JSON.stringify(made))
    const statuses = async () => {
      const page = await driver.paypal.getPayout(made.value)
      return page.kind === "ok" ? page.value.items.map((i) => i.status) : []
    }
    await until(async () => (await statuses())[0] === "SUCCESS")
    expect(await statuses()).toEqual(["SUCCESS", "UNCLAIMED", "BLOCKED", "ONHOLD", "SUCCESS", "PENDING"])
    await driver.control("clock", { advance_ms: 3_000 })
    await until(async () => (await statuses())[4] === "REFUNDED")
    expect(await statuses()).toEqual(["SUCCESS", "RETURNED", "BLOCKED", "ONHOLD", "REFUNDED", "PENDING"])
    const after = Number(((await driver.control("ledger")).balances as Record<string, string>).USD)
    // Away: sam, onhold and pending (11.00 + 0.25 each), and the fee of the one who sent it back.
    expect(before - after).toBeCloseTo(3 * 11.25 + 0.25, 6)
  })

  it("takes the same run again only after 30 days", async () => {
    expect((await driver.payOut(["sam@example.com"], "run_30")).kind).toBe("ok")
    await driver.control("clock", { advance_ms: 30 * 86_400_000 - 60_000 })
    expect((await driver.payOut(["sam@example.com"], "run_30")).kind).toBe("duplicate")
    await driver.control("clock", { advance_ms: 60_000 })
    expect((await driver.payOut(["sam@example.com"], "run_30")).kind).toBe("ok")
    await until(async () => (await driver.timesPaid("run_30-0")) === 2)
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
    const page = await open(await driver.newOrder())
    const html = await page.text()
    expect(html).toContain("This is a stand-in for PayPal; no real money moves.")
    expect(html).toContain("19.99")
    expect(html).toContain("Pay Fanfare")
    expect(html).toContain("A &quot;film&quot; &lt;b&gt;")
    expect(page.headers.get("content-security-policy")).toContain("form-action 'self' http://127.0.0.1:3000 ")
  })

  it("leads back approved, declined or cancelled", async () => {
    const token = await driver.newOrder()
    const cancelled = await press({ token, action: "cancel" })
    expect([cancelled.status, cancelled.headers.get("location")]).toEqual([
      303,
      `http://127.0.0.1:3000/checkout/cancel?token=${token}`,
    ])
    const wrong = await press({ token, action: "approve", email: "no address" })
    expect(await wrong.text()).toContain('role="alert"')
    await press({ token, action: "approve", email: "bea@example.com", instrument: "declined-card" })
    const capture = () => driver.paypal.captureOrder({ requestId: token, paypalOrderId: token })
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
    const token = await driver.newOrder()
    await driver.control("clock", { advance_ms: 3 * 3_600_000 })
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
    const offset_ms = 7 * 86_400_000
    const payload = Buffer.from(JSON.stringify({ offset_ms })).toString("base64url")
    const platform = createServer((_, response) => response.end(JSON.stringify({ clock: `e30.${payload}.c2ln` })))
    await new Promise<void>((resolve) => platform.listen(0, "127.0.0.1", resolve))
    const folder = mkdtempSync(join(tmpdir(), "paypal-clock-"))
    const other = await startPayPalStandIn({ dataDir: folder, clockUrl: `${addressOf(platform)}/clock` })
    const follower = new Driver(other)
    await until(async () => (await follower.control("clock")).offset_ms === offset_ms)
    follower.paypal.close()
    await other.close()
    platform.closeAllConnections()
    platform.close()
    rmSync(folder, { recursive: true })
  })

  it("a second start on its port and folder fails before it touches the memory", async () => {
    const port = Number(new URL(standIn.url).port)
    await expect(startPayPalStandIn({ dataDir, port })).rejects.toThrow("EADDRINUSE")
    const captureId = await driver.captured()
    expect(readFileSync(join(dataDir, "journal.jsonl"), "utf8")).toContain(captureId)
  })

  it("after kill -9 the money book is the same, and the same batch is still a duplicate", async () => {
    const folder = mkdtempSync(join(tmpdir(), "paypal-kill-"))
    const port = await freePort()
    const receivers = ["sam@example.com", "failed@example.com"]
    const first = await spawnStandIn(folder, port)
    const captureId = await first.driver.captured()
    expect((await first.driver.payOut(receivers, "run_k")).kind).toBe("ok")
    const book = await settledBook(first.driver)
    first.child.kill("SIGKILL")
    await new Promise((resolve) => first.child.once("exit", resolve))
    first.driver.paypal.close()

    const second = await spawnStandIn(folder, port)
    const after = await settledBook(second.driver)
    expect({ ...after, at: null }).toEqual({ ...book, at: null })
    expect(after.payouts).toMatchObject({ "run_k-0": { times_paid: 1 }, "run_k-1": { times_paid: 0 } })
    const capture = await second.driver.paypal.getCapture(captureId)
    expect(capture).toMatchObject({ kind: "ok", value: { amountCents: 1_999n } })
    expect((await second.driver.payOut(receivers, "run_k")).kind).toBe("duplicate")
    second.driver.paypal.close()
    second.child.kill("SIGTERM")
    await new Promise((resolve) => second.child.once("exit", resolve))
    rmSync(folder, { recursive: true })
  })
})

async function settledBook(driver: Driver): Promise<Record<string, unknown>> {
  let book: Record<string, unknown> = {}
  await until(async () => {
    book = await driver.control("ledger")
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
  const credentials = { clientId, clientSecret: "s", webhookId: "WH-STAND-IN", rootPem: "" }
  return { child, driver: new Driver({ url, ...credentials }) }
}
