/**
 * A fan's clicks on their own links. The click path asks nobody who is signed in: it would have to open a session for every
 * visitor. The browser's list of clicks tells it later, the first time its owner looks at their desk, which is before they can see
 * the figure it would have swelled.
 */
import { and, eq, inArray, isNull, sql } from "drizzle-orm"
import { type Db, inTx, type Tx } from "#db/client.ts"
import { clicks } from "#db/schema/attribution.ts"
import { links } from "#db/schema/fans.ts"
import { holdClicks } from "#lib/attribution/record-clicks.ts"
import { COOKIE_CLICKS, isClickId } from "#lib/attribution/visit.ts"
import type { Id } from "#lib/kernel/ids.ts"

type OwnClicks = {
  /** Who is signed in in this browser. */
  userId: Id<"user">
  /** The clicks this browser came by; from its cookie, so hostile: only those on the account's own links are touched. */
  clickIds: readonly string[]
}

/**
 * Flags them `own`; they stay, and no longer count. What was a double of such a click was somebody else behind the same network:
 * the earliest of those counts instead. Repeating it does nothing. Returns how many were flagged now.
 */
export async function flagOwnClicks(db: Db, { userId, clickIds }: OwnClicks): Promise<number> {
  const ids = clickIds.filter(isClickId).slice(0, COOKIE_CLICKS)
  if (ids.length === 0) return 0
  const own = db.select({ id: links.id }).from(links).where(eq(links.ownerId, userId))
  const unknown = and(inArray(clicks.id, ids), isNull(clicks.flag), inArray(clicks.linkId, own))
  // Asked on every page of a desk: nearly always there is nothing to do, and no reason to hold clicks up.
  if ((await db.select({ id: clicks.id }).from(clicks).where(unknown).limit(1)).length === 0) return 0
  return inTx(db, "flag-own-clicks", async (tx) => {
    await holdClicks(tx)
    const flagged = await tx.update(clicks).set({ flag: "own" }).where(unknown).returning({ id: clicks.id })
    await freeDoubles(
      tx,
      flagged.map(({ id }) => id),
    )
    return flagged.length
  })
}

/** Found by the hash of the visit, which all doubles of a click have and which changes every day. */
async function freeDoubles(tx: Tx, flagged: readonly string[]): Promise<void> {
  if (flagged.length === 0) return
  await tx.execute(sql`
    with double as (
      select d.id, d.dup_of, d.at, d.flag from click f join click d on d.visit_hash = f.visit_hash and d.dup_of = f.id
      where f.id = any(${sql.param(flagged)}::text[])
    ), heir as (
      select distinct on (dup_of) dup_of as old, id from double where flag is null order by dup_of, at, id
    )
    update click c set dup_of = nullif(heir.id, c.id)
    from double join heir on heir.old = double.dup_of where c.id = double.id`)
}
