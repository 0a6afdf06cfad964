/** Looks at orders whose time is over: what the buyer approved but never came back from is captured, the rest expires. */
import { and, eq, inArray, isNull, lte } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { orders } from "#db/schema/checkout.ts"
import type { Deps } from "#lib/deps.ts"
import { RemoteError } from "#lib/kernel/errors.ts"
import { addMs, DAY_MS } from "#lib/kernel/period.ts"
import { finishCapture } from "./capture-order.ts"
import { ORDER_TRANSITIONS } from "./order-state.ts"

/** One call to PayPal each; the rest waits for the next round. */
const ORDERS_PER_ROUND = 50
/** PayPal answers 404 after about 3 h; an order it still shows as unapproved after a day is dead for us as well. */
const GIVE_UP_MS = DAY_MS

/** Answers how many orders came to an end. PayPal's unclear answers leave an order as it is. */
export async function expireOrders(deps: Pick<Deps, "db" | "clock" | "config" | "keys" | "paypal">): Promise<number> {
  const now = deps.clock.now()
  const due = await deps.db
    .select({ id: orders.id, paypalOrderId: orders.paypalOrderId, expiresAt: orders.expiresAt })
    .from(orders)
    .where(and(eq(orders.state, "created"), isNull(orders.pendingReason), lte(orders.expiresAt, now)))
    .orderBy(orders.expiresAt)
    .limit(ORDERS_PER_ROUND)
  let ended = 0
  for (const order of due) ended += (await end(deps, order, now)) ? 1 : 0
  return ended
}

type Due = Pick<typeof orders.$inferSelect, "id" | "paypalOrderId" | "expiresAt">

async function end(
  deps: Pick<Deps, "db" | "clock" | "config" | "keys" | "paypal">,
  order: Due,
  now: Date,
): Promise<boolean> {
  if (order.paypalOrderId) {
    const result = await finishCapture(deps, { orderId: order.id }).catch((error: unknown) => {
      if (error instanceof RemoteError) return null
      throw error
    })
    if (result === null || result.state === "pending") return false
    const waiting = result.state === "not_approved" || result.state === "declined"
    if (!waiting) return true
    if (now < addMs(order.expiresAt, GIVE_UP_MS)) return false
  }
  const expired = await inTx(deps.db, "expire-order", (tx) =>
    tx
      .update(orders)
      .set({ state: "expired" })
      .where(and(eq(orders.id, order.id), inArray(orders.state, [...ORDER_TRANSITIONS.expire.from])))
      .returning({ id: orders.id }),
  )
  return expired.length > 0
}
