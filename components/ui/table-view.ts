/**
 * What somebody looks at in a table: order, words searched for, ticked facets, columns, page. It lives in the address, so
 * that it survives a reload, can be sent to somebody else and works without script. All of it comes from outside: bounded here.
 */
export type TableView = {
  sort: { key: string; descending: boolean } | null
  words: string
  /** Facet key -> ticked values; several of one facet mean "any of these". */
  facets: Readonly<Record<string, readonly string[]>>
  /** Shown columns in the table's own order; null: as the table begins. */
  columns: readonly string[] | null
  /** From 1. */
  page: number
}

/** What a table can do; everything else in an address is ignored. */
export type TableShape = {
  sortable: readonly string[]
  facets: readonly string[]
  /** All columns; `fixed` ones are always shown. */
  columns: readonly string[]
  fixed: readonly string[]
  /** Several tables on one page keep apart by it: "links." makes `links.sort`. */
  prefix?: string
}

/** As Next hands an address over. */
export type Params = Readonly<Record<string, string | readonly string[] | undefined>>

export const TABLE_LIMITS = {
  wordsChars: 100,
  valueChars: 80,
  valuesPerFacet: 20,
  page: 10_000,
  stateChars: 2_000,
} as const

export const PLAIN_VIEW: TableView = { sort: null, words: "", facets: {}, columns: null, page: 1 }

const listOf = (value: Params[string]): string[] =>
  value === undefined ? [] : typeof value === "string" ? [value] : [...value]
const firstOf = (value: Params[string]): string => listOf(value)[0] ?? ""

/** Never throws: what cannot be understood is left out. */
export function parseTableView(params: Params, shape: TableShape): TableView {
  const at = (name: string) => params[`${shape.prefix ?? ""}${name}`]
  const facets = shape.facets.flatMap((facet) => {
    const values = boundedValues(listOf(at(`in.${facet}`)))
    return values.length > 0 ? [[facet, values] as const] : []
  })
  return {
    sort: parseSort(firstOf(at("sort")), shape),
    words: [...firstOf(at("q")).trim()].slice(0, TABLE_LIMITS.wordsChars).join(""),
    facets: Object.fromEntries(facets),
    columns: parseColumns(listOf(at("show")), shape),
    page: parsePage(firstOf(at("page"))),
  }
}

function parseSort(text: string, shape: TableShape): TableView["sort"] {
  const descending = text.startsWith("-")
  const key = descending ? text.slice(1) : text
  return shape.sortable.includes(key) ? { key, descending } : null
}

const boundedValues = (values: readonly string[]): string[] =>
  [...new Set(values)]
    .filter((v) => v !== "" && v.length <= TABLE_LIMITS.valueChars)
    .slice(0, TABLE_LIMITS.valuesPerFacet)

/** The fixed columns come with every form, so that "none of the others" can be said at all. */
function parseColumns(shown: readonly string[], shape: TableShape): TableView["columns"] {
  if (!shown.some((key) => shape.columns.includes(key))) return null
  return shape.columns.filter((key) => shown.includes(key) || shape.fixed.includes(key))
}

function parsePage(text: string): number {
  const page = /^\d{1,6}$/.test(text) ? Number(text) : 1
  return Math.min(Math.max(page, 1), TABLE_LIMITS.page)
}

/** The address part of a view, without "?"; "" for the plain one. `parseTableView` of it gives the same view again. */
export function tableQuery(view: TableView, prefix = ""): string {
  const query = new URLSearchParams()
  const add = (name: string, value: string) => query.append(prefix + name, value)
  if (view.sort) add("sort", `${view.sort.descending ? "-" : ""}${view.sort.key}`)
  if (view.words) add("q", view.words)
  for (const [facet, values] of Object.entries(view.facets)) for (const value of values) add(`in.${facet}`, value)
  for (const key of view.columns ?? []) add("show", key)
  if (view.page > 1) add("page", String(view.page))
  return query.toString()
}

/** A kept view's address part, for a table that shares its page with others. */
export const withPrefix = (query: string, prefix: string): string =>
  new URLSearchParams([...new URLSearchParams(query)].map(([name, value]) => [prefix + name, value])).toString()

/** A press on a column's head: up, down, then as the table came. */
export function nextSort(sort: TableView["sort"], key: string, beginsDescending: boolean): TableView["sort"] {
  if (sort?.key !== key) return { key, descending: beginsDescending }
  return sort.descending === beginsDescending ? { key, descending: !beginsDescending } : null
}

export const isNarrowed = (view: TableView): boolean => view.words !== "" || Object.keys(view.facets).length > 0
