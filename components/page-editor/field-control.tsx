"use client"
/** One thing a block asks for, as a control that works by mouse and by keyboard. */
import { useState } from "react"
import { useT } from "../ui/words.tsx"
import type { FieldSpec } from "./block-forms.ts"
import { BOX, Labelled } from "./labelled.tsx"
import { ListField } from "./list-field.tsx"
import { PictureField } from "./picture-field.tsx"
import { TitleField, TitlesField } from "./title-fields.tsx"

export type FieldControlProps = {
  field: FieldSpec
  value: unknown
  onChange: (value: unknown) => void
}

export function FieldControl({ field, value, onChange }: FieldControlProps) {
  const t = useT()
  const label = t.known(field.label)
  const hint = field.hint && t.known(field.hint)
  const told = { label, hint, onChange }
  switch (field.kind) {
    case "line":
    case "lines":
      return <TextField {...told} field={field} value={String(value ?? "")} />
    case "url":
      return <UrlField {...told} value={String(value ?? "")} />
    case "flag":
      return <FlagField {...told} value={value === true} />
    case "choice":
      return <ChoiceField {...told} options={field.options} value={String(value ?? "")} />
    case "title":
      return <TitleField {...told} value={String(value ?? "")} />
    case "titles":
      return <TitlesField {...told} max={field.max} value={asList(value)} />
    case "picture":
      return <PictureField {...told} value={String(value ?? "")} />
    case "list":
      return (
        <ListField
          {...told}
          field={field}
          value={asList(value)}
          draw={(inner, entry, change) => <FieldControl field={inner} value={entry} onChange={change} />}
        />
      )
  }
}

type Told<V> = { label: string; hint: string | undefined; onChange: (value: unknown) => void; value: V }

const asList = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value : [])

function TextField({
  label,
  hint,
  value,
  onChange,
  field,
}: Told<string> & { field: Extract<FieldSpec, { kind: "line" | "lines" }> }) {
  const left = field.max - [...value].length
  const isTight = left <= Math.max(20, field.max / 10)
  // Characters, as the check counts them; maxLength counts units, so it only bounds what is typed in one go.
  const take = (typed: string) => onChange([...typed].slice(0, field.max).join(""))
  return (
    <Labelled label={label} hint={hint} aside={isTight && <Left count={left} />}>
      {(control) =>
        field.kind === "line" ? (
          <input {...control} className={`${BOX} h-10`} value={value} onChange={(e) => take(e.target.value)} />
        ) : (
          <textarea
            {...control}
            className={`${BOX} py-2`}
            rows={field.rows ?? 4}
            value={value}
            onChange={(e) => take(e.target.value)}
          />
        )
      }
    </Labelled>
  )
}

function Left({ count }: { count: number }) {
  const t = useT()
  return <span className="text-12 text-muted figures">{t.n("{count} left", "{count} left", count)}</span>
}

/** An address stands on the page once it is one; until then it stays in the field, and the field says what is missing. */
function UrlField({ label, hint, value, onChange }: Told<string>) {
  const t = useT()
  const [typed, setTyped] = useState(value)
  const [seen, setSeen] = useState(value)
  if (value !== seen) {
    // Undo, or another block's address in the same place.
    setSeen(value)
    if (cleanUrl(typed) !== value) setTyped(value)
  }
  const wrong = typed.trim() !== "" && cleanUrl(typed) === null
  const [left, setLeft] = useState(true)
  return (
    <Labelled
      label={label}
      hint={hint ?? t("Beginning with https://")}
      error={
        wrong && left
          ? t("Give the full address, beginning with https:// or http://. It is not on the page yet.")
          : null
      }
    >
      {(control) => (
        <input
          {...control}
          type="url"
          inputMode="url"
          maxLength={500}
          className={`${BOX} h-10`}
          value={typed}
          onFocus={() => setLeft(false)}
          onBlur={() => setLeft(true)}
          onChange={(event) => {
            setTyped(event.target.value)
            const url = cleanUrl(event.target.value)
            if (url !== null && url !== value) {
              setSeen(url)
              onChange(url)
            }
          }}
        />
      )}
    </Labelled>
  )
}

/** As the page's check reads it; null when it is no address. */
function cleanUrl(raw: string): string | null {
  if (raw.trim() === "") return ""
  const url = URL.canParse(raw.trim()) ? new URL(raw.trim()) : null
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) return null
  return url.username || url.password || url.href.length > 500 ? null : url.href
}

function FlagField({ label, hint, value, onChange }: Told<boolean>) {
  return (
    <div className="grid gap-1">
      <label className="flex min-h-8 items-center gap-3 text-14 font-semibold">
        <input
          type="checkbox"
          className="size-5 accent-brass"
          checked={value}
          onChange={(event) => onChange(event.target.checked)}
        />
        {label}
      </label>
      {hint && <p className="text-12 text-muted">{hint}</p>}
    </div>
  )
}

export function ChoiceField({
  label,
  hint,
  value,
  onChange,
  options,
}: Told<string> & { options: readonly { value: string; label: string }[] }) {
  const t = useT()
  return (
    <Labelled label={label} hint={hint}>
      {(control) => (
        <select {...control} className={`${BOX} h-10`} value={value} onChange={(e) => onChange(e.target.value)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {t.known(option.label)}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  )
}
