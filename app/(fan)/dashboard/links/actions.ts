"use server"
/** What a fan does with referral links: make one, retire one. */
import { revalidatePath } from "next/cache"
import { redirect } from "next/navigation"
import { z } from "zod"
import { action, parseForm } from "#app/_server/action.ts"
import { deps } from "#app/_server/deps.ts"
import { requireActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { archiveLink } from "#lib/fans/archive-link.ts"
import { createLink } from "#lib/fans/create-link.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"
import { m } from "#lib/kernel/messages.ts"

const NEW_LINK = z.object({
  titleId: z.custom<Id<"title">>((v) => isId("title", v), m("Choose a title.")),
  siteId: z.custom<Id<"site"> | "">((v) => v === "" || isId("site", v), m("Choose one of your sites, or none.")),
  subId: z.string().max(500),
})
const LINK = z.object({ linkId: z.custom<Id<"link">>((v) => isId("link", v), m("That is no link.")) })

export const makeLink = action(async (form) => {
  const actor = await requireActor("fan")
  const { titleId, siteId, subId } = parseForm(form, NEW_LINK)
  const made = await createLink(deps(), { actor, titleId, siteId: siteId || null, subId })
  redirect(`/dashboard/links/${made.linkId}`)
})

export const retireLink = action(async (form) => {
  const actor = await requireActor("fan")
  await archiveLink(deps(), { ...parseForm(form, LINK), actor })
  revalidatePath("/dashboard/links", "layout")
  return { done: (await words())("Retired. Visitors still arrive at the title; nothing is counted any more.") }
})
