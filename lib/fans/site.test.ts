import { describe, expect, it } from "vitest"
import { AppError } from "../kernel/errors.ts"
import { checkSiteText, type SiteText } from "./site.ts"

const good: SiteText = {
  name: " Pixel Attic ",
  slug: "Pixel-Attic",
  url: "https://blog.example/a",
  words: "One\r\ntwo 👩‍🚀",
}

describe("a site's text", () => {
  it("is trimmed, lower-cased where it is an address, and otherwise kept as written", () => {
    expect(checkSiteText(good)).toEqual({
      name: "Pixel Attic",
      slug: "pixel-attic",
      url: "https://blog.example/a",
      words: "One\ntwo 👩‍🚀",
    })
    expect(checkSiteText({ ...good, name: "<script>alert(1)</script>" }).name).toBe("<script>alert(1)</script>")
  })

  it.each<[keyof SiteText, string]>([
    ["name", "  "],
    ["name", "x".repeat(81)],
    ["name", "two\nlines"],
    ["name", "right\u202eto left"],
    ["slug", "ab"],
    ["slug", "-abc"],
    ["slug", "a b c"],
    ["slug", "x".repeat(41)],
    ["slug", "a'; drop table site"],
    ["url", "javascript:alert(1)"],
    ["url", "data:text/html,x"],
    ["url", "blog.example"],
    ["url", "https://me:secret@blog.example/"],
    ["url", `https://blog.example/${"x".repeat(300)}`],
    ["words", "x".repeat(4_001)],
    ["words", "bell\u0007"],
  ])("refuses %s %j at its field", (field, value) => {
    const tried = () => checkSiteText({ ...good, [field]: value })
    expect(tried).toThrow(AppError)
    try {
      tried()
    } catch (error) {
      expect((error as AppError).field).toBe(field)
    }
  })
})
