import { randomBytes } from "node:crypto"
import { gzipSync } from "node:zlib"
import { describe, expect, it } from "vitest"
import { english, type Locale, translator } from "../../lib/kernel/messages.ts"
import { cents } from "../../lib/kernel/money.ts"
import { contrast, parseColour } from "../../lib/pages/colour.ts"
import { THEME_PRESETS } from "../../lib/pages/page-theme.ts"
import { BADGE_MAX_WIDTH_PX, type BadgeView, badgeSvg, badgeWidth } from "./badge.ts"
import { textWidthPx } from "./badge-text.ts"
import { buttonFace } from "./button-face.ts"
import { linkHref, PLAIN_CHOICE, readChoice } from "./embed-choice.ts"
import { colourRules, coloursOf } from "./embed-colours.ts"
import { disclosure } from "./embed-words.ts"
import { type FrameView, frameDocument, type Thumb } from "./frame.ts"
import { SHELF_TITLES, type ShelfItem, shelfDocument } from "./shelf.ts"

const HOSTILE = `"><script>alert(1)</script>](x)[/url]`
const german = translator("de", {
  "Get {name}": "{name} holen",
  "not available": "nicht zu haben",
  free: "kostenlos",
  "free demo": "kostenlose Demo",
  "Try {name}": "{name} ausprobieren",
  "{count} carriers": { one: "Ein Träger", other: "{count} Träger" },
  "I earn from purchases and for carrying the download.": "Ich verdiene an Käufen und am Verteilen des Downloads.",
  "or try it free": "oder kostenlos ausprobieren",
})
const house = coloursOf(PLAIN_CHOICE, null)
/** The theme whose rules are longest: both faces, nothing short. */
const themed = coloursOf({ scheme: "auto" }, THEME_PRESETS.meadow)
const badge: BadgeView = {
  name: "Tin Comet",
  priceCents: cents(3_000n),
  offered: true,
  hasDemo: true,
  demo: false,
  carriers: null,
}
const frame: FrameView = {
  ...badge,
  t: english,
  tagline: "A small game",
  href: "/r/abcdefgh?t=card",
  cover: null,
  colours: house,
  isPost: false,
}
/** As many bytes as nothing compresses away. */
const thumb = (bytes: number): Thumb => ({
  dataUri: `data:image/avif;base64,${randomBytes(bytes).toString("base64")}`,
  width: 200,
  height: 150,
  colour: "#123456",
})

