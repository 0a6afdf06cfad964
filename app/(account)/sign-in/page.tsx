/** Sign in: by password, by a mailed link, or through GitHub or Google. */
import type { Metadata } from "next"
import Link from "next/link"
import { redirect } from "next/navigation"
import { deps } from "#app/_server/deps.ts"
import { identityProviderNames } from "#app/_server/identity-providers.ts"
import { ownPath } from "#app/_server/safe-path.ts"
import { currentActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { Button } from "#components/ui/button.tsx"
import { Field, PasswordInput, TextInput } from "#components/ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { Rich } from "#components/ui/rich.tsx"
import { m, type Translate } from "#lib/kernel/messages.ts"
import { AccountPage } from "../account-page.tsx"
import { signIn, signInThrough } from "./actions.ts"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Sign in") }
}

/** next-auth's words for what went wrong on the way, in ours. */
const ERRORS: Record<string, string> = {
  Verification: m("This sign-in link has been used or has run out. Ask for a new one below."),
  OAuthAccountNotLinked: m("An account with this address exists already. Sign in the way you did before."),
  AddressNotProved: m("That account has no verified e-mail address. Verify one there, or sign in with a mailed link."),
  AccessDenied: m("This account cannot sign in."),
}

type Props = { searchParams: Promise<{ callbackUrl?: string; error?: string; email?: string }> }

export default async function SignInPage({ searchParams }: Props) {
  const { callbackUrl, error, email } = await searchParams
  const next = ownPath(callbackUrl, deps().config.publicUrl)
  if (await currentActor()) redirect(next)
  const t = await words()
  return (
    <AccountPage title={t("Sign in")} below={<Below t={t} next={next} />}>
      {error && (
        <Notice tone="danger" className="mb-5">
          {t.known(ERRORS[error] ?? m("Sign-in did not work just now. Try again."))}
        </Notice>
      )}
      <ActionForm action={signIn} aria-label={t("Sign in")} values={{ email: email ?? "" }}>
        <FormError />
        <input type="hidden" name="callbackUrl" value={next} />
        <Field name="email" label={t("E-mail")}>
          <TextInput type="email" autoComplete="username" inputMode="email" maxLength={254} />
        </Field>
        <Field name="password" label={t("Password")}>
          <PasswordInput autoComplete="current-password" maxLength={400} />
        </Field>
        <SubmitButton name="way" value="password" className="w-full">
          {t("Sign in")}
        </SubmitButton>
        <SubmitButton name="way" value="link" variant="secondary" className="w-full">
          {t("Mail me a sign-in link instead")}
        </SubmitButton>
      </ActionForm>
      <Providers t={t} next={next} />
    </AccountPage>
  )
}

function Providers({ t, next }: BelowProps) {
  const providers = identityProviderNames(deps().config)
  if (providers.length === 0) return null
  return (
    <form action={signInThrough} className="mt-5 grid gap-3 border-t border-line pt-5">
      <input type="hidden" name="callbackUrl" value={next} />
      {providers.map((p) => (
        <Button key={p.id} type="submit" name="provider" value={p.id} className="w-full">
          {t("Continue with {name}", { name: p.name })}
        </Button>
      ))}
    </form>
  )
}

type BelowProps = { t: Translate; next: string }

function Below({ t, next }: BelowProps) {
  const query = next === "/" ? "" : `?callbackUrl=${encodeURIComponent(next)}`
  return (
    <>
      <p>
        <Rich
          text={t("New here? <up>Make an account</up>")}
          up={(inner) => (
            <Link className="link" href={`/sign-up${query}`}>
              {inner}
            </Link>
          )}
        />
      </p>
      <p>
        <Rich
          text={t("Password gone? <reset>Choose a new password</reset>")}
          reset={(inner) => (
            <Link className="link" href="/reset">
              {inner}
            </Link>
          )}
        />
      </p>
    </>
  )
}
