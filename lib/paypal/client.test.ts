/** The wrapper against the stand-in: money in, money out, and what each refusal is read as. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { cents } from "#lib/kernel/money.ts"
import { type StandIn, startPayPalStandIn } from "../../sandbox/paypal/start.ts"
import { PayPalClient } from "./client.ts"
import type { Outcome, PayoutPage } from "./port.ts"

const dataDir = mkdtempSync(join(tmpdir(), "paypal-client-"))
const points: string[] = []
let standIn: StandIn
let paypal: PayPalClient

beforeAll(async () => {
  standIn = await startPayPalStandIn({ dataDir, processingMs: 20, seed: "client", startBalanceCents: 500_000 })
  const { clientId, clientSecret, webhookId, rootPem, url } = standIn
  const faultPoint = (name: string) => void points.push(name)
  paypal = new PayPalClient({ clientId, clientSecret, webhookId, baseUrl: url, trustedRootPem: rootPem, faultPoint })
})
afterAll(async () => {
  paypal.close()
  await standIn.close()
  rmSync(dataDir, { recursive: true })
})

function okValue<T>(outcome: Outcome<T>): T {
  if (outcome.kind !== "ok") throw new Error(JSON.stringify(outcome))
  return outcome.value
}

async function control(path: string, body?: unknown): Promise<Record<string, unknown>> {
  const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }
  const response = await fetch(`${standIn.url}/__control/${path}`, init)
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
  return (await response.json()) as Record<string, unknown>
}

let count = 0
const order = (more: { amountCents?: bigint; orderId?: string } = {}) => {
  const orderId = more.orderId ?? `ord_${++count}`
  const { amountCents = 2_999n } = more
  const urls = { returnUrl: "http://127.0.0.1:3000/back", cancelUrl: "http://127.0.0.1:3000/no" }
  const description = "A game"
  return { requestId: orderId, orderId, amountCents: cents(amountCents), currency: "USD", description, ...urls }
}

async function paid(amountCents?: bigint) {
  const made = okValue(await paypal.createOrder(order(amountCents === undefined ? {} : { amountCents })))
  await control(`orders/${made.paypalOrderId}/approve`, { email: "bea@example.com" })
  return okValue(await paypal.captureOrder({ requestId: made.paypalOrderId, paypalOrderId: made.paypalOrderId }))
}

describe("taking money", () => {
  it("creates, repeats, captures, and says the fee", async () => {
    const input = order()
    const made = okValue(await paypal.createOrder(input))
    expect(made.approveUrl).toBe(`${standIn.url}/checkoutnow?token=${made.paypalOrderId}`)
    expect(okValue(await paypal.createOrder(input)).paypalOrderId).toBe(made.paypalOrderId)

    const early = await paypal.captureOrder({ requestId: "cap-early", paypalOrderId: made.paypalOrderId })
    expect(early).toMatchObject({ kind: "rejected", status: 422, issue: "ORDER_NOT_APPROVED" })

    await control(`orders/${made.paypalOrderId}/approve`, { email: "bea@example.com" })
    const capture = okValue(await paypal.captureOrder({ requestId: "cap-1", paypalOrderId: made.paypalOrderId }))
    // 29.99 * 3.49 % = 1.0467, rounded 1.05, and 0.49.
    expect(capture).toMatchObject({
      status: "COMPLETED",
      amountCents: 2_999n,
      feeCents: 154n,
      netCents: 2_845n,
      currency: "USD",
      customId: input.orderId,
      invoiceId: input.orderId,
      payerEmail: "bea@example.com",
      orderStatus: "COMPLETED",
    })
    const again = okValue(await paypal.captureOrder({ requestId: "cap-1", paypalOrderId: made.paypalOrderId }))
    expect(again.captureId).toBe(capture.captureId)
    const other = await paypal.captureOrder({ requestId: "cap-2", paypalOrderId: made.paypalOrderId })
    expect(other).toMatchObject({ kind: "rejected", issue: "ORDER_ALREADY_CAPTURED" })
    expect(okValue(await paypal.getOrder(made.paypalOrderId)).captures[0]).toEqual(
      okValue(await paypal.getCapture(capture.captureId)),
    )
  })

  it("sends a declined buyer back, and takes the next try", async () => {
    const made = okValue(await paypal.createOrder(order()))
    const approve = (instrument: string) => control(`orders/${made.paypalOrderId}/approve`, { instrument })
    await approve("declined-card")
    const capture = () =>
      paypal.captureOrder({ requestId: `c-${made.paypalOrderId}`, paypalOrderId: made.paypalOrderId })
    expect(await capture()).toMatchObject({ kind: "rejected", issue: "INSTRUMENT_DECLINED" })
    expect(okValue(await paypal.getOrder(made.paypalOrderId)).approveUrl).toBe(made.approveUrl)
    await approve("balance")
    expect(okValue(await capture()).status).toBe("COMPLETED")
  })

  it("reads a pending capture as pending, without a fee, until it clears", async () => {
    const made = okValue(await paypal.createOrder(order()))
    await control(`orders/${made.paypalOrderId}/approve`, { instrument: "echeck" })
    const pending = okValue(await paypal.captureOrder({ requestId: "p", paypalOrderId: made.paypalOrderId }))
    expect(pending).toMatchObject({ status: "PENDING", statusReason: "ECHECK", feeCents: null })
    const early = { requestId: "rp", captureId: pending.captureId, amountCents: null, currency: "USD" }
    expect(await paypal.refundCapture(early)).toMatchObject({ kind: "rejected", issue: "PENDING_CAPTURE" })
    await control(`captures/${pending.captureId}/complete`, {})
    expect(okValue(await paypal.getCapture(pending.captureId))).toMatchObject({ status: "COMPLETED", feeCents: 154n })
  })

  it("refuses a second payment for one of our orders", async () => {
    const first = await paid()
    const twin = { ...order({ orderId: first.customId! }), requestId: "another-request" }
    const made = okValue(await paypal.createOrder(twin))
    await control(`orders/${made.paypalOrderId}/approve`, {})
    const outcome = await paypal.captureOrder({ requestId: "twin", paypalOrderId: made.paypalOrderId })
    expect(outcome).toMatchObject({ kind: "rejected", issue: "DUPLICATE_INVOICE_ID" })
  })

  it("finds an order gone after three hours", async () => {
    const made = okValue(await paypal.createOrder(order()))
    await control("clock", { advance_ms: 3 * 3_600_000 })
    const gone = { kind: "rejected", status: 404, name: "RESOURCE_NOT_FOUND" }
    expect(await paypal.getOrder(made.paypalOrderId)).toMatchObject(gone)
    expect(await paypal.captureOrder({ requestId: "late", paypalOrderId: made.paypalOrderId })).toMatchObject(gone)
  })

  it("never asks for what is no id of PayPal's", async () => {
    const before = points.length
    for (const id of ["", "../x", "A/B", "x".repeat(37)]) {
      expect(await paypal.getOrder(id)).toMatchObject({ kind: "rejected", status: 404 })
    }
    expect(points.length).toBe(before)
  })

  it("throws on our own mistakes before anything is sent", async () => {
    const before = points.length
    await expect(paypal.createOrder(order({ amountCents: 0n }))).rejects.toThrow("above zero")
    await expect(paypal.createOrder({ ...order(), currency: "JPY" })).rejects.toThrow("not supported")
    expect(points.length).toBe(before)
  })
})

describe("giving money back", () => {
  it("refunds in parts, once per request id, never above the capture", async () => {
    const capture = await paid(1_700n)
    const part = { requestId: "r1", captureId: capture.captureId, amountCents: cents(501), currency: "USD" }
    const first = okValue(await paypal.refundCapture(part))
    expect(first).toMatchObject({ status: "COMPLETED", amountCents: 501n, captureId: capture.captureId })
    expect(okValue(await paypal.refundCapture(part)).refundId).toBe(first.refundId)
    expect(okValue(await paypal.getRefund(first.refundId))).toEqual(first)
    const over = { ...part, requestId: "r2", amountCents: cents(1_200) }
    expect(await paypal.refundCapture(over)).toMatchObject({ issue: "REFUND_AMOUNT_EXCEEDED" })
    const rest = okValue(await paypal.refundCapture({ ...part, requestId: "r3", amountCents: null }))
    expect(rest.amountCents).toBe(1_199n)
    const after = await paypal.refundCapture({ ...part, requestId: "r4", amountCents: null })
    expect(after).toMatchObject({ issue: "CAPTURE_FULLY_REFUNDED" })
    const view = okValue(await paypal.getOrder(capture.paypalOrderId))
    expect(view.captures[0]?.status).toBe("REFUNDED")
    expect(view.refunds.map((r) => r.amountCents)).toEqual([501n, 1_199n])
  })

  it("says when the balance does not hold the refund", async () => {
    const capture = await paid()
    await control("balance", { minor_units: 7 })
    const input = { requestId: "poor", captureId: capture.captureId, amountCents: null, currency: "USD" }
    expect(await paypal.refundCapture(input)).toMatchObject({ issue: "REFUND_FAILED_INSUFFICIENT_FUNDS" })
    await control("balance", { minor_units: 500_000 })
  })

  it("shows disputes, and the chargeback when the buyer wins", async () => {
    const capture = await paid()
    const opened = await control("disputes", { capture_id: capture.captureId })
    const id = String(opened.dispute_id)
    expect(okValue(await paypal.getDispute(id))).toMatchObject({ status: "OPEN", captureIds: [capture.captureId] })
    const part = { requestId: "dp", captureId: capture.captureId, amountCents: cents(100), currency: "USD" }
    expect(await paypal.refundCapture(part)).toMatchObject({ issue: "TRANSACTION_DISPUTED" })
    await control(`disputes/${id}/resolve`, { for: "buyer" })
    expect(okValue(await paypal.getDispute(id)).outcomeCode).toBe("RESOLVED_BUYER_FAVOUR")
    const after = okValue(await paypal.getCapture(capture.captureId))
    expect(after).toMatchObject({ status: "REFUNDED", statusReason: "CHARGEBACK" })
  })
})

const ITEMS = ["sam@example.com", "unclaimed@example.com", "blocked@example.com", "failed@example.com"].map(
  (receiver, n) => ({ senderItemId: `pay_${n}`, receiver, amountCents: cents(1_050 + n), note: "Thank you" }),
)
const batch = (senderBatchId: string, items = ITEMS) => ({
  requestId: senderBatchId,
  senderBatchId,
  currency: "USD",
  emailSubject: "You are paid",
  items,
})

async function settled(payoutBatchId: string): Promise<PayoutPage> {
  for (let tries = 0; tries < 100; tries++) {
    const page = okValue(await paypal.getPayout({ payoutBatchId }))
    if (page.batchStatus === "SUCCESS" || page.batchStatus === "DENIED") return page
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
  throw new Error("the batch was never worked")
}

describe("paying out", () => {
  it("pays each item once; the same run again is a duplicate that names the first", async () => {
    const made = await paypal.createPayout(batch("run_1"))
    if (made.kind !== "ok") throw new Error(JSON.stringify(made))
    const again = await paypal.createPayout(batch("run_1"))
    expect(again).toMatchObject({ kind: "duplicate", payoutBatchId: made.value.payoutBatchId })

    const page = await settled(made.value.payoutBatchId)
    expect(page).toMatchObject({ senderBatchId: "run_1", totalItems: 4, totalPages: 1 })
    expect(page.items.map((i) => [i.senderItemId, i.status, i.amountCents, i.feeCents])).toEqual([
      ["pay_0", "SUCCESS", 1_050n, 25n],
      ["pay_1", "UNCLAIMED", 1_051n, 25n],
      ["pay_2", "BLOCKED", 1_052n, 0n],
      ["pay_3", "FAILED", 1_053n, 0n],
    ])
    const unclaimed = page.items[1]!
    expect(unclaimed.errorName).toBe("RECEIVER_UNREGISTERED")
    expect(okValue(await paypal.getPayoutItem(unclaimed.payoutItemId))).toEqual(unclaimed)
    expect(okValue(await paypal.cancelUnclaimedItem(unclaimed.payoutItemId)).status).toBe("RETURNED")
    const paidOne = await paypal.cancelUnclaimedItem(page.items[0]!.payoutItemId)
    expect(paidOne).toMatchObject({ kind: "rejected", issue: "ITEM_INCORRECT_STATUS" })
    const book = (await control("ledger")).payouts as Record<string, { times_paid: number; holds: string }>
    expect(book.pay_0).toMatchObject({ times_paid: 1, holds: "10.50" })
    expect(book.pay_1).toMatchObject({ times_paid: 0, holds: "0.00" })
  })

  it("a refused run names its items and pays nobody", async () => {
    const bad = batch("run_2", [ITEMS[0]!, { ...ITEMS[1]!, receiver: "two words@example.com" }])
    const outcome = await paypal.createPayout(bad)
    expect(outcome).toMatchObject({ kind: "rejected", status: 400, name: "VALIDATION_ERROR" })
    expect(outcome.kind === "rejected" && outcome.details.map((d) => d.field)).toEqual(["items[1].receiver"])
    const poor = batch("run_3", [{ ...ITEMS[0]!, senderItemId: "big", amountCents: cents(1_999_999) }])
    expect(await paypal.createPayout(poor)).toMatchObject({ kind: "rejected", name: "INSUFFICIENT_FUNDS" })
    await control("knobs", { payoutsForbidden: true })
    expect(await paypal.createPayout(batch("run_4"))).toMatchObject({ kind: "rejected", status: 403 })
    await control("knobs", { payoutsForbidden: false })
    const book = (await control("ledger")).payouts as Record<string, unknown>
    expect(Object.keys(book)).not.toContain("big")
  })

  it("SUCCESS may be reversed later, and UNCLAIMED comes back after 30 days", async () => {
    const items = ["reversed@example.com", "unclaimed.two@example.com"].map((receiver, n) => ({
      senderItemId: `late_${n}`,
      receiver,
      amountCents: cents(2_000),
    }))
    const made = await paypal.createPayout({ ...batch("run_5"), items })
    if (made.kind !== "ok") throw new Error(JSON.stringify(made))
    const first = await settled(made.value.payoutBatchId)
    expect(first.items.map((i) => i.status)).toEqual(["SUCCESS", "UNCLAIMED"])
    await control("clock", { advance_ms: 30 * 86_400_000 })
    await new Promise((resolve) => setTimeout(resolve, 250))
    const later = okValue(await paypal.getPayout(made.value))
    expect(later.items.map((i) => i.status)).toEqual(["REVERSED", "RETURNED"])
  })

  it("refuses to send two items with one id", async () => {
    await expect(paypal.createPayout(batch("run_6", [ITEMS[0]!, ITEMS[0]!]))).rejects.toThrow("must differ")
  })
})

describe("tokens and fault points", () => {
  it("fetches a new token when the old one is revoked", async () => {
    const made = okValue(await paypal.createOrder(order()))
    await control("tokens/revoke", {})
    expect((await paypal.getOrder(made.paypalOrderId)).kind).toBe("ok")
  })

  it("reads wrong credentials as a refusal", async () => {
    const config = { clientId: `${standIn.clientId}-wrong`, clientSecret: "no", webhookId: "W", baseUrl: standIn.url }
    const stranger = new PayPalClient(config)
    expect(await stranger.getOrder("ABC")).toMatchObject({ kind: "rejected", status: 401, issue: "invalid_client" })
    stranger.close()
  })

  it("passes a point before and after every call", async () => {
    points.length = 0
    await paypal.getOrder("UNKNOWN1")
    expect(points).toEqual(["paypal.getOrder.before", "paypal.getOrder.after"])
  })
})
