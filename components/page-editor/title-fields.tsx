"use client"
/** Choosing titles of the site for a block: one, or several in an order. */
import { Button } from "../ui/button.tsx"
import { useT } from "../ui/words.tsx"
import { useEditorPage } from "./editor-page.ts"
import { Icon } from "./icons.tsx"
import { BOX, Labelled } from "./labelled.tsx"

type Told<V> = { label: string; hint: string | undefined; value: V; onChange: (value: unknown) => void }

export function TitleField({ label, hint, value, onChange }: Told<string>) {
  const t = useT()
  const { titles } = useEditorPage()
  const isGone = value !== "" && !titles.some((title) => title.titleId === value)
  return (
    <Labelled
      label={label}
      hint={titles.length === 0 ? t("Your site shows no title yet: put one on it first.") : hint}
      error={isGone ? t("The title that stood here is not on your site any more. Choose another one.") : null}
    >
      {(control) => (
        <select {...control} className={`${BOX} h-10`} value={value} onChange={(e) => onChange(e.target.value)}>
          <option value="">{t("None")}</option>
          {isGone && <option value={value}>{t("A title that is gone")}</option>}
          {titles.map((title) => (
            <option key={title.titleId} value={title.titleId}>
              {title.name}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  )
}

type Entry = Record<string, unknown>

/** Checkboxes for what is shown; the order is changed by buttons. */
export function TitlesField({ label, hint, value, max, onChange }: Told<Entry[]> & { max: number }) {
  const t = useT()
  const { titles } = useEditorPage()
  const chosen = value.map((entry) => String(entry.title ?? ""))
  const set = (ids: string[]) => onChange(ids.slice(0, max).map((title) => ({ title })))
  const rest = titles.filter((title) => !chosen.includes(title.titleId))
  const nameOf = (id: string) => titles.find((title) => title.titleId === id)?.name ?? t("A title that is gone")
  function move(index: number) {
    const next = [...chosen]
    next.splice(index - 1, 0, ...next.splice(index, 1))
    set(next)
  }
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 text-14 font-semibold">{label}</legend>
      {hint && <p className="text-12 text-muted">{hint}</p>}
      {chosen.map((id, index) => (
        <div key={id} className="flex min-h-9 items-center gap-2">
          <Box label={nameOf(id)} checked onChange={() => set(chosen.filter((other) => other !== id))} />
          {index > 0 && (
            <Button
              variant="quiet"
              size="small"
              onClick={() => move(index)}
              aria-label={t("Move {title} up", { title: nameOf(id) })}
            >
              <Icon name="up" className="size-4" />
            </Button>
          )}
        </div>
      ))}
      {rest.map((title) => (
        <div key={title.titleId} className="flex min-h-9 items-center">
          <Box label={title.name} checked={false} onChange={() => set([...chosen, title.titleId])} />
        </div>
      ))}
      {titles.length === 0 && (
        <p className="text-12 text-muted">{t("Your site shows no title yet: put one on it first.")}</p>
      )}
    </fieldset>
  )
}

function Box({ label, checked, onChange }: { label: string; checked: boolean; onChange: () => void }) {
  return (
    <label className="flex grow items-center gap-3 text-14">
      <input type="checkbox" className="size-5 accent-brass" checked={checked} onChange={onChange} />
      {label}
    </label>
  )
}
