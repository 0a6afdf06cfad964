/** An operator has looked at a title and puts it on offer. */
import { and, eq } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { titles } from "#db/schema/catalog.ts"
import { titleReviews } from "#db/schema/operate.ts"
import { type Actor, assertRole } from "#lib/auth/actor.ts"
import { currentRelease } from "#lib/catalog/queries.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { notify } from "#lib/notices/notify.ts"
import { lockTitleInReview } from "./lock-title.ts"
import { checkReason, recordAct } from "./record-act.ts"
import { reviewMark } from "./review-mark.ts"

export type ApproveTitle = {
  actor: Actor
  titleId: Id<"title">
  /** `reviewMark` of what was looked at; null where nobody could have changed it since. */
  seen: string | null
  reason: string
}

/**
 * A second time is a no-op. Refuses `forbidden`, `not_found`, `conflict` (not in review, or changed since it was looked
 * at, or nothing to deliver any more), `invalid_input` on `reason`.
 */
export async function approveTitle(deps: Pick<Deps, "db" | "clock" | "caches">, input: ApproveTitle): Promise<void> {
  assertRole(input.actor, "operator")
  const reason = checkReason(input.reason)
  const at = deps.clock.now()
  await inTx(deps.db, "approve-title", async (tx) => {
    const title = await lockTitleInReview(tx, input.titleId, "published")
    if (!title) return
    if (!(await currentRelease(tx, title.id)))
      throw new AppError("conflict", "Its release was withdrawn meanwhile, so there is nothing to deliver.")
    if (input.seen !== null && input.seen !== (await reviewMark(tx, title.id)))
      throw new AppError("conflict", "Its publisher has changed it since you opened this page. Look again.")
    await tx
      .update(titles)
      .set({ state: "published", publishedAt: title.publishedAt ?? at })
      .where(eq(titles.id, title.id))
    await tx
      .update(titleReviews)
      .set({ state: "approved", decidedAt: at })
      .where(and(eq(titleReviews.titleId, title.id), eq(titleReviews.state, "open")))
    const states = { before: { state: title.state }, after: { state: "published" } }
    await recordAct(tx, {
      actor: input.actor,
      act: "approve",
      subject: { kind: "title", id: title.id },
      reason,
      ...states,
      at,
    })
    const payload = { title: title.name, slug: title.slug }
    await notify(tx, { userId: title.ownerId, kind: "title-approved", key: `approved:${title.id}:${+at}`, payload, at })
  })
  await deps.caches.titleChanged(input.titleId)
}
