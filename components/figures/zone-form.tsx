"use client"
/** In whose days figures are counted: any time zone by its name, or the browser's own with one press. */
import { useEffect, useId, useState } from "react"
import { Field, TextInput } from "../ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "../ui/form.tsx"
import type { FormAction } from "../ui/form-state.ts"
import { useT } from "../ui/words.tsx"

type ZoneFormProps = {
  zone: string
  /** The view one looks at, to return to. */
  query: string
  keepZone: FormAction
}

export function ZoneForm({ zone, query, keepZone }: ZoneFormProps) {
  const t = useT()
  const listId = useId()
  const [own, setOwn] = useState<string | null>(null)
  const [zones, setZones] = useState<readonly string[]>([])
  // Only the browser knows; the server's page stays as it came.
  useEffect(() => setOwn(Intl.DateTimeFormat().resolvedOptions().timeZone), [])
  return (
    <div className="grid w-64 max-w-full gap-4">
      {own !== null && own !== zone && (
        <ActionForm action={keepZone} aria-label={t("This browser's time zone")}>
          <input type="hidden" name="query" value={query} />
          <input type="hidden" name="zone" value={own} />
          <SubmitButton variant="secondary">{t("Use {zone}", { zone: own })}</SubmitButton>
        </ActionForm>
      )}
      <ActionForm action={keepZone} className="gap-3" aria-label={t("Time zone")}>
        <FormError />
        <input type="hidden" name="query" value={query} />
        <Field
          name="zone"
          label={t("Time zone")}
          hint={t("By its name, such as Europe/Berlin. Days begin at its midnight.")}
        >
          <TextInput
            defaultValue={zone}
            maxLength={40}
            list={listId}
            autoComplete="off"
            spellCheck={false}
            onFocus={() => setZones(Intl.supportedValuesOf("timeZone"))}
          />
        </Field>
        <datalist id={listId}>
          {zones.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <SubmitButton variant="secondary">{t("Count days there")}</SubmitButton>
      </ActionForm>
    </div>
  )
}
