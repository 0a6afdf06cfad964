/** SQL, markup and invisible characters in every text field: kept as they were typed and shown escaped, or refused by field. */
import { eq, sql } from "drizzle-orm"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { badgeSvg } from "#components/embed/badge.ts"
import { COPY_FORMS, copyText } from "#components/embed/copy-forms.ts"
import { PLAIN_CHOICE } from "#components/embed/embed-choice.ts"
import { coloursOf } from "#components/embed/embed-colours.ts"
import { frameDocument } from "#components/embed/frame.ts"
import { shelfDocument } from "#components/embed/shelf.ts"
import { promoDocument } from "#components/promo/promo-document.tsx"
import { users } from "#db/schema/auth.ts"
import { publishers, titles } from "#db/schema/catalog.ts"
import { deviceCodes, downloadSessions } from "#db/schema/delivery.ts"
import { links, sites } from "#db/schema/fans.ts"
import { mails } from "#db/schema/platform.ts"
import { editProfile } from "#lib/auth/edit-profile.ts"
import { createPublisher } from "#lib/catalog/create-publisher.ts"
import { createRelease } from "#lib/catalog/create-release.ts"
import { editTitle } from "#lib/catalog/edit-title.ts"
import { findTitleBySlug } from "#lib/catalog/queries.ts"
import { openSession } from "#lib/delivery/open-session.ts"
import { startDeviceFlow } from "#lib/delivery/start-device-flow.ts"
import { createLink } from "#lib/fans/create-link.ts"
import { createSite } from "#lib/fans/create-site.ts"
import { findLinkByCode } from "#lib/fans/link-targets.ts"
import { putTitleOnSite } from "#lib/fans/put-title-on-site.ts"
import { findSiteBySlug } from "#lib/fans/queries.ts"
import { english } from "#lib/kernel/messages.ts"
import { cents } from "#lib/kernel/money.ts"
import { escapeHtml, renderMail } from "#lib/mail/render-mail.ts"
import { mailNotices } from "#lib/notices/mail-notices.ts"
import { promoContextOf } from "#lib/pages/promo-data.ts"
import { findPublishedPage } from "#lib/pages/queries.ts"
import { toB64url } from "#peer/protocol/bytes.ts"
import { webCrypto } from "#peer/protocol/crypto.ts"
import { signDeviceProof } from "#peer/protocol/device.ts"
import { makeUser } from "../support/catalog-world.ts"
import { databaseForTests } from "../support/database.ts"
import { buy, type SaleWorld, saleWorld } from "../support/sale-world.ts"

const test = databaseForTests()
const crypto = webCrypto()
let world: SaleWorld
beforeEach(async () => {
  world = await saleWorld(test.db)
})
afterEach(() => world.close())

const HOSTILE = [
  `'); drop table "user"; --`,
  "x' or '1'='1",
  "<script>alert(1)</script>",
  `"><img src=x onerror=alert(1)>`,
  "'onmouseover='alert(1)",
  "</title></style><svg onload=alert(1)>",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what a template engine would run
  "${7*7} {{7*7}} <%= 7*7 %> %s",
  "\\'; \\\" \\u003cscript>",
  "]]> --> &lt;b&gt; &amp;",
]

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => "accepted",
    (error: { code?: string; field?: string }) =>
      error.code ? `${error.code} ${error.field ?? ""}`.trim() : `${error}`,
  )

/** The tags of a page with what stands in quotes taken out: a text that opens an element or leaves an attribute changes them. */
const skeleton = (page: string): string[] => page.replace(/"[^"]*"/g, '""').match(/<[^>]*>/g) ?? []

function expectInert(render: (text: string) => string, text: string): void {
  expect(skeleton(render(text))).toEqual(skeleton(render("plain")))
  expect(skeleton(render(text)).length).toBeGreaterThan(0)
}

const IN_ENGLISH = { t: english, all: [english] }

const isHostile = (value: unknown, text: string) => value === text || value === `a\n${text}`

