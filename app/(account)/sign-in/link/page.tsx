/** Where a sign-in link leads: one button, so that programs which open every link in a mail do not use it up. */
import type { Metadata } from "next"
import { redirect } from "next/navigation"
import { z } from "zod"
import { deps } from "#app/_server/deps.ts"
import { ownPath } from "#app/_server/safe-path.ts"
import { words } from "#app/_server/words.ts"
import { Button } from "#components/ui/button.tsx"
import { AccountPage } from "../../account-page.tsx"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Sign in"), referrer: "same-origin" }
}

const link = z.object({
  token: z.string().max(200),
  email: z.string().max(254),
  callbackUrl: z.string().max(4000).optional(),
})

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function SignInLinkPage({ searchParams }: Props) {
  const query = link.safeParse(await searchParams)
  if (!query.success) redirect("/sign-in?error=Verification")
  const { token, email, callbackUrl } = query.data
  const t = await words()
  const next = ownPath(callbackUrl, deps().config.publicUrl)
  return (
    <AccountPage title={t("Sign in")} lead={t("You are about to sign in as {email}.", { email })}>
      <form method="get" action="/api/auth/callback/email" className="grid">
        <input type="hidden" name="callbackUrl" value={next} />
        <input type="hidden" name="token" value={token} />
        <input type="hidden" name="email" value={email} />
        <Button type="submit" variant="primary">
          {t("Sign in")}
        </Button>
      </form>
    </AccountPage>
  )
}
