"use client"
/** Several of the same inside a block (pictures, links): each can be opened, moved and taken out by button. */
import { Fragment, type ReactNode, useEffect, useRef, useState } from "react"
import { Button } from "../ui/button.tsx"
import { useT } from "../ui/words.tsx"
import { useSay } from "./announcer.tsx"
import type { FieldSpec } from "./block-forms.ts"
import { blockSummary } from "./block-words.ts"
import { Icon, type IconName } from "./icons.tsx"

type ListFieldProps = {
  label: string
  hint: string | undefined
  field: Extract<FieldSpec, { kind: "list" }>
  value: readonly Record<string, unknown>[]
  onChange: (value: unknown) => void
  /** Draws one field of an entry. */
  draw: (field: FieldSpec, value: unknown, onChange: (value: unknown) => void) => ReactNode
}

export function ListField({ label, hint, field, value, onChange, draw }: ListFieldProps) {
  const t = useT()
  const say = useSay()
  const item = t.known(field.item)
  const box = useRef<HTMLFieldSetElement>(null)
  const [focus, setFocus] = useState<string | null>(null)
  useEffect(() => {
    if (focus === null) return
    box.current?.querySelector<HTMLElement>(focus)?.focus()
    setFocus(null)
  }, [focus])

  function move(index: number, by: -1 | 1) {
    const to = index + by
    if (to < 0 || to >= value.length) return
    const next = [...value]
    next.splice(to, 0, ...next.splice(index, 1))
    onChange(next)
    setFocus(`[data-entry="${to}"] [data-part="${by === -1 ? "up" : "down"}"]`)
    say(t("{item} is now number {place} of {count}.", { item, place: to + 1, count: value.length }))
  }
  function remove(index: number) {
    onChange(value.filter((_, i) => i !== index))
    setFocus(value.length > 1 ? `[data-entry="${Math.max(0, index - 1)}"] [data-part="delete"]` : "[data-part=add]")
    say(t("{item} taken out. Undo brings it back.", { item }))
  }
  function add() {
    onChange([...value, Object.fromEntries(field.fields.map((f) => [f.name, ""]))])
    setFocus(`[data-entry="${value.length}"] :is(input, textarea, select, button:not([data-part]))`)
  }
  return (
    <fieldset ref={box} className="grid gap-3">
      <legend className="mb-1 text-14 font-semibold">{label}</legend>
      {hint && <p className="text-12 text-muted">{hint}</p>}
      {value.map((entry, index) => (
        <fieldset
          // biome-ignore lint/suspicious/noArrayIndexKey: entries of a list in a document have a place and no other name
          key={index}
          data-entry={index}
          aria-label={t("{item} {place}", { item, place: index + 1 })}
          className="grid gap-3 rounded-card border border-line bg-paper p-3"
        >
          <div className="flex items-center gap-1">
            <p className="min-w-0 grow truncate text-14">
              <span className="figures text-muted">{index + 1}</span> {blockSummary(entry) || item}
            </p>
            <Tool part="up" icon="up" label={t("Move up")} off={index === 0} onPress={() => move(index, -1)} />
            <Tool
              part="down"
              icon="down"
              label={t("Move down")}
              off={index === value.length - 1}
              onPress={() => move(index, 1)}
            />
            <Tool part="delete" icon="bin" label={t("Take out")} onPress={() => remove(index)} />
          </div>
          {field.fields.map((inner) => (
            <Fragment key={inner.name}>
              {draw(inner, entry[inner.name], (next) =>
                onChange(value.map((e, i) => (i === index ? { ...e, [inner.name]: next } : e))),
              )}
            </Fragment>
          ))}
        </fieldset>
      ))}
      {value.length < field.max ? (
        <Button size="small" data-part="add" onClick={add} className="justify-self-start">
          <Icon name="plus" className="size-4" /> {t("Add: {item}", { item })}
        </Button>
      ) : (
        <p className="text-12 text-muted">{t("{count} is the most there can be.", { count: field.max })}</p>
      )}
    </fieldset>
  )
}

type ToolProps = { part: string; icon: IconName; label: string; off?: boolean; onPress: () => void }

function Tool({ part, icon, label, off = false, onPress }: ToolProps) {
  return (
    <button
      type="button"
      data-part={part}
      aria-label={label}
      title={label}
      aria-disabled={off}
      onClick={() => off || onPress()}
      className="grid size-8 place-items-center rounded-input hover:bg-sunken aria-disabled:opacity-50"
    >
      <Icon name={icon} className="size-4" />
    </button>
  )
}