describe.each(HOSTILE)("the text %j", (text) => {
  it("is kept and shown as it was typed, and does nothing", async () => {
    const fan = { ...(await makeUser(test.db, "fan@example.test")), roles: ["fan" as const] }
    await editProfile(world.deps, { actor: fan, name: text })
    const words = { name: text, tagline: text, description: text, kind: "game" as const }
    const deal = { priceCents: cents(3_000), demoTerms: "trial" as const }
    await editTitle(world.deps, { actor: world.publisher, titleId: world.titleId, ...words, ...deal })
    const written = { name: text, slug: "pixel-attic", url: `https://blog.example/?q=${text}`, words: `a\n${text}` }
    const { siteId } = await createSite(world.deps, { actor: fan, ...written })
    const { code } = await putTitleOnSite(world.deps, { actor: fan, siteId, titleId: world.titleId })

    const site = (await findSiteBySlug(test.db, "pixel-attic"))!
    expect(site).toMatchObject({ name: text, words: `a\n${text}`, ownerName: text })
    expect(site.titles).toMatchObject([{ name: text, tagline: text }])
    const publicUrl = "http://localhost"
    const page = (await findPublishedPage(test.db, "pixel-attic"))!
    const question = { ...page, publicUrl, onOwnDomain: false, now: world.deps.clock.now() }
    const context = await promoContextOf(test.db, question)
    expect(context.titles[world.titleId]).toMatchObject({
      name: text,
      tagline: text,
      publisherName: expect.any(String),
    })
    const onPage = (words: string) => {
      const told = JSON.parse(
        JSON.stringify({ document: page.document, context }, (_, v) => (isHostile(v, text) ? words : v)),
      )
      return promoDocument({ ...told, t: english, canonical: `${publicUrl}/s/x`, path: "/s/x", pictureVersion: "1" })
        .body
    }
    expectInert(onPage, text)

    const target = (await findLinkByCode(test.db, code))!
    expect(target.name).toBe(text)
    const colours = coloursOf(PLAIN_CHOICE, null)
    const card = { ...target, href: "/r/x", offered: true, demo: false, carriers: null, cover: null, isPost: true }
    expectInert((name) => frameDocument({ ...card, t: english, colours, name, tagline: name }).body, text)
    const item = { priceCents: target.priceCents, href: "/r/x", cover: null }
    const shelf = { t: english, colours, isPost: true }
    expectInert((name) => shelfDocument({ ...shelf, siteName: name, items: [{ ...item, name }] }).body, text)
    expectInert((name) => badgeSvg(english, { ...card, name }, { colours, languages: [english] }), text)
    const link = { ...target, code, offered: true, siteSlug: "x", publicUrl }
    for (const form of COPY_FORMS.filter((key) => !["markdown", "bbcode", "post"].includes(key)))
      expectInert(
        (name) =>
          copyText(
            { ...link, titleName: name, siteName: name },
            { form, size: "wide", choice: PLAIN_CHOICE },
            IN_ENGLISH,
          ),
        text,
      )

    await buy(world, (await makeUser(test.db, "buyer@example.test")).userId)
    await mailNotices(world.deps)
    const [mail] = await test.db.select().from(mails).where(eq(mails.kind, "receipt"))
    expect(mail?.text).toContain(text)
    const inMail = (words: string) =>
      renderMail({ subject: `Your receipt for ${words}`, lines: [words, words] }, { t: english, why: words }).html
    expectInert(inMail, text)
    expect(mail!.html).toContain(escapeHtml(text))
    expect(mail?.subject).not.toMatch(/[\r\n]/)
    expect(await test.db.$count(users)).toBe(3)
  })

  it("finds nothing and breaks nothing where an address or id is expected", async () => {
    expect(await findSiteBySlug(test.db, text)).toBeNull()
    expect(await findTitleBySlug(test.db, text)).toBeNull()
    expect(await findLinkByCode(test.db, text)).toBeNull()
    const actor = world.publisher
    expect(await refusal(createLink(world.deps, { actor, titleId: world.titleId, siteId: null, subId: text }))).toBe(
      "invalid_input subId",
    )
    const site = { actor, name: "n", slug: text, url: "https://blog.example", words: "" }
    expect(await refusal(createSite(world.deps, site))).toBe("invalid_input slug")
    const files = [{ path: text, size: 10 }]
    const release = {
      actor,
      titleId: world.titleId,
      version: text,
      open: false,
      parts: [{ name: "full" as const, files }],
    }
    expect(await refusal(createRelease(world.deps, release))).toBe("invalid_input version")
    expect([await test.db.$count(links), await test.db.$count(sites)]).toEqual([0, 0])
  })
})

