import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { AppError } from "../kernel/errors.ts"
import { defaultDocument, makeBlock, makeDocument } from "./default-document.ts"
import { BLOCK_TYPES } from "./page-blocks.ts"
import {
  checkPageDocument,
  MAX_BLOCKS,
  MAX_DOCUMENT_BYTES,
  parsePageDocument,
  pictureIdsIn,
  titleIdsIn,
} from "./page-document.ts"
import { THEME_PRESETS } from "./page-theme.ts"

const page = (content: unknown[], root: unknown = {}) => ({ root: { props: root }, content, zones: {} })
const block = (type: string, props: object = {}, id = "a") => ({ type, props: { id, ...props } })

describe("a page document", () => {
  it.each([
    ["no object", null, "The page must be an object."],
    ["content that is no list", { content: {} }, "The page's content must be a list."],
    ["zones with something in them", { zones: { "a:b": [] } }, "The page's zones must be empty."],
    ["an unknown block", page([block("Script<b>")]), "Block 1 (Scriptb) is of a kind we do not know."],
    ["a block called like a method", page([block("toString")]), "Block 1 (toString) is of a kind we do not know."],
    ["a block without an id", page([{ type: "Text", props: {} }]), "Block 1 (Text) has no usable id."],
    ["an id with markup", page([block("Text", {}, "<b>")]), "Block 1 (Text) has no usable id."],
    ["two blocks of one id", page([block("Text"), block("Quote")]), "Block 2 (Quote) has another's id."],
    ["a number for text", page([block("Text", { text: 7 })]), "Block 1 (Text), text must be text."],
    ["long text", page([block("Quote", { who: "x".repeat(81) })]), "Block 1 (Quote), who has at most 80 characters."],
    [
      "a script's address",
      page([block("Quote", { url: "javascript:alert(1)" })]),
      "Block 1 (Quote), url must be a full address beginning with https:// or http://.",
    ],
    [
      "an address with a password",
      page([block("Video", { url: "https://a:b@c.example/" })]),
      "Block 1 (Video), url must not hold a user name or password.",
    ],
    [
      "a long list",
      page([block("Links", { links: Array.from({ length: 21 }, () => ({})) })]),
      "Block 1 (Links), links holds at most 20 entries.",
    ],
    [
      "a colour that is a style rule",
      page([], { theme: { light: { paper: "#fff;}body{display:none", ink: "#000000", accent: "#000000" } } }),
      "The page, theme, light, paper is a colour of six hex digits, such as #8a5f00.",
    ],
    ["an unknown typeface", page([], { theme: { type: "Comic" } }), /^The page, theme, type must be one of fanfare/],
  ])("refuses %s, naming the place", (_, raw, detail) => {
    expect(() => checkPageDocument(raw)).toThrow(detail)
    expect(() => checkPageDocument(raw)).toThrow(AppError)
  })

  it("refuses 10 000 blocks before it looks at one of them", () => {
    const trap = {
      get type(): string {
        throw new Error("looked")
      },
    }
    expect(() => checkPageDocument(page(Array.from({ length: 10_000 }, () => trap)))).toThrow(
      `A page has at most ${MAX_BLOCKS} blocks; this one has 10000.`,
    )
  })

  it("refuses JSON that is too long before it parses it, and what is no JSON", () => {
    expect(() => parsePageDocument(" ".repeat(MAX_DOCUMENT_BYTES + 1))).toThrow("256 KB")
    expect(() => parsePageDocument("{")).toThrow("The page is not JSON.")
    const many = Array.from({ length: 30 }, (_, i) => block("Text", { text: "ä".repeat(6_000) }, `t${i}`))
    expect(() => checkPageDocument(page(many))).toThrow("256 KB")
  })

  it("is not impressed by depth", () => {
    const deep = `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`
    const checked = parsePageDocument(`{"root":{"props":{"x":${deep}}},"zones":{},"content":[]}`)
    expect(checked.content).toEqual([])
  })

  it("drops what it does not know, and keeps hostile words as words", () => {
    const words = `<script>alert("1")</script>\u0000\u202e\ud800`
    const made = checkPageDocument(
      page([block("Hero", { heading: words, onclick: "alert(1)", __proto__: { a: 1 }, layout: "banner" })]),
    )
    expect(made.content[0]!.props).toEqual({
      ...makeBlock("Hero", "a").props,
      heading: `<script>alert("1")</script>\ufffd`,
      layout: "banner",
    })
  })

  it("is the same when checked again, for every block there is", () => {
    const all = makeDocument(
      THEME_PRESETS.zine,
      BLOCK_TYPES.map((type, i) => makeBlock(type, `b${i}`)),
    )
    expect(all.content).toHaveLength(BLOCK_TYPES.length)
    expect(checkPageDocument(JSON.parse(JSON.stringify(all)))).toEqual(all)
  })

  it("gives nothing but a document or a refusal for any JSON", () => {
    const props = fc.dictionary(
      fc.constantFrom("id", "text", "url", "titles", "pictures", "links", "layout", "heading", "theme", "light"),
      fc.jsonValue(),
    )
    const blocks = fc.array(
      fc.record({ type: fc.constantFrom(...BLOCK_TYPES, "x"), props: fc.oneof(props, fc.jsonValue()) }),
    )
    const likely = fc.record({ root: fc.oneof(fc.record({ props }), fc.jsonValue()), content: blocks })
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), likely), (raw) => {
        try {
          checkPageDocument(raw)
        } catch (error) {
          expect(error).toBeInstanceOf(AppError)
        }
      }),
      { numRuns: 500 },
    )
  })

  it("names its titles and pictures once each", () => {
    const made = checkPageDocument(
      page(
        [
          block("Hero", { title: "ttl_1", picture: "p1" }, "a"),
          block("TitleGrid", { titles: [{ title: "ttl_2" }, { title: "ttl_1" }] }, "b"),
          block("Gallery", { pictures: [{ picture: "p2" }] }, "c"),
          block("Video", { url: "https://v.example/", poster: "p1" }, "d"),
        ],
        { picture: "p3" },
      ),
    )
    expect(titleIdsIn(made)).toEqual(["ttl_1", "ttl_2"])
    expect(pictureIdsIn(made).toSorted()).toEqual(["p1", "p2", "p3"])
  })
})

describe("the page of a site that has none", () => {
  const title = (titleId: string, hasDemo = false, hasCover = true) => ({ titleId, hasDemo, hasCover })
  it("shows the first title with a cover on top, the others below, and says what is earned", () => {
    const made = defaultDocument({ words: "One.\n\nTwo.", titles: [title("a", false, false), title("b", true)] })
    expect(made.content.map((b) => b.type)).toEqual(["Hero", "Text", "TitleGrid", "DemoShelf", "Disclosure"])
    expect(made.content[0]!.props).toMatchObject({ title: "b", words: "One." })
    expect(defaultDocument({ words: "One.\n\nTwo.", titles: [title("a", false, false), title("b", true)] })).toEqual(
      made,
    )
  })

  it("is whole for an empty site and for words as long as a site may have", () => {
    expect(defaultDocument({ words: "", titles: [] }).content.map((b) => b.type)).toEqual(["Hero", "Disclosure"])
    const long = defaultDocument({ words: "x".repeat(4_000), titles: [title("a")] })
    expect(long.content.map((b) => b.type)).toEqual(["Hero", "Text", "Disclosure"])
  })
})
