/** Ends a review nobody decides any more: the title was withdrawn or taken down meanwhile. */
import { and, eq } from "drizzle-orm"
import type { Tx } from "#db/client.ts"
import { titleReviews } from "#db/schema/operate.ts"
import type { Id } from "#lib/kernel/ids.ts"

export async function endReview(tx: Tx, titleId: Id<"title">, at: Date): Promise<void> {
  await tx
    .update(titleReviews)
    .set({ state: "ended", decidedAt: at })
    .where(and(eq(titleReviews.titleId, titleId), eq(titleReviews.state, "open")))
}
