/** What a fan may know of the orders behind commissions: never who bought. */
import { inArray } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { clicks } from "#db/schema/attribution.ts"
import { orders } from "#db/schema/checkout.ts"
import { creatorCodes } from "#db/schema/codes.ts"
import { links } from "#db/schema/fans.ts"
import type { OrderState } from "#lib/checkout/order-state.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { Cents } from "#lib/kernel/money.ts"
import { ownTouch, type WinningTouch, winningTouch } from "./winning-touch.ts"

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
  /** Null where another fan is credited, or nobody. */
  brought: WinningTouch | null
}

/** `fanId`: the reader, who sees the own winning touch alone. */
export async function orderFacts(
  db: DbOrTx,
  fanId: Id<"user">,
  ids: readonly Id<"order">[],
): Promise<ReadonlyMap<Id<"order">, OrderFacts>> {
  if (ids.length === 0) return new Map()
  const own = ownTouch(orders, fanId)
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
      referrerId: orders.referrerId,
      touch: winningTouch,
    })
    .from(orders)
    .leftJoin(links, own.link)
    .leftJoin(clicks, own.click)
    .leftJoin(creatorCodes, own.code)
    .where(inArray(orders.id, [...new Set(ids)]))
  return new Map(
    rows.map(({ touch, referrerId, ...facts }) => [
      facts.id,
      { ...facts, brought: referrerId === fanId ? touch : null },
    ]),
  )
}
