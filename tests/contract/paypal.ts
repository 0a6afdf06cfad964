/**
 * Holds our calls and the stand-in's answers against PayPal's published contracts, so that client and stand-in cannot share
 * one misunderstanding; and proves with bent requests and answers that the judge is awake.
 */
import { existsSync } from "node:fs"
import { join, resolve } from "node:path"
import { cents } from "#lib/kernel/money.ts"
import { type Change, complaints, isComplaint, openWire, type Wire } from "./wire.ts"

const folder = resolve(process.env.FANFARE_CONTRACTS ?? join(import.meta.dirname, "../../../shared/paypal-openapi"))
if (!existsSync(folder)) {
  console.log(`skipped, no contracts (${folder})`)
  process.exit(0)
}

let passed = 0
let failed = 0
function check(name: string, held: boolean, otherwise: unknown = ""): void {
  if (held) passed += 1
  else failed += 1
  console.log(`${held ? "ok  " : "FAIL"} ${name}${held ? "" : `: ${JSON.stringify(otherwise)}`}`)
}

const wire: Wire = await openWire(folder)
const { paypal, front, behind, standIn } = wire
const control = wire.control

interface Result {
  readonly kind: string
  readonly value?: unknown
  readonly issue?: string
}

/** One call through the proxy: it must come out as expected and no side may have broken the contract. */
async function holds<R extends Result>(name: string, expected: string, call: () => Promise<R>): Promise<R> {
  front.seen.length = 0
  const result = await call()
  const got = result.kind === "rejected" ? `rejected ${result.issue}` : result.kind
  check(`${name} -> ${expected}`, got === expected && complaints(front.seen).length === 0, [
    result,
    complaints(front.seen),
  ])
  return result
}

const must = <T>(r: { kind: string; value?: T }): T => {
  if (r.kind === "ok" && r.value !== undefined) return r.value
  throw new Error(`a step that the next ones need failed: ${JSON.stringify(r)}`)
}

const orderInput = (orderId: string) => ({
  requestId: orderId,
  orderId,
  amountCents: cents(2_999),
  currency: "USD",
  description: "A small game",
  brandName: "Fanfare",
  returnUrl: "https://shop.example/back",
  cancelUrl: "https://shop.example/cancel",
})

async function approvedOrder(orderId: string, instrument = "balance"): Promise<string> {
  const made = must(await holds(`create order ${orderId}`, "ok", () => paypal.createOrder(orderInput(orderId))))
  await control(`orders/${made.paypalOrderId}/approve`, { email: "bea@example.com", instrument })
  return made.paypalOrderId
}

async function moneyIn(): Promise<{ paypalOrderId: string; captureId: string }> {
  const made = must(await holds("create order", "ok", () => paypal.createOrder(orderInput("ord_a"))))
  const { paypalOrderId } = made
  await holds("create order again", "ok", () => paypal.createOrder(orderInput("ord_a")))
  await holds("get order", "ok", () => paypal.getOrder(paypalOrderId))
  const capture = (requestId: string, id = paypalOrderId) => paypal.captureOrder({ requestId, paypalOrderId: id })
  await holds("capture too early", "rejected ORDER_NOT_APPROVED", () => capture("early"))
  await control(`orders/${paypalOrderId}/approve`, { email: "bea@example.com" })
  await holds("get approved order", "ok", () => paypal.getOrder(paypalOrderId))
  const { captureId } = must(await holds("capture", "ok", () => capture("cap")))
  await holds("capture again, same request", "ok", () => capture("cap"))
  await holds("capture again, other request", "rejected ORDER_ALREADY_CAPTURED", () => capture("other"))
  await holds("get captured order", "ok", () => paypal.getOrder(paypalOrderId))
  await holds("get capture", "ok", () => paypal.getCapture(captureId))
  const declined = await approvedOrder("ord_b", "declined-card")
  await holds("capture, declined card", "rejected INSTRUMENT_DECLINED", () => capture("d", declined))
  const pending = await approvedOrder("ord_c", "echeck")
  await holds("capture, pending", "ok", () => capture("p", pending))
  const twin = must(await paypal.createOrder({ ...orderInput("ord_a"), requestId: "twin" })).paypalOrderId
  await control(`orders/${twin}/approve`, {})
  await holds("capture, invoice paid before", "rejected DUPLICATE_INVOICE_ID", () => capture("twin", twin))
  await holds("get unknown order", "rejected INVALID_RESOURCE_ID", () => paypal.getOrder("0000000000000000A"))
  await control("tokens/revoke", {})
  await holds("get order with a revoked token", "ok", () => paypal.getOrder(paypalOrderId))
  return { paypalOrderId, captureId }
}

