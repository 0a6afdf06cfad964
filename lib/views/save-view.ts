/** A person keeps a view of a table under a name; the same name again replaces what it stood for. */
import { and, eq, sql } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { savedViews } from "#db/schema/views.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { lockOwner } from "#lib/auth/lock-owner.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { checkTableKey, checkViewName, parseViewState, VIEWS_PER_OWNER } from "#lib/views/saved-view.ts"

/** `query` is the address part that makes the view. Errors: invalid_input (name), too_many. */
export async function saveView(
  { db, clock }: Pick<Deps, "db" | "clock">,
  input: { actor: Actor; tableKey: string; name: string; query: string },
): Promise<{ viewId: Id<"view"> }> {
  const { userId: ownerId } = input.actor
  const [tableKey, name, state] = [
    checkTableKey(input.tableKey),
    checkViewName(input.name),
    parseViewState(input.query),
  ]
  return inTx(db, "save-view", async (tx) => {
    await lockOwner(tx, ownerId)
    const same = and(
      eq(savedViews.ownerId, ownerId),
      eq(savedViews.tableKey, tableKey),
      sql`lower(${savedViews.name}) = lower(${name})`,
    )
    const [replaced] = await tx.update(savedViews).set({ name, state }).where(same).returning({ id: savedViews.id })
    if (replaced) return { viewId: replaced.id }
    if ((await tx.$count(savedViews, eq(savedViews.ownerId, ownerId))) >= VIEWS_PER_OWNER)
      throw new AppError("too_many", `You have kept ${VIEWS_PER_OWNER} views; forget one first.`)
    const viewId = newId("view", clock.now())
    await tx.insert(savedViews).values({ id: viewId, ownerId, tableKey, name, state, createdAt: clock.now() })
    return { viewId }
  })
}
