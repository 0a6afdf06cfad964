/**
 * Takes the payment of an approved order, once. The return page, the webhook and the job loop all come through here:
 * the intent is committed first, PayPal is called with our id, and what it answers is recorded under the order's row lock.
 */
import { and, eq, inArray } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { orders } from "#db/schema/checkout.ts"
import { findTitle } from "#lib/catalog/queries.ts"
import type { Deps } from "#lib/deps.ts"
import { ownsTitle } from "#lib/entitlements/queries.ts"
import { AppError, invariant, RemoteError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { Cents } from "#lib/kernel/money.ts"
import { addMs, MINUTE_MS } from "#lib/kernel/period.ts"
import { enqueue } from "#lib/outbox/enqueue.ts"
import type { Capture, Outcome } from "#lib/paypal/port.ts"
import { ORDER_TRANSITIONS, type OrderState } from "./order-state.ts"
import { recordCapture } from "./record-capture.ts"

type CaptureDeps = Pick<Deps, "db" | "clock" | "config" | "keys" | "paypal">
type Order = typeof orders.$inferSelect
type WhichOrder = { orderId: Id<"order"> } | { paypalOrderId: string }

/** `not_approved` and `declined` carry the link at which the buyer can (again) approve. */
export type CaptureResult =
  | { state: "captured"; orderId: Id<"order"> }
  | { state: "pending"; orderId: Id<"order">; reason: string }
  | { state: "not_approved" | "declined"; orderId: Id<"order">; approveUrl: string }
  | { state: "expired" | "voided" | "refunded"; orderId: Id<"order"> }

/** How a capture call may end, as far as this order is concerned. */
type Refusal = "not_approved" | "declined" | "expired" | "not_for_sale"
type Taken = { payment: Payment } | { refusal: Refusal }
export type Payment = Capture & { payerEmail: string | null }

/** A retry by the job loop picks up what a crash or an unclear answer left behind. */
const RETRY_AFTER_MS = MINUTE_MS

/** RemoteError (retryable) when PayPal gave no clear answer: the job loop goes on, nothing is lost or doubled. */
export async function captureOrder(deps: CaptureDeps, which: WhichOrder): Promise<CaptureResult> {
  const order = await findOrder(deps, which)
  if (isOpen(order) && order.paypalOrderId) await intend(deps, order)
  return finish(deps, order)
}

/** The same without writing the intent: for the job that carries it out, and for looking at orders left behind. */
export async function finishCapture(deps: CaptureDeps, which: WhichOrder): Promise<CaptureResult> {
  return finish(deps, await findOrder(deps, which))
}

const isOpen = (order: Order): boolean => order.state === "created" || order.state === "approved"

async function finish(deps: CaptureDeps, order: Order): Promise<CaptureResult> {
  if (order.state !== "created" && order.state !== "approved") return ended(order.id, order.state)
  if (!order.paypalOrderId) throw new AppError("conflict", "This order was never offered to PayPal.")
  const taken = await takeOnce(deps, order, order.paypalOrderId)
  if ("refusal" in taken) return refuse(deps, order, taken.refusal)
  return record(deps, order, taken.payment)
}

async function findOrder(deps: CaptureDeps, which: WhichOrder): Promise<Order> {
  const condition = "orderId" in which ? eq(orders.id, which.orderId) : eq(orders.paypalOrderId, which.paypalOrderId)
  const [order] = await deps.db.select().from(orders).where(condition)
  if (!order) throw new AppError("not_found", "There is no such order.")
  return order
}

const ended = (orderId: Id<"order">, state: Exclude<OrderState, "created" | "approved">): CaptureResult => ({
  state,
  orderId,
})

/** Commits the intent to capture, so that a crash after PayPal took the money is finished by the job loop. */
async function intend(deps: CaptureDeps, order: Order): Promise<void> {
  const dueAt = addMs(deps.clock.now(), RETRY_AFTER_MS)
  await inTx(deps.db, "intend-capture", (tx) =>
    enqueue(tx, { kind: "order.capture", key: `capture:${order.id}`, payload: { orderId: order.id }, dueAt }),
  )
}

/**
 * Money in motion is only looked at: PayPal answers a repeated capture with its first answer, so a pending one would stay
 * pending. For a title that another order bought meanwhile, or that was taken down, nothing more is taken.
 */
async function takeOnce(deps: CaptureDeps, order: Order, paypalOrderId: string): Promise<Taken> {
  if (order.pendingReason !== null) return { payment: await readCapture(deps, paypalOrderId) }
  if (!(await isNotToBeSold(deps, order))) return take(deps, order, paypalOrderId)
  const answer = await deps.paypal.getOrder(paypalOrderId)
  if (answer.kind === "rejected" && answer.status === 404) return { refusal: "not_for_sale" }
  if (answer.kind !== "ok") throw unclear(answer)
  const [capture] = answer.value.captures
  return capture ? { payment: { ...capture, payerEmail: answer.value.payerEmail } } : { refusal: "not_for_sale" }
}

async function isNotToBeSold({ db }: CaptureDeps, { buyerId, titleId }: Order): Promise<boolean> {
  const title = await findTitle(db, titleId)
  return title?.state === "taken_down" || (await ownsTitle(db, buyerId, titleId))
}

async function take(deps: CaptureDeps, order: Order, paypalOrderId: string): Promise<Taken> {
  const answer = await deps.paypal.captureOrder({ requestId: `capture-${order.id}`, paypalOrderId })
  if (answer.kind === "ok") return { payment: answer.value }
  if (answer.kind !== "rejected") throw unclear(answer)
  if (answer.issue === "ORDER_ALREADY_CAPTURED") return { payment: await readCapture(deps, paypalOrderId) }
  if (answer.issue === "ORDER_NOT_APPROVED" || answer.issue === "PAYER_ACTION_REQUIRED")
    return { refusal: "not_approved" }
  if (answer.issue === "INSTRUMENT_DECLINED") return { refusal: "declined" }
  if (answer.status === 404) return { refusal: "expired" }
  throw new RemoteError(`PayPal refused the capture: ${answer.issue}`, false)
}

async function readCapture(deps: CaptureDeps, paypalOrderId: string): Promise<Payment> {
  const answer = await deps.paypal.getOrder(paypalOrderId)
  if (answer.kind !== "ok") throw unclear(answer)
  const capture = answer.value.captures[0]
  if (!capture) throw new RemoteError("PayPal says captured but names no capture", true)
  return { ...capture, payerEmail: answer.value.payerEmail }
}

function unclear(answer: Exclude<Outcome<unknown>, { kind: "ok" }>): RemoteError {
  const why = answer.kind === "unknown" ? answer.reason : answer.kind
  return new RemoteError(`PayPal gave no clear answer (${why}); we keep asking, you are not charged twice.`, true)
}

async function refuse(deps: CaptureDeps, order: Order, refusal: Refusal): Promise<CaptureResult> {
  if (refusal === "not_for_sale") {
    await inTx(deps.db, "void-order", (tx) => markVoided(tx, order.id))
    return { state: "voided", orderId: order.id }
  }
  if (refusal !== "expired") {
    invariant(order.approveUrl, "an offered order has its approve link")
    return { state: refusal, orderId: order.id, approveUrl: order.approveUrl }
  }
  await inTx(deps.db, "expire-order", (tx) =>
    tx
      .update(orders)
      .set({ state: "expired" })
      .where(and(eq(orders.id, order.id), inArray(orders.state, [...ORDER_TRANSITIONS.expire.from]))),
  )
  return { state: "expired", orderId: order.id }
}

async function record(deps: CaptureDeps, order: Order, payment: Payment): Promise<CaptureResult> {
  requireOurs(order, payment)
  if (payment.status === "COMPLETED") {
    if (payment.feeCents === null) throw new RemoteError("PayPal has not stated its fee yet", true)
    return inTx(deps.db, "capture-order", (tx) => captured(tx, deps, order.id, payment, payment.feeCents!))
  }
  if (payment.status === "PENDING") {
    const reason = payment.statusReason ?? "PENDING"
    await inTx(deps.db, "capture-pending", (tx) => markPending(tx, order.id, reason))
    return { state: "pending", orderId: order.id, reason }
  }
  await inTx(deps.db, "void-order", (tx) => markVoided(tx, order.id))
  return { state: "voided", orderId: order.id }
}

/** What PayPal took must be what we asked for; anything else waits for a person and grants nothing. */
function requireOurs(order: Order, payment: Payment): void {
  const same =
    payment.amountCents === order.priceCents && payment.currency === order.currency && payment.customId === order.id
  if (!same) throw new RemoteError(`capture ${payment.captureId} does not match order ${order.id}`, false)
}

async function captured(
  tx: Tx,
  deps: CaptureDeps,
  orderId: Id<"order">,
  payment: Payment,
  feeCents: Cents,
): Promise<CaptureResult> {
  const [locked] = await tx.select().from(orders).where(eq(orders.id, orderId)).for("update")
  invariant(locked, "the order exists")
  if (!(ORDER_TRANSITIONS.capture.from as readonly OrderState[]).includes(locked.state)) {
    return ended(orderId, locked.state as Exclude<OrderState, "created" | "approved">)
  }
  await recordCapture(tx, deps, locked, { payment, feeCents })
  return { state: "captured", orderId }
}

const markPending = (tx: Tx, orderId: Id<"order">, reason: string) =>
  tx
    .update(orders)
    .set({ state: "approved", pendingReason: reason })
    .where(and(eq(orders.id, orderId), inArray(orders.state, ["created", "approved"])))

const markVoided = (tx: Tx, orderId: Id<"order">) =>
  tx
    .update(orders)
    .set({ state: "voided" })
    .where(and(eq(orders.id, orderId), inArray(orders.state, [...ORDER_TRANSITIONS.void.from])))
