/** What somebody looks for in the catalogue: words, filters, order and page, read from an address and written to one. */
import { type Cents, cents } from "../kernel/money.ts"
import { MAX_PRICE_CENTS } from "./title.ts"
import { TITLE_KINDS, type TitleKind } from "./title-state.ts"

export const SORTS = ["best", "newest", "name", "cheapest", "dearest", "carried"] as const
export type Sort = (typeof SORTS)[number]

export type CatalogueQuest = {
  /** As typed, one line, at most MAX_TEXT characters. */
  text: string
  /** One of the words is enough. Only where there are words. */
  anyWord: boolean
  kind: TitleKind | null
  fromCents: Cents | null
  toCents: Cents | null
  free: boolean
  demo: boolean
  open: boolean
  sort: Sort
  /** From 1. */
  page: number
}

/** A longer wish is no wish: nobody types it, and every word costs the database a look. */
export const MAX_TEXT = 120
/** Further pages exist for programs only, and those have the API. */
export const MAX_PAGE = 200

export type AddressParams = Readonly<Record<string, string | readonly string[] | undefined>>

/** Never refuses: what cannot be read falls away, so that an old or mangled address still shows a catalogue. */
export function readQuest(params: AddressParams): CatalogueQuest {
  const one = (name: string): string => {
    const value = params[name]
    return (typeof value === "string" ? value : value?.[0]) ?? ""
  }
  const text = tidyText(one("q"))
  const kind = TITLE_KINDS.find((k) => k === one("kind")) ?? null
  const [fromCents, toCents] = inOrder(readPrice(one("from")), readPrice(one("to")))
  const flags = { free: one("free") === "1", demo: one("demo") === "1", open: one("open") === "1" }
  const wished = SORTS.find((s) => s === one("sort")) ?? (text === "" ? "newest" : "best")
  // Without words nothing is a better match than anything else.
  const sort = wished === "best" && text === "" ? "newest" : wished
  const anyWord = text !== "" && one("any") === "1"
  return { text, anyWord, kind, fromCents, toCents, ...flags, sort, page: readPage(one("page")) }
}

/** The shortest address of a quest, perhaps changed: what is as usual is left out. A changed quest begins at its first page. */
export function questAddress(quest: CatalogueQuest, change: Partial<CatalogueQuest> = {}): string {
  const page = Object.keys(change).length > 0 ? 1 : quest.page
  const q = { ...quest, page, ...change }
  const params = new URLSearchParams()
  if (q.text) params.set("q", q.text)
  if (q.text && q.anyWord) params.set("any", "1")
  if (q.kind) params.set("kind", q.kind)
  if (q.fromCents !== null) params.set("from", priceText(q.fromCents))
  if (q.toCents !== null) params.set("to", priceText(q.toCents))
  for (const flag of ["free", "demo", "open"] as const) if (q[flag]) params.set(flag, "1")
  if (q.sort !== (q.text ? "best" : "newest")) params.set("sort", q.sort)
  if (q.page > 1) params.set("page", String(q.page))
  return params.size === 0 ? "/store" : `/store?${params}`
}

/** Whether anything narrows the catalogue down. */
export const isNarrowed = (q: CatalogueQuest): boolean =>
  q.text !== "" || q.kind !== null || q.fromCents !== null || q.toCents !== null || q.free || q.demo || q.open

/** "5", "4.50": what stands in a price box. */
export const priceText = (price: Cents): string =>
  price % 100n === 0n ? String(price / 100n) : `${price / 100n}.${String(price % 100n).padStart(2, "0")}`

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is being taken out
const BETWEEN_WORDS = /[\s\u0000-\u001f\u007f]+/gu

/** Cut before it is looked at, so that ten megabytes cost what a line does; a half character at the cut is dropped. */
function tidyText(typed: string): string {
  const text = typed
    .slice(0, MAX_TEXT * 4)
    .toWellFormed()
    .normalize("NFC")
    .replace(BETWEEN_WORDS, " ")
    .trim()
  return [...text].slice(0, MAX_TEXT).join("").trim()
}

/** Whole or with cents, by point or comma; null for anything else. Prices beyond the highest are the highest. */
function readPrice(typed: string): Cents | null {
  const found = /^(\d{1,7})(?:[.,](\d{1,2}))?$/.exec(typed.trim())
  if (!found) return null
  const price = cents(`${found[1]}${(found[2] ?? "").padEnd(2, "0")}`)
  return price > MAX_PRICE_CENTS ? MAX_PRICE_CENTS : price
}

function inOrder(from: Cents | null, to: Cents | null): [Cents | null, Cents | null] {
  return from !== null && to !== null && from > to ? [to, from] : [from, to]
}

function readPage(typed: string): number {
  const page = /^\d{1,4}$/.test(typed) ? Number(typed) : 1
  return Math.min(Math.max(page, 1), MAX_PAGE)
}

export type SearchWords = {
  /** Everything typed, in the words of `websearch_to_tsquery`. */
  whole: string
  /** What stands before the last word, and the last word as the beginning of one; null when the last is finished. */
  typing: { before: string; start: string } | null
}

const LAST_WORD = /(?:^|\s)([\p{L}\p{N}]+)$/u

/** The words as they stand, with nothing between them that the query language would understand. */
export const plainWords = (text: string): string[] =>
  text
    .replaceAll(/["-]/g, " ")
    .split(/\s+/)
    .filter((word) => word !== "" && word.toLowerCase() !== "or")

/**
 * The last word is still being typed, so it also counts as the beginning of longer ones. It consists of letters and
 * digits only, so that it cannot be an operator of the query language; `-word`, `"word"` and the like stand as they are.
 */
export function searchWords({ text, anyWord }: Pick<CatalogueQuest, "text" | "anyWord">): SearchWords {
  if (anyWord) return { whole: plainWords(text).join(" or "), typing: null }
  const start = LAST_WORD.exec(text)?.[1]
  const quotes = text.split('"').length - 1
  if (!start || quotes % 2 === 1) return { whole: text, typing: null }
  return { whole: text, typing: { before: text.slice(0, text.length - start.length).trim(), start } }
}
