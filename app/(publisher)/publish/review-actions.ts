"use server"
/** What a publisher can do about a review: ask for it, with a note, and answer a question. */
import { revalidatePath } from "next/cache"
import { z } from "zod"
import { action, parseForm } from "#app/_server/action.ts"
import { deps } from "#app/_server/deps.ts"
import { requireActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { answerReview } from "#lib/catalog/answer-review.ts"
import { publishTitle } from "#lib/catalog/publish-title.ts"
import { getTitleForPublisher } from "#lib/catalog/queries.ts"
import { NOTE_LIMIT_CHARS } from "#lib/catalog/review-note.ts"

const TITLE = z.string().max(200)
const note = z.string().max(NOTE_LIMIT_CHARS * 2)

export const askAgain = action(async (data) => {
  const actor = await requireActor()
  const typed = parseForm(data, z.object({ title: TITLE, note: note.default("") }))
  const title = await getTitleForPublisher(deps().db, actor, typed.title)
  await publishTitle(deps(), { actor, titleId: title.id, note: typed.note })
  revalidatePath(`/publish/${title.slug}`)
  return undefined
})

export const answerQuestion = action(async (data) => {
  const [actor, t] = [await requireActor(), await words()]
  const typed = parseForm(data, z.object({ title: TITLE, text: note }))
  const title = await getTitleForPublisher(deps().db, actor, typed.title)
  await answerReview(deps(), { actor, titleId: title.id, text: typed.text })
  revalidatePath(`/publish/${title.slug}`)
  return { done: t("Your answer stands beside the title."), values: {} }
})
