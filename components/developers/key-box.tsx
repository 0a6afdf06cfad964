"use client"
/** Where the reader puts a key, so that every line below can be copied and tried as it stands. */
import { useId } from "react"
import { useT } from "../ui/words.tsx"
import { rememberKey, useScript } from "./key-memory.ts"

export function KeyBox() {
  const t = useT()
  const id = useId()
  if (!useScript()) return null
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-14 font-semibold">
        {t("Your key")}
      </label>
      <input
        id={id}
        type="password"
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        placeholder="ff_…"
        aria-describedby={`${id}-hint`}
        onChange={(event) => rememberKey(event.target.value)}
        className="h-11 w-full rounded-input border border-edge bg-surface px-3 font-mono text-16 placeholder:text-muted hover:border-ink"
      />
      <p id={`${id}-hint`} className="text-14 text-muted">
        {t("It stays in this page’s memory, stands in the lines below, and is sent to us only when you press Send.")}
      </p>
    </div>
  )
}
