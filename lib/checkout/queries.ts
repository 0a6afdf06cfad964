/** Questions about orders. */
import { and, eq } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { titles } from "#db/schema/catalog.ts"
import { orders } from "#db/schema/checkout.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { OrderState } from "./order-state.ts"

export type OwnOrder = {
  id: Id<"order">
  state: OrderState
  slug: string
  titleName: string
  approveUrl: string | null
}

/** An order of this buyer's; `not_found` for anybody else's. */
export async function getOwnOrder(db: DbOrTx, buyerId: Id<"user">, orderId: string): Promise<OwnOrder> {
  const [row] = await db
    .select({
      id: orders.id,
      state: orders.state,
      slug: titles.slug,
      titleName: titles.name,
      approveUrl: orders.approveUrl,
    })
    .from(orders)
    .innerJoin(titles, eq(titles.id, orders.titleId))
    .where(and(eq(orders.id, orderId as Id<"order">), eq(orders.buyerId, buyerId)))
  if (!row) throw new AppError("not_found", "There is no such order on your account.")
  return row
}
