"use client"
/**
 * One of many, found by typing. Until somebody turns to it, it is the browser's own select (which also works without
 * script); then the searching box (62 kB) takes its place.
 */
import dynamic from "next/dynamic"
import { useRef, useState } from "react"
import { Select, useFieldProps, useTyped } from "./field.tsx"
import { useT } from "./words.tsx"

export type Choice = { id: string; label: string; hint?: string }
type ComboBoxProps = {
  choices: readonly Choice[]
  defaultValue?: string
  /** Shown while nothing is chosen. */
  placeholder?: string
  onChange?: (id: string) => void
}

const load = () => import("./combo-box-open.tsx")
const OpenComboBox = dynamic(() => load().then((m) => m.OpenComboBox), { ssr: false })

/** Stands in a `Field`, which gives it its name, label, hint and error. The form gets the chosen id. */
export function ComboBox({ choices, defaultValue, placeholder, onChange }: ComboBoxProps) {
  const t = useT()
  const field = useFieldProps()
  const typed = useTyped(defaultValue)
  const [opened, setOpened] = useState(false)
  const chosen = useRef(typed ?? "")
  async function turnTo() {
    await load()
    setOpened(true)
  }
  function choose(id: string) {
    chosen.current = id
    onChange?.(id)
  }
  if (opened)
    return (
      <OpenComboBox
        field={field}
        choices={choices}
        chosen={chosen.current}
        placeholder={placeholder}
        onChange={choose}
      />
    )
  return (
    <Select
      defaultValue={chosen.current}
      onChange={(event) => choose(event.target.value)}
      onFocus={turnTo}
      onPointerDown={(event) => {
        // The browser's list would stand in the way of the one that is coming.
        event.preventDefault()
        event.currentTarget.focus()
      }}
    >
      <option value="">{placeholder ?? t("Choose one")}</option>
      {choices.map((choice) => (
        <option key={choice.id} value={choice.id}>
          {choice.label}
        </option>
      ))}
    </Select>
  )
}
