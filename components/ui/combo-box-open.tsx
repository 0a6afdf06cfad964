"use client"
/** The searching box: type, arrows, Enter; filtering, announcements and touch are React Aria's. */
import { useEffect, useRef, useState } from "react"
import { Button, ComboBox, I18nProvider, Input, ListBox, ListBoxItem, Popover } from "react-aria-components"
import type { Choice } from "./combo-box.tsx"
import type { useFieldProps } from "./field.tsx"
import { useT } from "./words.tsx"

type OpenComboBoxProps = {
  field: ReturnType<typeof useFieldProps>
  choices: readonly Choice[]
  chosen: string
  placeholder: string | undefined
  onChange: (id: string) => void
}

export function OpenComboBox({ field, choices, chosen, placeholder, onChange }: OpenComboBoxProps) {
  const t = useT()
  const box = useRef<HTMLInputElement>(null)
  const [value, setValue] = useState<string | null>(chosen || null)
  // It stands where a select had focus a moment ago.
  useEffect(() => {
    box.current?.focus()
  }, [])
  const label = useLabel(field.id)
  return (
    <I18nProvider locale={t.locale}>
      <input type="hidden" name={field.name} value={value ?? ""} />
      <ComboBox
        aria-label={label}
        defaultItems={choices}
        value={value}
        onChange={(id) => {
          setValue(id === null ? null : String(id))
          onChange(id === null ? "" : String(id))
        }}
        menuTrigger="focus"
        isInvalid={field["aria-invalid"] ?? false}
        validationBehavior="aria"
      >
        <div className="relative">
          <Input
            ref={box}
            id={field.id}
            aria-describedby={field["aria-describedby"]}
            placeholder={placeholder ?? t("Type to search")}
            className="h-11 w-full rounded-input border border-edge bg-surface ps-3 pe-11 text-16 text-ink placeholder:text-muted hover:border-ink aria-invalid:border-2 aria-invalid:border-danger"
          />
          <Button className="absolute inset-y-0 end-0 grid w-11 place-items-center rounded-input text-muted data-hovered:text-ink">
            <svg viewBox="0 0 16 16" className="size-4" aria-hidden="true">
              <path d="M4 6l4 4 4-4" fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" />
            </svg>
          </Button>
        </div>
        <Popover className="w-(--trigger-width) overflow-auto rounded-card border border-line bg-surface p-1 shadow-float">
          <ListBox className="outline-none" renderEmptyState={() => <NoMatch />}>
            {(choice: Choice) => (
              <ListBoxItem
                id={choice.id}
                textValue={choice.label}
                className="flex min-h-9 cursor-pointer flex-col justify-center rounded-input px-3 py-1.5 text-14 outline-none data-focused:bg-sunken data-selected:font-semibold"
              >
                {choice.label}
                {choice.hint && <span className="text-12 font-normal text-muted">{choice.hint}</span>}
              </ListBoxItem>
            )}
          </ListBox>
        </Popover>
      </ComboBox>
    </I18nProvider>
  )
}

function NoMatch() {
  const t = useT()
  return <p className="px-3 py-2 text-14 text-muted">{t("Nothing here has that in its name.")}</p>
}

/** The words of the label that stands outside, for the list of choices. */
function useLabel(id: string | undefined): string {
  const [words, setWords] = useState("")
  useEffect(() => setWords(document.querySelector(`label[for="${CSS.escape(id ?? "")}"]`)?.textContent ?? ""), [id])
  return words
}
