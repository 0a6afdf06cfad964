"use server"
/** What the sign-up page can do. */
import { redirect } from "next/navigation"
import { z } from "zod"
import { action, parseForm } from "#app/_server/action.ts"
import { safePath } from "#app/_server/safe-path.ts"
import { beginSignUp, PERSON_FIELDS } from "../begin-sign-up.ts"

const form = z.object({
  ...PERSON_FIELDS,
  roles: z.array(z.enum(["fan", "publisher"])).max(2),
  callbackUrl: z.string().max(2000).default(""),
})

export const signUpAction = action(async (data) => {
  const { callbackUrl, ...person } = parseForm(data, form, ["roles"])
  await beginSignUp(person, safePath(callbackUrl, person.roles.includes("publisher") ? "/publish" : "/start"))
  redirect("/check-your-mail?for=confirm")
})
