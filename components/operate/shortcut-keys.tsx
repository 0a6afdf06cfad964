"use client"
/** A letter opens the act it stands beside and leads to its first field; not while one types, and never with a modifier. */
import { useEffect } from "react"

const TYPING = "input, textarea, select, [contenteditable]"

export function ShortcutKeys() {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (event.target instanceof Element && event.target.closest(TYPING)) return
      const key = event.key.toUpperCase()
      if (!/^[A-Z]$/.test(key)) return
      const act = document.querySelector<HTMLDetailsElement>(`details[data-shortcut="${key}"]`)
      if (!act) return
      event.preventDefault()
      act.open = true
      act.querySelector<HTMLElement>("textarea")?.focus()
    }
    document.addEventListener("keydown", press)
    return () => document.removeEventListener("keydown", press)
  }, [])
  return null
}
