/** What a publisher asks about sales: who brought how many, through which sites, for how much; and what carriers saved. */
import { and, eq, gt, inArray, isNotNull, type SQL, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { receipts } from "#db/schema/carriage.ts"
import { titles } from "#db/schema/catalog.ts"
import { orders } from "#db/schema/checkout.ts"
import { downloadSessions, tickets } from "#db/schema/delivery.ts"
import { links, sites } from "#db/schema/fans.ts"
import { ledgerEntries, ledgerTransactions } from "#db/schema/ledger.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { type Cents, cents, type Micros, micros } from "#lib/kernel/money.ts"
import type { PageAfter } from "#lib/kernel/page-after.ts"

/** One title of a publisher, or all of them. */
export type SalesOf = { publisherId: Id<"publisher">; titleId?: Id<"title"> }

export type FanSales = {
  /** Null: nobody brought these buyers. */
  fanId: Id<"user"> | null
  /** Null when the fan gave none. */
  fanName: string | null
  siteNames: string[]
  /** Captured and not wholly given back. */
  sales: number
  refunds: number
  /** What buyers paid, less what was given back. */
  grossCents: Cents
  /** Booked for the fan: refunds are taken off. */
  referralMicros: Micros
  /** Booked for the publisher, PayPal's fee and refunds taken off. */
  publisherMicros: Micros
}

/** A publisher with more fans than this reads the rest from the export. */
const MAX_FANS = 500

const soldBy = ({ publisherId, titleId }: SalesOf): SQL | undefined =>
  and(
    eq(titles.publisherId, publisherId),
    isNotNull(orders.capturedAt),
    titleId ? eq(orders.titleId, titleId) : undefined,
  )

/** What one order has booked on an account so far, its refunds among it. */
const booked = (account: SQL): SQL =>
  sql`(select coalesce(sum(e.amount_micros), 0) from ${ledgerEntries} e join ${ledgerTransactions} x on x.id = e.tx_id
    where x.order_id = ${orders.id} and e.account = ${account})`
const referralBooked = booked(sql`'fan:' || ${orders.referrerId} || ':referral'`)
const publisherBooked = booked(sql`'publisher:' || ${titles.publisherId}`)

const figures = {
  sales: sql<number>`(count(*) filter (where ${orders.state} <> 'refunded'))::int`,
  refunds: sql<number>`(count(*) filter (where ${orders.state} = 'refunded'))::int`,
  gross: sql<string>`coalesce(sum(${orders.priceCents} - ${orders.refundedCents}), 0)`,
  referral: sql<string>`coalesce(sum(${referralBooked}), 0)`,
  publisher: sql<string>`coalesce(sum(${publisherBooked}), 0)`,
}

const selectSalesByFan = (db: DbOrTx, where: SQL | undefined) =>
  db
    .select({
      fanId: orders.referrerId,
      fanName: users.name,
      siteNames: sql<string[] | null>`array_agg(distinct ${sites.name}) filter (where ${sites.name} is not null)`,
      ...figures,
    })
    .from(orders)
    .innerJoin(titles, eq(titles.id, orders.titleId))
    .leftJoin(users, eq(users.id, orders.referrerId))
    .leftJoin(links, eq(links.id, orders.linkId))
    .leftJoin(sites, eq(sites.id, links.siteId))
    .where(where)
    .groupBy(orders.referrerId, users.name)

type SalesRow = Awaited<ReturnType<typeof selectSalesByFan>>[number]

const salesOf = ({ gross, referral, publisher, siteNames, ...row }: SalesRow): FanSales => ({
  ...row,
  siteNames: siteNames ?? [],
  grossCents: cents(gross),
  referralMicros: micros(referral),
  publisherMicros: micros(publisher),
})

/** Who brought the buyers, the largest gross first. */
export async function salesByFan(db: DbOrTx, of: SalesOf): Promise<FanSales[]> {
  const rows = await selectSalesByFan(db, soldBy(of))
    .orderBy(sql`sum(${orders.priceCents} - ${orders.refundedCents}) desc`, orders.referrerId)
    .limit(MAX_FANS)
  return rows.map(salesOf)
}

/** Nobody sorts before every fan. */
const fanKey = sql<string>`coalesce(${orders.referrerId}, '')`

/** All of them by the fan's id, nobody first. */
export async function pageOfSalesByFan(
  db: DbOrTx,
  of: SalesOf,
  { after, limit }: PageAfter<Pick<FanSales, "fanId">>,
): Promise<FanSales[]> {
  // First who they are: what each order booked is summed only for those of this page.
  const fans = await db
    .selectDistinct({ key: fanKey })
    .from(orders)
    .innerJoin(titles, eq(titles.id, orders.titleId))
    .where(and(soldBy(of), after ? gt(fanKey, after.fanId ?? "") : undefined))
    .orderBy(fanKey)
    .limit(limit)
  if (fans.length === 0) return []
  const keys = fans.map(({ key }) => key)
  return (await selectSalesByFan(db, and(soldBy(of), inArray(fanKey, keys))).orderBy(fanKey)).map(salesOf)
}

export type TitleSales = { sales: number; grossCents: Cents; publisherMicros: Micros }

/** All titles of a publisher, or those of them. */
const among = (publisherId: Id<"publisher">, only: readonly Id<"title">[] | undefined): SQL | undefined =>
  and(eq(titles.publisherId, publisherId), only ? inArray(titles.id, [...only]) : undefined)

/** What each title of a publisher sold; one without sales is absent. */
export async function salesByTitle(
  db: DbOrTx,
  publisherId: Id<"publisher">,
  only?: readonly Id<"title">[],
): Promise<ReadonlyMap<Id<"title">, TitleSales>> {
  const { sales, gross, publisher } = figures
  const rows = await db
    .select({ titleId: orders.titleId, sales, gross, publisher })
    .from(orders)
    .innerJoin(titles, eq(titles.id, orders.titleId))
    .where(and(soldBy({ publisherId }), among(publisherId, only)))
    .groupBy(orders.titleId)
  return new Map(
    rows.map((row) => [
      row.titleId,
      { sales: row.sales, grossCents: cents(row.gross), publisherMicros: micros(row.publisher) },
    ]),
  )
}

/** Bytes of downloads of every kind: verified from carriers (by receipts), and granted by the origin. */
export type Served = { carriedBytes: number; originBytes: number }
const NOTHING: Served = { carriedBytes: 0, originBytes: 0 }

/** By title; one nobody downloaded is absent. Nodes that stock are served by the origin and by other carriers too. */
export async function servedByTitle(
  db: DbOrTx,
  publisherId: Id<"publisher">,
  only?: readonly Id<"title">[],
): Promise<ReadonlyMap<Id<"title">, Served>> {
  const carried = await db
    .select({ titleId: titles.id, bytes: sql<number>`sum(${receipts.cumulativeBytes})::float8` })
    .from(receipts)
    .innerJoin(tickets, eq(tickets.jti, receipts.ticketJti))
    .innerJoin(downloadSessions, eq(downloadSessions.id, receipts.sessionId))
    .innerJoin(titles, eq(titles.id, downloadSessions.titleId))
    .where(and(among(publisherId, only), isNotNull(tickets.ownerId)))
    .groupBy(titles.id)
  const origin = await db
    .select({ titleId: titles.id, bytes: sql<number>`sum(${downloadSessions.originBytes})::float8` })
    .from(downloadSessions)
    .innerJoin(titles, eq(titles.id, downloadSessions.titleId))
    .where(among(publisherId, only))
    .groupBy(titles.id)
  const served = new Map<Id<"title">, Served>()
  for (const { titleId, bytes } of carried) served.set(titleId, { ...NOTHING, carriedBytes: bytes })
  for (const { titleId, bytes } of origin)
    served.set(titleId, { ...(served.get(titleId) ?? NOTHING), originBytes: bytes })
  return served
}

export const servedTogether = (all: Iterable<Served>): Served =>
  [...all].reduce(
    (sum, one) => ({
      carriedBytes: sum.carriedBytes + one.carriedBytes,
      originBytes: sum.originBytes + one.originBytes,
    }),
    NOTHING,
  )
