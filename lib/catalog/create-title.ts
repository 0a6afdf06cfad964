/** Creates a title as a draft: its words, price and demo terms. */
import { inTx } from "#db/client.ts"
import { titles } from "#db/schema/catalog.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { findPublisherOf } from "./queries.ts"
import { checkSlug, checkTitleWords, type TitleWords } from "./title.ts"

export type CreateTitle = TitleWords & { actor: Actor; slug: string }

/** Refuses `forbidden` (no publisher yet), `already_exists` on `slug`, and what `checkTitleWords` refuses. */
export async function createTitle(
  deps: Pick<Deps, "db" | "clock">,
  input: CreateTitle,
): Promise<{ titleId: Id<"title">; slug: string }> {
  const slug = checkSlug(input.slug)
  const { name, tagline, description, kind, priceCents, demoTerms } = checkTitleWords(input)
  const createdAt = deps.clock.now()
  return inTx(deps.db, "create-title", async (tx) => {
    const publisher = await findPublisherOf(tx, input.actor.userId)
    if (!publisher) throw new AppError("forbidden", "Set up your publisher name first.")
    const [made] = await tx
      .insert(titles)
      .values({
        id: newId("title", createdAt),
        slug,
        publisherId: publisher.id,
        ...{ name, tagline, description, kind, priceCents, demoTerms, createdAt },
        state: "draft",
      })
      .onConflictDoNothing({ target: titles.slug })
      .returning({ titleId: titles.id, slug: titles.slug })
    if (!made)
      throw new AppError("already_exists", "Another title has this address; choose another.", { field: "slug" })
    return made
  })
}
