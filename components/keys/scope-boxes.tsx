"use client"
/** What a key may do: one box for each scope, with what it means, in a group that carries the group's error. */
import { SCOPE_NAMES, SCOPES } from "#lib/api/scopes.ts"
import { Checkbox } from "../ui/field.tsx"
import { useFormState } from "../ui/form.tsx"
import { useT } from "../ui/words.tsx"

export function ScopeBoxes({ chosen }: { chosen: readonly string[] }) {
  const t = useT()
  const { fields } = useFormState()
  const wrong = fields.scopes
  return (
    <fieldset className="grid gap-3" aria-describedby={wrong ? "scopes-wrong" : undefined}>
      <legend className="mb-2 text-14 font-semibold">{t("What it may do")}</legend>
      <div className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
        {SCOPE_NAMES.map((scope) => (
          <Checkbox
            key={scope}
            name="scopes"
            value={scope}
            defaultChecked={chosen.includes(scope)}
            aria-invalid={wrong ? true : undefined}
            label={t.known(SCOPES[scope])}
            hint={<code className="font-mono text-12">{scope}</code>}
          />
        ))}
      </div>
      {wrong && (
        <p id="scopes-wrong" className="flex gap-1.5 text-14 text-danger">
          <span aria-hidden="true">▲</span>
          <span>{wrong}</span>
        </p>
      )}
    </fieldset>
  )
}
