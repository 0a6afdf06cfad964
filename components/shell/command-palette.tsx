"use client"
/** Everything within a few letters: places, titles, one's own links, and what the frame can do. A combobox over a list, in a dialog. */
import { useRouter } from "next/navigation"
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react"
import { useT } from "../ui/words.tsx"
import { fuzzySort, MAX_QUERY_CHARS } from "./fuzzy.ts"
import type { PaletteActions } from "./palette-button.tsx"
import type { PaletteItem } from "./palette-item.ts"
import { runAction, usePaletteItems } from "./palette-items.ts"
import { type Found, PaletteList } from "./palette-list.tsx"

const MOST_SHOWN = 40

export function CommandPalette({ onClose, ...actions }: PaletteActions & { onClose: () => void }) {
  const t = useT()
  const id = useId()
  const router = useRouter()
  const box = useRef<HTMLDialogElement>(null)
  const { items, state } = usePaletteItems(actions.signedIn)
  const [query, setQuery] = useState("")
  const [at, setAt] = useState(0)
  // Never a list behind what is typed: Enter goes to what stands in it.
  const found = useFound(items, query)
  useEffect(() => {
    const before = document.activeElement
    box.current?.showModal()
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  function go(item: PaletteItem) {
    onClose()
    if (item.href !== undefined) router.push(item.href)
    else void runAction(item.run, actions, () => router.refresh())
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }
    const step = steps[event.key]
    if (step !== undefined && found.length > 0) setAt((at + step + found.length) % found.length)
    else if (event.key === "Enter" && found[at]) go(found[at].thing)
    else return
    event.preventDefault()
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a press beside it closes; by keyboard that is Escape, which the browser handles
    <dialog
      ref={box}
      aria-label={t("Go to…")}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => event.target === box.current && onClose()}
      className="sheet mx-auto mt-[12dvh] mb-auto w-[calc(100%-1.5rem)] max-w-150 overflow-hidden rounded-card border border-line bg-surface p-0 text-ink shadow-float"
    >
      <div className="flex max-h-[70dvh] flex-col">
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={found[at] ? `${id}-${at}` : undefined}
          aria-label={t("A place, a title or something to do")}
          placeholder={t("A place, a title or something to do")}
          value={query}
          maxLength={MAX_QUERY_CHARS}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            setQuery(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
          className="h-14 w-full shrink-0 border-b border-line bg-transparent px-5 text-16 -outline-offset-2 placeholder:text-muted"
        />
        <PaletteList id={id} found={found} at={at} state={state} onPoint={setAt} onGo={go} />
      </div>
    </dialog>
  )
}

/** While nothing is typed the order is the list's own; then the best first, group by group as their best ones come. */
function useFound(items: readonly PaletteItem[], query: string): Found[] {
  return useMemo(() => {
    const all = fuzzySort(query, items, (item) => (item.hint ? `${item.label} ${item.hint}` : item.label)).slice(
      0,
      MOST_SHOWN,
    )
    const groups = [...new Set(all.map(({ thing }) => thing.group))]
    return groups.flatMap((group) => all.filter(({ thing }) => thing.group === group))
  }, [items, query])
}