async function moneyBack(captureId: string): Promise<void> {
  const refund = (requestId: string, amount: bigint | null) => {
    const amountCents = amount === null ? null : cents(amount)
    return paypal.refundCapture({ requestId, captureId, amountCents, currency: "USD", noteToPayer: "As agreed" })
  }
  const first = must(await holds("refund a part", "ok", () => refund("r1", 501n)))
  await holds("refund the part again, same request", "ok", () => refund("r1", 501n))
  await holds("get refund", "ok", () => paypal.getRefund(first.refundId))
  await holds("refund too much", "rejected REFUND_AMOUNT_EXCEEDED", () => refund("r2", 2_999n))
  await holds("refund the rest", "ok", () => refund("r3", null))
  await holds("refund once more", "rejected CAPTURE_FULLY_REFUNDED", () => refund("r4", null))
  const disputed = await approvedOrder("ord_d")
  const capture = must(await paypal.captureOrder({ requestId: "d2", paypalOrderId: disputed }))
  const { dispute_id } = await control("disputes", { capture_id: capture.captureId })
  await holds("get dispute", "ok", () => paypal.getDispute(String(dispute_id)))
  await control(`disputes/${dispute_id}/resolve`, { for: "buyer" })
  await holds("get resolved dispute", "ok", () => paypal.getDispute(String(dispute_id)))
  await holds("get reversed capture", "ok", () => paypal.getCapture(capture.captureId))
}

const payout = (senderBatchId: string, receivers: readonly string[]) =>
  paypal.createPayout({
    requestId: senderBatchId,
    senderBatchId,
    currency: "USD",
    emailSubject: "You are paid",
    emailMessage: "For the works you carried.",
    items: receivers.map((receiver, n) => ({
      senderItemId: `${senderBatchId}_${n}`,
      receiver,
      amountCents: cents(1_050 + n),
      note: "Thank you",
    })),
  })

async function moneyOut(): Promise<string> {
  const states = ["sam", "unclaimed", "blocked", "failed", "onhold", "refunded"].map((name) => `${name}@example.com`)
  const made = must(await holds("create payout", "ok", () => payout("run_a", states)))
  await holds("create payout again", "duplicate", () => payout("run_a", states))
  await holds("get payout, pending", "ok", () => paypal.getPayout(made))
  let page = must(await paypal.getPayout(made))
  for (const until = Date.now() + 10_000; page.batchStatus !== "SUCCESS" && Date.now() < until; ) {
    await new Promise((next) => setTimeout(next, 200))
    page = must(await paypal.getPayout(made))
  }
  await holds("get payout, worked", "ok", () => paypal.getPayout({ ...made, page: 1 }))
  const [paid, unclaimed] = page.items.map((item) => item.payoutItemId)
  await holds("get payout item", "ok", () => paypal.getPayoutItem(paid!))
  await holds("cancel a paid item", "rejected ITEM_INCORRECT_STATUS", () => paypal.cancelUnclaimedItem(paid!))
  await holds("cancel an unclaimed item", "ok", () => paypal.cancelUnclaimedItem(unclaimed!))
  await holds("get an unknown payout", "rejected INVALID_RESOURCE_ID", () =>
    paypal.getPayout({ payoutBatchId: "NONE" }),
  )
  const broken = "Receiver is invalid or does not match with type"
  await holds("create payout, bad receiver", `rejected ${broken}`, () => payout("run_b", ["a b@example.com"]))
  return paid!
}

async function token(): Promise<string> {
  const authorization = `Basic ${Buffer.from(`${standIn.clientId}:${standIn.clientSecret}`).toString("base64")}`
  const headers = { authorization, "content-type": "application/x-www-form-urlencoded" }
  const response = await fetch(`${standIn.url}/v1/oauth2/token`, {
    method: "POST",
    headers,
    body: "grant_type=client_credentials",
  })
  return String(((await response.json()) as { access_token: unknown }).access_token)
}