describe("characters nobody can see", () => {
  const NUL = "a\u0000b"
  const TURNED = "a\u202eb"

  it.each([
    ["a zero byte", NUL],
    ["a line break", "a\nSubject: b"],
    ["a bell", "a\u0007b"],
  ])("(%s) are refused in every one-line field, by its name", async (_, text) => {
    const actor = world.publisher
    const site = { actor, name: "n", slug: "pixel-attic", url: "https://blog.example", words: "" }
    expect(await refusal(createSite(world.deps, { ...site, name: text }))).toBe("invalid_input name")
    expect(await refusal(editProfile(world.deps, { actor, name: text }))).toBe("invalid_input name")
    const other = await makeUser(test.db, "other@example.test")
    expect(await refusal(createPublisher(world.deps, { actor: other, name: text }))).toBe("invalid_input name")
    const words = { name: "n", tagline: "", description: "", kind: "game" as const }
    const deal = { priceCents: cents(3_000), demoTerms: "trial" as const }
    const title = { actor, titleId: world.titleId, ...words, ...deal }
    expect(await refusal(editTitle(world.deps, { ...title, name: text }))).toBe("invalid_input name")
    expect(await refusal(editTitle(world.deps, { ...title, tagline: text }))).toBe("invalid_input tagline")
    expect(await refusal(pair(text))).toBe("invalid_input name")
    expect([await test.db.$count(sites), await test.db.$count(publishers)]).toEqual([0, 1])
    expect(await test.db.$count(deviceCodes)).toBe(0)
  })

  it("(marks that turn the reading direction) are refused where a name is shown to be trusted", async () => {
    const actor = world.publisher
    expect(await refusal(editProfile(world.deps, { actor, name: TURNED }))).toBe("invalid_input name")
    const site = { actor, name: TURNED, slug: "pixel-attic", url: "https://blog.example", words: "" }
    expect(await refusal(createSite(world.deps, site))).toBe("invalid_input name")
    expect(await refusal(pair(TURNED))).toBe("invalid_input name")
  })

  it("(a zero byte) in an address or id is nothing found, not a fault of ours", async () => {
    expect(await findSiteBySlug(test.db, NUL)).toBeNull()
    expect(await findTitleBySlug(test.db, NUL)).toBeNull()
    const sessionKey = toB64url((await crypto.generateSigningKey()).publicKey)
    const asked = { userId: world.publisher.userId, nodeId: null, kind: "stock" as const, deviceKey: null }
    const open = { ...asked, title: NUL, sessionKey, address: "127.0.9.1", originOnly: false }
    expect(await refusal(openSession(world.deps, open))).toBe("not_found")
    expect(await test.db.$count(downloadSessions)).toBe(0)
  })

  async function pair(name: string) {
    const key = await crypto.generateSigningKey()
    const origin = world.deps.config.publicUrl
    const proof = await signDeviceProof(key, { name, origin, iat: Math.floor(Date.now() / 1000) })
    const publicKey = toB64url(key.publicKey)
    return startDeviceFlow(world.deps, { publicKey, name, scopes: ["carry"], proof, address: "127.0.9.1" })
  }
})

it("prices and lengths out of bounds are refused and leave the title as it was; at the edges they are taken", async () => {
  const words = { name: "n", tagline: "", description: "", kind: "game" as const, demoTerms: "trial" as const }
  const title = { actor: world.publisher, titleId: world.titleId, ...words, priceCents: cents(3_000) }
  const edit = (change: object) => refusal(editTitle(world.deps, { ...title, ...change }))
  const before = await test.db.select().from(titles)
  for (const price of [-1, 1, 98, 100_001]) expect(await edit({ priceCents: cents(price) })).toBe("invalid_input price")
  for (const name of ["   ", "x".repeat(121)]) expect(await edit({ name })).toBe("invalid_input name")
  expect(await edit({ tagline: "x".repeat(161) })).toBe("invalid_input tagline")
  expect(await edit({ description: "x".repeat(20_001) })).toBe("invalid_input description")
  expect(await test.db.select().from(titles)).toEqual(before)
  for (const price of [99, 100_000]) expect(await edit({ priceCents: cents(price) })).toBe("accepted")
  const { rows } = await test.db.execute(sql`select price_cents::text as price from title`)
  expect(rows).toEqual([{ price: "100000" }])
})
