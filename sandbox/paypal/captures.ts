/** Captures and what can happen to them: clearing, denial, refunds, reversals. */
import { captureFee, readAmount } from "./amounts.ts"
import { type Answer, malformed, notFound, ok, refundRefusal } from "./answer.ts"
import { isObject, REPLAY_MS, type Request, type Route, remember, replayed } from "./http.ts"
import { captureAlone, refundView } from "./order-view.ts"
import type { CaptureRow, OrderRow, RefundRow } from "./rows.ts"
import type { World } from "./world.ts"

const DAY_MS = 86_400_000
/** An eCheck takes three to six working days. */
const ECHECK_MS = 4 * DAY_MS
const REFUND_WINDOW_MS = 180 * DAY_MS

export function findCapture(world: World, id: string): CaptureRow {
  const capture = world.store.rows.captures.get(id)
  if (!capture) throw notFound()
  return capture
}

const orderOf = (world: World, capture: CaptureRow): OrderRow => world.store.rows.orders.get(capture.orderId)!

export function createCapture(world: World, order: OrderRow): CaptureRow {
  const now = world.now()
  const pending = order.instrument === "echeck"
  const capture: CaptureRow = {
    id: world.newId(),
    orderId: order.id,
    status: pending ? "PENDING" : "COMPLETED",
    reason: pending ? "ECHECK" : null,
    amount: order.amount,
    fee: null,
    currency: order.currency,
    createdAt: now,
    updatedAt: now,
    refunded: 0,
    reversed: false,
    clearsAt: pending ? now + ECHECK_MS : null,
  }
  order.status = "COMPLETED"
  order.captureId = capture.id
  order.updatedAt = now
  world.store.put("orders", order)
  world.store.put("captures", capture)
  if (pending) announceCapture(world, capture, "PENDING", "Payment pending")
  else completeCapture(world, capture)
  return capture
}

/** The money arrives, less PayPal's fee. */
export function completeCapture(world: World, capture: CaptureRow): void {
  capture.status = "COMPLETED"
  capture.reason = null
  capture.clearsAt = null
  capture.fee = captureFee(capture.amount)
  world.move("capture", capture.id, capture.currency, capture.amount)
  world.move("capture fee", capture.id, capture.currency, -capture.fee)
  announceCapture(world, capture, "COMPLETED", "Payment completed")
}

/** A pending payment comes to nothing. */
export function denyCapture(world: World, capture: CaptureRow): void {
  capture.status = "DECLINED"
  capture.clearsAt = null
  announceCapture(world, capture, "DENIED", "Payment denied")
}

function announceCapture(world: World, capture: CaptureRow, event: string, summary: string): void {
  capture.updatedAt = world.now()
  world.store.put("captures", capture)
  const resource = captureAlone(world, capture, orderOf(world, capture))
  world.announce(`PAYMENT.CAPTURE.${event}`, "capture", summary, resource)
}

/** Clears the eChecks whose day has come. */
export function clearPending(world: World): void {
  for (const capture of world.store.rows.captures.values()) {
    if (capture.clearsAt !== null && capture.clearsAt <= world.now()) completeCapture(world, capture)
  }
}

function refundCapture(world: World, request: Request): Answer {
  const capture = findCapture(world, request.params[0] ?? "")
  const before = replayed(world, "refund", request, REPLAY_MS.refund)
  const earlier = before === null ? undefined : world.store.rows.refunds.get(before)
  if (earlier) return ok(refundView(world, earlier), 201)
  const body = request.json()
  const amount = refundAmount(world, capture, body)
  const note = typeof body.note_to_payer === "string" ? body.note_to_payer.slice(0, 255) : null
  const refund = takeBack(world, capture, amount, note, false)
  remember(world, "refund", request, refund.id)
  return ok(refundView(world, refund), 201)
}

