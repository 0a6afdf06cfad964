/** The fields of a fan site, the same when it is registered and when it is changed. */
import { Field, TextArea, TextInput } from "#components/ui/field.tsx"
import type { Translate } from "#lib/kernel/messages.ts"

export function SiteFields({ t, publicUrl }: { t: Translate; publicUrl: string }) {
  return (
    <>
      <Field name="name" label={t("Name")} hint={t("As your visitors know it")}>
        <TextInput maxLength={80} autoComplete="off" />
      </Field>
      <Field name="url" label={t("Address of your site")} hint={t("Beginning with https:// or http://")}>
        <TextInput type="url" inputMode="url" maxLength={300} placeholder="https://" dir="ltr" />
      </Field>
      <Field
        name="slug"
        label={t("Address of your promo page")}
        hint={t("{address} and then this: small letters, digits, hyphens", { address: `${publicUrl}/s/` })}
      >
        <TextInput maxLength={40} autoComplete="off" spellCheck={false} className="font-mono" dir="ltr" />
      </Field>
      <Field
        name="words"
        label={t("Your words")}
        required={false}
        hint={t("What you love about these works; shown on your promo page")}
      >
        <TextArea maxLength={4000} rows={6} />
      </Field>
    </>
  )
}
