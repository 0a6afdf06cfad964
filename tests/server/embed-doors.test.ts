/** The doors other people's pages use: oEmbed, cards for pasted links, frames in posts and shelves, over HTTP. */
import { mkdtemp } from "node:fs/promises"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { eq } from "drizzle-orm"
import sharp from "sharp"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { POST_SCRIPT } from "#components/embed/post-script.ts"
import { sourceHash } from "#components/plain/policy.ts"
import { clicks } from "#db/schema/attribution.ts"
import { titles } from "#db/schema/catalog.ts"
import { siteTitles } from "#db/schema/fans.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { acceptPicture } from "#lib/media/accept-picture.ts"
import { type ClickPath, openClickPath } from "#server/click-path.ts"
import { embedFacts } from "#server/embed-facts.ts"
import { createEmbedPath } from "#server/embed-path.ts"
import { createOembedPath } from "#server/oembed-path.ts"
import { testConfig } from "../support/config.ts"
import { databaseForTests } from "../support/database.ts"
import { makeFanWorld } from "../support/fan-world.ts"

const database = databaseForTests()
const clock = fixedClock(new Date("2026-11-23T12:00:00.000Z"))
const WORDPRESS = "WordPress/6.8.3; https://blog.example"

let world: Awaited<ReturnType<typeof makeFanWorld>>
let path: ClickPath
let server: Server
let config: ReturnType<typeof testConfig>

beforeEach(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "doors-"))
  config = testConfig({ dataDir, databaseUrl: process.env.DATABASE_URL ?? null })
  world = await makeFanWorld({ db: database.db, clock })
  const { site, titleId } = world
  await database.db.insert(siteTitles).values({ siteId: site.siteId, titleId, position: 1 })
  path = await openClickPath({ deps: { db: database.db, clock, config }, log: () => undefined })
  const shown = { links: path.links, facts: embedFacts({ db: database.db, clock, config }) }
  const doors = [path.handle, createEmbedPath({ ...shown, scriptFile: "" }), createOembedPath({ ...shown, config })]
  server = createServer((req, res) => {
    if (!doors.some((door) => door(req, res))) res.writeHead(418).end()
  })
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
  await path.stop()
})

const ask = (where: string, headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${where}`, { redirect: "manual", headers })
const oembed = (url: string, more = "") => ask(`/api/v1/oembed?url=${encodeURIComponent(url)}${more}`)
const linkUrl = () => `${config.publicUrl}/r/${world.link.code}`

/** What compresses worst. */
const noisyPicture = () =>
  sharp({
    create: {
      width: 640,
      height: 480,
      channels: 3,
      background: "#888",
      noise: { type: "gaussian", mean: 128, sigma: 60 },
    },
  })
    .png()
    .toBuffer()

describe("oEmbed", () => {
  it("answers for links, titles and pages with one frame of ours", async () => {
    const ours = { version: "1.0", type: "rich", provider_name: "Fanfare", provider_url: config.publicUrl }
    const frames = {
      [linkUrl()]: `/embed/frame/${world.link.code}?in=post`,
      [`${config.publicUrl}/titles/tin-comet`]: "/embed/title/tin-comet?in=post",
      [`${config.publicUrl}/s/pixel-attic`]: "/embed/shelf/pixel-attic?in=post",
    }
    for (const [url, frame] of Object.entries(frames)) {
      const answer = await oembed(url)
      expect([url, answer.status]).toEqual([url, 200])
      const found = await answer.json()
      expect(found).toMatchObject(ours)
      expect(found.html).toContain(`src="${config.publicUrl}${frame}"`)
      expect((await ask(frame)).status).toBe(200)
    }
  })

  it("keeps choices and the fan's tag of the pasted address", async () => {
    const { html } = await (await oembed(`${linkUrl()}?lang=de&theme=dark&s=spring&evil="><x>`)).json()
    const src = /src="([^"]+)"/.exec(html)![1]!.replaceAll("&amp;", "&")
    expect(src).toBe(`${config.publicUrl}/embed/frame/${world.link.code}?in=post&theme=dark&lang=de&s=spring`)
    const card = await (await ask(src.slice(config.publicUrl.length))).text()
    expect(card).toContain(`href="/r/${world.link.code}?t=oembed&amp;s=spring"`)
    expect(card).toContain(`<html lang="de"`)
  })

  it("knows nothing of other people's addresses, of what is not there and of what is withdrawn", async () => {
    const strange = [
      "https://elsewhere.example/titles/tin-comet",
      `${config.publicUrl}@elsewhere.example/titles/tin-comet`,
      `${config.publicUrl.replace("://", "://me:pw@")}/titles/tin-comet`,
      `${config.publicUrl}.elsewhere.example/r/${world.link.code}`,
      `${config.publicUrl}/titles/none`,
      `${config.publicUrl}/r/zzzzzzzz`,
      `${config.publicUrl}/dashboard`,
      "javascript:alert(1)",
      "",
    ]
    for (const url of strange) expect([url, (await oembed(url)).status]).toEqual([url, 404])
    await database.db.update(titles).set({ state: "withdrawn" }).where(eq(titles.id, world.titleId))
    path.links.forget(world.link.code)
    expect((await oembed(linkUrl())).status).toBe(404)
  })

  it("speaks XML, refuses other formats with 501, and escapes a hostile name in both", async () => {
    const hostile = `"><script>alert(1)</script>]]>`
    await database.db.update(titles).set({ name: hostile }).where(eq(titles.id, world.titleId))
    const xml = await oembed(linkUrl(), "&format=xml")
    expect(xml.headers.get("content-type")).toContain("text/xml")
    expect(await xml.text()).not.toContain("<script")
    const json = await (await oembed(linkUrl())).text()
    expect(json).not.toContain("<")
    expect(JSON.parse(json).title).toBe(hostile)
    expect((await oembed(linkUrl(), "&format=yaml")).status).toBe(501)
    expect((await oembed(linkUrl(), "&format=constructor")).status).toBe(501)
  })

  it("keeps to maxwidth and maxheight", async () => {
    expect(await (await oembed(linkUrl(), "&maxwidth=320&maxheight=150")).json()).toMatchObject({
      ...{ width: 320, height: 150 },
    })
  })
})

