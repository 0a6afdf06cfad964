/** Arrow keys in a row of things. */
import { expect, test } from "vitest"
import { nextIndex } from "./next-index.ts"

test.each([
  ["ArrowRight", 0, 3, false, 1],
  ["ArrowRight", 2, 3, false, 0],
  ["ArrowLeft", 0, 3, false, 2],
  ["ArrowRight", 0, 3, true, 2],
  ["ArrowLeft", 0, 3, true, 1],
  ["Home", 2, 3, false, 0],
  ["End", 0, 3, false, 2],
  ["ArrowRight", -1, 3, false, 0],
  ["ArrowLeft", -1, 3, false, 2],
  ["a", 1, 3, false, null],
  ["Home", 0, 0, false, null],
] as const)("%s from %i of %i (rtl %s) leads to %s", (key, at, count, rtl, to) =>
  expect(nextIndex(key, at, count, rtl)).toBe(to),
)
