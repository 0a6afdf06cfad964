/** Questions about orders. */
import { and, desc, eq, inArray, isNotNull, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { flags } from "#db/schema/carriage.ts"
import { titles } from "#db/schema/catalog.ts"
import { orders } from "#db/schema/checkout.ts"
import { links, sites } from "#db/schema/fans.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { Cents } from "#lib/kernel/money.ts"
import type { OrderState } from "./order-state.ts"

export type OwnOrder = {
  id: Id<"order">
  state: OrderState
  slug: string
  titleName: string
  approveUrl: string | null
  priceCents: Cents
  currency: string
  /** Given back so far. */
  refundedCents: Cents
  /** PayPal's word for why it still holds the payment; null when it does not. */
  pendingReason: string | null
  /** A second payment for one title, made in one moment: a person gives it back. */
  paidTwice: boolean
}

const ownOrder = {
  id: orders.id,
  state: orders.state,
  slug: titles.slug,
  titleName: titles.name,
  approveUrl: orders.approveUrl,
  priceCents: orders.priceCents,
  currency: orders.currency,
  refundedCents: orders.refundedCents,
  pendingReason: orders.pendingReason,
  paidTwice: sql<boolean>`exists (select 1 from ${flags} f where f.kind = 'PAID_TWICE' and f.subject = ${orders.id})`,
}

/** An order of this buyer's; `not_found` for anybody else's. */
export async function getOwnOrder(db: DbOrTx, buyerId: Id<"user">, orderId: string): Promise<OwnOrder> {
  const [row] = await db
    .select(ownOrder)
    .from(orders)
    .innerJoin(titles, eq(titles.id, orders.titleId))
    .where(and(eq(orders.id, orderId as Id<"order">), eq(orders.buyerId, buyerId)))
  if (!row) throw new AppError("not_found", "There is no such order on your account.")
  return row
}

/** The buyer's order for this title whose payment PayPal has but has not released yet; null when there is none. */
export async function findOrderUnderWay(
  db: DbOrTx,
  buyerId: Id<"user">,
  titleId: Id<"title">,
): Promise<Id<"order"> | null> {
  const [row] = await db
    .select({ id: orders.id })
    .from(orders)
    .where(
      and(
        eq(orders.buyerId, buyerId),
        eq(orders.titleId, titleId),
        inArray(orders.state, ["created", "approved"]),
        isNotNull(orders.pendingReason),
      ),
    )
    .limit(1)
  return row?.id ?? null
}

export type Receipt = OwnOrder & {
  capturedAt: Date
  /** The fan who was credited: the site's name, else the fan's; null when nobody was. */
  creditedTo: string | null
}

/** Everything this buyer has paid, newest first. */
export const listReceipts = (db: DbOrTx, buyerId: Id<"user">, titleId?: Id<"title">): Promise<Receipt[]> =>
  db
    .select({
      ...ownOrder,
      capturedAt: sql<Date>`${orders.capturedAt}`.mapWith(orders.capturedAt),
      creditedTo: sql<string | null>`coalesce((select s.name from ${links} l join ${sites} s on s.id = l.site_id
        where l.id = ${orders.linkId}), (select u.name from ${users} u where u.id = ${orders.referrerId}))`,
    })
    .from(orders)
    .innerJoin(titles, eq(titles.id, orders.titleId))
    .where(
      and(
        eq(orders.buyerId, buyerId),
        inArray(orders.state, ["captured", "refunded"]),
        isNotNull(orders.capturedAt),
        titleId ? eq(orders.titleId, titleId) : undefined,
      ),
    )
    .orderBy(desc(orders.capturedAt), desc(orders.id))
    .limit(RECEIPTS)

/** Newest ones; a person with more has the mails. */
const RECEIPTS = 500
