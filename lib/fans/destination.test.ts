import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { checkDeepPath, destinationOf, type Leads, parseDeepPath } from "./destination.ts"
import { UTM_KEYS, type Utm } from "./utm.ts"

const TITLE: Leads = { slug: "tin-comet", deepPath: null, pageSlug: null, utm: null }
const PAGE: Leads = { ...TITLE, pageSlug: "pixel-attic" }
const DEEP: Leads = { ...TITLE, deepPath: "notes/1" }
const PASS: Leads = {
  ...TITLE,
  utm: { pass: ["utm_source"], own: { utm_source: "flyer", utm_campaign: "spring & sale" } },
}
const BROUGHT: Utm = { utm_source: "letter", utm_medium: "email" }

describe("where a link leads", () => {
  it.each([
    ["its title", TITLE, null, null, "/titles/tin-comet"],
    ["below its title", DEEP, null, null, "/titles/tin-comet/notes/1"],
    ["another path that was asked for", DEEP, "shots", null, "/titles/tin-comet/shots"],
    ["the fan's page", PAGE, null, null, "/s/pixel-attic"],
    ["the title, when a path is asked for", PAGE, "shots", null, "/titles/tin-comet/shots"],
    ["nothing of the visitor's utm unless the fan says so", TITLE, null, BROUGHT, "/titles/tin-comet"],
    ["what the link adds", PASS, null, null, "/titles/tin-comet?utm_source=flyer&utm_campaign=spring+%26+sale"],
    [
      "what is passed, before it",
      PASS,
      null,
      BROUGHT,
      "/titles/tin-comet?utm_source=letter&utm_campaign=spring+%26+sale",
    ],
    [
      "the page too",
      { ...PASS, pageSlug: "pixel-attic" },
      null,
      null,
      "/s/pixel-attic?utm_source=flyer&utm_campaign=spring+%26+sale",
    ],
    ["the store, should a row be broken", { ...TITLE, slug: "//evil.example" }, null, null, "/store"],
    [
      "the title, should a page's address be broken",
      { ...TITLE, pageSlug: "/evil.example" },
      null,
      null,
      "/titles/tin-comet",
    ],
  ] as const)("%s", (_, link, deepPath, utm, path) => {
    expect(destinationOf(link, { deepPath, utm })).toBe(path)
  })
})

/** Ways off a site that browsers know. */
const EVIL = [
  "//evil.example",
  "/evil.example",
  "/\\evil.example",
  "\\evil.example",
  "https://evil.example",
  "https:evil.example",
  "javascript:alert(1)",
  "%2f%2fevil.example",
  "%5cevil.example",
  "..",
  "../..",
  "../../evil",
  ".",
  "a/../../../x",
  "%2e%2e/%2e%2e/x",
  "a/%2e%2e/x",
  "a//b",
  "a\r\nSet-Cookie: x=1",
  "a%0d%0aLocation: https://evil.example",
  "a\tb",
  "a\u0000b",
  "@evil.example",
  "a?next=//evil.example",
  "a#b",
  "ａ/ｂ",
  "a/".repeat(150),
]

describe("a path that leads elsewhere", () => {
  it.each(EVIL)("%j is none", (raw) => {
    expect(parseDeepPath(raw)).toBeNull()
    expect(destinationOf({ ...TITLE, deepPath: raw }, { deepPath: raw, utm: null })).toBe("/titles/tin-comet")
  })

  it.each(EVIL.filter((raw) => raw !== "/evil.example"))("is refused when a fan types %j", (raw) => {
    expect(() => checkDeepPath(raw)).toThrow(expect.objectContaining({ code: "invalid_input", field: "deepPath" }))
  })

  it.each([
    ["", null],
    ["  ", null],
    ["/notes/1-2/", "notes/1-2"],
    ["a.b/c~d", "a.b/c~d"],
  ])("but %j is %j", (raw, path) => {
    expect(checkDeepPath(raw)).toBe(path)
  })
})

/** Strings near the edge: whole ones from the list above, and any mixture of what they are made of. */
const nasty = fc.oneof(
  fc.constantFrom(...EVIL),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc
    .array(
      fc.constantFrom("/", "\\", "..", ".", "%2f", "%5c", "\r\n", "\t", "a", "https:", "@", "evil.example", "?", "#"),
      { maxLength: 10 },
    )
    .map((parts) => parts.join("")),
)

describe("never an open redirect", () => {
  it("stays on this site, below a title or a page, whatever is stored or asked", () => {
    const maybe = fc.option(nasty)
    const utm = fc.dictionary(fc.constantFrom(...UTM_KEYS), nasty) as fc.Arbitrary<Utm>
    fc.assert(
      fc.property(nasty, maybe, maybe, maybe, utm, utm, (slug, deepPath, pageSlug, askedPath, own, asked) => {
        const link = { slug, deepPath, pageSlug, utm: { pass: UTM_KEYS, own } }
        const path = destinationOf(link, { deepPath: askedPath, utm: asked })
        expect(path).toMatch(
          /^\/(?:titles\/[a-z0-9][a-z0-9-]*(?:\/[A-Za-z0-9._~-]+)*|s\/[a-z0-9][a-z0-9-]*|store)(?:\?[\x21-\x7e]*)?$/,
        )
        const url = new URL(path, "https://own.example")
        expect([url.origin, url.pathname]).toEqual(["https://own.example", path.split("?")[0]])
      }),
      { numRuns: 500 },
    )
  })
})
