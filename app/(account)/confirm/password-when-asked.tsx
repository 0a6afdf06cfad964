"use client"
/** The password chosen at sign-up, asked for only where another browser opens the link. */
import { Field, PasswordInput } from "#components/ui/field.tsx"
import { useFormState } from "#components/ui/form.tsx"
import { useT } from "#components/ui/words.tsx"

export function PasswordWhenAsked({ always }: { always: boolean }) {
  const t = useT()
  const { fields } = useFormState()
  if (!always && fields.password === undefined) return null
  return (
    <Field name="password" label={t("Password")} hint={t("The one you chose when you signed up.")}>
      <PasswordInput autoComplete="current-password" maxLength={400} />
    </Field>
  )
}
