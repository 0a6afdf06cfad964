"use server"
/** What the sign-in page can do. */
import { redirect } from "next/navigation"
import { z } from "zod"
import { action, parseForm } from "#app/_server/action.ts"
import { deps } from "#app/_server/deps.ts"
import { identityProviderNames } from "#app/_server/identity-providers.ts"
import { runSignIn } from "#app/_server/run-sign-in.ts"
import { safePath } from "#app/_server/safe-path.ts"
import { normalizeEmail } from "#lib/auth/email-address.ts"
import { m } from "#lib/kernel/messages.ts"

const email = z
  .string()
  .trim()
  .min(1, m("Enter your e-mail address."))
  .refine((typed) => normalizeEmail(typed) !== null, m("Enter an e-mail address, such as name@example.org."))

const form = z.discriminatedUnion("way", [
  z.object({ way: z.literal("link"), email, callbackUrl: z.string().max(2000) }),
  z.object({
    // Without scripts the Enter key sends the first button; a missing one means the same.
    way: z.literal("password").default("password"),
    email,
    password: z.string().min(1, m("Enter your password.")).max(400),
    callbackUrl: z.string().max(2000),
  }),
])

export const signIn = action(async (data) => {
  const typed = parseForm(data, form)
  const callbackUrl = safePath(typed.callbackUrl)
  if (typed.way === "link") {
    await runSignIn(["signin", "email"], { email: typed.email, callbackUrl })
    redirect("/check-your-mail?for=link")
  }
  await runSignIn(["callback", "credentials"], { email: typed.email, password: typed.password, callbackUrl })
  redirect(callbackUrl)
})

/** Leads to GitHub or Google. */
export async function signInThrough(data: FormData): Promise<void> {
  const provider = identityProviderNames(deps().config).find((p) => p.id === data.get("provider"))
  if (!provider) redirect("/sign-in")
  const callbackUrl = safePath(data.get("callbackUrl"))
  redirect(await runSignIn(["signin", provider.id], { callbackUrl }))
}
