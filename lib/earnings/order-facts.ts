/** What a fan may know of the orders behind commissions: never who bought. */
import { inArray } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { orders } from "#db/schema/checkout.ts"
import type { OrderState } from "#lib/checkout/order-state.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { Cents } from "#lib/kernel/money.ts"

export type OrderFacts = {
  id: Id<"order">
  titleId: Id<"title">
  state: OrderState
  priceCents: Cents
  refundedCents: Cents
  currency: string
  capturedAt: Date | null
  /** Which rule of attribution decided. */
  rule: string
}

export async function orderFacts(
  db: DbOrTx,
  ids: readonly Id<"order">[],
): Promise<ReadonlyMap<Id<"order">, OrderFacts>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({
      id: orders.id,
      titleId: orders.titleId,
      state: orders.state,
      priceCents: orders.priceCents,
      refundedCents: orders.refundedCents,
      currency: orders.currency,
      capturedAt: orders.capturedAt,
      rule: orders.attributionRule,
    })
    .from(orders)
    .where(inArray(orders.id, [...new Set(ids)]))
  return new Map(rows.map((row) => [row.id, row]))
}
