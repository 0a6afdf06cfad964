/** Asks what happened day by day through a fan's links and nodes. */
import { and, eq, gte, isNotNull, isNull, type SQL, sql } from "drizzle-orm"
import type { PgColumn } from "drizzle-orm/pg-core"
import type { DbOrTx } from "#db/client.ts"
import { clicks } from "#db/schema/attribution.ts"
import { receipts } from "#db/schema/carriage.ts"
import { orders } from "#db/schema/checkout.ts"
import { tickets } from "#db/schema/delivery.ts"
import { entitlements } from "#db/schema/entitlements.ts"
import { links } from "#db/schema/fans.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { type DayFigure, type Pulse, type PulseKind, pulseSince, toPulse } from "./pulse.ts"

export type FanPulse = Readonly<Record<PulseKind, Pulse>>

/** Clicks are the counted ones; demos those of which something was downloaded; bytes what downloaders have signed for. */
export async function fanPulse(db: DbOrTx, userId: Id<"user">, now: Date): Promise<FanPulse> {
  const since = pulseSince(now)
  const [clicked, demos, sales, bytes] = await Promise.all([
    clicksByDay(db, userId, since),
    demosByDay(db, userId, since),
    salesByDay(db, userId, since),
    bytesByDay(db, userId, since),
  ])
  return {
    clicks: toPulse(clicked, now),
    demos: toPulse(demos, now),
    sales: toPulse(sales, now),
    bytes: toPulse(bytes, now),
  }
}

const dayOf = (column: PgColumn): SQL<string> => sql<string>`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD')`
const ONE = sql<number>`count(*)::int`

const clicksByDay = (db: DbOrTx, userId: Id<"user">, since: Date): Promise<DayFigure[]> =>
  db
    .select({ day: dayOf(clicks.at), figure: ONE })
    .from(clicks)
    .innerJoin(links, eq(links.id, clicks.linkId))
    .where(and(eq(links.ownerId, userId), gte(clicks.at, since), isNull(clicks.flag), isNull(clicks.dupOf)))
    .groupBy(sql`1`)

const demosByDay = (db: DbOrTx, userId: Id<"user">, since: Date): Promise<DayFigure[]> =>
  db
    .select({ day: dayOf(entitlements.originBoundAt), figure: ONE })
    .from(entitlements)
    .where(and(eq(entitlements.referrerId, userId), gte(entitlements.originBoundAt, since)))
    .groupBy(sql`1`)

const salesByDay = (db: DbOrTx, userId: Id<"user">, since: Date): Promise<DayFigure[]> =>
  db
    .select({ day: dayOf(orders.capturedAt), figure: ONE })
    .from(orders)
    .where(and(eq(orders.referrerId, userId), isNotNull(orders.capturedAt), gte(orders.capturedAt, since)))
    .groupBy(sql`1`)

const bytesByDay = (db: DbOrTx, userId: Id<"user">, since: Date): Promise<DayFigure[]> =>
  db
    .select({ day: dayOf(receipts.receivedAt), figure: sql<number>`sum(${receipts.cumulativeBytes})::float8` })
    .from(receipts)
    .innerJoin(tickets, eq(tickets.jti, receipts.ticketJti))
    .where(and(eq(tickets.ownerId, userId), gte(receipts.receivedAt, since)))
    .groupBy(sql`1`)
