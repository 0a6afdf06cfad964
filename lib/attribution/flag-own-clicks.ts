/**
 * A fan's clicks on their own links. The click path asks nobody who is signed in: it would have to open a session for every
 * visitor. The browser's list of clicks tells it later, the first time its owner looks at their desk, which is before they can see
 * the figure it would have swelled.
 */
import { and, eq, inArray, isNull } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { clicks } from "#db/schema/attribution.ts"
import { links } from "#db/schema/fans.ts"
import { isClickId } from "#lib/attribution/visit.ts"
import type { Id } from "#lib/kernel/ids.ts"

/** What the click cookie holds at most. */
const COOKIE_CLICKS = 8

type OwnClicks = {
  /** Who is signed in in this browser. */
  userId: Id<"user">
  /** The clicks this browser came by; from its cookie, so hostile: only those on the account's own links are touched. */
  clickIds: readonly string[]
}

/** Flags them `own`; they stay, and no longer count. Repeating it does nothing. Returns how many were flagged now. */
export async function flagOwnClicks(db: DbOrTx, { userId, clickIds }: OwnClicks): Promise<number> {
  const ids = clickIds.filter(isClickId).slice(0, COOKIE_CLICKS)
  if (ids.length === 0) return 0
  const own = db.select({ id: links.id }).from(links).where(eq(links.ownerId, userId))
  const flagged = await db
    .update(clicks)
    .set({ flag: "own" })
    .where(and(inArray(clicks.id, ids), isNull(clicks.flag), inArray(clicks.linkId, own)))
    .returning({ id: clicks.id })
  return flagged.length
}
