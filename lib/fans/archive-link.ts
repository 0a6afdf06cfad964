/** A fan retires a link, or brings it back: while it is retired visitors still arrive, but nothing is counted or credited. */
import { eq } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { linkChanges, links } from "#db/schema/fans.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { lockOwnLink } from "#lib/fans/edit-link.ts"
import { markSeen } from "#lib/fans/link-state-sql.ts"
import type { Id } from "#lib/kernel/ids.ts"

type Input = { actor: Actor; linkId: Id<"link"> }
type Needs = Pick<Deps, "db" | "clock" | "caches">

/** A second time is a no-op. Errors: not_found. */
export const archiveLink = (deps: Needs, input: Input): Promise<void> => setArchived(deps, input, true)

/** Counts and credits again from now on; what came in between stays uncounted. A second time is a no-op. Errors: not_found. */
export const bringLinkBack = (deps: Needs, input: Input): Promise<void> => setArchived(deps, input, false)

async function setArchived(deps: Needs, input: Input, archived: boolean): Promise<void> {
  const at = deps.clock.now()
  await inTx(deps.db, archived ? "archive-link" : "bring-link-back", async (tx) => {
    const link = await lockOwnLink(tx, input)
    if ((link.archivedAt !== null) === archived) return
    await tx
      .update(links)
      .set({ archivedAt: archived ? at : null })
      .where(eq(links.id, link.id))
    const change = { field: "archived", before: archived ? "" : "archived", after: archived ? "archived" : "" }
    await tx.insert(linkChanges).values({ linkId: link.id, userId: input.actor.userId, at, changes: [change] })
    await markSeen(tx, [link.id])
  })
  await deps.caches.linkChanged(input.linkId)
}
