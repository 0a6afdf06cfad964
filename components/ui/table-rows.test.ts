/** Which rows a view shows, and in which order. */
import { expect, test } from "vitest"
import { type ColumnValues, showRows } from "./table-rows.ts"
import { PLAIN_VIEW, type TableView } from "./table-view.ts"

type Row = { name: string; state: string; clicks: number | null; micros: bigint; at: Date }
const row = (name: string, state: string, clicks: number | null, micros = 0n): Row => ({
  ...{ name, state, clicks, micros },
  at: new Date(Number(micros % 1_000_000n)),
})
const ROWS = [
  row("Café 10", "live", 5, 900n),
  row("cafe 9", "retired", null, 9_007_199_254_740_993n),
  row("Zebra", "live", 41, 9_007_199_254_740_992n),
  row("", "held", 5, 3n),
]
const COLUMNS: ColumnValues<Row>[] = [
  { key: "name", sort: (r) => r.name, search: (r) => r.name },
  { key: "state", facet: (r) => ({ value: r.state, label: r.state.toUpperCase() }), search: (r) => r.state },
  { key: "clicks", sort: (r) => r.clicks },
  { key: "micros", sort: (r) => r.micros },
  { key: "at", sort: (r) => r.at },
]
const show = (view: Partial<TableView>, pageSize = 10) =>
  showRows(ROWS, COLUMNS, { ...PLAIN_VIEW, ...view }, { pageSize, locale: "en" })
const names = (view: Partial<TableView>) => show(view).rows.map((r) => r.name)
const by = (key: string, descending = false) => ({ sort: { key, descending } })

test.each([
  ["as they came", {}, ["Café 10", "cafe 9", "Zebra", ""]],
  ["words by their numbers, nothing last", by("name"), ["cafe 9", "Café 10", "Zebra", ""]],
  ["nothing is last downwards too", by("name", true), ["Zebra", "Café 10", "cafe 9", ""]],
  ["equals keep their order", by("clicks"), ["Café 10", "", "Zebra", "cafe 9"]],
  ["equals keep their order downwards", by("clicks", true), ["Zebra", "Café 10", "", "cafe 9"]],
  ["bigints exactly", by("micros", true), ["cafe 9", "Zebra", "Café 10", ""]],
  ["instants", by("at"), ["", "Café 10", "Zebra", "cafe 9"]],
  ["a column that has no order", by("state"), ["Café 10", "cafe 9", "Zebra", ""]],
  ["words without marks and case", { words: "CAFE" }, ["Café 10", "cafe 9"]],
  ["all words, across columns", { words: "cafe retired" }, ["cafe 9"]],
  ["no match", { words: "nowhere" }, []],
  ["a facet", { facets: { state: ["live"] } }, ["Café 10", "Zebra"]],
  ["either of a facet", { facets: { state: ["live", "held"] } }, ["Café 10", "Zebra", ""]],
  ["words and a facet", { words: "cafe", facets: { state: ["live"] } }, ["Café 10"]],
] as [string, Partial<TableView>, string[]][])("%s", (_, view, expected) => expect(names(view)).toEqual(expected))

test("a row may have several values of a facet, and is found by each", () => {
  const tagged = [{ tags: ["a", "b"] }, { tags: ["b"] }, { tags: [] as string[] }]
  const columns = [{ key: "tag", facet: (r: { tags: string[] }) => r.tags.map((value) => ({ value, label: value })) }]
  const shown = showRows(tagged, columns, { ...PLAIN_VIEW, facets: { tag: ["a"] } }, { pageSize: 9, locale: "en" })
  expect(shown.rows).toEqual([tagged[0]])
  expect(shown.facets[0]!.options.map(({ value, count }) => [value, count])).toEqual([
    ["a", 1],
    ["b", 2],
  ])
})

test("facets count what the words leave, and keep what is ticked", () => {
  const { facets } = show({ words: "cafe", facets: { state: ["held"] } })
  expect(facets).toEqual([
    {
      key: "state",
      options: [
        { value: "held", label: "held", count: 0, ticked: true },
        { value: "live", label: "LIVE", count: 1, ticked: false },
        { value: "retired", label: "RETIRED", count: 1, ticked: false },
      ],
    },
  ])
})

test("pages end with the last one", () => {
  const last = show({ page: 9 }, 3)
  expect([last.page, last.pages, last.matching, last.total, last.rows.length]).toEqual([2, 2, 4, 4, 1])
  expect(show({ words: "nowhere", page: 4 })).toMatchObject({ page: 1, pages: 1, matching: 0, total: 4 })
})
