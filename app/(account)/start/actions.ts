"use server"
/** The steps from the landing page to a copied button, each a form that works without a script. */
import { revalidatePath } from "next/cache"
import { redirect } from "next/navigation"
import { z } from "zod"
import { action, parseForm } from "#app/_server/action.ts"
import { deps } from "#app/_server/deps.ts"
import { requireActor } from "#app/_server/session.ts"
import { addRole } from "#lib/auth/add-role.ts"
import {
  arrangeChecklist,
  CHECKLIST_WISHES,
  COPY_FORMS,
  chooseStartPath,
  noteButtonCopied,
} from "#lib/fans/note-first-steps.ts"
import { ONBOARDING_PATHS, type OnboardingPath } from "#lib/fans/onboarding-state.ts"
import { putTitleOnSite } from "#lib/fans/put-title-on-site.ts"
import { startSite } from "#lib/fans/start-site.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"
import { m } from "#lib/kernel/messages.ts"
import { beginSignUp, PERSON_FIELDS } from "../begin-sign-up.ts"

const path = z.enum(ONBOARDING_PATHS).default("fan")
const roleFor = (wish: OnboardingPath) => (wish === "publisher" ? "publisher" : "fan")

export const join = action(async (data) => {
  const { path: wish, ...person } = parseForm(data, z.object({ ...PERSON_FIELDS, path }))
  const role = roleFor(wish)
  const userId = await beginSignUp({ ...person, roles: [role] }, "/start")
  // Kept with the account, so that the confirmation leads to the same place from any device.
  if (userId) await chooseStartPath(deps(), { actor: { userId, roles: [role], email: person.email }, path: wish })
  redirect("/check-your-mail?for=confirm")
})

export const choosePath = action(async (data) => {
  const actor = await requireActor()
  const { path: wish } = parseForm(data, z.object({ path }))
  await addRole(deps(), { actor, role: roleFor(wish) })
  await chooseStartPath(deps(), { actor, path: wish })
  revalidatePath("/", "layout")
  redirect("/start")
})

const site = z.object({
  name: z.string().max(500),
  url: z.string().max(2_000).default(""),
  where: z.enum(["site", "page"]).default("site"),
})

export const nameSite = action(async (data) => {
  const actor = await requireActor("fan")
  const { name, url, where } = parseForm(data, site)
  await startSite(deps(), { actor, name, url: where === "page" ? null : withScheme(url) })
  redirect("/start")
})

/** People type "my.blog"; it means the same as with its https:// in front. */
function withScheme(typed: string): string {
  const trimmed = typed.trim()
  return trimmed === "" || /^[a-z][a-z0-9+.-]*:/i.test(trimmed) ? trimmed : `https://${trimmed}`
}

const choice = z.object({
  siteId: z.custom<Id<"site">>((v) => isId("site", v), m("That is no site.")),
  titleId: z.custom<Id<"title">>((v) => isId("title", v), m("Choose a title.")),
})

export const pickTitle = action(async (data) => {
  const actor = await requireActor("fan")
  await putTitleOnSite(deps(), { ...parseForm(data, choice), actor })
  redirect("/start")
})

const copied = z.object({ code: z.string().max(40), form: z.enum(COPY_FORMS) })

/** Pressed with a script or without one; the text itself is copied in the browser. */
export async function noteCopied(data: FormData): Promise<void> {
  const actor = await requireActor("fan")
  await noteButtonCopied(deps(), { ...parseForm(data, copied), actor })
  revalidatePath("/start")
}

export async function arrangeFirstSteps(data: FormData): Promise<void> {
  const actor = await requireActor("fan")
  const { wish } = parseForm(data, z.object({ wish: z.enum(CHECKLIST_WISHES) }))
  await arrangeChecklist(deps(), { actor, wish })
  revalidatePath("/dashboard")
  revalidatePath("/settings")
}
