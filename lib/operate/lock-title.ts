/** Takes a title's row for an operator's act, so that two acts on it come one after the other. */
import { eq } from "drizzle-orm"
import type { Tx } from "#db/client.ts"
import { publishers, titles } from "#db/schema/catalog.ts"
import type { TitleState } from "#lib/catalog/title-state.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"

export type LockedTitle = {
  id: Id<"title">
  slug: string
  name: string
  state: TitleState
  publishedAt: Date | null
  ownerId: Id<"user">
}

/** Throws `not_found`. */
export async function lockTitle(tx: Tx, titleId: Id<"title">): Promise<LockedTitle> {
  const [title] = await tx
    .select({
      id: titles.id,
      slug: titles.slug,
      name: titles.name,
      state: titles.state,
      publishedAt: titles.publishedAt,
      ownerId: publishers.ownerId,
    })
    .from(titles)
    .innerJoin(publishers, eq(publishers.id, titles.publisherId))
    .where(eq(titles.id, titleId))
    .for("update", { of: titles })
  if (!title) throw new AppError("not_found", "There is no such title.")
  return title
}

/** Null when it is in the state `done` already: the same form was sent twice. Throws `not_found`, `conflict`. */
export async function lockTitleInReview(tx: Tx, titleId: Id<"title">, done: TitleState | null) {
  const title = await lockTitle(tx, titleId)
  if (title.state === done) return null
  if (title.state !== "in_review") throw new AppError("conflict", "This title does not wait for review any more.")
  return title
}
