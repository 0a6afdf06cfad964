"use client"
/** The reader's key while the page is open: in memory alone, for the lines to copy and for what is sent by a press. */
import { useSyncExternalStore } from "react"

let key = ""
const watchers = new Set<() => void>()

export function rememberKey(text: string): void {
  key = text.trim()
  for (const tell of watchers) tell()
}

function watch(tell: () => void): () => void {
  watchers.add(tell)
  return () => watchers.delete(tell)
}

/** "" until one is typed, and in the page as it arrives. */
export const useKey = (): string =>
  useSyncExternalStore(
    watch,
    () => key,
    () => "",
  )

/** False in the page as it arrives: what needs a script is not shown without one. */
export const useScript = (): boolean =>
  useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  )
