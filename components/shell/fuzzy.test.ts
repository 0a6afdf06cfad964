/** Few letters find what was meant, and the best comes first. */
import fc from "fast-check"
import { expect, test } from "vitest"
import { fuzzyMatch, fuzzySort, MAX_QUERY_CHARS } from "./fuzzy.ts"

test.each([
  ["", "Damp Attic", []],
  ["da", "Damp Attic", [0, 1]],
  ["dat", "Damp Attic", [0, 1, 6]],
  ["xab", "x1a b a", [0, 2, 4]],
  ["attic", "Damp Attic", [5, 6, 7, 8, 9]],
  ["CAFE", "Café Nocturne", [0, 1, 2, 3]],
  ["d a", "Damp Attic", [0, 1]],
  ["xyz", "Damp Attic", null],
  ["attics", "Damp Attic", null],
  ["ta", "Damp Attic", null],
] as const)("%s in %s at %j", (query, text, at) => expect(fuzzyMatch(query, text)?.at ?? null).toEqual(at))

test.each([
  ["li", ["Library", "Your links", "Publishing"]],
  ["po", ["Payouts", "Export"]],
  ["set", ["Settings", "Rosetta"]],
] as const)("%s: the best first", (query, expected) => {
  const all = ["Rosetta", "Export", "Publishing", "Your links", "Settings", "Payouts", "Library"]
  const found = fuzzySort(query, all, (word) => word).map(({ thing }) => thing)
  expect(found.filter((word) => (expected as readonly string[]).includes(word))).toEqual(expected)
})

const letter = fc.constantFrom("a", "b", "c", "A", " ", "-")
const fold = (text: string) => text.toLowerCase()

test("what matches, matches in order, letter by letter; time is bounded", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: letter, maxLength: 6 }),
      fc.string({ unit: letter, maxLength: 60 }),
      (query, text) => {
        const match = fuzzyMatch(query, text)
        const given = fold(text)
        const isThere = new RegExp([...fold(query).replaceAll(" ", "")].join(".*")).test(given)
        expect(match !== null).toBe(isThere)
        if (!match) return
        expect(match.at).toEqual(match.at.toSorted((a, b) => a - b))
        expect(new Set(match.at).size).toBe(match.at.length)
        expect(match.at.length).toBeLessThanOrEqual(MAX_QUERY_CHARS)
      },
    ),
  )
  // Time of our own: what others do on this machine says nothing about it.
  const began = process.cpuUsage()
  for (let i = 0; i < 500; i++) fuzzyMatch("a".repeat(60), "ab".repeat(100))
  expect(process.cpuUsage(began).user / 1_000).toBeLessThan(2_000)
})
