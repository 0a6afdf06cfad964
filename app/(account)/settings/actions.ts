"use server"
/** What the settings page can do. */
import { revalidatePath } from "next/cache"
import { redirect } from "next/navigation"
import { z } from "zod"
import { action, parseForm } from "#app/_server/action.ts"
import { deps } from "#app/_server/deps.ts"
import { clientAddress } from "#app/_server/request-info.ts"
import { runSignIn } from "#app/_server/run-sign-in.ts"
import { requireActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { addRole } from "#lib/auth/add-role.ts"
import { changePassword } from "#lib/auth/change-password.ts"
import { editProfile } from "#lib/auth/edit-profile.ts"
import { confirmPayee, setPayee } from "#lib/auth/set-payee.ts"
import { m } from "#lib/kernel/messages.ts"

const text = z.string().max(400, m("That is longer than allowed."))

export const saveName = action(async (data) => {
  const t = await words()
  const { name } = parseForm(data, z.object({ name: text }))
  await editProfile(deps(), { actor: await requireActor(), name })
  revalidatePath("/settings")
  return { done: t("Saved.") }
})

export const takeRole = action(async (data) => {
  const t = await words()
  const { role } = parseForm(data, z.object({ role: z.enum(["fan", "publisher"]) }))
  await addRole(deps(), { actor: await requireActor(), role })
  revalidatePath("/", "layout")
  return { done: t("Added.") }
})

export const savePassword = action(async (data) => {
  const t = await words()
  const typed = parseForm(data, z.object({ currentPassword: text.default(""), password: text }))
  const input = { actor: await requireActor(), current: typed.currentPassword, address: await clientAddress() }
  const { email } = await changePassword(deps(), { ...input, password: typed.password })
  // The old session ended with the old password; this browser goes on with a new one.
  await runSignIn(["callback", "credentials"], { email, password: typed.password })
  return { done: t("Your password is set. Every other session was signed out.") }
})

export const savePayee = action(async (data) => {
  const t = await words()
  const { paypalEmail } = parseForm(data, z.object({ paypalEmail: text }))
  const input = { actor: await requireActor(), paypalEmail, address: await clientAddress() }
  const { state } = await setPayee(deps(), input)
  revalidatePath("/settings")
  if (state === "unchanged") return { done: t("This address is set and confirmed already.") }
  return { done: t("We have mailed a link to that address. Open it, and earnings can be paid there."), values: {} }
})

export const confirmPayeeAction = action(async (data) => {
  const { token } = parseForm(data, z.object({ token: text }))
  await confirmPayee(deps(), { actor: await requireActor(), token })
  redirect("/settings?payee=confirmed#payee")
})
