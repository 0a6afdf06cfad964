/** A fan retires a link: visitors still arrive at the title, but nothing is counted or credited any more. */
import { and, eq, isNull } from "drizzle-orm"
import { links } from "#db/schema/fans.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"

/** A second time is a no-op. Errors: not_found. */
export async function archiveLink(
  deps: Pick<Deps, "db" | "clock">,
  input: { actor: Actor; linkId: Id<"link"> },
): Promise<void> {
  const mine = and(eq(links.id, input.linkId), eq(links.ownerId, input.actor.userId))
  const done = await deps.db
    .update(links)
    .set({ archivedAt: deps.clock.now() })
    .where(and(mine, isNull(links.archivedAt)))
    .returning({ id: links.id })
  if (done.length > 0) return
  const [link] = await deps.db.select({ id: links.id }).from(links).where(mine)
  if (!link) throw new AppError("not_found", "You have no such link.")
}
