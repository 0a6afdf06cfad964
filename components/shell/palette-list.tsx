"use client"
/** What the command palette has found, in groups; the letters that matched stand out. */
import { useEffect, useRef } from "react"
import type { Translate } from "#lib/kernel/messages.ts"
import { cx } from "../ui/cx.ts"
import { Skeleton } from "../ui/skeleton.tsx"
import { useT } from "../ui/words.tsx"
import type { PaletteItem } from "./palette-item.ts"
import type { PaletteState } from "./palette-items.ts"

export type Found = { thing: PaletteItem; at: readonly number[] }

type PaletteListProps = {
  id: string
  found: readonly Found[]
  at: number
  state: PaletteState
  onPoint: (at: number) => void
  onGo: (item: PaletteItem) => void
}

export function PaletteList({ id, found, at, state, onPoint, onGo }: PaletteListProps) {
  const t = useT()
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const chosen = list.current?.querySelector("[aria-selected=true]")
    // Braces: scrolling answers a promise in newer browsers, which no effect may return.
    chosen?.scrollIntoView({ block: at === 0 ? "end" : "nearest" })
  }, [at])
  const groups = [...new Set(found.map(({ thing }) => thing.group))]
  return (
    <>
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={t("What was found")}
        className="min-h-0 overflow-auto p-2 empty:hidden"
      >
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset has no place in a listbox
          <div key={group} role="group" aria-label={groupName(t, group)} className="grid">
            <p aria-hidden="true" className="px-3 pt-2 pb-1 text-12 font-semibold text-muted">
              {groupName(t, group)}
            </p>
            {found.map((one, i) =>
              one.thing.group === group ? (
                <Option
                  key={one.thing.id}
                  id={`${id}-${i}`}
                  found={one}
                  chosen={i === at}
                  onPoint={() => onPoint(i)}
                  onGo={onGo}
                />
              ) : null,
            )}
          </div>
        ))}
      </div>
      {state === "asking" && <Skeleton className="mx-5 mb-5 h-4 w-40" />}
      <p
        role="status"
        className={cx("px-5 py-4 text-14 text-muted", found.length > 0 && state !== "failed" && "sr-only")}
      >
        {state === "failed" && t("Titles and links cannot be asked for just now; what is listed works.")}
        {state === "here" && found.length === 0 && t("Nothing has these letters in its name.")}
        {state === "here" && found.length > 0 && t.n("One found", "{count} found", found.length)}
      </p>
    </>
  )
}

type OptionProps = { id: string; found: Found; chosen: boolean; onPoint: () => void; onGo: (item: PaletteItem) => void }

function Option({ id, found: { thing, at }, chosen, onPoint, onGo }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the box above, which names the chosen option
    // biome-ignore lint/a11y/useKeyWithClickEvents: the box above hears Enter
    <div
      id={id}
      role="option"
      aria-selected={chosen}
      onPointerMove={onPoint}
      onClick={() => onGo(thing)}
      className={cx(
        "flex min-h-10 cursor-pointer items-center justify-between gap-4 rounded-input px-3 text-14",
        chosen && "bg-sunken",
      )}
    >
      <span className="truncate">
        <Marked text={thing.label} at={at} />
      </span>
      {thing.hint && <span className="max-w-1/2 truncate text-12 text-muted">{thing.hint}</span>}
    </div>
  )
}

function Marked({ text, at }: { text: string; at: readonly number[] }) {
  if (at.length === 0) return text
  return [...text].map((letter, i) => (
    <span
      // biome-ignore lint/suspicious/noArrayIndexKey: letters of one word never change places
      key={i}
      className={
        at.includes(i) ? "font-bold underline decoration-brass-fill decoration-2 underline-offset-3" : undefined
      }
    >
      {letter}
    </span>
  ))
}

function groupName(t: Translate, group: PaletteItem["group"]): string {
  if (group === "places") return t("Places")
  if (group === "titles") return t("Titles")
  return group === "links" ? t("Your links and sites") : t("Do")
}
