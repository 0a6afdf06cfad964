/** Sign in: by password, by a mailed link, or through GitHub or Google. */
import type { Metadata } from "next"
import Link from "next/link"
import { redirect } from "next/navigation"
import { deps } from "#app/_server/deps.ts"
import { identityProviderNames } from "#app/_server/identity-providers.ts"
import { ownPath } from "#app/_server/safe-path.ts"
import { currentActor } from "#app/_server/session.ts"
import { Button } from "#components/ui/button.tsx"
import { Field, PasswordInput, TextInput } from "#components/ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { AccountPage } from "../account-page.tsx"
import { signIn, signInThrough } from "./actions.ts"

export const metadata: Metadata = { title: "Sign in" }

/** next-auth's words for what went wrong on the way, in ours. */
const ERRORS: Record<string, string> = {
  Verification: "This sign-in link has been used or has run out. Ask for a new one below.",
  OAuthAccountNotLinked: "An account with this address exists already. Sign in the way you did before.",
  AddressNotProved: "That account has no verified e-mail address. Verify one there, or sign in with a mailed link.",
  AccessDenied: "This account cannot sign in.",
}

type Props = { searchParams: Promise<{ callbackUrl?: string; error?: string; email?: string }> }

export default async function SignInPage({ searchParams }: Props) {
  const { callbackUrl, error, email } = await searchParams
  const next = ownPath(callbackUrl, deps().config.publicUrl)
  if (await currentActor()) redirect(next)
  return (
    <AccountPage title="Sign in" below={<Below next={next} />}>
      {error && (
        <Notice tone="danger" className="mb-5">
          {ERRORS[error] ?? "Sign-in did not work just now. Try again."}
        </Notice>
      )}
      <ActionForm action={signIn} aria-label="Sign in" values={{ email: email ?? "" }}>
        <FormError />
        <input type="hidden" name="callbackUrl" value={next} />
        <Field name="email" label="E-mail">
          <TextInput type="email" autoComplete="username" inputMode="email" maxLength={254} />
        </Field>
        <Field name="password" label="Password">
          <PasswordInput autoComplete="current-password" maxLength={400} />
        </Field>
        <SubmitButton name="way" value="password" className="w-full">
          Sign in
        </SubmitButton>
        <SubmitButton name="way" value="link" variant="secondary" className="w-full">
          Mail me a sign-in link instead
        </SubmitButton>
      </ActionForm>
      <Providers next={next} />
    </AccountPage>
  )
}

function Providers({ next }: { next: string }) {
  const providers = identityProviderNames(deps().config)
  if (providers.length === 0) return null
  return (
    <form action={signInThrough} className="mt-5 grid gap-3 border-t border-line pt-5">
      <input type="hidden" name="callbackUrl" value={next} />
      {providers.map((p) => (
        <Button key={p.id} type="submit" name="provider" value={p.id} className="w-full">
          Continue with {p.name}
        </Button>
      ))}
    </form>
  )
}

function Below({ next }: { next: string }) {
  const query = next === "/" ? "" : `?callbackUrl=${encodeURIComponent(next)}`
  return (
    <>
      <p>
        New here?{" "}
        <Link className="link" href={`/sign-up${query}`}>
          Make an account
        </Link>
      </p>
      <p>
        Password gone?{" "}
        <Link className="link" href="/reset">
          Choose a new password
        </Link>
      </p>
    </>
  )
}
