"use server"
/** What the sign-up page can do. */
import { cookies } from "next/headers"
import { redirect } from "next/navigation"
import { z } from "zod"
import { action, parseForm } from "#app/_server/action.ts"
import { usesSecureCookies } from "#app/_server/auth-options.ts"
import { deps } from "#app/_server/deps.ts"
import { clientAddress } from "#app/_server/request-info.ts"
import { safePath } from "#app/_server/safe-path.ts"
import { currentLocale } from "#app/_server/words.ts"
import { normalizeEmail } from "#lib/auth/email-address.ts"
import { PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS } from "#lib/auth/password.ts"
import { signUp } from "#lib/auth/sign-up.ts"
import { SIGN_UP_COOKIE, writeSignUpCookie } from "../sign-up-cookie.ts"

const form = z.object({
  name: z.string().trim().min(1, "Enter the name you want to go by.").max(80, "Use at most 80 characters."),
  email: z
    .string()
    .refine((typed) => normalizeEmail(typed) !== null, "Enter an e-mail address, such as name@example.org."),
  password: z
    .string()
    .min(PASSWORD_MIN_CHARS, `Use at least ${PASSWORD_MIN_CHARS} characters; a few words do well.`)
    .max(PASSWORD_MAX_CHARS, `Use at most ${PASSWORD_MAX_CHARS} characters.`),
  roles: z.array(z.enum(["fan", "publisher"])).max(2),
  callbackUrl: z.string().max(2000).default(""),
})

export const signUpAction = action(async (data) => {
  const typed = parseForm(data, form, ["roles"])
  const { proof } = await signUp(deps(), { ...typed, locale: await currentLocale(), address: await clientAddress() })
  const next = safePath(typed.callbackUrl, typed.roles.includes("publisher") ? "/publish" : "/dashboard")
  const jar = await cookies()
  // Set for a taken address too, so that the answer does not tell.
  jar.set(SIGN_UP_COOKIE, writeSignUpCookie({ proof: proof ?? "none", next }), {
    httpOnly: true,
    sameSite: "lax",
    secure: usesSecureCookies(deps().config),
    path: "/confirm",
    maxAge: 24 * 60 * 60,
  })
  redirect("/check-your-mail?for=confirm")
})
