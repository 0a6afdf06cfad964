/** Proofs on strangers' pages: found where only the keeper writes, and nowhere a visitor could have left them. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { failureOfButton, failureOfFile, failureOfTag, tagFor } from "./find-proof.ts"
import { tagsOf } from "./read-tags.ts"
import { placeOf } from "./site-place.ts"

const TOKEN = "0123456789abcdef0123456789abcdef"
const TAG = tagFor(TOKEN)
const CODE = "abcd2345"
const on = {
  pageUrl: "https://blog.example/",
  publicUrl: "https://fanfare.example",
  codes: new Set([CODE]),
  slug: "pixel-attic",
}

describe("the tag", () => {
  it.each([
    ["as copied", `<!doctype html><html><head><title>x</title>${TAG}</head><body>`],
    ["without a head written out", `<title>x</title>\n${TAG}<p>words`],
    ["in other case, order and quotes", `<HEAD><META CONTENT='${TOKEN}' data-x NAME=Fanfare-Site /></HEAD>`],
    ["without quotes", `<head><meta name=fanfare-site content=${TOKEN}>`],
    ["beside another fan's", `<head><meta name="fanfare-site" content="other">${TAG}`],
    [
      "after scripts, styles and comments",
      `<head><!-- <body> --><script>"</head><p>"</script><style>p>a{}</style><noscript><p></noscript>${TAG}`,
    ],
    ["after a byte order mark and a comment that never began", `\ufeff<!--><head>${TAG}`],
    [
      "with its characters written as numbers",
      `<head><meta name="fanfare&#45;site" content="&#x30;${TOKEN.slice(1)}">`,
    ],
  ])("is found %s", (_how, page) => {
    expect(failureOfTag(page, TOKEN)).toBeNull()
  })

  it.each([
    ["in the body", `<head></head><body>${TAG}`],
    ["behind words, which begin the body", `<head>words ${TAG}</head>`],
    ["behind a paragraph", `<head><p>${TAG}`],
    ["in a comment", `<head><!-- ${TAG} --></head>`],
    ["in a comment that never ends", `<head><!-- ${TAG}`],
    ["in a script", `<head><script>var x = '${TAG}'</script></head>`],
    ["in a title", `<head><title>${TAG}</title></head>`],
    ["in a text field", `<head><textarea>${TAG}</textarea>`],
    ["in another tag's attribute", `<head><meta name="description" content='${TAG}'></head>`],
    ["in a tag that never ends", `<head><meta name="fanfare-site" content="${TOKEN}"`],
    ["written as text", `<head>&lt;meta name="fanfare-site" content="${TOKEN}"&gt;`],
    ["on an empty page", ""],
  ])("is not found %s", (_where, page) => {
    expect(failureOfTag(page, TOKEN)).toBe("no_tag")
  })

  it("with another content is told apart", () => {
    expect(failureOfTag(tagFor("other"), TOKEN)).toBe("wrong_tag")
    expect(failureOfTag(tagFor(`${TOKEN}0`), TOKEN)).toBe("wrong_tag")
  })
})

describe("the file", () => {
  it("has the line, alone or among others", () => {
    for (const text of [TOKEN, `${TOKEN}\n`, `\ufeff# mine\r\nfanfare-site=${TOKEN}\r\nother`])
      expect(failureOfFile(text, TOKEN)).toBeNull()
    for (const text of ["", "<!doctype html>", `x${TOKEN}`, `${TOKEN}x`, `<p>${TOKEN}</p>`])
      expect(failureOfFile(text, TOKEN)).toBe("wrong_file")
  })
})

describe("our button on the page", () => {
  const link = `<a href="https://fanfare.example/r/${CODE}" rel="sponsored noopener">x</a>`
  const pasted = `<iframe sandbox="allow-scripts" src="https://fanfare.example/embed/frame/${CODE}?in=post#?secret=x"></iframe>`
  const home = `<a href="https://fanfare.example/s/pixel-attic">my page</a>`
  it.each<[string, string, string | null]>([
    ["a frame", `<iframe src="https://fanfare.example/embed/frame/${CODE}"></iframe>`, null],
    [
      "a frame with choices",
      `<iframe src="https://fanfare.example/embed/frame/${CODE}?theme=dark&amp;s=a"></iframe>`,
      null,
    ],
    ["a frame that somebody's pasted address became", pasted, "no_way_back"],
    [
      "a pasted page",
      `<iframe src="https://fanfare.example/embed/shelf/pixel-attic?s=a&#38;in=post"></iframe>`,
      "no_way_back",
    ],
    ["a pasted address and the way back", `${home}${pasted}`, null],
    [
      "a pasted address and a way back in the next comment",
      `${pasted}<a rel="ugc" href="https://fanfare.example/s/pixel-attic">x</a>`,
      "no_way_back",
    ],
    [
      "a script button",
      `<a data-fanfare="${CODE}" href="https://fanfare.example/r/${CODE}">x</a><script async src="https://fanfare.example/embed.js"></script>`,
      null,
    ],
    ["a link and the way back", `${link}${home}`, null],
    [
      "a deep link with a sub-id",
      `<a href="//fanfare.example/r/${CODE.toUpperCase()}/chapter?s=a&amp;b=1">x</a>${home}`,
      null,
    ],
    ["a link alone", link, "no_way_back"],
    [
      "a script button without its script",
      `<a data-fanfare href="https://fanfare.example/r/${CODE}">x</a>`,
      "no_way_back",
    ],
    ["the way back alone", home, "no_button"],
    ["another fan's link", `<a href="https://fanfare.example/r/zzzz2345">x</a>${home}`, "no_button"],
    ["another fan's frame", `<iframe src="https://fanfare.example/embed/frame/zzzz2345"></iframe>`, "no_button"],
    ["another house's link", `<a href="https://fanfare.example.evil.example/r/${CODE}">x</a>${home}`, "no_button"],
    ["a link in a comment", `<!-- ${link} -->${home}`, "no_button"],
    ["a visitor's comment", `<a rel="nofollow ugc" href="https://fanfare.example/r/${CODE}">x</a>${home}`, "no_button"],
    [
      "a way back in a visitor's comment",
      `${link}<a rel="nofollow" href="https://fanfare.example/s/pixel-attic">x</a>`,
      "no_way_back",
    ],
    ["a link that is no address", `<a href="https://[/r/${CODE}">x</a><a>y</a>`, "no_button"],
  ])("%s", (_what, page, failure) => {
    expect(failureOfButton(page, on)).toBe(failure)
  })
})

describe("reading a stranger's page", () => {
  it("ends, in time that grows with the page alone, whatever is on it", () => {
    const size = 300_000
    const seeds = [
      "<a ",
      "<",
      "<!--",
      '<a b="',
      "<a b='",
      "</",
      "<script>",
      "<a =",
      "<a/",
      "<p title=x ",
      "&#x",
      "<a b\t",
      "<a >=",
    ]
    for (const seed of seeds) {
      const began = performance.now()
      for (const _ of tagsOf(seed.repeat(size / seed.length)));
      expect([seed, performance.now() - began < 1_500]).toEqual([seed, true])
    }
  })

  it("finds a tag after anything that may stand in a head, and never throws", () => {
    const part = fc.oneof(
      fc.constantFrom(
        "<!-- x -->",
        "<title>a<b</title>",
        "<link rel=x>",
        "<script>if(a<b)</script>",
        "<base href='/'>",
        "\n",
        "<style></style>",
      ),
      fc.stringMatching(/^[a-z ]{0,9}$/).map((text) => `<meta name="${text}" content='${text}'>`),
    )
    fc.assert(
      fc.property(
        fc.array(part),
        (parts) => void expect(failureOfTag(`<head>${parts.join("")}${TAG}`, TOKEN)).toBeNull(),
      ),
    )
    const noise = fc
      .array(fc.constantFrom("<", ">", "a", "=", '"', "'", "/", "!", "-", " ", "meta", "script", "İ", "&#0;"))
      .map((p) => p.join(""))
    fc.assert(fc.property(noise, (page) => void [...tagsOf(page)]))
  })
})

describe("a place", () => {
  it("is host and path as people mean them", () => {
    const place = (url: string) => placeOf(url).place
    expect(place("https://www.blog.example/")).toBe("blog.example")
    expect(place("http://blog.example./")).toBe("blog.example")
    expect(place("http://127.0.0.1:3004/")).toBe("127.0.0.1:3004")
    expect(place("https://host.example/@noor/?page=2#x")).toBe("host.example/@noor?page=2")
    expect(place("https://host.example/~noor/")).not.toBe(place("https://host.example/~kofi/"))
  })
})
