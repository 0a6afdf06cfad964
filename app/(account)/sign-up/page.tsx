/** Make an account. */
import type { Metadata } from "next"
import Link from "next/link"
import { redirect } from "next/navigation"
import { safePath } from "#app/_server/safe-path.ts"
import { currentActor } from "#app/_server/session.ts"
import { Checkbox, Field, PasswordInput, TextInput } from "#components/ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { AccountPage } from "../account-page.tsx"
import { signUpAction } from "./actions.ts"

export const metadata: Metadata = { title: "Sign up" }

type Props = { searchParams: Promise<{ callbackUrl?: string; as?: string }> }

export default async function SignUpPage({ searchParams }: Props) {
  const { callbackUrl, as } = await searchParams
  const next = safePath(callbackUrl, "")
  if (await currentActor()) redirect(next || "/")
  return (
    <AccountPage
      title="Make an account"
      lead="To buy, an e-mail address is enough: you are asked for it at the checkout. To earn or to publish, make an account."
      below={
        <p>
          Have one already?{" "}
          <Link className="link" href="/sign-in">
            Sign in
          </Link>
        </p>
      }
    >
      <ActionForm action={signUpAction} aria-label="Make an account">
        <FormError />
        <input type="hidden" name="callbackUrl" value={next} />
        <Field name="name" label="Name" hint="Publishers and buyers may see it.">
          <TextInput autoComplete="name" maxLength={80} />
        </Field>
        <Field name="email" label="E-mail">
          <TextInput type="email" autoComplete="username" inputMode="email" maxLength={254} />
        </Field>
        <Field name="password" label="Password" hint="At least 10 characters; a few words do well.">
          <PasswordInput autoComplete="new-password" maxLength={400} />
        </Field>
        <RoleChoice as={as} />
        <SubmitButton className="w-full">Make the account</SubmitButton>
      </ActionForm>
    </AccountPage>
  )
}

function RoleChoice({ as }: { as: string | undefined }) {
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-2 text-14 font-semibold">What you want to do (you can change this later)</legend>
      <Checkbox
        name="roles"
        value="fan"
        defaultChecked={as !== "publisher"}
        label="Bring people and carry"
        hint="Put buttons on your site, run a node, be paid for both."
      />
      <Checkbox
        name="roles"
        value="publisher"
        defaultChecked={as === "publisher"}
        label="Publish"
        hint="Sell a game, film, album or asset pack."
      />
    </fieldset>
  )
}
