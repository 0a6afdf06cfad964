import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { cents } from "../kernel/money.ts"
import {
  type CatalogueQuest,
  MAX_PAGE,
  MAX_TEXT,
  questAddress,
  readQuest,
  SORTS,
  searchWords,
} from "./catalogue-quest.ts"
import { TITLE_KINDS } from "./title-state.ts"

const paramsOf = (address: string): Record<string, string> =>
  Object.fromEntries(new URL(address, "https://store.example").searchParams)

const quests: fc.Arbitrary<CatalogueQuest> = fc
  .record({
    text: fc.string({ unit: "grapheme", maxLength: 20 }),
    anyWord: fc.boolean(),
    kind: fc.option(fc.constantFrom(...TITLE_KINDS)),
    from: fc.option(fc.integer({ min: 0, max: 100_000 })),
    more: fc.option(fc.integer({ min: 0, max: 1_000 })),
    free: fc.boolean(),
    demo: fc.boolean(),
    open: fc.boolean(),
    sort: fc.constantFrom(...SORTS),
    page: fc.integer({ min: 1, max: MAX_PAGE }),
  })
  .map(({ from, more, ...rest }) => {
    const { text } = readQuest({ q: rest.text })
    const to = more === null ? null : Math.min(100_000, (from ?? 0) + more)
    const sort = rest.sort === "best" && text === "" ? "newest" : rest.sort
    const prices = { fromCents: from === null ? null : cents(from), toCents: to === null ? null : cents(to) }
    return { ...rest, text, anyWord: rest.anyWord && text !== "", sort, ...prices }
  })

describe("a quest", () => {
  it("survives the way through an address", () => {
    fc.assert(
      fc.property(quests, (quest) => {
        expect(readQuest(paramsOf(questAddress(quest)))).toEqual(quest)
      }),
    )
  })

  it("reads any address whatever, within its limits", () => {
    const values = fc.dictionary(
      fc.constantFrom("q", "any", "kind", "from", "to", "free", "demo", "open", "sort", "page", "__proto__"),
      fc.oneof(fc.string({ unit: "binary" }), fc.array(fc.string())),
    )
    fc.assert(
      fc.property(values, (params) => {
        const quest = readQuest(params)
        expect([...quest.text].length).toBeLessThanOrEqual(MAX_TEXT)
        expect(quest.text).not.toContain("\0")
        expect(quest.page).toBeGreaterThanOrEqual(1)
        expect(quest.page).toBeLessThanOrEqual(MAX_PAGE)
      }),
    )
  })

  it("goes back to the first page when anything else changes", () => {
    const quest = readQuest({ q: "tin", page: "7" })
    expect(questAddress(quest)).toBe("/store?q=tin&page=7")
    expect(questAddress(quest, { kind: "film" })).toBe("/store?q=tin&kind=film")
  })

  it("reads prices by point or comma, sorts them, and stops at the highest there is", () => {
    const read = (from: string, to: string) => {
      const { fromCents, toCents } = readQuest({ from, to })
      return [fromCents, toCents]
    }
    expect(read("4,5", "9.99")).toEqual([450n, 999n])
    expect(read("20", "5")).toEqual([500n, 2_000n])
    expect(read("-1", "1e9")).toEqual([null, null])
    expect(read("9999999", "")).toEqual([100_000n, null])
  })

  it("orders by match only when there are words", () => {
    expect(readQuest({ sort: "best" }).sort).toBe("newest")
    expect(readQuest({ q: "tin" }).sort).toBe("best")
    expect(readQuest({ q: "tin", sort: "name" }).sort).toBe("name")
  })
})

describe("the words of a search", () => {
  it.each([
    ["tin com", { before: "tin", start: "com" }],
    ["tin", { before: "", start: "tin" }],
    ["Zwölf", { before: "", start: "Zwölf" }],
    ["tin -com", null],
    ['"tin com', null],
    ['"tin" com', { before: '"tin"', start: "com" }],
    ["tin & | ! :*", null],
    ["😀", null],
  ])("%s", (text, typing) => {
    expect(searchWords({ text, anyWord: false })).toEqual({ whole: text, typing })
  })

  it("lose everything the query language would understand where any of them is enough", () => {
    expect(searchWords({ text: 'tin -comet "wind-up rocket" OR', anyWord: true })).toEqual({
      whole: "tin or comet or wind or up or rocket",
      typing: null,
    })
  })
})
