/** Takes a title down: links, embeds, pages and carriers stop with this tx; who is concerned is told afterwards by a job. */
import { eq } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { titles } from "#db/schema/catalog.ts"
import { type Actor, assertRole } from "#lib/auth/actor.ts"
import { endReview } from "#lib/catalog/end-review.ts"
import { checkNote } from "#lib/catalog/review-note.ts"
import { tellOfWithdrawal } from "#lib/catalog/tell-of-withdrawal.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { notify } from "#lib/notices/notify.ts"
import { enqueue } from "#lib/outbox/enqueue.ts"
import { lockTitle } from "./lock-title.ts"
import { checkReason, recordAct } from "./record-act.ts"

export const NOTICE_LIMIT_CHARS = 500

export type TakeDownTitle = {
  actor: Actor
  titleId: Id<"title">
  /** For the record and its publisher. */
  reason: string
  /** What visitors and buyers read in its place; may be empty. */
  noticeText: string
}

/**
 * A second time is a no-op. In this process caches are dropped at once, in others they run out within 5 s; carriers drop
 * the bytes at their next heartbeat. Money does not move. Refuses `forbidden`, `not_found`, `invalid_input`.
 */
export async function takeDownTitle(deps: Pick<Deps, "db" | "clock" | "caches">, input: TakeDownTitle): Promise<void> {
  assertRole(input.actor, "operator")
  const reason = checkReason(input.reason)
  const notice = checkNotice(input.noticeText)
  const at = deps.clock.now()
  await inTx(deps.db, "take-down-title", async (tx) => {
    const title = await lockTitle(tx, input.titleId)
    if (title.state === "taken_down") return
    await tx
      .update(titles)
      .set({ state: "taken_down", takenDownAt: at, takenDownNotice: notice || null })
      .where(eq(titles.id, title.id))
    await endReview(tx, title.id, at)
    const states = { before: { state: title.state }, after: { state: "taken_down" } }
    await recordAct(tx, {
      actor: input.actor,
      act: "take-down",
      subject: { kind: "title", id: title.id },
      reason,
      ...states,
      at,
    })
    const told = { title: title.name, slug: title.slug, reason }
    const key = `taken-down:${title.id}:${+at}`
    await notify(tx, { userId: title.ownerId, kind: "title-taken-down", key, payload: told, at })
    await tellOfWithdrawal(tx, { titleId: title.id, name: title.name, at })
    const payload = { titleId: title.id, after: "" }
    await enqueue(tx, { kind: "takedown.tell", key: `takedown:${title.id}:${at.getTime()}`, payload, dueAt: at })
  })
  await deps.caches.titleChanged(input.titleId)
}

/** Throws `invalid_input` at `noticeText`. */
export function checkNotice(raw: string): string {
  const notice = raw.trim() === "" ? "" : checkNote(raw, "noticeText")
  if (notice.length > NOTICE_LIMIT_CHARS)
    throw new AppError("invalid_input", `Write at most ${NOTICE_LIMIT_CHARS} characters.`, { field: "noticeText" })
  return notice
}
