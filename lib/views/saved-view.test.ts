/** What is kept of a view, and what is refused. */
import { expect, test } from "vitest"
import { checkTableKey, checkViewName, parseViewState, VIEW_LIMITS, viewQuery } from "./saved-view.ts"

test.each([
  [
    "sort=-clicks&q=moon&in.state=live&in.state=held&show=name",
    "sort=-clicks&q=moon&in.state=live&in.state=held&show=name",
  ],
  ["sort=a&page=4&evil=1&__proto__=x&in.__proto__=y", "sort=a&in.__proto__=y"],
  ["q=%00&sort=a", "sort=a"],
])("of %s stays %s", (query, kept) => expect(viewQuery(parseViewState(query))).toBe(kept))

test.each(["", "page=2", "evil=1", `q=${"x".repeat(VIEW_LIMITS.queryChars)}`])("%.20s is refused", (query) =>
  expect(() => parseViewState(query)).toThrow(expect.objectContaining({ code: "invalid_input" })),
)

test("names are trimmed to one visible line", () => {
  expect(checkViewName("  Held \n this  month ")).toBe("Held this month")
  for (const name of ["", "  ", "x".repeat(61), "a\u202eb"])
    expect(() => checkViewName(name)).toThrow(expect.objectContaining({ field: "name" }))
})

test("table keys are ours", () => {
  expect(checkTableKey("fan-links")).toBe("fan-links")
  for (const key of ["", "Fan", "a/b", "-a", "x".repeat(41)]) expect(() => checkTableKey(key)).toThrow()
})
