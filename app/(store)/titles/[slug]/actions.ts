"use server"
/** What a visitor can do on a title's page: buy it, or start its free demo. */
import { redirect } from "next/navigation"
import { z } from "zod"
import { action, parseForm } from "#app/_server/action.ts"
import { clickIds } from "#app/_server/click-cookie.ts"
import { deps } from "#app/_server/deps.ts"
import { currentActor } from "#app/_server/session.ts"
import { findTitleBySlug } from "#lib/catalog/queries.ts"
import { placeOrder } from "#lib/checkout/place-order.ts"
import { claimFreeTitle } from "#lib/entitlements/claim-free-title.ts"
import { startDemo } from "#lib/entitlements/start-demo.ts"
import { AppError, RemoteError } from "#lib/kernel/errors.ts"

const PURCHASE = z.object({ slug: z.string().max(128), requestKey: z.uuid() })
const DEMO = z.object({ slug: z.string().max(128) })

async function visitor(slug: string) {
  const actor = await currentActor()
  if (!actor) redirect(`/sign-in?callbackUrl=${encodeURIComponent(`/titles/${slug}`)}&why=buy`)
  const title = await findTitleBySlug(deps().db, slug)
  if (!title) throw new AppError("not_found", "This title is not on offer.")
  return { actor, title }
}

export const buy = action(async (form) => {
  const { slug, requestKey } = parseForm(form, PURCHASE)
  const { actor, title } = await visitor(slug)
  const input = { buyerId: actor.userId, titleId: title.id, clickIds: await clickIds(), requestKey }
  const { approveUrl } = await placeOrder(deps(), input).catch((error: unknown) => {
    if (error instanceof RemoteError) throw new AppError("unavailable", error.message)
    throw error
  })
  redirect(approveUrl)
})

export const takeFree = action(async (form) => {
  const { slug } = parseForm(form, DEMO)
  const { actor, title } = await visitor(slug)
  await claimFreeTitle(deps(), { userId: actor.userId, titleId: title.id })
  redirect(`/library/${title.slug}`)
})

export const tryDemo = action(async (form) => {
  const { slug } = parseForm(form, DEMO)
  const { actor, title } = await visitor(slug)
  await startDemo(deps(), { userId: actor.userId, titleId: title.id, clickIds: await clickIds() })
  redirect(`/library/${title.slug}`)
})
