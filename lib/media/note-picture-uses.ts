/** Says which pictures a thing such as a page shows from now on, so that none of them can be removed under it. */
import { and, eq, notInArray } from "drizzle-orm"
import type { Tx } from "#db/client.ts"
import { pictureUses } from "#db/schema/media.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { assertOwnPictures } from "./queries.ts"

/**
 * Replaces what was noted for `usedBy` (`page:sit_…`) before; an empty list forgets it. Refuses `not_found` for pictures
 * that are not the actor's.
 */
export async function notePictureUses(
  tx: Tx,
  {
    actor,
    usedBy,
    ids,
  }: { actor: Pick<Actor, "userId">; usedBy: `${string}:${string}`; ids: readonly Id<"picture">[] },
): Promise<void> {
  const wanted = [...new Set(ids)]
  await assertOwnPictures(tx, actor, wanted)
  const gone = wanted.length > 0 ? notInArray(pictureUses.pictureId, wanted) : undefined
  await tx.delete(pictureUses).where(and(eq(pictureUses.usedBy, usedBy), gone))
  if (wanted.length === 0) return
  await tx
    .insert(pictureUses)
    .values(wanted.map((pictureId) => ({ pictureId, usedBy })))
    .onConflictDoNothing()
}
