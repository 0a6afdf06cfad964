/** Which rows of a table a view shows, and in which order. Pure; for as many rows as fit in a page's memory (some thousands). */
import type { TableView } from "./table-view.ts"

export type SortValue = string | number | bigint | Date | boolean | null | undefined
/** What a column tells about a row besides what it shows. */
export type ColumnValues<Row> = {
  key: string
  sort?: (row: Row) => SortValue
  /** Words the text filter finds the row by. */
  search?: (row: Row) => string
  /** One or some of a few values that can be ticked. `label` is what people read. */
  facet?: (row: Row) => FacetValue | readonly FacetValue[]
}
export type Facet = { key: string; options: { value: string; label: string; count: number; ticked: boolean }[] }
export type FacetValue = { value: string; label: string }
export type ShownRows<Row> = {
  rows: Row[]
  matching: number
  total: number
  page: number
  pages: number
  facets: Facet[]
}

/** More choices than this are not a facet but a search. */
export const MAX_OPTIONS = 20

/** A page beyond the last is the last one. `locale` decides the order of words. */
export function showRows<Row>(
  rows: readonly Row[],
  columns: readonly ColumnValues<Row>[],
  view: TableView,
  { pageSize, locale }: { pageSize: number; locale: string },
): ShownRows<Row> {
  const found = rows.filter((row) => hasWords(row, columns, view.words))
  const matching = found.filter((row) => hasFacets(row, columns, view.facets))
  const sorted = sortRows(matching, columns, view.sort, locale)
  const pages = Math.max(1, Math.ceil(sorted.length / pageSize))
  const page = Math.min(view.page, pages)
  return {
    rows: sorted.slice((page - 1) * pageSize, page * pageSize),
    ...{ matching: sorted.length, total: rows.length, page, pages },
    facets: columns.flatMap((column) => facetOf(found, column, view.facets[column.key] ?? [], locale)),
  }
}

/** Letters without their marks and case: "Café" is found by "cafe". */
const plain = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()

function hasWords<Row>(row: Row, columns: readonly ColumnValues<Row>[], words: string): boolean {
  if (!words) return true
  const text = plain(columns.map((column) => column.search?.(row) ?? "").join("\n"))
  return plain(words)
    .split(/\s+/)
    .every((word) => text.includes(word))
}

const hasFacets = <Row>(row: Row, columns: readonly ColumnValues<Row>[], facets: TableView["facets"]): boolean =>
  columns.every(({ key, facet }) => {
    const ticked = facets[key]
    return !facet || !ticked || [facet(row)].flat().some(({ value }) => ticked.includes(value))
  })

function facetOf<Row>(
  rows: readonly Row[],
  column: ColumnValues<Row>,
  ticked: readonly string[],
  locale: string,
): Facet[] {
  if (!column.facet) return []
  const options = new Map<string, Facet["options"][number]>()
  for (const { value, label } of rows.flatMap((row) => column.facet!(row))) {
    const option = options.get(value) ?? { value, label, count: 0, ticked: ticked.includes(value) }
    option.count += 1
    options.set(value, option)
  }
  // What is ticked stays, or it could not be taken away again.
  for (const value of ticked)
    if (!options.has(value)) options.set(value, { value, label: value, count: 0, ticked: true })
  const shown = [...options.values()].sort((a, b) => a.label.localeCompare(b.label, locale)).slice(0, MAX_OPTIONS)
  // One value of which nothing is ticked divides nothing.
  return shown.length > 1 || ticked.length > 0 ? [{ key: column.key, options: shown }] : []
}

function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly ColumnValues<Row>[],
  sort: TableView["sort"],
  locale: string,
): Row[] {
  const valueIn = columns.find((column) => column.key === sort?.key)?.sort
  if (!sort || !valueIn) return [...rows]
  const words = new Intl.Collator(locale, { numeric: true, sensitivity: "base" })
  return rows
    .map((row) => ({ row, value: valueIn(row) }))
    .sort((a, b) => compare(a.value, b.value, words, sort.descending))
    .map(({ row }) => row)
}

/** What has no value comes last in both directions; equals keep the order they came in. */
function compare(a: SortValue, b: SortValue, words: Intl.Collator, descending: boolean): number {
  const [noneA, noneB] = [isNothing(a), isNothing(b)]
  if (noneA || noneB) return Number(noneA) - Number(noneB)
  const order = typeof a === "string" && typeof b === "string" ? words.compare(a, b) : a! < b! ? -1 : a! > b! ? 1 : 0
  return descending ? -order : order
}

const isNothing = (value: SortValue): boolean => value === null || value === undefined || value === ""
