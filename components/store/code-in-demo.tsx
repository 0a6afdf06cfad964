"use client"
/** A fan's code beside the button that starts a demo: folded away, unless the address brought one or it was refused. */
import { Field, TextInput } from "../ui/field.tsx"
import { useFormState } from "../ui/form.tsx"
import { useT } from "../ui/words.tsx"

export function CodeInDemo({ prefilled }: { prefilled: string | null }) {
  const t = useT()
  const { fields } = useFormState()
  return (
    <details open={prefilled !== null || fields.code !== undefined}>
      <summary className="w-fit cursor-pointer py-1 text-14 text-muted hover:text-ink">
        {t("Did a fan tell you a code?")}
      </summary>
      <input type="hidden" name="prefilled" value={prefilled ?? ""} />
      <Field name="code" label={t("A fan’s code")} required={false} className="mt-2">
        <TextInput
          defaultValue={prefilled ?? ""}
          maxLength={60}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          className="font-mono uppercase"
        />
      </Field>
    </details>
  )
}
