/** Where the confirmation mail leads: confirms the address and signs in, at the press of a button. */
import type { Metadata } from "next"
import { cookies } from "next/headers"
import Link from "next/link"
import { deps } from "#app/_server/deps.ts"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { isMailTokenUsable } from "#lib/auth/mail-token.ts"
import { AccountPage } from "../account-page.tsx"
import { readSignUpCookie, SIGN_UP_COOKIE } from "../sign-up-cookie.ts"
import { confirm } from "./actions.ts"
import { PasswordWhenAsked } from "./password-when-asked.tsx"

export const metadata: Metadata = { title: "Confirm your address", referrer: "no-referrer" }

type Props = { searchParams: Promise<{ token?: string }> }

export default async function ConfirmPage({ searchParams }: Props) {
  const { token = "" } = await searchParams
  const sameBrowser = readSignUpCookie((await cookies()).get(SIGN_UP_COOKIE)?.value) !== null
  if (!(await isMailTokenUsable(deps().db, "confirm", String(token)))) return <Over />
  return (
    <AccountPage
      title="Confirm your address"
      lead="One press, and your account is ready."
      below={
        <p>
          Do not know the password?{" "}
          <Link className="link" href="/reset">
            Choose a new one
          </Link>
          ; that confirms the address too.
        </p>
      }
    >
      <ActionForm action={confirm} aria-label="Confirm your address">
        <FormError />
        <input type="hidden" name="token" value={token} />
        <PasswordWhenAsked always={!sameBrowser} />
        <SubmitButton>Confirm and sign in</SubmitButton>
      </ActionForm>
    </AccountPage>
  )
}

function Over() {
  return (
    <AccountPage
      title="This link is over"
      lead="It has been used, or 24 hours have passed. Sign in, and if your address is not confirmed yet we send a fresh one."
      below={
        <p>
          <Link className="link" href="/sign-in">
            Sign in
          </Link>
        </p>
      }
    />
  )
}
