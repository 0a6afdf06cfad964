/** A person forgets a view of their own; forgetting it twice is no mistake. */
import { and, eq } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { savedViews } from "#db/schema/views.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import type { Id } from "#lib/kernel/ids.ts"

export async function forgetView(
  { db }: Pick<Deps, "db">,
  { actor, viewId }: { actor: Actor; viewId: Id<"view"> },
): Promise<void> {
  await inTx(db, "forget-view", async (tx) => {
    await tx.delete(savedViews).where(and(eq(savedViews.id, viewId), eq(savedViews.ownerId, actor.userId)))
  })
}
