import { existsSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { gzipSync } from "node:zlib"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { english } from "#lib/kernel/messages.ts"
import { makeBlock, makeDocument } from "#lib/pages/default-document.ts"
import type { Block } from "#lib/pages/page-blocks.ts"
import { THEME_PRESETS } from "#lib/pages/page-theme.ts"
import type { PromoContext } from "#lib/pages/promo-context.ts"
import { FONT_FILES, FONT_VERSION, type FontFile } from "../plain/fonts.ts"
import { filmFrame } from "./film-address.ts"
import { scriptSafe } from "./json-ld.ts"
import { markdownToHtml } from "./markdown.ts"
import { type PromoPage, promoDocument } from "./promo-document.tsx"
import { promoFeed } from "./promo-feed.ts"
import { renderMarkup } from "./render-markup.ts"
import { sitemapIndex, sitemapPart } from "./sitemap.ts"

const HOSTILE = `</script><script>alert(1)</script>"'><img src=x onerror=alert(1)>]]>&amp;`

function contextOf(words: string): PromoContext {
  const cover = { src: "/titles/t/cover", avif: "/m/1.avif 640w", webp: "", width: 640, height: 480, alt: words }
  const title = {
    titleId: "ttl_1",
    slug: "t",
    name: words,
    tagline: words,
    kind: "game" as const,
    publisherName: words,
    price: "$30.00",
    priceDecimal: "30.00",
    currency: "USD",
    hasDemo: true,
    cover,
    href: "/r/abcdefgh",
    carriers: 12,
    ownCarriers: 3,
    pickedAt: "2026-11-23T12:00:00.000Z",
  }
  return {
    locale: "en",
    site: { slug: "s", name: words, url: "https://blog.example/", words, ownerName: words, isProved: true },
    publicUrl: "https://fanfare.example",
    base: "",
    titles: { ttl_1: title },
    order: ["ttl_1"],
    pictures: { p: cover },
    supporters: { sites: [{ name: words, slug: "other" }], carriers: 2, bought: 1 },
  }
}

/** Every block there is, every field of words filled. */
const everything = (words: string, more: Block[] = []): Block[] => [
  makeBlock("Hero", "a", { heading: words, words, title: "ttl_1" }),
  makeBlock("Text", "b", { text: words }),
  makeBlock("Title", "c", { title: "ttl_1", words }),
  makeBlock("TitleGrid", "d", { heading: words }),
  makeBlock("DemoShelf", "e", { heading: words, words }),
  makeBlock("Quote", "f", { text: words, who: words, url: "https://q.example/" }),
  makeBlock("Gallery", "g", { heading: words, pictures: [{ picture: "p", alt: words, caption: words }] }),
  makeBlock("Video", "h", { heading: words, url: "https://youtu.be/aqz-KE-bpKQ", label: words, poster: "p" }),
  makeBlock("Download", "i", { title: "ttl_1", heading: words, words }),
  makeBlock("Links", "j", { heading: words, links: [{ label: words, url: "https://l.example/" }] }),
  makeBlock("Supporters", "k", { heading: words, words }),
  ...more,
]

const pageOf = (words: string, content = everything(words)): PromoPage => ({
  document: makeDocument(THEME_PRESETS.paper, content, { title: words, description: words }),
  context: contextOf(words),
  t: english,
  canonical: "https://fanfare.example/s/s",
  path: "/s/s",
  pictureVersion: "v",
})

/** The tags with what stands in quotes taken out; JSON escapes quotes its own way and is looked at by itself. */
const skeleton = (page: string): string[] =>
  page
    .replace(/(<script type="application\/ld\+json">).*?(<\/script>)/s, "$1$2")
    .replace(/"[^"]*"/g, '""')
    .match(/<[^>]*>/g) ?? []

describe("a promo page", () => {
  it("shows hostile words as words, in every field of every block", () => {
    const hostile = promoDocument(pageOf(HOSTILE)).body
    expect(skeleton(hostile)).toEqual(skeleton(promoDocument(pageOf("plain words")).body))
    expect(hostile.match(/<script/g)).toHaveLength(2)
    expect(hostile).not.toContain("<img src=x")
  })

  it("has one h1, one main, a language, and its style and script just as they were announced for the hashes", () => {
    const { body, style, script } = promoDocument(pageOf("words"))
    expect(body.match(/<h1/g)).toHaveLength(1)
    expect(body.match(/<main/g)).toHaveLength(1)
    expect(body).toContain('<html lang="en" dir="ltr">')
    expect(body.match(/<style>(.*?)<\/style>/s)![1]).toBe(style)
    expect(body.match(/<script>(.*?)<\/script>/s)![1]).toBe(script)
    expect(body).not.toMatch(/ style="| on[a-z]+="/)
    expect(() => new Function(script)).not.toThrow()
    expect(gzipSync(script).length).toBeLessThan(2_000)
  })

  it("asks for its first picture first, and gives every picture its size", () => {
    const { body } = promoDocument(pageOf("words"))
    expect(body).toContain('<link rel="preload" as="image" type="image/avif" imagesrcset="/m/1.avif 640w"')
    expect(body.match(/fetchpriority="high"/g)).toHaveLength(2)
    for (const [img] of body.matchAll(/<img[^>]*>/g)) expect(img).toMatch(/width="\d+" height="\d+"/)
  })

  it("says what the fan earns, whether or not the document does, and once", () => {
    const sentence = /I earn from purchases made here/g
    expect(promoDocument(pageOf("w", [])).body.match(sentence)).toHaveLength(1)
    expect(
      promoDocument(pageOf("w", [makeBlock("Disclosure", "z", { words: "x" })])).body.match(sentence),
    ).toHaveLength(1)
    expect(promoDocument(pageOf("w", [])).body.match(/<h1/g)).toHaveLength(1)
  })

  it("counts carriers live, leads through the fan's link, and leaves out a title that is gone", () => {
    const { body } = promoDocument(pageOf("w"))
    expect(body).toContain("12 carriers, 3 from this site")
    expect(body).toContain('href="/r/abcdefgh" rel="sponsored noopener"')
    const gone = pageOf("w", [
      makeBlock("Title", "c", { title: "ttl_2" }),
      makeBlock("Download", "d", { title: "ttl_2" }),
    ])
    expect(promoDocument(gone).body).not.toContain("block-title ")
  })

  it("frames a film's host only when it shows a film of theirs", () => {
    expect(promoDocument(pageOf("w")).frames).toEqual(["https://www.youtube-nocookie.com"])
    expect(promoDocument(pageOf("w", [])).frames).toEqual([])
    expect(filmFrame("https://vimeo.com/76979871")!.address).toBe(
      "https://player.vimeo.com/video/76979871?autoplay=1&dnt=1",
    )
    expect(filmFrame("https://youtube.com.evil.example/watch?v=aqz-KE-bpKQ")).toBeNull()
    expect(filmFrame("https://www.youtube.com/watch?v=a%22onload=x")).toBeNull()
  })

  it("says to machines what it sells, and nothing ends its script early", () => {
    const { body } = promoDocument(pageOf(HOSTILE))
    const json = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(body)![1]!
    const [, list] = JSON.parse(json)["@graph"]
    expect(list.itemListElement[0].item).toMatchObject({
      "@type": "Product",
      name: HOSTILE,
      offers: { price: "30.00", priceCurrency: "USD", url: "https://fanfare.example/titles/t" },
    })
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(scriptSafe({ text })).not.toMatch(/[<>&\u2028\u2029]/)
        expect(JSON.parse(scriptSafe({ text }))).toEqual({ text })
      }),
    )
  })
})

