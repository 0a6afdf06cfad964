"use server"
/** What a person can ask about their own data: to have it erased, to confirm that, to call it off. */
import { revalidatePath } from "next/cache"
import { redirect } from "next/navigation"
import { z } from "zod"
import { action, parseForm } from "#app/_server/action.ts"
import { deps } from "#app/_server/deps.ts"
import { clientAddress } from "#app/_server/request-info.ts"
import { requireActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { cancelErasure } from "#lib/operate/cancel-erasure.ts"
import { confirmErasure, requestErasure } from "#lib/operate/request-erasure.ts"

const text = z.string().max(400, "That is longer than allowed.")

export const askErasure = action(async (form) => {
  const { password } = parseForm(form, z.object({ password: text.default("") }))
  const [actor, address, t] = [await requireActor(), await clientAddress(), await words()]
  const asked = await requestErasure(deps(), { actor, password, address })
  revalidatePath("/settings/data")
  if (asked.state === "mailed") return { done: t("We have mailed you a link. Open it to go on."), values: {} }
  return { done: t("Asked. You can call it off until then."), values: {} }
})

export const confirmAskedErasure = action(async (form) => {
  const { token } = parseForm(form, z.object({ token: text }))
  await confirmErasure(deps(), { actor: await requireActor(), token })
  redirect("/settings/data#erase")
})

export const callErasureOff = action(async () => {
  const [actor, t] = [await requireActor(), await words()]
  await cancelErasure(deps(), { actor, userId: actor.userId })
  revalidatePath("/settings/data")
  return { done: t("Called off. Nothing was removed.") }
})
