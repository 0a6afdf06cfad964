import fc from "fast-check"
import { expect, it } from "vitest"
import { sameDocument } from "./same-document.ts"

/** The same value with every object's keys the other way round. */
const turned = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(turned)
    : value && typeof value === "object"
      ? Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([k, v]) => [k, turned(v)]),
        )
      : value

it("is the same with its keys in another order, and another with anything else changed", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), (document, word) => {
      expect(sameDocument(document, turned(document))).toBe(true)
      expect(sameDocument({ a: [document, word] }, { a: [word, document] })).toBe(false)
      expect(sameDocument({ a: document, b: word }, { a: turned(document), b: `${word}.` })).toBe(false)
    }),
  )
})
