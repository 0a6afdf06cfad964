"use server"
/** What a visitor can do on a title's page itself: take a free title, or start a demo. */
import { redirect } from "next/navigation"
import { z } from "zod"
import { action, parseForm } from "#app/_server/action.ts"
import { clickIds } from "#app/_server/click-cookie.ts"
import { deps } from "#app/_server/deps.ts"
import { currentActor } from "#app/_server/session.ts"
import { findTitleBySlug } from "#lib/catalog/queries.ts"
import { claimFreeTitle } from "#lib/entitlements/claim-free-title.ts"
import { startDemo } from "#lib/entitlements/start-demo.ts"
import { AppError } from "#lib/kernel/errors.ts"

const TITLE = z.object({ slug: z.string().max(128) })

async function visitor(slug: string) {
  const actor = await currentActor()
  if (!actor) redirect(`/sign-in?callbackUrl=${encodeURIComponent(`/titles/${slug}`)}`)
  const title = await findTitleBySlug(deps().db, slug)
  if (!title) throw new AppError("not_found", "This title is not on offer.")
  return { actor, title }
}

export const takeFree = action(async (form) => {
  const { slug } = parseForm(form, TITLE)
  const { actor, title } = await visitor(slug)
  await claimFreeTitle(deps(), { userId: actor.userId, titleId: title.id })
  redirect(`/library/${title.slug}`)
})

export const tryDemo = action(async (form) => {
  const { slug } = parseForm(form, TITLE)
  const { actor, title } = await visitor(slug)
  await startDemo(deps(), { userId: actor.userId, titleId: title.id, clickIds: await clickIds() })
  redirect(`/library/${title.slug}`)
})
