import { gzipSync } from "node:zlib"
import { describe, expect, it } from "vitest"
import { badgeSvg } from "./badge.ts"
import { copyForms, DISCLOSURE } from "./copy-forms.ts"
import { frameDocument } from "./frame.ts"

const HOSTILE = `"><script>alert(1)</script>](x)[/url]`
const view = {
  name: "Tin Comet",
  tagline: "A small game",
  price: "$30.00",
  href: "/r/abcdefgh",
  hasDemo: true,
  offered: true,
}

describe("badge", () => {
  it("is at most 2 kB for the longest name and follows light and dark", () => {
    const svg = badgeSvg("&".repeat(300), "$9,999,999.99")
    expect(Buffer.byteLength(svg)).toBeLessThanOrEqual(2_048)
    expect(svg).toContain("prefers-color-scheme:dark")
  })

  it("escapes the name", () => {
    expect(badgeSvg(`</text><script>`, "$1.00")).not.toContain("<script")
  })
})

describe("frame", () => {
  it("is one small document without script, with price, disclosure and a marked link", () => {
    const document = frameDocument(view)
    expect(gzipSync(document).length).toBeLessThanOrEqual(6_144)
    expect(document).not.toMatch(/<script|src=|@import|url\(/)
    expect(document).toContain(DISCLOSURE)
    expect(document).toContain(`<a href="/r/abcdefgh" target="_blank" rel="sponsored noopener">`)
    expect(document).toContain("$30.00")
  })

  it("escapes every text and offers no link to what is withdrawn", () => {
    const document = frameDocument({ ...view, name: HOSTILE, tagline: HOSTILE, offered: false })
    expect(document).not.toContain("<script")
    expect(document).not.toContain("<a ")
  })
})

describe("copy panel", () => {
  const forms = copyForms({ code: "abcdefgh", titleName: HOSTILE, publicUrl: "https://fanfare.example" })

  it.each(forms.map((form) => [form.key, form.code] as const))("%s keeps the name from breaking out", (key, code) => {
    const allowed = key === "script" ? code.replace(/<script async src="[^"]+"><\/script>$/, "") : code
    if (key === "markdown") expect(allowed).toContain("\\]\\(x\\)")
    expect(key === "markdown" ? allowed.replaceAll("\\<", "") : allowed).not.toContain("<script")
    expect(allowed).toContain("abcdefgh")
  })

  it("gives every form but the frame's own the disclosure, and marks links as sponsored", () => {
    for (const form of forms) if (form.key !== "iframe") expect(form.code).toContain(DISCLOSURE)
    for (const form of forms.filter((f) => f.code.includes("<a ")))
      expect(form.code).toContain('rel="sponsored noopener"')
  })
})
