/** Puts a title on offer; it needs a published release to deliver. */
import { and, eq, inArray } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { titles } from "#db/schema/catalog.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { currentRelease, getTitleForPublisher } from "./queries.ts"
import { TITLE_TRANSITIONS } from "./title-state.ts"

/** Offering twice does nothing. Refuses `not_found`, and `conflict` without a published release. */
export async function publishTitle(
  deps: Pick<Deps, "db" | "clock">,
  input: { actor: Actor; titleId: Id<"title"> },
): Promise<void> {
  const publishedAt = deps.clock.now()
  const { from, to } = TITLE_TRANSITIONS.publish
  await inTx(deps.db, "publish-title", async (tx) => {
    const title = await getTitleForPublisher(tx, input.actor, input.titleId)
    const release = await currentRelease(tx, title.id)
    if (!release) throw new AppError("conflict", "Publish a release first: there is nothing to deliver yet.")
    if (title.demoTerms === "trial" && !release.parts.some((p) => p.name === "trial"))
      throw new AppError("conflict", `Release ${release.version} has no trial part, and this title's demo needs one.`)
    await tx
      .update(titles)
      .set({ state: to, publishedAt: title.publishedAt ?? publishedAt })
      .where(and(eq(titles.id, title.id), inArray(titles.state, [...from])))
  })
}