describe("badge", () => {
  it("is at most 2 kB in the longest name, language and colours, and follows light and dark", () => {
    const worst = { ...badge, name: "&".repeat(300), priceCents: cents(999_999_999n), carriers: 99_999 }
    const svg = badgeSvg(german, worst, { colours: themed, languages: [english, german] })
    expect(Buffer.byteLength(svg)).toBeLessThanOrEqual(2_048)
    expect(svg).toContain("prefers-color-scheme:dark")
  })

  it("speaks its language, and says so", () => {
    const svg = badgeSvg(german, badge, { colours: house, languages: [german] })
    expect(svg).toContain(`lang="de"`)
    expect(svg).toContain("Tin Comet holen")
    expect(svg).toMatch(/30,00.\$/)
    expect(badgeSvg(german, { ...badge, offered: false }, { colours: house, languages: [german] })).toContain(
      "nicht zu haben",
    )
  })

  it("is as wide as the snippet says in every language it may come in, and while a count grows", () => {
    const languages = [english, german]
    const widthIn = (t: typeof english, view: BadgeView) =>
      Number(/ width="(\d+)"/.exec(badgeSvg(t, view, { colours: house, languages }))![1])
    for (const t of languages) expect(widthIn(t, badge)).toBe(badgeWidth(badge, languages))
    for (const carriers of [0, 1, 12, 999])
      expect(widthIn(english, { ...badge, carriers })).toBe(badgeWidth({ ...badge, carriers: 0 }, languages))
  })

  it("fits a phone whatever it is called, cutting only what does not fit", () => {
    for (const name of ["M", "iiiiiiii", "W".repeat(200), "東京コメット".repeat(9), "A ".repeat(90)])
      for (const carriers of [null, 7]) {
        const view = { ...badge, name, carriers }
        const svg = badgeSvg(english, view, { colours: house, languages: [english, german] })
        const label = /<text x="\d+" y="25">([^<]+)/.exec(svg)![1]!
        const split = Number(/<path d="M(\d+) 4/.exec(svg)![1])
        expect(40 + textWidthPx(label, 15)).toBeLessThan(split)
        expect(badgeWidth(view, [english, german])).toBeLessThanOrEqual(BADGE_MAX_WIDTH_PX)
        expect(label.endsWith("…")).toBe(name.length > 20)
      }
  })

  it("escapes the name, and stands in one scheme when it is told to", () => {
    expect(
      badgeSvg(english, { ...badge, name: `</text><script>` }, { colours: house, languages: [english] }),
    ).not.toContain("<script")
    const dark = coloursOf({ scheme: "dark" }, null)
    expect(colourRules(dark, "svg")).not.toContain("@media")
    expect(colourRules(dark, "svg")).toContain("--s:#1d1b16")
  })
})

describe("colours", () => {
  it("of every preset can be read on the ground and on the accent, whatever scheme the page has", () => {
    for (const theme of Object.values(THEME_PRESETS))
      for (const [surface, ink, muted, , accent, onAccent] of [
        coloursOf({ scheme: "light" }, theme).light,
        coloursOf({ scheme: "dark" }, theme).dark,
      ]) {
        const on = (text: string, ground: string) => contrast(parseColour(text)!, parseColour(ground)!)
        expect(on(ink, surface)).toBeGreaterThanOrEqual(4.5)
        expect(on(muted, surface)).toBeGreaterThanOrEqual(4.5)
        expect(on(onAccent, accent)).toBeGreaterThanOrEqual(4.5)
      }
  })

  it("keep to a page that is only dark, unless this embed is told otherwise", () => {
    expect(coloursOf({ scheme: "auto" }, THEME_PRESETS.lastBus).scheme).toBe("dark")
    expect(coloursOf({ scheme: "light" }, THEME_PRESETS.lastBus).scheme).toBe("light")
  })
})

describe("card", () => {
  it("is one document of at most 6 kB, without script, with price, disclosure and a marked link", () => {
    const worst = { ...frame, name: "Ünï©ødé ".repeat(20), tagline: "a tagline of words ".repeat(10), colours: themed }
    const { body, script } = frameDocument({ ...worst, t: german, cover: thumb(3_900), isPost: true })
    expect(gzipSync(body).length).toBeLessThanOrEqual(6_144)
    expect(script).not.toBeNull()
    const plain = frameDocument(frame)
    expect(plain.script).toBeNull()
    expect(plain.body).not.toMatch(/<script|@import|url\(|https?:/)
    expect(plain.body).toContain(disclosure(english))
    expect(plain.body).toContain(`<a href="/r/abcdefgh?t=card" target="_blank" rel="sponsored noopener">`)
    expect(plain.body).toContain("$30.00")
  })

  it("speaks its language in everything, the document too", () => {
    const { body } = frameDocument({ ...frame, t: german })
    expect(body).toContain(`<html lang="de"`)
    expect(body).toContain("Ich verdiene an Käufen")
    expect(body).toContain("oder kostenlos ausprobieren")
    expect(body).toMatch(/30,00.\$/)
  })

  it("escapes every text and offers no link to what is withdrawn", () => {
    const { body } = frameDocument({ ...frame, name: HOSTILE, tagline: HOSTILE, offered: false })
    expect(body).not.toContain("<script")
    expect(body).not.toContain("<a ")
  })

  it("leads to the demo only where there is one", () => {
    expect(frameDocument({ ...frame, demo: true }).body).toContain("Try the demo")
    expect(frameDocument({ ...frame, demo: true, hasDemo: false }).body).not.toContain("demo")
  })

  it("discloses nothing where nobody earns", () => {
    expect(frameDocument({ ...frame, isEarning: false }).body).not.toContain("I earn")
  })
})

describe("shelf", () => {
  const item = (cover: Thumb | null): ShelfItem => ({
    name: "A title with a long name of many words",
    priceCents: cents(1_999n),
    href: `/r/${randomBytes(4).toString("hex")}?t=shelf`,
    cover,
  })

  it("holds six titles with their covers in 6 kB, and discloses once", () => {
    const items = Array.from({ length: 9 }, () => item(thumb(Math.floor(3_400 / SHELF_TITLES))))
    const { body } = shelfDocument({ t: german, siteName: "x".repeat(80), items, colours: themed, isPost: true })
    expect(gzipSync(body).length).toBeLessThanOrEqual(6_144)
    expect(body.match(/<li>/g)).toHaveLength(SHELF_TITLES)
    expect(body.match(/rel="sponsored noopener"/g)).toHaveLength(SHELF_TITLES)
    expect(body).toContain("Ich verdiene an Käufen")
  })

  it("stands without titles and without covers", () => {
    const view = { t: english, siteName: HOSTILE, colours: house, isPost: false }
    expect(shelfDocument({ ...view, items: [] }).body).toContain("nothing on this shelf")
    expect(shelfDocument({ ...view, items: [{ ...item(null), name: HOSTILE }] }).body).not.toContain("<script")
  })
})

describe("button", () => {
  it("has its words and its whole style from us", () => {
    const face = buttonFace(german, { ...badge, carriers: 3 }, house)
    expect(face).toMatchObject({ label: "Tin Comet holen", lang: "de" })
    expect(face.offer).toBe("3 Träger")
    expect(buttonFace(german, badge, house).offer).toMatch(/^30,00.\$$/)
    expect(face.css).toMatch(/^:host\{--s:#fff;.*@media\(prefers-color-scheme:dark\)/)
    expect(face.css).not.toMatch(/url\(|@import|</)
  })
})

describe("choices in an address", () => {
  it("are read as far as they are known", () => {
    const read = (query: string) => readChoice(new URLSearchParams(query))
    expect(read("")).toEqual(PLAIN_CHOICE)
    expect(read("theme=neon&lang=tlh&colours=red&as=x&count=y")).toEqual(PLAIN_CHOICE)
    expect(read("theme=dark&lang=de&colours=page&as=demo&count=carriers")).toEqual({
      ...{ scheme: "dark", lang: "de" as Locale, colours: "page", demo: true, count: true },
    })
  })

  it("make a way that names how the visitor came", () => {
    expect(linkHref("", "abc", "card")).toBe("/r/abc?t=card")
    expect(linkHref("https://f", "abc", "card", { demo: true, subId: "a:b" })).toBe(
      "https://f/r/abc?t=demo&s=a%3Ab#demo",
    )
  })
})
