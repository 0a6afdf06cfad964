/** An operator sends a title back to its publisher, with a reason that can be answered by changing it and asking again. */
import { and, eq } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { titles } from "#db/schema/catalog.ts"
import { titleReviews } from "#db/schema/operate.ts"
import { type Actor, assertRole } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { notify } from "#lib/notices/notify.ts"
import { lockTitleInReview } from "./lock-title.ts"
import { checkReason, recordAct } from "./record-act.ts"

/** A second time is a no-op. Refuses `forbidden`, `not_found`, `conflict` (not in review), `invalid_input` on `reason`. */
export async function refuseTitle(
  deps: Pick<Deps, "db" | "clock">,
  input: { actor: Actor; titleId: Id<"title">; reason: string },
): Promise<void> {
  assertRole(input.actor, "operator")
  const reason = checkReason(input.reason)
  const at = deps.clock.now()
  await inTx(deps.db, "refuse-title", async (tx) => {
    const title = await lockTitleInReview(tx, input.titleId, "draft")
    if (!title) return
    await tx.update(titles).set({ state: "draft" }).where(eq(titles.id, title.id))
    await tx
      .update(titleReviews)
      .set({ state: "refused", decidedAt: at, reason })
      .where(and(eq(titleReviews.titleId, title.id), eq(titleReviews.state, "open")))
    const states = { before: { state: title.state }, after: { state: "draft" } }
    await recordAct(tx, {
      actor: input.actor,
      act: "refuse",
      subject: { kind: "title", id: title.id },
      reason,
      ...states,
      at,
    })
    const payload = { title: title.name, slug: title.slug, reason }
    await notify(tx, { userId: title.ownerId, kind: "title-refused", key: `refused:${title.id}:${+at}`, payload, at })
  })
}
