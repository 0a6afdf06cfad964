import { describe, expect, it } from "vitest"
import { english, translator } from "../../lib/kernel/messages.ts"
import { cents } from "../../lib/kernel/money.ts"
import { COPY_FORMS, type CopyLink, copyText, formsFor } from "./copy-forms.ts"
import { readWish, wishHref } from "./copy-wish.ts"
import { PLAIN_CHOICE } from "./embed-choice.ts"
import { disclosure } from "./embed-words.ts"
import { oembedJson, oembedOf, oembedXml } from "./oembed.ts"

const HOSTILE = `"><script>alert(1)</script>](x)[/url]`
const german = translator("de", {
  "Get {name}": "{name} holen",
  "Try {name}": "{name} ausprobieren",
  "on Fanfare": "auf Fanfare",
  "{name} recommends": "{name} empfiehlt",
  "I earn from purchases and for carrying the download.": "Ich verdiene an Käufen und am Verteilen des Downloads.",
})
const link: CopyLink = {
  code: "abcdefgh",
  titleName: "Tin Comet",
  priceCents: cents(3_000n),
  offered: true,
  hasDemo: true,
  siteSlug: "attic",
  siteName: "The Attic",
  publicUrl: "https://fanfare.example",
}
const text = (form: (typeof COPY_FORMS)[number], more: Partial<CopyLink> = {}, choice = PLAIN_CHOICE, t = english) =>
  copyText({ ...link, ...more }, { form, size: "wide", choice }, { t, all: [english, german] })

describe("what is copied", () => {
  it.each(COPY_FORMS)("%s keeps a hostile name from breaking out", (form) => {
    const code = text(form, { titleName: HOSTILE, siteName: HOSTILE })
    const allowed = form === "script" ? code.replace(/<script async src="[^"]+"><\/script>$/, "") : code
    if (form === "markdown") expect(allowed).toContain("\\]\\(x\\)")
    expect(form === "markdown" ? allowed.replaceAll("\\<", "") : allowed).not.toContain("<script")
    if (form === "bbcode") expect(allowed).not.toContain("alert")
    expect(allowed).toContain(form === "shelf" ? "attic" : "abcdefgh")
  })

  it.each(COPY_FORMS)("%s says who earns, in the chosen language; frames say it inside", (form) => {
    for (const t of [english, german]) {
      const code = text(form, {}, PLAIN_CHOICE, t)
      if (!["iframe", "shelf", "post"].includes(form)) expect(code).toContain(disclosure(t))
      if (code.includes("<a ")) expect(code).toContain('rel="sponsored noopener"')
    }
  })

  it("names how visitors will have met the link", () => {
    const trigger = (form: (typeof COPY_FORMS)[number], demo = false) =>
      /\/r\/abcdefgh\?t=(\w+)/.exec(text(form, {}, { ...PLAIN_CHOICE, demo }))?.[1]
    expect(["html", "markdown", "bbcode", "script"].map((form) => trigger(form as "html"))).toEqual([
      ...["badge", "badge", "badge", "button"],
    ])
    expect(trigger("html", true)).toBe("demo")
    expect(text("html", {}, { ...PLAIN_CHOICE, demo: true })).toContain("?t=demo#demo")
    expect(text("post")).toBe("https://fanfare.example/r/abcdefgh")
  })

  it("reserves its room without any style, which strict pages refuse", () => {
    for (const form of ["html", "iframe", "script", "shelf"] as const) {
      expect(text(form)).toMatch(/ width="(\d+|100%)" height="\d+"/)
      expect(text(form)).not.toContain("style=")
    }
    expect(text("iframe")).toContain('loading="lazy"')
  })

  it("carries the choices to the picture, the frame, the script and the pasted address", () => {
    const choice = { ...PLAIN_CHOICE, scheme: "dark", lang: "de", colours: "page", demo: true } as const
    const query = "?as=demo&theme=dark&colours=page&lang=de"
    expect(text("markdown", {}, choice)).toContain(`/embed/badge/abcdefgh.svg${query})`)
    expect(text("html", {}, choice)).toContain(`.svg${query.replaceAll("&", "&amp;")}"`)
    expect(text("iframe", {}, choice)).toContain(`/embed/frame/abcdefgh${query.replaceAll("&", "&amp;")}"`)
    expect(text("script", {}, choice)).toContain(
      ` data-fanfare-as="demo" data-theme="dark" data-colours="page" data-lang="de"`,
    )
    expect(text("post", {}, choice)).toBe(`https://fanfare.example/r/abcdefgh${query}`)
  })

  it("offers no demo where there is none, and no shelf without a site", () => {
    expect(text("html", { hasDemo: false }, { ...PLAIN_CHOICE, demo: true })).not.toContain("t=demo")
    expect(formsFor({ siteSlug: null })).not.toContain("shelf")
  })

  it("holds no word that filters of other people's pages look for", () => {
    // As lists for ad blockers write them: parts of paths and names, `rel="sponsored"` being what search engines ask for.
    const filters = [
      /[/._-]ads?[/._?-]/i,
      /\bad(?:s|vert|server|frame|banner|box|unit)/i,
      /banner|sponsor|affiliate|promo|track|pixel|beacon|analytic|doubleclick|referr?al|partner/i,
      /[/?&](?:click|ref|aff|utm|clk)(?:[/=?]|$)/i,
    ]
    const all = COPY_FORMS.map((form) => text(form, {}, { ...PLAIN_CHOICE, demo: true, count: true })).join("\n")
    const seen = all.replaceAll('rel="sponsored noopener"', "")
    for (const filter of filters) expect(seen).not.toMatch(filter)
    expect("/ads/banner.js").toMatch(filters[0]!)
  })
})

