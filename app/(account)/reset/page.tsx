/** Ask for a link to choose a new password. */
import type { Metadata } from "next"
import { Field, TextInput } from "#components/ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { AccountPage } from "../account-page.tsx"
import { requestReset } from "./actions.ts"

export const metadata: Metadata = { title: "Choose a new password" }

export default function ResetPage() {
  return (
    <AccountPage title="Choose a new password" lead="We send you a link. It works once, for one hour.">
      <ActionForm action={requestReset} aria-label="Ask for a link">
        <FormError />
        <Field name="email" label="E-mail">
          <TextInput type="email" autoComplete="username" inputMode="email" maxLength={254} />
        </Field>
        <SubmitButton>Send the link</SubmitButton>
      </ActionForm>
    </AccountPage>
  )
}
