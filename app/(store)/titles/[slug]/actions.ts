"use server"
/** What a visitor can do on a title's page itself: take a free title, or start a demo. */
import { redirect } from "next/navigation"
import { z } from "zod"
import { action, parseForm } from "#app/_server/action.ts"
import { clickIds } from "#app/_server/click-cookie.ts"
import { deps } from "#app/_server/deps.ts"
import { currentActor } from "#app/_server/session.ts"
import { prefilledCode, typeFromForm } from "#app/_server/typed-code.ts"
import { findTitleBySlug } from "#lib/catalog/queries.ts"
import { claimFreeTitle } from "#lib/entitlements/claim-free-title.ts"
import { startDemo } from "#lib/entitlements/start-demo.ts"
import { AppError } from "#lib/kernel/errors.ts"

const TITLE = z.object({ slug: z.string().max(128) })
const DEMO = TITLE.extend({ code: z.string().max(200).default(""), prefilled: z.string().max(200).default("") })

async function visitor(slug: string, code: string | null = null) {
  const actor = await currentActor()
  if (!actor) redirect(`/sign-in?callbackUrl=${encodeURIComponent(titlePath(slug, code))}`)
  const title = await findTitleBySlug(deps().db, slug)
  if (!title) throw new AppError("not_found", "This title is not on offer.")
  return { actor, title }
}

const titlePath = (slug: string, code: string | null): string => `/titles/${slug}${code ? `?code=${code}` : ""}`

export const takeFree = action(async (form) => {
  const { slug } = parseForm(form, TITLE)
  const { actor, title } = await visitor(slug)
  await claimFreeTitle(deps(), { userId: actor.userId, titleId: title.id })
  redirect(`/library/${title.slug}`)
})

export const tryDemo = action(async (form) => {
  const { slug, code, prefilled } = parseForm(form, DEMO)
  const { actor, title } = await visitor(slug, prefilledCode(code))
  // Before the demo: its referrer is decided when it starts.
  if (code.trim() !== "") await typeFromForm({ buyerId: actor.userId, titleId: title.id, code, prefilled })
  await startDemo(deps(), { userId: actor.userId, titleId: title.id, clickIds: await clickIds() })
  redirect(`/library/${title.slug}`)
})
