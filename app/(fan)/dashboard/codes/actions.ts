"use server"
/** What a fan does with creator codes: claim one (or take one up again), retire one. */
import { revalidatePath } from "next/cache"
import { z } from "zod"
import { action, parseForm } from "#app/_server/action.ts"
import { deps } from "#app/_server/deps.ts"
import { requireActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { claimCode } from "#lib/fans/claim-code.ts"
import { retireCode } from "#lib/fans/retire-code.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"
import { m } from "#lib/kernel/messages.ts"

const CLAIM = z.object({
  code: z.string().max(200, m("A code is 3 to 20 letters and digits, from A to Z and 0 to 9.")),
})
const CODE = z.object({ codeId: z.custom<Id<"code">>((v) => isId("code", v), m("That is no code.")) })

export const claim = action(async (form) => {
  const actor = await requireActor("fan")
  const { code } = await claimCode(deps(), { ...parseForm(form, CLAIM), actor })
  revalidatePath("/dashboard/codes")
  return { done: (await words())("{code} is yours. Whoever types it credits you.", { code }), values: {} }
})

export const retire = action(async (form) => {
  const actor = await requireActor("fan")
  await retireCode(deps(), { ...parseForm(form, CODE), actor })
  revalidatePath("/dashboard/codes")
  return { done: (await words())("Retired. Nobody can type it any more; what was typed before still counts.") }
})
