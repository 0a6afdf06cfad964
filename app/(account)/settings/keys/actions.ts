"use server"
/** What a person does with keys for their programs: make one, revoke one. */
import { revalidatePath } from "next/cache"
import { z } from "zod"
import { action, parseForm } from "#app/_server/action.ts"
import { deps } from "#app/_server/deps.ts"
import { requireActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { makeKey as make } from "#lib/api/make-key.ts"
import { revokeKey as revoke } from "#lib/api/revoke-key.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"
import { m } from "#lib/kernel/messages.ts"
import { addDays } from "#lib/kernel/period.ts"

const NEW_KEY = z.object({
  name: z.string().max(500, m("That is longer than allowed.")),
  scopes: z.array(z.string().max(50)).max(50),
  lastDay: z.union([z.literal(""), z.iso.date(m("Write the day as year, month, day: 2027-01-31."))]).default(""),
})
const KEY = z.object({ keyId: z.custom<Id<"apiKey">>((v) => isId("apiKey", v), m("That is no key.")) })

/** The key goes back in the form's values: it is shown this once and kept nowhere. */
export const makeKey = action(async (form) => {
  const t = await words()
  const { name, scopes, lastDay } = parseForm(form, NEW_KEY, ["scopes"])
  const expiresAt = lastDay ? addDays(new Date(lastDay), 1) : null
  const { key } = await make(deps(), { actor: await requireActor(), name, scopes, expiresAt })
  revalidatePath("/settings/keys")
  return { done: t("Copy it now: it is not shown again."), values: { shownOnce: key } }
})

export const revokeKey = action(async (form) => {
  const t = await words()
  await revoke(deps(), { ...parseForm(form, KEY), actor: await requireActor() })
  revalidatePath("/settings/keys")
  return { done: t("Revoked; it opens nothing any more.") }
})
