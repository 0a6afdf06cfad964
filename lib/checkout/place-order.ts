/** Places an order: attribution and rates are frozen on it, then PayPal is asked for an order of its own. */
import { and, eq } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { titles } from "#db/schema/catalog.ts"
import { orders } from "#db/schema/checkout.ts"
import { clicksArrived } from "#lib/attribution/await-clicks.ts"
import { decideReferrer } from "#lib/attribution/decide-referrer.ts"
import { gatherTouches } from "#lib/attribution/gather-touches.ts"
import { requireConfirmedEmail } from "#lib/auth/require-confirmed-email.ts"
import { currentRelease } from "#lib/catalog/queries.ts"
import { refuseTakenDown } from "#lib/catalog/taken-down.ts"
import { termsAt } from "#lib/catalog/term-queries.ts"
import type { Deps } from "#lib/deps.ts"
import { ownsTitle } from "#lib/entitlements/queries.ts"
import { AppError, RemoteError } from "#lib/kernel/errors.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { type Cents, ZERO_MICROS } from "#lib/kernel/money.ts"
import { addMs, HOUR_MS } from "#lib/kernel/period.ts"
import { ratesAt } from "./rates-at.ts"

/** PayPal forgets an unapproved order after about three hours. */
export const ORDER_LIFE_MS = 3 * HOUR_MS

export type PlaceOrder = {
  buyerId: Id<"user">
  titleId: Id<"title">
  /** Clicks remembered in the visitor's cookie, newest last. */
  clickIds: readonly string[]
  /** Given by the page with the form: the same key is the same order, however often it is sent. */
  requestKey: string
  /** The price the buyer was shown; another one now is refused. */
  shownCents?: Cents
  /** The creator code the buyer was shown to credit somebody by, null for none; another state of it now is refused. */
  shownCodeId?: Id<"code"> | null
}

type Order = typeof orders.$inferSelect
type Title = typeof titles.$inferSelect

/**
 * Answers where the buyer approves the payment. Refuses: `not_found`, `already_exists` (owned), `unsupported` (free),
 * `email_unconfirmed`, `conflict` (the price, or who is credited by code, is no longer what was shown), `gone` (this order has ended; place a new one), `payment_declined`; RemoteError when PayPal is away.
 */
export async function placeOrder(
  deps: Pick<Deps, "db" | "clock" | "config" | "paypal">,
  input: PlaceOrder,
): Promise<{ orderId: Id<"order">; approveUrl: string }> {
  const at = deps.clock.now()
  await clicksArrived(deps.db, { clickIds: input.clickIds, at })
  const { order, title } = await inTx(deps.db, "place-order", async (tx) => {
    await requireConfirmedEmail(tx, input.buyerId)
    const title = await requireForSale(tx, input)
    const order = (await findByRequestKey(tx, input)) ?? (await insertOrder(tx, deps.config, title, input, at))
    if (input.shownCents !== undefined && input.shownCents !== order.priceCents)
      throw new AppError("conflict", "The price has changed meanwhile. Look at it once more, then pay.")
    if (input.shownCodeId !== undefined && input.shownCodeId !== order.codeId)
      throw new AppError("conflict", "Which code counts has changed meanwhile. Look at it once more, then pay.")
    return { order, title }
  })
  if (order.state !== "created") throw new AppError("gone", "This order has already been paid or has ended.")
  if (order.approveUrl) return { orderId: order.id, approveUrl: order.approveUrl }
  return { orderId: order.id, approveUrl: await askPayPal(deps, order, title) }
}

async function requireForSale(tx: Tx, input: PlaceOrder): Promise<Title> {
  const [title] = await tx.select().from(titles).where(eq(titles.id, input.titleId))
  refuseTakenDown(title?.state)
  if (title?.state !== "published") throw new AppError("not_found", "This title is not on offer.")
  // Its publisher may have withdrawn every release and left the title on offer.
  if (!(await currentRelease(tx, title.id))) throw new AppError("not_found", "There is nothing to deliver at present.")
  if (title.priceCents === 0n) throw new AppError("unsupported", "This title is free; there is nothing to pay.")
  const owned = await ownsTitle(tx, input.buyerId, input.titleId)
  if (owned) throw new AppError("already_exists", "You own this title already; it is in your library.")
  return title
}

async function findByRequestKey(tx: Tx, input: PlaceOrder): Promise<Order | undefined> {
  const [order] = await tx.select().from(orders).where(eq(orders.requestKey, input.requestKey))
  if (order && (order.buyerId !== input.buyerId || order.titleId !== input.titleId)) {
    throw new AppError("conflict", "This form was already used for another order; open the page again.")
  }
  return order
}

async function insertOrder(tx: Tx, config: Deps["config"], title: Title, input: PlaceOrder, at: Date): Promise<Order> {
  const decision = decideReferrer(
    await gatherTouches(tx, { buyerId: input.buyerId, titleId: title.id, clickIds: input.clickIds, at }),
  )
  const terms = await termsAt(tx, [title.id], at)
  const [order] = await tx
    .insert(orders)
    .values({
      id: newId("order", at),
      buyerId: input.buyerId,
      titleId: title.id,
      state: "created",
      priceCents: title.priceCents,
      taxMicros: ZERO_MICROS,
      currency: title.currency,
      ...ratesAt(config.rates, terms.get(title.id) ?? null),
      attributionRule: decision.rule,
      referrerId: decision.referrerUserId,
      linkId: decision.linkId,
      clickId: decision.clickId,
      codeId: decision.codeId,
      touches: decision.touches,
      requestKey: input.requestKey,
      createdAt: at,
      expiresAt: addMs(at, ORDER_LIFE_MS),
    })
    .returning()
  return order!
}

async function askPayPal(deps: Pick<Deps, "db" | "config" | "paypal">, order: Order, title: Title): Promise<string> {
  const answer = await deps.paypal.createOrder({
    requestId: order.id,
    orderId: order.id,
    amountCents: order.priceCents,
    currency: order.currency,
    description: title.name,
    brandName: "Fanfare",
    returnUrl: `${deps.config.publicUrl}/checkout/${order.id}/return`,
    cancelUrl: `${deps.config.publicUrl}/checkout/new?title=${title.slug}&cancelled=1`,
  })
  if (answer.kind === "rejected") {
    throw new AppError("payment_declined", `PayPal did not accept this order (${answer.issue}); nothing was charged.`)
  }
  if (answer.kind !== "ok") {
    throw new RemoteError("PayPal is not answering; nothing was charged. Try again in a minute.", true)
  }
  const { paypalOrderId, approveUrl } = answer.value
  await inTx(deps.db, "order-offered", (tx) =>
    tx
      .update(orders)
      .set({ paypalOrderId, approveUrl })
      .where(and(eq(orders.id, order.id), eq(orders.state, "created"))),
  )
  return approveUrl
}