function refundAmount(world: World, capture: CaptureRow, body: Record<string, unknown>): number {
  checkRefundable(world, capture)
  const left = capture.amount - capture.refunded
  const amount = isObject(body.amount) ? readPart(capture, body.amount) : left
  if (amount > left) throw refundRefusal("REFUND_AMOUNT_EXCEEDED")
  if (amount < left && hasOpenDispute(world, capture)) throw refundRefusal("TRANSACTION_DISPUTED")
  if (amount > world.balance(capture.currency)) throw refundRefusal("REFUND_FAILED_INSUFFICIENT_FUNDS")
  return amount
}

function checkRefundable(world: World, capture: CaptureRow): void {
  if (capture.status === "PENDING") throw refundRefusal("PENDING_CAPTURE")
  if (capture.status === "DECLINED") throw refundRefusal("REFUND_NOT_ALLOWED")
  if (capture.reversed) throw refundRefusal("REFUND_NOT_PERMITTED_DUE_TO_CHARGEBACK")
  if (capture.refunded >= capture.amount) throw refundRefusal("CAPTURE_FULLY_REFUNDED")
  if (world.now() > capture.createdAt + REFUND_WINDOW_MS) throw refundRefusal("REFUND_TIME_LIMIT_EXCEEDED")
}

function readPart(capture: CaptureRow, raw: Record<string, unknown>): number {
  const amount = readAmount(raw.value, raw.currency_code)
  if (amount === "INVALID_PARAMETER_SYNTAX") throw malformed(amount, "/amount/value", "The amount does not parse.")
  if (typeof amount === "string") throw refundRefusal(amount)
  if (raw.currency_code !== capture.currency) throw refundRefusal("REFUND_CAPTURE_CURRENCY_MISMATCH")
  return amount
}

const hasOpenDispute = (world: World, capture: CaptureRow): boolean =>
  [...world.store.rows.disputes.values()].some((d) => d.captureId === capture.id && d.status === "OPEN")

/** Money goes back to the buyer; PayPal keeps its fee. */
function takeBack(world: World, c: CaptureRow, amount: number, note: string | null, reversal: boolean): RefundRow {
  c.refunded += amount
  c.status = c.refunded >= c.amount ? "REFUNDED" : "PARTIALLY_REFUNDED"
  c.updatedAt = world.now()
  const refund: RefundRow = {
    id: world.newId(),
    captureId: c.id,
    amount,
    currency: c.currency,
    note,
    createdAt: world.now(),
    totalRefunded: c.refunded,
    reversal,
  }
  world.store.put("captures", c)
  world.store.put("refunds", refund)
  world.move(reversal ? "reversal" : "refund", refund.id, c.currency, -amount)
  const [event, words] = reversal ? ["REVERSED", "reversed"] : ["REFUNDED", "refunded"]
  const resource = { ...refundView(world, refund), supplementary_data: { related_ids: { order_id: c.orderId } } }
  world.announce(`PAYMENT.CAPTURE.${event}`, "refund", `A payment was ${words}`, resource)
  return refund
}

/** A chargeback: what is left of the payment is taken without asking, even into the red. */
export function reverseCapture(world: World, capture: CaptureRow): void {
  if (capture.status === "PENDING" || capture.status === "DECLINED" || capture.reversed) throw notFound()
  const left = capture.amount - capture.refunded
  if (left <= 0) throw notFound()
  capture.reversed = true
  capture.reason = "CHARGEBACK"
  takeBack(world, capture, left, null, true)
}

function showRefund(world: World, request: Request): Answer {
  const refund = world.store.rows.refunds.get(request.params[0] ?? "")
  if (!refund) throw notFound()
  return ok(refundView(world, refund))
}

function showCapture(world: World, request: Request): Answer {
  const capture = findCapture(world, request.params[0] ?? "")
  return ok(captureAlone(world, capture, orderOf(world, capture)))
}

export const captureRoutes: readonly Route[] = [
  { method: "GET", pattern: /^\/v2\/payments\/captures\/([^/]+)$/, door: "api", handle: showCapture },
  { method: "POST", pattern: /^\/v2\/payments\/captures\/([^/]+)\/refund$/, door: "api", handle: refundCapture },
  { method: "GET", pattern: /^\/v2\/payments\/refunds\/([^/]+)$/, door: "api", handle: showRefund },
]
