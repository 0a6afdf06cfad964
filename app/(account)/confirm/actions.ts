"use server"
/** What the confirmation page can do. */
import { cookies } from "next/headers"
import { redirect } from "next/navigation"
import { z } from "zod"
import { action, parseForm } from "#app/_server/action.ts"
import { runSignIn } from "#app/_server/run-sign-in.ts"
import { readSignUpCookie, SIGN_UP_COOKIE } from "../sign-up-cookie.ts"

const form = z.object({ token: z.string().max(200), password: z.string().max(400).default("") })

export const confirm = action(async (data) => {
  const { token, password } = parseForm(data, form)
  const jar = await cookies()
  const kept = readSignUpCookie(jar.get(SIGN_UP_COOKIE)?.value)
  await runSignIn(["callback", "confirmation"], { token, password, proof: kept?.proof ?? "" })
  jar.delete({ name: SIGN_UP_COOKIE, path: "/confirm" })
  // Another device has no such note: there the next step is found by what the account has.
  redirect(kept?.next ?? "/start")
})
