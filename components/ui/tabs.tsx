"use client"
/** Tabs after the ARIA pattern: arrows move between them (turned round where writing is), Home and End, one stop for the Tab key. */
import { type KeyboardEvent, type ReactNode, useId, useState } from "react"
import { cx } from "./cx.ts"
import { nextIndex } from "./next-index.ts"

export type Tab = { id: string; label: ReactNode; content: ReactNode }
type TabsProps = { label: string; tabs: readonly Tab[]; initial?: string }

/** Panels that are not shown stay in the page hidden, so that what was typed in them is kept. */
export function Tabs({ label, tabs, initial }: TabsProps) {
  const id = useId()
  const [chosen, setChosen] = useState(initial ?? tabs[0]?.id)
  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const rtl = getComputedStyle(event.currentTarget).direction === "rtl"
    const at = tabs.findIndex((tab) => tab.id === chosen)
    const to = tabs[nextIndex(event.key, at, tabs.length, rtl) ?? -1]
    if (!to) return
    event.preventDefault()
    setChosen(to.id)
    document.getElementById(`${id}-tab-${to.id}`)?.focus()
  }
  return (
    <div className="grid gap-5">
      <div
        role="tablist"
        aria-label={label}
        onKeyDown={onKeyDown}
        className="flex gap-1 overflow-x-auto border-b border-line"
      >
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${id}-tab-${tab.id}`}
            aria-selected={tab.id === chosen}
            aria-controls={`${id}-panel-${tab.id}`}
            tabIndex={tab.id === chosen ? 0 : -1}
            onClick={() => setChosen(tab.id)}
            className={cx(
              "-mb-px h-11 border-b-2 px-3 text-14 font-semibold whitespace-nowrap",
              tab.id === chosen ? "border-brass-fill text-ink" : "border-transparent text-muted hover:text-ink",
            )}
          >
            {tab.label}
          </button>
        ))}
      </div>
      {tabs.map((tab) => (
        <div
          key={tab.id}
          role="tabpanel"
          id={`${id}-panel-${tab.id}`}
          aria-labelledby={`${id}-tab-${tab.id}`}
          hidden={tab.id !== chosen}
        >
          {tab.content}
        </div>
      ))}
    </div>
  )
}
