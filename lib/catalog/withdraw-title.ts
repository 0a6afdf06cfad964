/** Takes a title off offer. Who bought it keeps it: its bytes and licences stay. */
import { and, eq, inArray } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { titles } from "#db/schema/catalog.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { endReview } from "./end-review.ts"
import { getTitleForPublisher } from "./queries.ts"
import { tellOfWithdrawal } from "./tell-of-withdrawal.ts"
import { TITLE_TRANSITIONS } from "./title-state.ts"

/** Withdrawing twice does nothing. Refuses `not_found`. */
export async function withdrawTitle(
  deps: Pick<Deps, "db" | "clock">,
  input: { actor: Actor; titleId: Id<"title"> },
): Promise<void> {
  const { from, to } = TITLE_TRANSITIONS.withdraw
  await inTx(deps.db, "withdraw-title", async (tx) => {
    const title = await getTitleForPublisher(tx, input.actor, input.titleId)
    const withdrawn = await tx
      .update(titles)
      .set({ state: to })
      .where(and(eq(titles.id, title.id), inArray(titles.state, [...from])))
      .returning({ id: titles.id, name: titles.name })
    for (const { id, name } of withdrawn) await tellOfWithdrawal(tx, { titleId: id, name, at: deps.clock.now() })
    await endReview(tx, title.id, deps.clock.now())
  })
}
