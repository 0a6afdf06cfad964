/** Makes an account for a form of ours, and leaves in the browser what the confirmation will ask for. */
import "server-only"
import { cookies } from "next/headers"
import { z } from "zod"
import { usesSecureCookies } from "#app/_server/auth-options.ts"
import { deps } from "#app/_server/deps.ts"
import { clientAddress } from "#app/_server/request-info.ts"
import { currentLocale } from "#app/_server/words.ts"
import type { Role } from "#lib/auth/actor.ts"
import { normalizeEmail } from "#lib/auth/email-address.ts"
import { PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS } from "#lib/auth/password.ts"
import { signUp } from "#lib/auth/sign-up.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { m } from "#lib/kernel/messages.ts"
import { SIGN_UP_COOKIE, writeSignUpCookie } from "./sign-up-cookie.ts"

/** Who somebody is, as both forms ask it. */
export const PERSON_FIELDS = {
  name: z.string().trim().min(1, m("Enter the name you want to go by.")).max(80, m("Use at most 80 characters.")),
  email: z
    .string()
    .refine((typed) => normalizeEmail(typed) !== null, m("Enter an e-mail address, such as name@example.org.")),
  password: z
    .string()
    .min(PASSWORD_MIN_CHARS, `Use at least ${PASSWORD_MIN_CHARS} characters; a few words do well.`)
    .max(PASSWORD_MAX_CHARS, `Use at most ${PASSWORD_MAX_CHARS} characters.`),
}

type Person = { name: string; email: string; password: string; roles: readonly Role[] }

/** `next` is where the confirmation leads. Null when the address has an account; nothing shown may depend on that. */
export async function beginSignUp(person: Person, next: string): Promise<Id<"user"> | null> {
  const { userId, proof } = await signUp(deps(), {
    ...person,
    locale: await currentLocale(),
    address: await clientAddress(),
  })
  const jar = await cookies()
  // Set for a taken address too, so that the answer does not tell.
  jar.set(SIGN_UP_COOKIE, writeSignUpCookie({ proof: proof ?? "none", next }), {
    httpOnly: true,
    sameSite: "lax",
    secure: usesSecureCookies(deps().config),
    path: "/confirm",
    maxAge: 24 * 60 * 60,
  })
  return userId
}
