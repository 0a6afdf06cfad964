"use server"
/** Paying for what the review page showed. */
import { revalidatePath } from "next/cache"
import { redirect } from "next/navigation"
import { z } from "zod"
import { action, parseForm } from "#app/_server/action.ts"
import { clickIds } from "#app/_server/click-cookie.ts"
import { deps } from "#app/_server/deps.ts"
import { currentActor } from "#app/_server/session.ts"
import { findTitleBySlug } from "#lib/catalog/queries.ts"
import { placeOrder } from "#lib/checkout/place-order.ts"
import { AppError, RemoteError } from "#lib/kernel/errors.ts"
import { cents } from "#lib/kernel/money.ts"
import { reviewPath } from "./review-path.ts"

const PAYMENT = z.object({
  slug: z.string().max(128),
  requestKey: z.uuid(),
  /** What the page asked for, in cents: nobody pays another price than the one they saw. */
  shown: z.string().regex(/^\d{1,9}$/),
})

/** Places the order, or finds the one this very form placed before, and leads to PayPal. */
export const pay = action(async (form) => {
  const { slug, requestKey, shown } = parseForm(form, PAYMENT)
  const actor = await currentActor()
  if (!actor) redirect(`/sign-in?callbackUrl=${encodeURIComponent(reviewPath(slug))}`)
  const title = await findTitleBySlug(deps().db, slug)
  if (!title) throw new AppError("not_found", "This title is not on offer.")
  const input = { buyerId: actor.userId, titleId: title.id, clickIds: await clickIds(), requestKey }
  const { approveUrl } = await placeOrder(deps(), { ...input, shownCents: cents(shown) }).catch(asRefusal)
  redirect(approveUrl)
})

/** The page is made anew beside the refusal, with the price and rights of now. */
function asRefusal(error: unknown): never {
  revalidatePath("/checkout/new")
  if (error instanceof RemoteError) throw new AppError("unavailable", error.message)
  throw error
}
