/** An operator asks a publisher something about a title in review; it stays in review. */
import { and, eq } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { reviewNotes, titleReviews } from "#db/schema/operate.ts"
import { type Actor, assertRole } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { invariant } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { lockTitleInReview } from "./lock-title.ts"
import { reviewQuestionMail } from "./operate-mails.ts"
import { checkReason, recordAct } from "./record-act.ts"
import { writeTo } from "./write-to.ts"

/** The same question again is asked once. Refuses `forbidden`, `not_found`, `conflict`, `invalid_input` on `reason`. */
export async function askPublisher(
  deps: Pick<Deps, "db" | "clock" | "config">,
  input: { actor: Actor; titleId: Id<"title">; reason: string },
): Promise<void> {
  assertRole(input.actor, "operator")
  const text = checkReason(input.reason)
  const at = deps.clock.now()
  await inTx(deps.db, "ask-publisher", async (tx) => {
    const title = await lockTitleInReview(tx, input.titleId, null)
    invariant(title, "a title is locked or refused")
    const [review] = await tx
      .select({ id: titleReviews.id })
      .from(titleReviews)
      .where(and(eq(titleReviews.titleId, title.id), eq(titleReviews.state, "open")))
    invariant(review, "a title in review has an open review")
    const same = and(eq(reviewNotes.reviewId, review.id), eq(reviewNotes.by, "operator"), eq(reviewNotes.text, text))
    if ((await tx.$count(reviewNotes, same)) > 0) return
    await tx.insert(reviewNotes).values({ reviewId: review.id, by: "operator", text, at })
    await recordAct(tx, { actor: input.actor, act: "ask", subject: { kind: "title", id: title.id }, reason: text, at })
    const url = `${deps.config.publicUrl}/publish/${title.slug}`
    await writeTo(tx, title.ownerId, "review question", (t) => reviewQuestionMail(t, title.name, text, url))
  })
}
