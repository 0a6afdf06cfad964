import { expect, test } from "vitest"
import { linkWithSubIds } from "./link-address.ts"

const LINK = "https://fanfare.example/r/noor"

test.each([
  [{}, "", []],
  [{ s: "  ", s1: "" }, "", []],
  [{ s2: "b", s: " mail " }, "?s=mail&s2=b", []],
  [{ s: "summer:1~a" }, "?s=summer%3A1%7Ea", []],
  [{ s: "a b", s5: "ok" }, "?s5=ok", ["s"]],
  [{ s: "<script>" }, "", ["s"]],
])("%j", (ids, query, wrong) => {
  expect(linkWithSubIds(LINK, ids)).toEqual({ address: LINK + query, wrong })
})
