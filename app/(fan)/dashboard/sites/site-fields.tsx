/** The fields of a fan site, the same when it is registered and when it is changed. */
import { Field, TextArea, TextInput } from "#components/ui/field.tsx"

export function SiteFields({ publicUrl }: { publicUrl: string }) {
  return (
    <>
      <Field name="name" label="Name" hint="As your visitors know it">
        <TextInput maxLength={80} autoComplete="off" />
      </Field>
      <Field name="url" label="Address of your site" hint="Beginning with https:// or http://">
        <TextInput type="url" inputMode="url" maxLength={300} placeholder="https://" />
      </Field>
      <Field
        name="slug"
        label="Address of your promo page"
        hint={`${publicUrl}/s/ and then this: small letters, digits, hyphens`}
      >
        <TextInput maxLength={40} autoComplete="off" spellCheck={false} className="font-mono" />
      </Field>
      <Field
        name="words"
        label="Your words"
        required={false}
        hint="What you love about these works; shown on your promo page"
      >
        <TextArea maxLength={4000} rows={6} />
      </Field>
    </>
  )
}
