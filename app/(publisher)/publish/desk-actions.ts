"use server"
/** What the publisher's desk can change besides titles and releases: cover, gallery, terms, the cost of the origin. */
import { revalidatePath } from "next/cache"
import { z } from "zod"
import { action, parseForm } from "#app/_server/action.ts"
import { deps } from "#app/_server/deps.ts"
import { requireActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { addToGallery, describeInGallery, moveInGallery, takeOffGallery } from "#lib/catalog/edit-gallery.ts"
import { putCover } from "#lib/catalog/set-cover.ts"
import { setOriginCost } from "#lib/catalog/set-origin-cost.ts"
import { addTerm, removeTerm } from "#lib/catalog/set-term.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"
import { m } from "#lib/kernel/messages.ts"
import { micros } from "#lib/kernel/money.ts"
import { addDays } from "#lib/kernel/period.ts"

const slug = z.string().max(200)
const pictureId = z.custom<Id<"picture">>((value) => isId("picture", value), m("There is no such picture."))
const ofPicture = z.object({ title: slug, picture: pictureId })

/** For `CropField`: its picture is there already. What went wrong comes back as a sentence, as there is no form around it. */
export async function takeAsCover(title: string, picture: string): Promise<string | null> {
  return told(async () => {
    const input = ofPicture.parse({ title, picture })
    await putCover(deps(), { actor: await requireActor(), title: input.title, pictureId: input.picture })
    revalidatePath("/publish", "layout")
  })
}

export async function takeIntoGallery(title: string, picture: string): Promise<string | null> {
  return told(async () => {
    const input = ofPicture.parse({ title, picture })
    await addToGallery(deps(), { actor: await requireActor(), title: input.title, pictureId: input.picture, alt: "" })
    revalidatePath("/publish", "layout")
  })
}

async function told(work: () => Promise<void>): Promise<string | null> {
  try {
    await work()
    return null
  } catch (error) {
    if (error instanceof AppError) return (await words()).known(error.detail)
    throw error
  }
}

/** One form per picture; the pressed button says what is done with it. */
export const changeGallery = action(async (data) => {
  const [actor, t] = [await requireActor(), await words()]
  const input = parseForm(
    data,
    ofPicture.extend({ alt: z.string().max(1_000).default(""), what: z.enum(["describe", "earlier", "later", "off"]) }),
  )
  const of = { actor, title: input.title, pictureId: input.picture }
  if (input.what === "describe") await describeInGallery(deps(), { ...of, alt: input.alt })
  else if (input.what === "off") await takeOffGallery(deps(), of)
  else await moveInGallery(deps(), { ...of, by: input.what === "earlier" ? -1 : 1 })
  revalidatePath("/publish", "layout")
  return input.what === "describe" ? { done: t("Saved.") } : undefined
})

const percent = z
  .string()
  .trim()
  .regex(/^\d{1,2}([.,]\d{1,2})?$/, m("Write a share in percent, such as 7.5."))
  .transform((text) => Math.round(Number(text.replace(",", ".")) * 100))
const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, m("Choose a day."))
  .transform((text) => new Date(`${text}T00:00:00Z`))
  .refine((at) => !Number.isNaN(at.getTime()), m("There is no such day."))

/** The last day counts whole, as people say it. */
export const announceTerm = action(async (data) => {
  const [actor, t] = [await requireActor(), await words()]
  const input = parseForm(data, z.object({ title: slug, referralPercent: percent, startsOn: day, endsOn: day }))
  await addTerm(deps(), {
    ...{ actor, title: input.title, referralBps: input.referralPercent },
    ...{ startsAt: input.startsOn, endsAt: addDays(input.endsOn, 1) },
  })
  revalidatePath("/publish", "layout")
  return { done: t("Announced. Fans see it on the title's page and beside their links."), values: {} }
})

export const takeTermBack = action(async (data) => {
  const [actor, t] = [await requireActor(), await words()]
  const { title, term } = parseForm(data, z.object({ title: slug, term: z.string().max(40) }))
  if (!isId("term", term)) throw new AppError("not_found", "This title has no such term.")
  await removeTerm(deps(), { actor, title, termId: term })
  revalidatePath("/publish", "layout")
  return { done: t("Taken back; it never began.") }
})

const perGb = z
  .string()
  .trim()
  .regex(/^(\$?\d{1,2}([.,]\d{1,6})?)?$/, m("Write a price in dollars, such as 0.05."))
  .transform((text) => (text === "" ? null : microsOf(text.replace("$", "").replace(",", "."))))

const microsOf = (decimal: string) => {
  const [whole = "0", fraction = ""] = decimal.split(".")
  return micros(`${whole}${fraction.padEnd(6, "0")}`)
}

export const saveOriginCost = action(async (data) => {
  const [actor, t] = [await requireActor(), await words()]
  const { costPerGb } = parseForm(data, z.object({ costPerGb: perGb }))
  await setOriginCost(deps(), { actor, microsPerGb: costPerGb })
  revalidatePath("/publish", "layout")
  return { done: t("The estimates are reckoned with this from now on.") }
})
