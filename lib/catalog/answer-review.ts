/** A publisher answers what an operator asked about a title that waits for review. */
import { and, count, eq } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { reviewNotes, titleReviews } from "#db/schema/operate.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { getTitleForPublisher } from "./queries.ts"
import { checkNote } from "./review-note.ts"

const NOTES_PER_REVIEW = 40

/** The same words again are one answer. Refuses `not_found`, `conflict` (no open review), `too_many`, `invalid_input` on `text`. */
export async function answerReview(
  deps: Pick<Deps, "db" | "clock">,
  input: { actor: Actor; titleId: Id<"title">; text: string },
): Promise<void> {
  const text = checkNote(input.text, "text")
  const at = deps.clock.now()
  await inTx(deps.db, "answer-review", async (tx) => {
    const title = await getTitleForPublisher(tx, input.actor, input.titleId)
    const [review] = await tx
      .select()
      .from(titleReviews)
      .where(and(eq(titleReviews.titleId, title.id), eq(titleReviews.state, "open")))
      .for("update")
    if (!review) throw new AppError("conflict", "This title does not wait for review any more.")
    const ofReview = eq(reviewNotes.reviewId, review.id)
    const [same] = await tx
      .select({ id: reviewNotes.id })
      .from(reviewNotes)
      .where(and(ofReview, eq(reviewNotes.by, "publisher"), eq(reviewNotes.text, text)))
    if (same) return
    const [row] = await tx.select({ n: count() }).from(reviewNotes).where(ofReview)
    if ((row?.n ?? 0) >= NOTES_PER_REVIEW)
      throw new AppError("too_many", "Enough was written about this title; wait for the decision.")
    await tx.insert(reviewNotes).values({ reviewId: review.id, by: "publisher", text, at })
  })
}
