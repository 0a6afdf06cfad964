/** A view of a table in the address: what goes in comes out, what is not understood is left out. */
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  isNarrowed,
  nextSort,
  PLAIN_VIEW,
  parseTableView,
  TABLE_LIMITS,
  type TableShape,
  tableQuery,
} from "./table-view.ts"

const shape: TableShape = {
  sortable: ["name", "clicks"],
  facets: ["state", "site"],
  columns: ["name", "state", "clicks", "site"],
  fixed: ["name"],
}
const paramsOf = (query: string) => {
  const search = new URLSearchParams(query)
  return Object.fromEntries([...search.keys()].map((key) => [key, search.getAll(key)]))
}

describe("an address", () => {
  test.each([
    ["", {}],
    ["sort=clicks", { sort: { key: "clicks", descending: false } }],
    ["sort=-clicks", { sort: { key: "clicks", descending: true } }],
    ["sort=state", {}],
    ["sort=__proto__", {}],
    ["q=+blue+moon+", { words: "blue moon" }],
    ["in.state=live&in.state=live&in.state=retired", { facets: { state: ["live", "retired"] } }],
    ["in.other=live", {}],
    ["show=clicks", { columns: ["name", "clicks"] }],
    ["show=site&show=clicks&show=nothing", { columns: ["name", "clicks", "site"] }],
    ["show=nothing", {}],
    ["page=3", { page: 3 }],
    ["page=-3", {}],
    ["page=0", {}],
    ["page=1e9", {}],
    ["page=999999", { page: TABLE_LIMITS.page }],
    [`q=${"x".repeat(500)}`, { words: "x".repeat(TABLE_LIMITS.wordsChars) }],
    [`in.state=${"x".repeat(500)}`, {}],
  ])("%s", (query, expected) => expect(parseTableView(paramsOf(query), shape)).toEqual({ ...PLAIN_VIEW, ...expected }))

  test("keeps at most so many values of a facet", () => {
    const query = Array.from({ length: 60 }, (_, i) => `in.state=${i}`).join("&")
    expect(parseTableView(paramsOf(query), shape).facets.state).toHaveLength(TABLE_LIMITS.valuesPerFacet)
  })

  test("belongs to one table of the page", () => {
    const prefixed = { ...shape, prefix: "links." }
    const view = parseTableView(paramsOf("links.sort=name&sort=clicks"), prefixed)
    expect(view.sort?.key).toBe("name")
    expect(tableQuery(view, "links.")).toBe("links.sort=name")
  })
})

test("every view survives its address", () => {
  const word = fc
    .string({ minLength: 1, maxLength: 30 })
    .map((s) => s.trim())
    .filter((s) => s !== "")
  const views = fc.record({
    sort: fc.option(fc.record({ key: fc.constantFrom("name", "clicks"), descending: fc.boolean() })),
    words: fc.oneof(fc.constant(""), word),
    facets: fc.dictionary(fc.constantFrom("state", "site"), fc.uniqueArray(word, { minLength: 1, maxLength: 5 })),
    columns: fc.option(fc.subarray(["state", "clicks", "site"]).map((some) => ["name", ...some])),
    page: fc.integer({ min: 1, max: TABLE_LIMITS.page }),
  })
  fc.assert(
    fc.property(views, (view) => {
      const again = parseTableView(paramsOf(tableQuery(view)), shape)
      expect({ ...again, columns: again.columns?.toSorted() ?? null }).toEqual({
        ...view,
        facets: { ...view.facets },
        columns: view.columns?.toSorted() ?? null,
      })
    }),
  )
})

test("nothing hostile throws or grows", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.array(fc.string()))), (params) => {
      expect(tableQuery(parseTableView(params, shape)).length).toBeLessThan(50_000)
    }),
  )
})

test("a column's head goes up, down, and back", () => {
  const down = nextSort(null, "clicks", true)
  expect(down).toEqual({ key: "clicks", descending: true })
  const up = nextSort(down, "clicks", true)
  expect(up).toEqual({ key: "clicks", descending: false })
  expect(nextSort(up, "clicks", true)).toBeNull()
  expect(nextSort(up, "name", false)).toEqual({ key: "name", descending: false })
})

test("order and columns narrow nothing", () => {
  expect(isNarrowed({ ...PLAIN_VIEW, sort: { key: "name", descending: true }, columns: ["name"] })).toBe(false)
  expect(isNarrowed({ ...PLAIN_VIEW, words: "x" })).toBe(true)
  expect(isNarrowed({ ...PLAIN_VIEW, facets: { state: ["live"] } })).toBe(true)
})
