/** Where the reset mail leads: a new password. */
import type { Metadata } from "next"
import { deps } from "#app/_server/deps.ts"
import { words } from "#app/_server/words.ts"
import { ButtonLink } from "#components/ui/button.tsx"
import { Field, PasswordInput } from "#components/ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { isMailTokenUsable } from "#lib/auth/mail-token.ts"
import { AccountPage } from "../../account-page.tsx"
import { setNewPassword } from "../actions.ts"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Choose a new password"), referrer: "same-origin" }
}

type Props = { searchParams: Promise<{ token?: string }> }

export default async function NewPasswordPage({ searchParams }: Props) {
  const { token = "" } = await searchParams
  const t = await words()
  if (!(await isMailTokenUsable(deps().db, "reset", String(token)))) {
    return (
      <AccountPage title={t("This link is over")} lead={t("It has been used, or an hour has passed.")}>
        <ButtonLink href="/reset" variant="primary">
          {t("Ask for a new link")}
        </ButtonLink>
      </AccountPage>
    )
  }
  return (
    <AccountPage title={t("Choose a new password")} lead={t("It signs you out everywhere else.")}>
      <ActionForm action={setNewPassword} aria-label={t("Choose a new password")}>
        <FormError />
        <input type="hidden" name="token" value={token} />
        <Field name="password" label={t("New password")} hint={t("At least 10 characters; a few words do well.")}>
          <PasswordInput autoComplete="new-password" maxLength={400} />
        </Field>
        <SubmitButton className="w-full">{t("Set the password")}</SubmitButton>
      </ActionForm>
    </AccountPage>
  )
}
