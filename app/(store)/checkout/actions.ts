"use server"
/** Paying for what the review page showed; before it, typing a fan's code or taking it off again. */
import { revalidatePath } from "next/cache"
import { redirect } from "next/navigation"
import { z } from "zod"
import { action, parseForm } from "#app/_server/action.ts"
import { clickIds } from "#app/_server/click-cookie.ts"
import { deps } from "#app/_server/deps.ts"
import { currentActor } from "#app/_server/session.ts"
import { prefilledCode, typeFromForm } from "#app/_server/typed-code.ts"
import { takeOffCodes } from "#lib/attribution/take-off-code.ts"
import { findTitleBySlug } from "#lib/catalog/queries.ts"
import { placeOrder } from "#lib/checkout/place-order.ts"
import { AppError, RemoteError } from "#lib/kernel/errors.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"
import { cents } from "#lib/kernel/money.ts"
import { reviewPath } from "./review-path.ts"

const PAYMENT = z.object({
  slug: z.string().max(128),
  requestKey: z.uuid(),
  /** What the page asked for, in cents: nobody pays another price than the one they saw. */
  shown: z.string().regex(/^\d{1,9}$/),
  /** The creator code the page said counts, or nothing. */
  shownCode: z.custom<Id<"code"> | "">((v) => v === "" || isId("code", v)),
})
const CODE = z.object({ slug: z.string().max(128), code: z.string().max(200), prefilled: z.string().max(200) })
const TAKE_OFF = z.object({ slug: z.string().max(128) })

async function visitor(slug: string, code: string | null = null) {
  const actor = await currentActor()
  if (!actor) redirect(`/sign-in?callbackUrl=${encodeURIComponent(reviewPath(slug, code))}`)
  const title = await findTitleBySlug(deps().db, slug)
  if (!title) throw new AppError("not_found", "This title is not on offer.")
  return { actor, title }
}

/** Leads back to the page, which now says who is credited, and instead of whom. */
export const applyCode = action(async (form) => {
  const { slug, code, prefilled } = parseForm(form, CODE)
  const { actor, title } = await visitor(slug, prefilledCode(code))
  await typeFromForm({ buyerId: actor.userId, titleId: title.id, code, prefilled })
  redirect(reviewPath(slug))
})

export const takeCodeOff = action(async (form) => {
  const { slug } = parseForm(form, TAKE_OFF)
  const { actor, title } = await visitor(slug)
  await takeOffCodes(deps(), { buyerId: actor.userId, titleId: title.id })
  redirect(reviewPath(slug))
})

/** Places the order, or finds the one this very form placed before, and leads to PayPal. */
export const pay = action(async (form) => {
  const { slug, requestKey, shown, shownCode } = parseForm(form, PAYMENT)
  const { actor, title } = await visitor(slug)
  const input = { buyerId: actor.userId, titleId: title.id, clickIds: await clickIds(), requestKey }
  const seen = { shownCents: cents(shown), shownCodeId: shownCode || null }
  const { approveUrl } = await placeOrder(deps(), { ...input, ...seen }).catch(asRefusal)
  redirect(approveUrl)
})

/** The page is made anew beside the refusal, with the price and rights of now. */
function asRefusal(error: unknown): never {
  revalidatePath("/checkout/new")
  if (error instanceof RemoteError) throw new AppError("unavailable", error.message)
  throw error
}
