"use server"
/** What the publisher's pages can do. */
import { revalidatePath } from "next/cache"
import { redirect } from "next/navigation"
import { z } from "zod"
import { action, parseForm } from "#app/_server/action.ts"
import { deps } from "#app/_server/deps.ts"
import { requireActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { revokeKey } from "#lib/api/revoke-key.ts"
import { createPublisher } from "#lib/catalog/create-publisher.ts"
import { createTitle } from "#lib/catalog/create-title.ts"
import { editTitle } from "#lib/catalog/edit-title.ts"
import { createPublishKey } from "#lib/catalog/publish-key.ts"
import { publishTitle } from "#lib/catalog/publish-title.ts"
import { getTitleForPublisher } from "#lib/catalog/queries.ts"
import { requestPublish } from "#lib/catalog/request-publish.ts"
import { slugFrom } from "#lib/catalog/title.ts"
import { DEMO_TERMS, TITLE_KINDS } from "#lib/catalog/title-state.ts"
import { withdrawRelease } from "#lib/catalog/withdraw-release.ts"
import { withdrawTitle } from "#lib/catalog/withdraw-title.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { isId } from "#lib/kernel/ids.ts"
import { m } from "#lib/kernel/messages.ts"
import { decimalToCents } from "#lib/kernel/money.ts"

/** By point or comma, the sign before or behind: "$30", "30.00", "30,00 $". */
const PRICE = /^(?:\$\s?)?\d{1,6}(?:[.,]\d{1,2})?(?:\s?\$)?$/
const line = z.string().max(500, m("That is longer than allowed."))
const price = z
  .string()
  .trim()
  .regex(PRICE, m("Write the price in dollars, such as 30.00."))
  .transform((typed) => decimalToCents(typed.replace(/[$\s]/g, "").replace(",", ".")))
const TITLE = z.object({
  name: line,
  tagline: line.default(""),
  description: z.string().max(40_000, m("That is longer than allowed.")).default(""),
  kind: z.enum(TITLE_KINDS, { error: m("Choose what it is.") }),
  price,
  demoTerms: z.enum(DEMO_TERMS, { error: m("Choose what a demo opens.") }),
})

/** Use cases name the price's field `price`, as the form does. */
const wordsOf = ({ price, ...words }: z.infer<typeof TITLE>) => ({ ...words, priceCents: price })

export const setUpPublisher = action(async (data) => {
  const { name } = parseForm(data, z.object({ name: line }))
  await createPublisher(deps(), { actor: await requireActor(), name })
  revalidatePath("/", "layout")
  redirect("/publish/new")
})

export const makeTitle = action(async (data) => {
  const { slug, ...typed } = parseForm(data, TITLE.extend({ slug: line.default("") }))
  const input = { actor: await requireActor(), ...wordsOf(typed) }
  const made = await createTitle(deps(), { ...input, slug: slug.trim() || slugFrom(typed.name) })
  redirect(`/publish/${made.slug}`)
})

export const saveTitle = action(async (data) => {
  const t = await words()
  const { title, ...typed } = parseForm(data, TITLE.extend({ title: line }))
  const actor = await requireActor()
  const { id, slug } = await getTitleForPublisher(deps().db, actor, title)
  await editTitle(deps(), { actor, titleId: id, ...wordsOf(typed) })
  revalidatePath(`/publish/${slug}`)
  return { done: t("Saved. Orders made before keep the price they were made with.") }
})

const ofTitle = z.object({ title: line })

export const offerTitle = action(async (data) => {
  const actor = await requireActor()
  const title = await getTitleForPublisher(deps().db, actor, parseForm(data, ofTitle).title)
  await publishTitle(deps(), { actor, titleId: title.id })
  revalidatePath(`/publish/${title.slug}`)
  return undefined
})

export const takeTitleOff = action(async (data) => {
  const actor = await requireActor()
  const title = await getTitleForPublisher(deps().db, actor, parseForm(data, ofTitle).title)
  await withdrawTitle(deps(), { actor, titleId: title.id })
  revalidatePath(`/publish/${title.slug}`)
  return undefined
})

function releaseOf(data: FormData) {
  const { release } = parseForm(data, z.object({ release: line }))
  if (!isId("release", release)) throw new AppError("not_found", "You have no such release.")
  return release
}

export const tryPublishAgain = action(async (data) => {
  const t = await words()
  await requestPublish(deps(), { actor: await requireActor(), releaseId: releaseOf(data) })
  revalidatePath("/publish", "layout")
  return { done: t("It is tried again.") }
})

export const stopRelease = action(async (data) => {
  const t = await words()
  await withdrawRelease(deps(), { actor: await requireActor(), releaseId: releaseOf(data) })
  revalidatePath("/publish", "layout")
  return { done: t("This release is withdrawn; new downloads take the one before it.") }
})

/** The key goes back in the form's values: it is shown this once and kept nowhere. */
export const makeKey = action(async (data) => {
  const t = await words()
  const { name } = parseForm(data, z.object({ name: line.default("") }))
  const { key } = await createPublishKey(deps(), { actor: await requireActor(), name })
  revalidatePath("/publish/keys")
  return { done: t("Copy it now: it is not shown again."), values: { shownOnce: key } }
})

export const removeKey = action(async (data) => {
  const t = await words()
  const { keyId } = parseForm(data, z.object({ keyId: line }))
  if (!isId("apiKey", keyId)) throw new AppError("not_found", "You have no such key.")
  await revokeKey(deps(), { actor: await requireActor(), keyId })
  revalidatePath("/publish/keys")
  return { done: t("Removed; it opens nothing any more.") }
})