/** A request that breaks the contract must stop at the proxy, and must be one that the stand-in alone would have let through. */
async function requestBites(name: string, path: string, body: unknown, bearer: string): Promise<void> {
  const send = (base: string) => {
    const headers = { authorization: `Bearer ${bearer}`, "content-type": "application/json" }
    return fetch(`${base}${path}`, { method: "POST", headers, body: JSON.stringify(body) })
  }
  const before = behind.seen.length
  const stopped = await send(front.url)
  const text = await stopped.text()
  check(`control: ${name} is refused by the proxy`, stopped.status === 422 && isComplaint(text), text)
  check(`control: ${name} never reaches the stand-in`, behind.seen.length === before)
  const bypassed = await send(standIn.url)
  check(`control: ${name} passes when the proxy is bypassed`, bypassed.ok, await bypassed.text())
}

/** An answer that breaks the contract must be flagged by the proxy. */
async function answerBites(name: string, path: RegExp, change: Change, call: () => Promise<Result>): Promise<void> {
  front.seen.length = 0
  const isBent = wire.bendNext(path, change)
  await call()
  check(`control: ${name} is flagged by the proxy`, complaints(front.seen).length === 1 && isBent(), front.seen)
}

/** A change that gives one field, named by its path, another value. */
const turn = (field: string, value: unknown): Change => {
  return (body) => {
    const names = field.split(".")
    const last = names.pop()!
    const owner = names.reduce<Record<string, unknown>>((o, name) => o[name] as Record<string, unknown>, body)
    owner[last] = value
  }
}

async function requestControls(): Promise<void> {
  const bearer = await token()
  const captureId = await captured("ord_f")
  const amount = { currency_code: "USD", value: "10.00" }
  const experience_context = { return_url: "https://shop.example/", cancel_url: "https://shop.example/" }
  const unit = { amount, invoice_id: "x".repeat(128) }
  const order = { intent: "CAPTURE", purchase_units: [unit], payment_source: { paypal: { experience_context } } }
  await requestBites("an order with an invoice id of 128", "/v2/checkout/orders", order, bearer)
  const note = { amount: { ...amount, value: "1.00" }, note_to_payer: "x".repeat(256) }
  await requestBites("a refund with a note of 256", `/v2/payments/captures/${captureId}/refund`, note, bearer)
  const item = { receiver: "sam@example.com", amount: { currency: "USD", value: "1.00" }, note: "x".repeat(4_001) }
  const run = { sender_batch_header: { sender_batch_id: "run_bad" }, items: [item] }
  await requestBites("a payout with a note of 4 001", "/v1/payments/payouts", run, bearer)
}

async function captured(orderId: string): Promise<string> {
  const paypalOrderId = await approvedOrder(orderId)
  return must(await paypal.captureOrder({ requestId: orderId, paypalOrderId })).captureId
}

async function answerControls(paypalOrderId: string, payoutItemId: string): Promise<void> {
  const captureId = await captured("ord_g")
  const refund = { requestId: "rg", captureId, amountCents: cents(700), currency: "USD" }
  const again = { requestId: "again", paypalOrderId }
  await answerBites("a new order in an unknown state", /orders$/, turn("status", "DONE"), () =>
    paypal.createOrder(orderInput("ord_h")),
  )
  await answerBites("an order in an unknown state", /orders\//, turn("status", "DONE"), () =>
    paypal.getOrder(paypalOrderId),
  )
  await answerBites("a refusal in other words", /capture$/, turn("message", "No."), () => paypal.captureOrder(again))
  await answerBites("a capture with a number for amount", /captures/, turn("amount.value", 30), () =>
    paypal.getCapture(captureId),
  )
  await answerBites("a refund in an unknown state", /refund$/, turn("status", "DONE"), () =>
    paypal.refundCapture(refund),
  )
  await answerBites("a batch in an unknown state", /payouts$/, turn("batch_header.batch_status", "MAYBE"), () =>
    payout("run_c", ["sam@example.com"]),
  )
  await answerBites("a payout in an unknown state", /payouts-item/, turn("transaction_status", "MAYBE"), () =>
    paypal.getPayoutItem(payoutItemId),
  )
}

try {
  const { paypalOrderId, captureId } = await moneyIn()
  await moneyBack(captureId)
  const payoutItemId = await moneyOut()
  await requestControls()
  await answerControls(paypalOrderId, payoutItemId)
} catch (error) {
  check("the way through", false, String(error))
} finally {
  await wire.close()
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