describe("a pasted link", () => {
  it("is found with its code by who makes embeds and cards; people are led on", async () => {
    const pasted = `/r/${world.link.code}?lang=de`
    const page = await ask(pasted, { "user-agent": WORDPRESS })
    expect(page.status).toBe(200)
    expect(page.headers.get("set-cookie")).toBeNull()
    const head = (await page.text()).split("</head>")[0]!
    const href = /<link rel="alternate" type="application\/json\+oembed" href="([^"]+)"/.exec(head)![1]!
    const found = new URL(href.replaceAll("&amp;", "&"))
    expect(found.searchParams.get("url")).toBe(config.publicUrl + pasted)
    const answer = await (await ask(found.pathname + found.search)).json()
    expect(answer.html).toContain(`/embed/frame/${world.link.code}?in=post&amp;lang=de`)
    expect(head).toContain(`<meta property="og:url" content="${config.publicUrl}${pasted}">`)
    await path.settle()
    const [click] = await database.db.select().from(clicks)
    expect(click?.flag).toBe("preview")
    const person = await ask(pasted, { "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Firefox/145.0" })
    expect([person.status, person.headers.get("location")]).toEqual([302, "/titles/tin-comet"])
  })
})

describe("frames", () => {
  it("run one script named by its hash in a post, and none elsewhere", async () => {
    const policy = async (query: string) =>
      (await ask(`/embed/frame/${world.link.code}${query}`)).headers.get("content-security-policy")
    expect(await policy("?in=post")).toContain(`script-src ${sourceHash(POST_SCRIPT)}`)
    expect(await policy("")).not.toContain("script-src")
  })

  it("follow the reader's language unless told, and say that they do", async () => {
    const read = async (query: string) => {
      const answer = await ask(`/embed/frame/${world.link.code}${query}`, { "accept-language": "de" })
      return [/<html lang="(\w+)"/.exec(await answer.text())?.[1], answer.headers.get("vary")]
    }
    expect(await read("")).toEqual(["de", "Accept-Language, Accept-Encoding"])
    expect(await read("?lang=en")).toEqual(["en", "Accept-Encoding"])
  })

  it("hold the cover inside, within 6 kB, in card and shelf", async () => {
    const noise = await noisyPicture()
    const owner = { ...world.fan, roles: ["fan" as const] }
    const picture = await acceptPicture(
      { db: database.db, clock, config },
      { actor: owner, purpose: "cover", bytes: noise },
    )
    await database.db.update(titles).set({ coverId: picture.id }).where(eq(titles.id, world.titleId))
    for (const where of [`/embed/frame/${world.link.code}`, "/embed/shelf/pixel-attic"]) {
      const body = await (await ask(where)).text()
      expect(body).toContain("data:image/avif;base64,")
      expect(gzipSync(body).length).toBeLessThanOrEqual(6_144)
    }
  })

  it("say that there is nothing where there is nothing", async () => {
    for (const where of ["/embed/shelf/none", "/embed/frame/zzzzzzzz", "/embed/title/none"])
      expect((await ask(where)).status).toBe(404)
  })
})
