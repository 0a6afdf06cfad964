/** Where the confirmation mail leads: confirms the address and signs in, at the press of a button. */
import type { Metadata } from "next"
import { cookies } from "next/headers"
import Link from "next/link"
import { deps } from "#app/_server/deps.ts"
import { words } from "#app/_server/words.ts"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Rich } from "#components/ui/rich.tsx"
import { isMailTokenUsable } from "#lib/auth/mail-token.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { AccountPage } from "../account-page.tsx"
import { readSignUpCookie, SIGN_UP_COOKIE } from "../sign-up-cookie.ts"
import { confirm } from "./actions.ts"
import { PasswordWhenAsked } from "./password-when-asked.tsx"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Confirm your address"), referrer: "same-origin" }
}

type Props = { searchParams: Promise<{ token?: string }> }

export default async function ConfirmPage({ searchParams }: Props) {
  const { token = "" } = await searchParams
  const t = await words()
  const sameBrowser = readSignUpCookie((await cookies()).get(SIGN_UP_COOKIE)?.value) !== null
  if (!(await isMailTokenUsable(deps().db, "confirm", String(token)))) return <Over t={t} />
  return (
    <AccountPage
      title={t("Confirm your address")}
      lead={t("One press, and your account is ready.")}
      below={
        <p>
          <Rich
            text={t("Do not know the password? <reset>Choose a new one</reset>; that confirms the address too.")}
            reset={(inner) => (
              <Link className="link" href="/reset">
                {inner}
              </Link>
            )}
          />
        </p>
      }
    >
      <ActionForm action={confirm} aria-label={t("Confirm your address")}>
        <FormError />
        <input type="hidden" name="token" value={token} />
        <PasswordWhenAsked always={!sameBrowser} />
        <SubmitButton className="w-full">{t("Confirm and sign in")}</SubmitButton>
      </ActionForm>
    </AccountPage>
  )
}

function Over({ t }: { t: Translate }) {
  return (
    <AccountPage
      title={t("This link is over")}
      lead={t(
        "It has been used, or 24 hours have passed. Sign in, and if your address is not confirmed yet we send a fresh one.",
      )}
      below={
        <p>
          <Link className="link" href="/sign-in">
            {t("Sign in")}
          </Link>
        </p>
      }
    />
  )
}
