"use server"
/** What an operator does by hand; every act but the clock's is written down with its reason. */
import { revalidatePath } from "next/cache"
import { redirect } from "next/navigation"
import { z } from "zod"
import { action, parseForm } from "#app/_server/action.ts"
import { deps } from "#app/_server/deps.ts"
import { requireActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { moveClock } from "#lib/clock/move-clock.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type IdKind, isId } from "#lib/kernel/ids.ts"
import { DAY_MS } from "#lib/kernel/period.ts"
import { approveTitle } from "#lib/operate/approve-title.ts"
import { askPublisher } from "#lib/operate/ask-publisher.ts"
import { cancelErasure } from "#lib/operate/cancel-erasure.ts"
import { closeFlag } from "#lib/operate/close-flag.ts"
import { hideSite, showSite } from "#lib/operate/hide-site.ts"
import { refuseTitle } from "#lib/operate/refuse-title.ts"
import { requestErasureFor } from "#lib/operate/request-erasure.ts"
import { restoreTitle } from "#lib/operate/restore-title.ts"
import { liftSuspension, suspendAccount } from "#lib/operate/suspend-account.ts"
import { takeDownTitle } from "#lib/operate/take-down-title.ts"

const MOVE = z.object({
  days: z.coerce.number("Write a number of days.").int().min(1, "At least one day.").max(400, "At most 400 days."),
})

export const moveTime = action(async (form) => {
  await requireActor("operator")
  const t = await words()
  const { days } = parseForm(form, MOVE)
  const { offsetMs } = await moveClock(deps(), { byMs: days * DAY_MS })
  const ahead = Math.round(offsetMs / DAY_MS)
  return {
    done: t("The clock moved {days} days on; it is {ahead} days ahead. Holds and payout runs follow within seconds.", {
      days,
      ahead,
    }),
  }
})

const text = z.string().max(4_000, "That is longer than allowed.").default("")
const ACT = z.object({ id: z.string().max(64), reason: text, noticeText: text, seen: text })

/** The form's fields, its id checked to be one of the kind. */
async function actOf<K extends IdKind>(form: FormData, kind: K) {
  const actor = await requireActor("operator")
  const { id, ...rest } = parseForm(form, ACT)
  if (!isId(kind, id)) throw new AppError("not_found", "There is nothing with this id.")
  return { actor, id, ...rest }
}

const FLAG = z.object({ flagId: z.string().max(64) })

export const releaseFlag = action(async (form) => {
  const actor = await requireActor("operator")
  const t = await words()
  const { released } = await closeFlag(deps(), { actor, ...parseForm(form, FLAG) })
  revalidatePath("/operate", "layout")
  return {
    done: t.n("Closed. One held line goes on to mature.", "Closed. {count} held lines go on to mature.", released),
  }
})

export const approve = action(async (form) => {
  const { actor, id, reason, seen } = await actOf(form, "title")
  await approveTitle(deps(), { actor, titleId: id, seen, reason })
  revalidatePath("/operate", "layout")
  redirect("/operate/review")
})

export const refuse = action(async (form) => {
  const { actor, id, reason } = await actOf(form, "title")
  await refuseTitle(deps(), { actor, titleId: id, reason })
  revalidatePath("/operate", "layout")
  redirect("/operate/review")
})

export const ask = action(async (form) => {
  const { actor, id, reason } = await actOf(form, "title")
  const t = await words()
  await askPublisher(deps(), { actor, titleId: id, reason })
  revalidatePath("/operate", "layout")
  return { done: t("Asked. The title waits until you decide."), values: {} }
})

export const takeDown = action(async (form) => {
  const { actor, id, reason, noticeText } = await actOf(form, "title")
  const t = await words()
  await takeDownTitle(deps(), { actor, titleId: id, reason, noticeText })
  revalidatePath("/operate", "layout")
  return { done: t("Taken down. Links, embeds and pages stop now, carriers at their next heartbeat."), values: {} }
})

export const restore = action(async (form) => {
  const { actor, id, reason } = await actOf(form, "title")
  const t = await words()
  await restoreTitle(deps(), { actor, titleId: id, reason })
  revalidatePath("/operate", "layout")
  return { done: t("Brought back."), values: {} }
})

export const hide = action(async (form) => {
  const { actor, id, reason, noticeText } = await actOf(form, "site")
  const t = await words()
  await hideSite(deps(), { actor, siteId: id, reason, noticeText })
  revalidatePath("/operate", "layout")
  return { done: t("Hidden."), values: {} }
})

export const show = action(async (form) => {
  const { actor, id, reason } = await actOf(form, "site")
  const t = await words()
  await showSite(deps(), { actor, siteId: id, reason })
  revalidatePath("/operate", "layout")
  return { done: t("Shown again."), values: {} }
})

export const suspend = action(async (form) => {
  const { actor, id, reason } = await actOf(form, "user")
  const t = await words()
  await suspendAccount(deps(), { actor, userId: id, reason })
  revalidatePath("/operate", "layout")
  return { done: t("Suspended."), values: {} }
})

export const lift = action(async (form) => {
  const { actor, id, reason } = await actOf(form, "user")
  const t = await words()
  await liftSuspension(deps(), { actor, userId: id, reason })
  revalidatePath("/operate", "layout")
  return { done: t("The account is open again."), values: {} }
})

export const eraseFor = action(async (form) => {
  const { actor, id, reason } = await actOf(form, "user")
  const t = await words()
  await requestErasureFor(deps(), { actor, userId: id, reason })
  revalidatePath("/operate", "layout")
  return { done: t("The account will be erased in seven days; the person was told by mail."), values: {} }
})

export const callOffErasure = action(async (form) => {
  const { actor, id, reason } = await actOf(form, "user")
  const t = await words()
  await cancelErasure(deps(), { actor, userId: id, reason })
  revalidatePath("/operate", "layout")
  return { done: t("Called off."), values: {} }
})