describe("a fan's Markdown", () => {
  it.each([
    ["[a](javascript:alert(1))", '<a rel="nofollow ugc noopener" href="">'],
    ["[a](data:text/html,x)", '<a rel="nofollow ugc noopener" href="">'],
    ["<b onclick=x>a</b>", "&lt;b onclick=x&gt;"],
    ["![a](https://t.example/p.png)", "!<a"],
    ["# a", "<h2>a</h2>"],
    ["~~a~~ **b** *c*", "<del>a</del> <strong>b</strong> <em>c</em>"],
  ])("%j becomes %j", (text, markup) => {
    expect(markdownToHtml(text)).toContain(markup)
  })
})

describe("the renderer", () => {
  it("refuses what the policy would", () => {
    const element = (type: unknown, props: object) => ({ type, props }) as never
    expect(() => renderMarkup(element("p", { style: { color: "red" } }))).toThrow("hash policy")
    expect(() => renderMarkup(element("p", { onClick: () => 0 }))).toThrow("hash policy")
    expect(renderMarkup(element("a", { href: "javascript:alert(1)", hidden: false, "aria-hidden": true }))).toBe(
      '<a aria-hidden="true"></a>',
    )
    expect(renderMarkup(element("a", { href: "//evil.example" }))).toBe("<a></a>")
  })
})

describe("the feed and the sitemap", () => {
  /** Well-formed enough: every tag closed in order, and no character that XML would need escaped. */
  function expectWellFormed(xml: string): void {
    const open: string[] = []
    const body = xml.replace(/^<\?xml[^>]*\?>\n/, "")
    for (const [, slash, name, rest] of body.matchAll(/<(\/?)([\w:]+)([^<>]*)>/g)) {
      if (slash) expect(open.pop()).toBe(name)
      else if (!rest!.endsWith("/")) open.push(name!)
    }
    expect(open).toEqual([])
    expect(body.replace(/<[^<>]*>/g, "")).not.toMatch(/[<>]|&(?!(?:amp|lt|gt|quot|#39);)/)
  }

  it("are well-formed whatever the words", () => {
    const feed = promoFeed({
      context: contextOf(HOSTILE),
      t: english,
      canonical: "https://fanfare.example/s/s",
      feedAddress: "https://fanfare.example/s/s/feed.xml",
    })
    expectWellFormed(feed)
    expect(feed).toContain("<link>https://fanfare.example/r/abcdefgh</link>")
    expect(feed).toContain("<pubDate>Mon, 23 Nov 2026 12:00:00 GMT</pubDate>")
    const map = sitemapPart("https://fanfare.example", [{ address: "/s/a&b", changedAt: new Date(0) }])
    expectWellFormed(map)
    expect(map).toContain("<loc>https://fanfare.example/s/a&amp;b</loc><lastmod>1970-01-01T00:00:00.000Z</lastmod>")
    expectWellFormed(sitemapIndex("https://fanfare.example", 3))
  })
})

describe("our faces", () => {
  const packages = resolve(import.meta.dirname, "../../node_modules/@fontsource-variable")
  it("are installed in the version their addresses name", () => {
    for (const name of Object.keys(FONT_FILES) as FontFile[]) {
      const [family, file] = FONT_FILES[name]
      expect(existsSync(join(packages, family, "files", file))).toBe(true)
      expect(JSON.parse(readFileSync(join(packages, family, "package.json"), "utf8")).version).toBe(FONT_VERSION)
    }
  })
})
