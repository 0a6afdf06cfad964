/** The rules of a title's words, price and slug. */
import { describe, expect, it } from "vitest"
import { cents } from "../kernel/money.ts"
import { checkSlug, checkTitleWords, slugFrom, type TitleWords } from "./title.ts"

const words: TitleWords = {
  name: "  Lantern\u0301  ",
  tagline: "A small game",
  description: "One\r\ntwo",
  kind: "game",
  priceCents: cents(3000),
  demoTerms: "trial",
}
const field = (change: Partial<TitleWords>) => {
  try {
    checkTitleWords({ ...words, ...change })
    return null
  } catch (error) {
    return (error as { field?: string }).field
  }
}

describe("a title's words", () => {
  it("are trimmed, composed and given one kind of line end", () => {
    expect(checkTitleWords(words)).toMatchObject({ name: "Lanterń", description: "One\ntwo" })
  })

  it.each([
    [{ name: "" }, "name"],
    [{ name: "a\nb" }, "name"],
    [{ name: "x".repeat(121) }, "name"],
    [{ tagline: "x".repeat(161) }, "tagline"],
    [{ description: "\u0000" }, "description"],
    [{ kind: "book" as never }, "kind"],
    [{ priceCents: cents(98) }, "price"],
    [{ priceCents: cents(-1) }, "price"],
    [{ priceCents: cents(100_001) }, "price"],
    [{ demoTerms: "week" as never }, "demoTerms"],
    [{ priceCents: cents(0) }, "demoTerms"],
  ])("case %# is refused at its field", (change, expected) => {
    expect(field(change)).toBe(expected)
  })

  it.each([
    [{ priceCents: cents(99) }],
    [{ priceCents: cents(100_000) }],
    [{ priceCents: cents(0), demoTerms: "none" as const }],
    [{ name: "<script>alert(1)</script>'; drop table title; --" }],
  ])("case %# is taken", (change) => {
    expect(field(change)).toBeNull()
  })
})

describe("slugs", () => {
  it.each(["", "-a", "a-", "a--b", "A", "ä", "a b", "../x", "x".repeat(61)])("%j is refused", (slug) => {
    expect(() => checkSlug(slug)).toThrow(expect.objectContaining({ field: "slug" }))
  })

  it.each([
    ["Café Noir: the Film", "cafe-noir-the-film"],
    ["Don’t Stop", "dont-stop"],
    ["…", ""],
  ])("%s becomes %s", (name, slug) => {
    expect(slugFrom(name)).toBe(slug)
  })
})
