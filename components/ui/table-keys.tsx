"use client"
/**
 * What script adds to a table: typing and ticking filter at once, and keys go from row to row. Down and up move between
 * rows (on the row's own link, so Enter opens it), Home and End to the ends, "/" to the filter, "x" ticks the row. The keys
 * work only while focus is in the table (WCAG 2.1.4).
 */
import { useRouter } from "next/navigation"
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useTransition } from "react"

type TableKeysProps = { path: string; query: string; className: string; children: ReactNode }

/** Long enough for a typing hand, short enough to feel at once. */
const TYPING_MS = 250

export function TableKeys({ path, query, className, children }: TableKeysProps) {
  const box = useRef<HTMLDivElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const router = useRouter()
  const [waiting, startWaiting] = useTransition()
  useEffect(() => {
    const form = box.current?.querySelector<HTMLFormElement>("[data-table-form]")
    if (!form) return
    const apply = () => startWaiting(() => router.replace(addressOf(form, path), { scroll: false }))
    const onInput = (event: Event) => {
      clearTimeout(timer.current)
      const typing = (event.target as HTMLInputElement).type === "search"
      timer.current = setTimeout(apply, typing ? TYPING_MS : 0)
    }
    const onSubmit = (event: Event) => {
      event.preventDefault()
      clearTimeout(timer.current)
      apply()
    }
    form.addEventListener("input", onInput)
    form.addEventListener("submit", onSubmit)
    return () => {
      clearTimeout(timer.current)
      form.removeEventListener("input", onInput)
      form.removeEventListener("submit", onSubmit)
    }
  }, [path, router])
  useEffect(() => showQuery(box.current, new URLSearchParams(query)), [query])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the controls inside, which are interactive themselves
    <div ref={box} className={className} aria-busy={waiting} onKeyDown={onKeyDown}>
      {children}
    </div>
  )
}

/** The form as an address: empty fields and an unchanged choice of columns are left out, and so is the page. */
function addressOf(form: HTMLFormElement, path: string): string {
  const ticks = [...form.querySelectorAll<HTMLInputElement>('input[type=checkbox][name$="show"]')]
  const asBegun = ticks.every((tick) => tick.checked === "atStart" in tick.dataset)
  const query = new URLSearchParams()
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string" || value === "" || (asBegun && /(?:^|\.)show$/.test(name))) continue
    query.append(name, value)
  }
  return query.size > 0 ? `${path}?${query}` : path
}

/** Makes the form say what the address says, after somebody went back or opened a kept view. What is being typed stays. */
function showQuery(box: HTMLElement | null, query: URLSearchParams): void {
  const inputs = box?.querySelectorAll<HTMLInputElement>("[data-table-form] input") ?? []
  for (const input of inputs) {
    const values = query.getAll(input.name)
    if (input.type === "search" && input !== document.activeElement) input.value = values[0] ?? ""
    if (input.type !== "checkbox") continue
    const ofColumns = /(?:^|\.)show$/.test(input.name)
    input.checked = ofColumns && values.length === 0 ? "atStart" in input.dataset : values.includes(input.value)
  }
}

const rowTarget = (row: HTMLElement): HTMLElement => {
  const inside = row.querySelector<HTMLElement>("th a, th button, a, button")
  if (!inside) row.tabIndex = -1
  return inside ?? row
}

function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const from = event.target as HTMLElement
  if (from.closest("[popover], select, textarea")) return
  const typing = from instanceof HTMLInputElement && from.type === "search"
  if (typing && event.key !== "ArrowDown") return
  const done = stepRow(event.currentTarget, from, event.key) || doKey(event.currentTarget, from, event.key)
  if (done) event.preventDefault()
}

function stepRow(box: HTMLElement, from: HTMLElement, key: string): boolean {
  const rows = [...box.querySelectorAll<HTMLElement>("[data-row]")]
  const at = rows.findIndex((row) => row.contains(from))
  const ends: Record<string, number> = { Home: 0, End: rows.length - 1 }
  const to = key === "ArrowDown" ? at + 1 : key === "ArrowUp" && at >= 0 ? at - 1 : at >= 0 ? ends[key] : undefined
  const row = to === undefined ? undefined : rows[to]
  if (!row) return false
  rowTarget(row).focus()
  row.scrollIntoView({ block: "nearest" })
  return true
}

function doKey(box: HTMLElement, from: HTMLElement, key: string): boolean {
  if (key === "/") {
    const filter = box.querySelector<HTMLInputElement>("input[type=search]")
    filter?.focus()
    filter?.select()
    return filter !== null
  }
  if (key !== "x") return false
  const tick = from.closest("[data-row]")?.querySelector<HTMLInputElement>("[data-row-box]")
  tick?.click()
  return tick !== null && tick !== undefined
}
