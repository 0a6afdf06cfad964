import { expect, test } from "vitest"
import { partialHeaders, wantedRange } from "./play-range.ts"

test.each([
  [null, 10, { first: 0, last: 9 }],
  ["bytes=0-", 10, { first: 0, last: 9 }],
  ["bytes=3-5", 10, { first: 3, last: 5 }],
  ["bytes=3-99", 10, { first: 3, last: 9 }],
  ["bytes=-4", 10, { first: 6, last: 9 }],
  ["bytes=-40", 10, { first: 0, last: 9 }],
  ["bytes=10-", 10, null],
  ["bytes=5-3", 10, null],
  ["bytes=-0", 10, null],
  ["bytes=-", 10, null],
  ["bytes=0-1,3-4", 10, null],
  ["items=0-1", 10, null],
  [null, 0, null],
])("%s of %i bytes", (header, size, expected) => {
  expect(wantedRange(header, size)).toEqual(expected)
})

test("an answer says which bytes it holds, so that the player asks for the rest", () => {
  expect(partialHeaders(3, 4, 10, "video/webm")).toMatchObject({
    "content-range": "bytes 3-6/10",
    "content-length": "4",
  })
})
