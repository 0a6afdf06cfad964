"use server"
/** What a fan does with referral links: make, point elsewhere, name, retire, bring back; and make many from a table. */
import { revalidatePath } from "next/cache"
import { redirect } from "next/navigation"
import { z } from "zod"
import { action, parseForm } from "#app/_server/action.ts"
import { deps } from "#app/_server/deps.ts"
import { requireActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { archiveLink, bringLinkBack } from "#lib/fans/archive-link.ts"
import { createLink } from "#lib/fans/create-link.ts"
import { editLink } from "#lib/fans/edit-link.ts"
import { keepTable, makeImport } from "#lib/fans/import-links.ts"
import { TABLE_LIMITS } from "#lib/fans/link-table.ts"
import { UTM_KEYS } from "#lib/fans/utm.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"
import { m } from "#lib/kernel/messages.ts"

/** Lengths are checked where the fields are; this keeps out what no form of ours sends. */
const TEXT = z.string().max(4_000)
const LINK_ID = z.custom<Id<"link">>((v) => isId("link", v), m("That is no link."))
const TITLE_ID = z.custom<Id<"title">>((v) => isId("title", v), m("Choose a title."))
const SITE_ID = z.custom<Id<"site"> | "">((v) => v === "" || isId("site", v), m("Choose one of your sites, or none."))

const NEW_LINK = z.object({
  linkId: LINK_ID,
  titleId: TITLE_ID,
  siteId: SITE_ID,
  ...{ code: TEXT, destination: TEXT, name: TEXT, tags: TEXT, subId: TEXT },
})
const WAY = z.object({
  linkId: LINK_ID,
  titleId: TITLE_ID,
  siteId: SITE_ID,
  ...{ destination: TEXT, deepPath: TEXT, pass: z.array(TEXT).max(UTM_KEYS.length) },
  ...(Object.fromEntries(UTM_KEYS.map((key) => [key, TEXT])) as Record<(typeof UTM_KEYS)[number], typeof TEXT>),
})
const NOTES = z.object({ linkId: LINK_ID, name: TEXT, tags: TEXT, note: TEXT, subId: TEXT })
const LINK = z.object({ linkId: LINK_ID })
const IMPORT = z.object({
  importId: z.custom<Id<"linkImport">>((v) => isId("linkImport", v), m("That is no table.")),
})

export const makeLink = action(async (form) => {
  const actor = await requireActor("fan")
  const { siteId, ...wish } = parseForm(form, NEW_LINK)
  const made = await createLink(deps(), { ...wish, actor, siteId: siteId || null })
  redirect(`/dashboard/links/${made.linkId}`)
})

export const changeWay = action(async (form) => {
  const actor = await requireActor("fan")
  const { linkId, titleId, siteId, destination, deepPath, pass, ...own } = parseForm(form, WAY, ["pass"])
  const way = { titleId, siteId: siteId || null, destination, deepPath, utm: { pass, own } }
  await editLink(deps(), { actor, linkId, ...way })
  revalidatePath("/dashboard/links", "layout")
  return { done: (await words())("Saved. Whoever presses the link from now on is led there.") }
})

export const changeNotes = action(async (form) => {
  const actor = await requireActor("fan")
  await editLink(deps(), { actor, ...parseForm(form, NOTES) })
  revalidatePath("/dashboard/links", "layout")
  return { done: (await words())("Saved.") }
})

export const retireLink = action(async (form) => {
  const actor = await requireActor("fan")
  await archiveLink(deps(), { ...parseForm(form, LINK), actor })
  revalidatePath("/dashboard/links", "layout")
  return { done: (await words())("Retired. Visitors still arrive at the title; nothing is counted any more.") }
})

export const reviveLink = action(async (form) => {
  const actor = await requireActor("fan")
  await bringLinkBack(deps(), { ...parseForm(form, LINK), actor })
  revalidatePath("/dashboard/links", "layout")
  return { done: (await words())("Brought back. Clicks count again from now on.") }
})

export const bringTable = action(async (form) => {
  const actor = await requireActor("fan")
  const { importId } = await keepTable(deps(), { actor, text: await tableIn(form) })
  redirect(`/dashboard/links/import/${importId}`)
})

/** The file goes before what was pasted. */
async function tableIn(form: FormData): Promise<string> {
  const file = form.get("file")
  if (!(file instanceof File) || file.size === 0) return String(form.get("table") ?? "")
  if (file.size > TABLE_LIMITS.bytes) throw new AppError("too_large", "A table has at most 1 MB.", { field: "table" })
  return file.text()
}

export const makeTable = action(async (form) => {
  const actor = await requireActor("fan")
  const { importId } = parseForm(form, IMPORT)
  await makeImport(deps(), { actor, importId })
  revalidatePath("/dashboard/links", "layout")
  redirect(`/dashboard/links/import/${importId}`)
})
