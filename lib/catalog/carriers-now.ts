/** How many nodes carry a release at a moment: they hold all of it, are alive, and were reached. */
import { type SQL, sql } from "drizzle-orm"
import { nodes, stockings } from "#db/schema/delivery.ts"
import { addMs, MINUTE_MS } from "#lib/kernel/period.ts"

/** A node is alive for a minute after a heartbeat: it sends one every 20 s, and two may be lost. */
export const ALIVE_MS = MINUTE_MS

/** A count for use inside another query; `releaseId` is that query's column. */
export const carriersNow = (releaseId: SQL, now: Date): SQL<number> => sql<number>`(select count(*)::int
  from ${stockings} join ${nodes} on ${nodes.id} = ${stockings.nodeId}
  where ${stockings.releaseId} = ${releaseId} and ${stockings.completeAt} is not null and ${nodes.state} = 'active'
    and ${nodes.lastHeartbeatAt} > ${addMs(now, -ALIVE_MS)} and ${nodes.reachedAt} is not null)`
