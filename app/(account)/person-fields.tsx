/** Name, e-mail and password of a new account, the same on both forms that make one. */
import { Field, PasswordInput, TextInput } from "#components/ui/field.tsx"
import type { Translate } from "#lib/kernel/messages.ts"

export function PersonFields({ t }: { t: Translate }) {
  return (
    <>
      <Field name="name" label={t("Name")} hint={t("Publishers and buyers may see it.")}>
        <TextInput autoComplete="name" maxLength={80} />
      </Field>
      <Field name="email" label={t("E-mail")}>
        <TextInput type="email" autoComplete="username" inputMode="email" maxLength={254} />
      </Field>
      <Field name="password" label={t("Password")} hint={t("At least 10 characters; a few words do well.")}>
        <PasswordInput autoComplete="new-password" maxLength={400} />
      </Field>
    </>
  )
}
