"use server"
/** What a fan does with sites: register, change, prove, show titles, and stock a title on a node. */
import { revalidatePath } from "next/cache"
import { redirect } from "next/navigation"
import { z } from "zod"
import { action, parseForm } from "#app/_server/action.ts"
import { deps } from "#app/_server/deps.ts"
import { clientAddress } from "#app/_server/request-info.ts"
import { requireActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { orderStocking } from "#lib/delivery/order-stocking.ts"
import { checkProof } from "#lib/fans/check-proof.ts"
import { createSite } from "#lib/fans/create-site.ts"
import { editSite } from "#lib/fans/edit-site.ts"
import { proofWords } from "#lib/fans/proof-words.ts"
import { putTitleOnSite, takeTitleOffSite } from "#lib/fans/put-title-on-site.ts"
import { PROOF_METHODS } from "#lib/fans/site-proof-state.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"

// Lengths in characters are checked by the use case, with its own words; these only bound what is read.
const TEXT = {
  name: z.string().max(500),
  slug: z.string().max(200),
  url: z.string().max(2_000),
  words: z.string().max(20_000),
}
const siteId = z.custom<Id<"site">>((v) => isId("site", v), "That is no site.")
const titleId = z.custom<Id<"title">>((v) => isId("title", v), "Choose a title.")
const nodeId = z.custom<Id<"node">>((v) => isId("node", v), "Choose a node.")

export const registerSite = action(async (form) => {
  const actor = await requireActor("fan")
  const made = await createSite(deps(), { ...parseForm(form, z.object(TEXT)), actor })
  redirect(`/dashboard/sites/${made.siteId}`)
})

export const saveSite = action(async (form) => {
  const actor = await requireActor("fan")
  const { proofDropped } = await editSite(deps(), { ...parseForm(form, z.object({ ...TEXT, siteId })), actor })
  revalidatePath("/dashboard/sites")
  const t = await words()
  if (proofDropped) return { done: t("Saved. The site has a new address: prove that this one is yours as well.") }
  return { done: t("Saved. Your page shows it at once.") }
})

/** What was found is kept either way, so the page is drawn anew for both answers. */
export const lookAtSite = action(async (form) => {
  const actor = await requireActor("fan")
  const method = z.enum(PROOF_METHODS)
  const asked = parseForm(form, z.object({ siteId, method }))
  const { proof, failure, look } = await checkProof(deps(), { ...asked, actor, address: await clientAddress() })
  revalidatePath("/dashboard/sites", "layout")
  const t = await words()
  if (failure) throw new AppError("conflict", proofWords(t, { ...look, failure }))
  return { done: t("Found. {place} is proved to be yours.", { place: proof.place }) }
})

export const showTitle = action(async (form) => {
  const actor = await requireActor("fan")
  await putTitleOnSite(deps(), { ...parseForm(form, z.object({ siteId, titleId })), actor })
  revalidatePath("/dashboard/sites/[site]", "page")
  return { done: (await words())("It is on your site, with a button of its own.") }
})

export const hideTitle = action(async (form) => {
  const actor = await requireActor("fan")
  await takeTitleOffSite(deps(), { ...parseForm(form, z.object({ siteId, titleId })), actor })
  revalidatePath("/dashboard/sites/[site]", "page")
  return { done: (await words())("Taken off your site. Its link keeps working.") }
})

export const stockTitle = action(async (form) => {
  const actor = await requireActor("fan")
  const wish = z.object({ nodeId, titleId, wanted: z.enum(["true", "false"]) })
  const { wanted, ...where } = parseForm(form, wish)
  await orderStocking(deps(), { ...where, actor, wanted: wanted === "true" })
  revalidatePath("/dashboard/sites/[site]", "page")
  const t = await words()
  return { done: wanted === "true" ? t("Your node fetches it at its next heartbeat.") : t("Your node lets go of it.") }
})
