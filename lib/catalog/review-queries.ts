/** Questions about reviews: what was asked, said and decided about a title. */
import { asc, desc, eq, inArray } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { reviewNotes, titleReviews } from "#db/schema/operate.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { ReviewState } from "./review-state.ts"

export type ReviewNote = { id: number; by: "operator" | "publisher"; text: string; at: Date }
export type ReviewView = {
  id: Id<"review">
  state: ReviewState
  requestedAt: Date
  decidedAt: Date | null
  reason: string | null
  notes: ReviewNote[]
}

const SHOWN_REVIEWS = 20

/** Every review of a title with what was written in it, newest first. */
export async function listReviewsOf(db: DbOrTx, titleId: Id<"title">): Promise<ReviewView[]> {
  const rows = await db
    .select()
    .from(titleReviews)
    .where(eq(titleReviews.titleId, titleId))
    .orderBy(desc(titleReviews.requestedAt), desc(titleReviews.id))
    .limit(SHOWN_REVIEWS)
  if (rows.length === 0) return []
  const notes = await db
    .select()
    .from(reviewNotes)
    .where(
      inArray(
        reviewNotes.reviewId,
        rows.map((r) => r.id),
      ),
    )
    .orderBy(asc(reviewNotes.id))
  return rows.map(({ titleId: _, ...row }) => ({ ...row, notes: notes.filter((n) => n.reviewId === row.id) }))
}
