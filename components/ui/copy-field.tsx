"use client"
/** A line or block to take away: select it or press Copy. */
import { useId, useRef, useState } from "react"
import { Button } from "./button.tsx"
import { useT } from "./words.tsx"

type CopyFieldProps = { label: string; value: string; multiline?: boolean }

const BOX = "min-w-0 grow rounded-input border border-edge bg-sunken px-3 font-mono text-14 text-ink"

export function CopyField({ label, value, multiline = false }: CopyFieldProps) {
  const t = useT()
  const id = useId()
  const box = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  const [said, setSaid] = useState("")
  async function copy() {
    box.current?.select()
    try {
      await navigator.clipboard.writeText(value)
      setSaid(t("Copied"))
    } catch {
      setSaid(t("Selected: press Ctrl+C"))
    }
  }
  return (
    <div className="grid min-w-0 grid-cols-1 gap-1.5">
      <label htmlFor={id} className="text-14 font-semibold">
        {label}
      </label>
      <div className={multiline ? "grid justify-items-start gap-2" : "flex gap-2"}>
        {multiline ? (
          <textarea
            id={id}
            ref={box}
            readOnly
            value={value}
            rows={Math.min(16, Math.max(4, value.split("\n").length))}
            className={`${BOX} w-full py-2`}
          />
        ) : (
          <input id={id} ref={box} readOnly value={value} className={`${BOX} h-11`} />
        )}
        <Button onClick={copy}>
          {t("Copy")}
          <span className="sr-only"> {label}</span>
        </Button>
      </div>
      <p role="status" className="min-h-5 text-14 text-ok">
        {said}
      </p>
    </div>
  )
}
