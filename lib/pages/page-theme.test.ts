import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Colour, contrast, parseColour } from "./colour.ts"
import { type PageTheme, paletteOf, repairedColours, THEME_PRESETS, themeCss, themeField } from "./page-theme.ts"

const colour = fc.integer({ min: 0, max: 0xffffff }).map((n): Colour => `#${n.toString(16).padStart(6, "0")}`)

describe("a theme's colours", () => {
  it("can be read on every surface, whatever was chosen", () => {
    fc.assert(
      fc.property(colour, colour, colour, (paper, ink, accent) => {
        const p = paletteOf({ paper, ink, accent })
        for (const surface of [p.paper, p.surface, p.sunken, p.glow])
          for (const text of [p.ink, p.muted, p.accentText]) expect(contrast(text, surface)).toBeGreaterThanOrEqual(4.5)
        expect(contrast(p.onAccent, p.accent)).toBeGreaterThanOrEqual(4.5)
        expect(p.accent).toBe(accent)
      }),
      { numRuns: 2_000 },
    )
  })

  it("are taken as they are when they can be read, and named when they cannot", () => {
    expect(repairedColours({ paper: "#ffffff", ink: "#111111", accent: "#8a1500" })).toEqual([])
    expect(repairedColours({ paper: "#ffffff", ink: "#dddddd", accent: "#ffff00" })).toEqual(["ink", "accent"])
    expect(paletteOf({ paper: "#ffffff", ink: "#111111", accent: "#8a1500" }).ink).toBe("#111111")
  })

  it.each(["red", "#fff", "#12345g", "#123456;", "url(x)", "#1234567", 7, null])(
    "are six hex digits: %j is none",
    (raw) => {
      expect(parseColour(raw)).toBeNull()
    },
  )
})

describe("a theme's style", () => {
  it.each(Object.entries(THEME_PRESETS))("of %s holds nothing but declarations from our tables", (_, theme) => {
    const css = themeCss(theme)
    expect(css.replaceAll("@media(prefers-color-scheme:dark)", "")).not.toMatch(/[<>@\\]|url\(|\*\//)
    expect(css.match(/\{/g)!.length).toBe(css.match(/\}/g)!.length)
    expect(css.includes("prefers-color-scheme")).toBe(theme.scheme === "auto")
  })

  it("is what is given, and the first preset where nothing is", () => {
    const at = { what: "theme", path: "theme" }
    expect(themeField.read({ corners: "round" }, at)).toEqual({ ...THEME_PRESETS.paper, corners: "round" })
    for (const preset of Object.values(THEME_PRESETS) as PageTheme[])
      expect(themeField.read(preset, at)).toEqual(preset)
  })
})
