"use server"
/** What the two reset pages can do. */
import { redirect } from "next/navigation"
import { z } from "zod"
import { action, parseForm } from "#app/_server/action.ts"
import { deps } from "#app/_server/deps.ts"
import { clientAddress } from "#app/_server/request-info.ts"
import { runSignIn } from "#app/_server/run-sign-in.ts"
import { requestPasswordReset } from "#lib/auth/request-password-reset.ts"
import { resetPassword } from "#lib/auth/reset-password.ts"

const request = z.object({ email: z.string().max(400) })
const choice = z.object({ token: z.string().max(200), password: z.string().max(400) })

export const requestReset = action(async (data) => {
  const { email } = parseForm(data, request)
  await requestPasswordReset(deps(), { email, address: await clientAddress() })
  redirect("/check-your-mail?for=reset")
})

export const setNewPassword = action(async (data) => {
  const { token, password } = parseForm(data, choice)
  const { email } = await resetPassword(deps(), { token, password })
  await runSignIn(["callback", "credentials"], { email, password })
  redirect("/settings")
})
