"use client"
/** A freshly made secret, shown this once in the form that made it. */
import { CopyField } from "../ui/copy-field.tsx"
import { useFormState } from "../ui/form.tsx"
import { useT } from "../ui/words.tsx"

export function SecretOnce() {
  const t = useT()
  const secret = useFormState().values.shownOnce
  return secret ? <CopyField label={t("Your new secret")} value={secret} /> : null
}
