/** The stand-in's webhooks: signed, repeated until answered, and under every switch. */
import { mkdtempSync, rmSync } from "node:fs"
import { createServer, type Server } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import type { WebhookVerdict } from "#lib/paypal/port.ts"
import { type StandIn, startPayPalStandIn } from "./start.ts"
import { addressOf, Driver, until } from "./test-driver.ts"

interface Delivery {
  readonly transmissionId: string
  readonly eventId: string
  readonly type: string
  readonly verdict: WebhookVerdict
  readonly at: number
}

const dataDir = mkdtempSync(join(tmpdir(), "paypal-webhooks-"))
let receiver: Server
let standIn: StandIn
let driver: Driver
let deliveries: Delivery[] = []
let hookStatus = 200

beforeAll(async () => {
  receiver = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const rawBody = Buffer.concat(parts)
    const headers = request.headers as Record<string, string>
    // The stand-in's clock may be far ahead here; what it signs carries its own time.
    const now = new Date(headers["paypal-transmission-time"] ?? 0)
    const verdict = await driver.paypal.verifyWebhook({ headers, rawBody, now })
    const { id, event_type } = JSON.parse(rawBody.toString()) as { id: string; event_type: string }
    const transmissionId = headers["paypal-transmission-id"] ?? ""
    deliveries.push({ transmissionId, eventId: id, type: event_type, verdict, at: Date.now() })
    response.writeHead(hookStatus).end()
  })
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve))
  standIn = await startPayPalStandIn({ dataDir, processingMs: 20, webhookUrl: `${addressOf(receiver)}/hook` })
  driver = new Driver(standIn)
})
afterAll(async () => {
  driver.paypal.close()
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

describe("webhooks", () => {
  it("arrive signed, for every step, and name what to read", async () => {
    const captureId = await driver.captured()
    await driver.paypal.refundCapture({ requestId: captureId, captureId, amountCents: null, currency: "USD" })
    const made = await driver.payOut(["sam@example.com"], "run_w")
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
    await driver.newOrder().then((id) => driver.control(`orders/${id}/approve`, {}))
    await until(() => deliveries.length === 1)
    await new Promise((resolve) => setTimeout(resolve, 250))
    expect(deliveries).toHaveLength(1)
    await driver.control("clock", { advance_ms: 9_000 })
    await until(() => deliveries.length === 2)
    hookStatus = 200
    await driver.control("clock", { advance_ms: 9_000 * 1.46 + 1 })
    await until(() => deliveries.length === 3)
    await driver.control("clock", { advance_ms: 86_400_000 })
    await new Promise((resolve) => setTimeout(resolve, 250))
    expect(new Set(deliveries.map((d) => d.eventId)).size).toBe(1)
    expect(deliveries).toHaveLength(3)
  })

  it("can be doubled, lost, swapped, spoiled and early", async () => {
    const approve = async () => driver.control(`orders/${await driver.newOrder()}/approve`, {})
    await driver.control("knobs", { duplicate: 1 })
    await approve()
    await until(() => deliveries.length === 2)
    expect(deliveries[0]!.eventId).toBe(deliveries[1]!.eventId)
    expect(deliveries[0]!.transmissionId).not.toBe(deliveries[1]!.transmissionId)

    deliveries = []
    await driver.control("knobs", { drop: 1 })
    await approve()
    await driver.control("knobs", { badSignature: 1 })
    await approve()
    await until(() => deliveries.length === 1)
    expect(deliveries[0]!.verdict.kind).toBe("forged")
    await driver.control("knobs", { wrongWebhookId: 1 })
    await approve()
    await until(() => deliveries.length === 2)
    expect(deliveries[1]!.verdict.kind).toBe("forged")

    deliveries = []
    await driver.control("knobs", { reorder: 1 })
    await driver.captured()
    await until(() => deliveries.length === 2)
    expect(deliveries.map((d) => d.type)).toEqual(["PAYMENT.CAPTURE.COMPLETED", "CHECKOUT.ORDER.APPROVED"])

    deliveries = []
    await driver.control("knobs", { beforeAnswer: true })
    await driver.captured()
    expect(deliveries.map((d) => d.type)).toContain("PAYMENT.CAPTURE.COMPLETED")
    await driver.control("knobs", { beforeAnswer: false })
  })
})
