/** Carriage of demos nobody has bought yet: what a carrier is paid if the same account buys in time. */
import { and, eq, inArray, isNotNull, sql } from "drizzle-orm"
import { receipts } from "#db/schema/carriage.ts"
import { titles } from "#db/schema/catalog.ts"
import { downloadSessions, tickets } from "#db/schema/delivery.ts"
import { entitlements } from "#db/schema/entitlements.ts"
import { DEMO_WINDOW_DAYS } from "#lib/attribution/decide-referrer.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { addDays } from "#lib/kernel/period.ts"
import type { ReadDeps } from "./queries.ts"

export type ContingentCarriage = { titleName: string; bytesCarried: number; until: Date }

export async function contingentCarriage(deps: ReadDeps, userId: Id<"user">): Promise<ContingentCarriage[]> {
  const now = deps.clock.now()
  const rows = await deps.db
    .select({
      titleName: titles.name,
      bytes: sql<string>`sum(${receipts.cumulativeBytes})`,
      endsAt: entitlements.endsAt,
    })
    .from(tickets)
    .innerJoin(receipts, eq(receipts.ticketJti, tickets.jti))
    .innerJoin(downloadSessions, eq(downloadSessions.id, tickets.sessionId))
    .innerJoin(entitlements, eq(entitlements.id, downloadSessions.entitlementId))
    .innerJoin(titles, eq(titles.id, downloadSessions.titleId))
    .where(
      and(
        eq(tickets.ownerId, userId),
        eq(downloadSessions.kind, "demo"),
        inArray(downloadSessions.state, ["open", "reported", "closed"]),
        isNotNull(entitlements.endsAt),
        sql`${entitlements.endsAt} + make_interval(days => ${DEMO_WINDOW_DAYS}) > ${now.toISOString()}::timestamptz`,
      ),
    )
    .groupBy(titles.name, entitlements.id, entitlements.endsAt)
  return rows.map((r) => ({
    titleName: r.titleName,
    bytesCarried: Number(r.bytes),
    until: addDays(r.endsAt!, DEMO_WINDOW_DAYS),
  }))
}
