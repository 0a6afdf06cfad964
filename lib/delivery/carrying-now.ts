/** What a fan's nodes carry at this moment: every download with a ticket for one of them that moved a short while ago. */
import { and, desc, eq, gt, or, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { receipts } from "#db/schema/carriage.ts"
import { releases, titles } from "#db/schema/catalog.ts"
import { downloadSessions, nodes, type SessionKind, tickets } from "#db/schema/delivery.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { addMs, MINUTE_MS } from "#lib/kernel/period.ts"

/** Nodes hand receipts in every few minutes; what was silent for longer is over or stands still. */
const MOVED_MS = 15 * MINUTE_MS
const MOST = 50

export type Carrying = {
  ticket: string
  nodeId: Id<"node">
  nodeName: string
  titleName: string
  titleSlug: string
  kind: SessionKind
  /** Signed for by the downloader so far. */
  bytesCarried: number
  /** The whole release; others and the origin send the rest. */
  sizeBytes: number
  since: Date
}

/** Newest first, at most fifty. */
export const carryingNow = (db: DbOrTx, ownerId: Id<"user">, now: Date): Promise<Carrying[]> =>
  db
    .select({
      ticket: tickets.jti,
      nodeId: nodes.id,
      nodeName: nodes.name,
      titleName: titles.name,
      titleSlug: titles.slug,
      kind: downloadSessions.kind,
      bytesCarried: sql<number>`coalesce(${receipts.cumulativeBytes}, 0)::float8`,
      sizeBytes: sql<number>`coalesce(${releases.sizeBytes}, 0)::float8`,
      since: downloadSessions.openedAt,
    })
    .from(tickets)
    .innerJoin(nodes, eq(nodes.id, tickets.nodeId))
    .innerJoin(downloadSessions, eq(downloadSessions.id, tickets.sessionId))
    .innerJoin(releases, eq(releases.id, downloadSessions.releaseId))
    .innerJoin(titles, eq(titles.id, downloadSessions.titleId))
    .leftJoin(receipts, eq(receipts.ticketJti, tickets.jti))
    .where(
      and(
        eq(tickets.ownerId, ownerId),
        eq(downloadSessions.state, "open"),
        gt(tickets.expiresAt, now),
        or(gt(tickets.issuedAt, addMs(now, -MOVED_MS)), gt(receipts.receivedAt, addMs(now, -MOVED_MS))),
      ),
    )
    .orderBy(desc(tickets.issuedAt))
    .limit(MOST)
