import fc from "fast-check"
import { expect, it } from "vitest"
import { checkSiteText } from "./site.ts"
import { slugFor } from "./site-slug.ts"

it.each([
  ["The Damp Attic", 1, "the-damp-attic"],
  ["The Damp Attic", 2, "the-damp-attic-2"],
  ["Größenwahn & Söhne", 1, "grossenwahn-sohne"],
  ["  Café del Mar!  ", 1, "cafe-del-mar"],
  ["日本語", 1, "fan-page"],
  ["Z", 3, "z-fan-page-3"],
])("makes of %j (attempt %i) the address %j", (name, attempt, slug) => {
  expect(slugFor(name, attempt)).toBe(slug)
})

it("always makes an address that is allowed", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 90 }), fc.integer({ min: 1, max: 60 }), (name, attempt) => {
      const slug = slugFor(name, attempt)
      expect(checkSiteText({ name: "A site", slug, url: "https://a.example", words: "" }).slug).toBe(slug)
    }),
  )
})