describe("the panel's address", () => {
  it("keeps what was chosen and changes one thing", () => {
    const wish = readWish({ form: "iframe", size: "tall", theme: "dark", lang: "de", x: ["1", "2"] }, link)
    expect(wish).toMatchObject({ form: "iframe", size: "tall", choice: { scheme: "dark", lang: "de" } })
    expect(wishHref("/p", wish, { scheme: "auto" })).toBe("/p?form=iframe&size=tall&lang=de")
    expect(wishHref("/p", wish, { form: "html", size: "wide" })).toBe("/p?form=html&theme=dark&lang=de")
  })

  it("is not led astray", () => {
    expect(readWish({ form: "shelf" }, { siteSlug: null, hasDemo: true }).form).toBe("html")
    expect(readWish({ as: "demo" }, { siteSlug: null, hasDemo: false }).choice.demo).toBe(false)
  })
})

describe("oEmbed", () => {
  const subject = {
    title: HOSTILE,
    author: { name: "A & B", url: "https://fanfare.example/titles/x" },
    frameUrl: "https://fanfare.example/embed/frame/abcdefgh?in=post&lang=de",
    size: { width: 600, height: 200 },
    thumbnail: { url: "https://fanfare.example/media/p/1280.jpg", width: 1_280, height: 720 },
  }
  const site = { publicUrl: "https://fanfare.example", cacheSeconds: 3_600 }
  const rich = oembedOf(subject, { maxWidth: null, maxHeight: null }, site)

  it("is one frame and nothing before it", () => {
    expect(rich).toMatchObject({ type: "rich", version: "1.0", width: 600, height: 200, cache_age: 3_600 })
    expect(rich.html).toMatch(/^<iframe [^<>]*><\/iframe>$/)
    expect(rich.html).toContain("frame/abcdefgh?in=post&amp;lang=de")
  })

  it("keeps to the room it is given; where nobody could read it, it is a link", () => {
    const narrow = oembedOf(subject, { maxWidth: 320, maxHeight: null }, site)
    expect(narrow).toMatchObject({ type: "rich", width: 320 })
    expect(narrow).not.toHaveProperty("thumbnail_url")
    expect(oembedOf(subject, { maxWidth: 120, maxHeight: null }, site)).toMatchObject({ type: "link" })
  })

  it("escapes a hostile name in XML, and opens no tag in JSON", () => {
    expect(oembedXml(rich)).not.toMatch(/<script/i)
    expect(oembedXml(rich)).toContain("<title>&quot;&gt;&lt;script&gt;")
    expect(oembedXml(rich)).toContain("A &amp; B")
    expect(oembedJson(rich)).not.toContain("<")
    expect(JSON.parse(oembedJson(rich))).toEqual(rich)
  })
})
