/** Markup, formulas and javascript: addresses at the doors of links: kept as they were typed and shown escaped, or refused by field. */
import { beforeEach, describe, expect, it } from "vitest"
import { oembedJson, oembedOf, oembedXml } from "#components/embed/oembed.ts"
import { claimCode } from "#lib/fans/claim-code.ts"
import { createLink } from "#lib/fans/create-link.ts"
import { createSite } from "#lib/fans/create-site.ts"
import { keepTable, listMadeLinks, makeImport } from "#lib/fans/import-links.ts"
import { getOwnLink, listLinks } from "#lib/fans/link-queries.ts"
import { madeTable } from "#lib/fans/link-table.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { loadPlatformKeys } from "#lib/keys/platform-keys.ts"
import { QR_DEFAULTS } from "#lib/pages/qr-options.ts"
import { qrSvg } from "#lib/pages/qr-picture.ts"
import { createWebhook } from "#lib/webhooks/create-webhook.ts"
import { deleteWebhook } from "#lib/webhooks/edit-webhook.ts"
import { getOwnWebhook } from "#lib/webhooks/queries.ts"
import { testConfig } from "../support/config.ts"
import { databaseForTests } from "../support/database.ts"
import { makeFanWorld } from "../support/fan-world.ts"
import { HOSTILE, HOSTILE_ADDRESS } from "../support/hostile-words.ts"

const database = databaseForTests()
const clock = fixedClock(new Date("2026-11-23T12:00:00Z"))
const deps = () => ({ db: database.db, clock })
let world: Awaited<ReturnType<typeof makeFanWorld>>
beforeEach(async () => {
  world = await makeFanWorld(deps())
})

const WORDS = [
  HOSTILE.slice(0, 80),
  "<script>alert(1)</script>",
  "'onmouseover='alert(1)",
  "</title></path></svg><svg onload=alert(1)>",
  "]]> --> &lt;b&gt; &amp;",
  `=HYPERLINK("https://evil.example","x")`,
  "\\u003cscript>",
]
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => "accepted",
    (error: { code?: string; field?: string }) => `${error.code} ${error.field}`,
  )
/** The tags with what stands in quotes taken out: words that open an element or leave an attribute change them. */
const skeleton = (document: string): string[] => document.replace(/"[^"]*"/g, '""').match(/<[^>]*>/g) ?? []

describe("words that would act", () => {
  it("are a link's name and note as they were typed, and no code, tag or sub-id", async () => {
    const wish = { actor: world.fan, titleId: world.titleId }
    for (const words of WORDS) {
      const { linkId } = await createLink(deps(), { ...wish, name: words, note: words })
      expect(await getOwnLink(database.db, world.fan.userId, linkId)).toMatchObject({ name: words, note: words })
      for (const field of ["code", "tags", "subId"] as const)
        expect(await refusal(createLink(deps(), { ...wish, [field]: words }))).toBe(`invalid_input ${field}`)
      expect(await refusal(claimCode(deps(), { actor: world.fan, code: words }))).toBe("invalid_input code")
    }
  })

  it("come through a table as they were, and leave in one that no spreadsheet runs", async () => {
    const quoted = (words: string) => words.replaceAll('"', '""')
    const text = `title,name\n${WORDS.map((words) => `tin-comet,"${quoted(words)}"\n`).join("")}`
    const { importId } = await keepTable(deps(), { actor: world.fan, text })
    await makeImport(deps(), { actor: world.fan, importId })
    expect((await listLinks(database.db, world.fan.userId)).map(({ name }) => name)).toEqual(
      expect.arrayContaining(WORDS),
    )
    const csv = madeTable(await listMadeLinks(database.db, world.fan, importId), "https://fanfare.example")
    for (const words of WORDS) expect(csv).toContain(quoted(words))
    expect(csv).not.toMatch(/(?:^|[,"\n])[=+@]/)
  })

  it("are a webhook's description, and in its address only as an address has them", async () => {
    const config = testConfig()
    const keys = await loadPlatformKeys(database.db, config.masterKey, clock)
    const wish = { actor: world.fan, events: ["sale.captured"], description: "" }
    for (const words of WORDS) {
      const url = `https://hooks.example/${words}`
      const { webhookId } = await createWebhook({ ...deps(), config, keys }, { ...wish, description: words, url })
      const made = await getOwnWebhook(database.db, world.fan.userId, webhookId)
      expect(made.description).toBe(words)
      expect(made.url).toMatch(/^https:\/\/hooks\.example\/[^<>"\s]*$/)
      await deleteWebhook(deps(), { actor: world.fan, webhookId })
    }
    expect(await refusal(createWebhook({ ...deps(), config, keys }, { ...wish, url: HOSTILE_ADDRESS }))).toBe(
      "invalid_input url",
    )
  })

  it("open nothing in a pasted card, neither as JSON nor as XML, nor under a QR code", () => {
    const card = (title: string) =>
      oembedOf(
        {
          ...{ title, author: { name: title, url: `https://fanfare.example/s/x?${title}` } },
          frameUrl: `https://fanfare.example/embed/frame/x?${title}`,
          ...{ size: { width: 480, height: 200 }, thumbnail: null },
        },
        { maxWidth: null, maxHeight: null },
        { publicUrl: "https://fanfare.example", cacheSeconds: 60 },
      )
    const code = (name: string) =>
      qrSvg({ ...QR_DEFAULTS, url: "https://fanfare.example/r/x", caption: true, captionWords: { name, note: name } })
    const drawn = (svg: string) => skeleton(svg).filter((tag) => !tag.startsWith("<path"))
    for (const words of WORDS) {
      expect(skeleton(`${card(words).html}`)).toEqual(skeleton(`${card("plain").html}`))
      expect(skeleton(oembedXml(card(words)))).toEqual(skeleton(oembedXml(card("plain"))))
      expect(oembedJson(card(words))).not.toContain("<")
      expect(JSON.parse(oembedJson(card(words)))).toMatchObject({ title: words, author_name: words })
      expect(drawn(code(words))).toEqual(drawn(code("plain")))
      expect(code(words)).not.toMatch(/script|alert|evil|<text/)
    }
  })
})

it("an address that runs is no fan's site", async () => {
  const wish = { actor: world.fan, name: "Site", slug: "another-site", words: "" }
  expect(await refusal(createSite(deps(), { ...wish, url: HOSTILE_ADDRESS }))).toBe("invalid_input url")
})
