"use client"
/** A freshly made key, shown this once in the form that made it. */
import { CopyField } from "#components/ui/copy-field.tsx"
import { useFormState } from "#components/ui/form.tsx"
import { useT } from "#components/ui/words.tsx"

export function KeyOnce() {
  const t = useT()
  const key = useFormState().values.shownOnce
  return key ? <CopyField label={t("Your new key")} value={key} /> : null
}
