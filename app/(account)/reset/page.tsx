/** Ask for a link to choose a new password. */
import type { Metadata } from "next"
import { words } from "#app/_server/words.ts"
import { Field, TextInput } from "#components/ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { AccountPage } from "../account-page.tsx"
import { requestReset } from "./actions.ts"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Choose a new password") }
}

export default async function ResetPage() {
  const t = await words()
  return (
    <AccountPage title={t("Choose a new password")} lead={t("We send you a link. It works once, for one hour.")}>
      <ActionForm action={requestReset} aria-label={t("Ask for a link")}>
        <FormError />
        <Field name="email" label={t("E-mail")}>
          <TextInput type="email" autoComplete="username" inputMode="email" maxLength={254} />
        </Field>
        <SubmitButton className="w-full">{t("Send the link")}</SubmitButton>
      </ActionForm>
    </AccountPage>
  )
}
