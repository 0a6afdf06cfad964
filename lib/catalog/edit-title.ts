/** Changes what a title says, costs and lets a demo open; its slug stays, because links point at it. */
import { eq } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { titles } from "#db/schema/catalog.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { currentRelease, getTitleForPublisher } from "./queries.ts"
import { checkTitleWords, type TitleWords } from "./title.ts"

/** Orders and demos made before keep the terms they were made with. */
export type EditTitle = TitleWords & { actor: Actor; titleId: Id<"title"> }

/** Refuses `not_found`, `conflict` (trial terms without a trial part), and what the rules of a title refuse. */
export async function editTitle(deps: Pick<Deps, "db">, input: EditTitle): Promise<void> {
  const { name, tagline, description, kind, priceCents, demoTerms } = checkTitleWords(input)
  await inTx(deps.db, "edit-title", async (tx) => {
    const title = await getTitleForPublisher(tx, input.actor, input.titleId)
    const release = await currentRelease(tx, title.id)
    if (demoTerms === "trial" && release && !release.parts.some((p) => p.name === "trial"))
      throw new AppError("conflict", `Release ${release.version} has no trial part: publish one that has first.`, {
        field: "demoTerms",
      })
    await tx
      .update(titles)
      .set({ name, tagline, description, kind, priceCents, demoTerms })
      .where(eq(titles.id, title.id))
  })
}
