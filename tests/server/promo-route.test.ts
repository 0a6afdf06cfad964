/** A promo page as its visitors' browsers meet it: over HTTP, behind the front door's domains, through the routes themselves. */
import { createHash } from "node:crypto"
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from "node:http"
import type { AddressInfo } from "node:net"
import { brotliDecompressSync, gunzipSync } from "node:zlib"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import type { Deps } from "#lib/deps.ts"
import { editSite } from "#lib/fans/edit-site.ts"
import { putTitleOnSite } from "#lib/fans/put-title-on-site.ts"
import { listRecommendations } from "#lib/fans/queries.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { hideSite, showSite } from "#lib/operate/hide-site.ts"
import { addDomain } from "#lib/pages/add-domain.ts"
import { listPublicAddresses } from "#lib/pages/sitemap-queries.ts"
import { verifyDomain } from "#lib/pages/verify-domain.ts"
import { frontDoor } from "#server/http.ts"
import { SiteHosts } from "#server/site-hosts.ts"
import { GET as feed } from "../../app/s/[site]/feed.xml/route.ts"
import { GET as picture } from "../../app/s/[site]/og.png/route.ts"
import { GET as page } from "../../app/s/[site]/route.ts"
import { GET as stock } from "../../app/s/[site]/stock.json/route.ts"
import { testConfig } from "../support/config.ts"
import { databaseForTests } from "../support/database.ts"
import { makeFanWorld } from "../support/fan-world.ts"
import { makeOperator } from "../support/operate-world.ts"
import { outsideWith } from "../support/outside.ts"

// Outside Next there is no request to read cookies from: visitors here have none, and speak English.
vi.mock("server-only", () => ({}))
vi.mock("next/headers", () => ({
  cookies: async () => ({ get: () => undefined }),
  headers: async () => new Headers({ "accept-language": "en" }),
}))

const database = databaseForTests()
const clock = fixedClock(new Date("2026-11-23T12:00:00Z"))
const config = { ...testConfig(), publicUrl: "https://fanfare.example" }
const ROUTES = { "": page, "/feed.xml": feed, "/og.png": picture, "/stock.json": stock } as const
const DOMAIN = "games.example"

let server: Server
let hosts: SiteHosts
let world: Awaited<ReturnType<typeof makeFanWorld>>

beforeEach(async () => {
  const deps = { db: database.db, clock, config }
  globalThis.__fanfare = deps as unknown as Deps
  world = await makeFanWorld(deps)
  await putTitleOnSite(deps, { actor: world.fan, siteId: world.site.siteId, titleId: world.titleId })
  hosts = new SiteHosts(deps, () => {})
  const door = { fastPaths: [hosts.handle], next: asNext, trustedProxies: [], log: () => {} }
  server = createServer(frontDoor(door))
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
})
afterEach(() => {
  server.close()
  globalThis.__fanfare = undefined
})

/** Asks the route and passes its answer on as Next does, which keeps three headers to itself (its send-response.js). */
async function asNext(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const [, site = "", rest = ""] = /^\/s\/([^/?]+)(\/[a-z.]+)?/.exec(req.url ?? "") ?? []
  const headers = new Headers(Object.entries(req.headers) as [string, string][])
  const asked = new Request(`http://localhost${req.url}`, { headers })
  const answer = await ROUTES[rest as keyof typeof ROUTES](asked, { params: Promise.resolve({ site }) })
  res.statusCode = answer.status
  const dropped = ["content-length", "content-encoding", "transfer-encoding"]
  for (const [name, value] of answer.headers) if (!dropped.includes(name)) res.setHeader(name, [value])
  res.end(Buffer.from(await answer.arrayBuffer()))
}

type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer }

/** As it came over the wire; the Host is the test's to choose. */
function ask(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const { port } = server.address() as AddressInfo
  return new Promise((done, fail) => {
    request({ port, host: "127.0.0.1", path, headers: { host: "fanfare.example", ...headers } }, (res) => {
      const parts: Buffer[] = []
      res.on("data", (part: Buffer) => parts.push(part))
      res.on("end", () => done({ status: res.statusCode!, headers: res.headers, body: Buffer.concat(parts) }))
    })
      .on("error", fail)
      .end()
  })
}

const hashOf = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`

async function ownDomain(): Promise<void> {
  const deps = { db: database.db, clock, config }
  const input = { actor: world.fan, siteId: world.site.siteId, domain: DOMAIN }
  const { recordValue } = await addDomain(deps, input)
  await verifyDomain({ ...deps, outside: outsideWith({ txt: async () => [[recordValue]] }) }, input)
  await hosts.refresh()
}

describe("/s/SITE", () => {
  it("allows the one style and the one script it has, by their hashes, and nothing inline besides", async () => {
    const { status, headers, body } = await ask("/s/pixel-attic")
    const html = body.toString()
    const policy = headers["content-security-policy"] as string
    const style = /<style>(.*?)<\/style>/s.exec(html)![1]!
    const scripts = [...html.matchAll(/<script>(.*?)<\/script>/gs)].map(([, text]) => text!)
    expect([status, headers["content-type"], scripts.length]).toEqual([200, "text/html; charset=utf-8", 1])
    expect(policy).toContain(`style-src ${hashOf(style)};`)
    expect(policy).toContain(`script-src ${hashOf(scripts[0]!)};`)
    expect(policy).not.toContain("unsafe")
    expect(html).not.toMatch(/\sstyle="|\son[a-z]+="/)
  })

  it("travels compressed, once known not at all, and changes its tag with its words", async () => {
    const [plain, gzipped, brotli] = await Promise.all(
      ["identity", "gzip", "gzip, br"].map((accepts) => ask("/s/pixel-attic", { "accept-encoding": accepts })),
    )
    expect(gunzipSync(gzipped!.body)).toEqual(plain!.body)
    expect(brotliDecompressSync(brotli!.body)).toEqual(plain!.body)
    expect(brotli!.body.length).toBeLessThan(10_000)
    expect(brotli!.headers).toMatchObject({ "content-encoding": "br", vary: "Accept-Encoding" })
    const tag = brotli!.headers.etag!
    const again = await ask("/s/pixel-attic", { "if-none-match": tag, "accept-encoding": "gzip" })
    expect([again.status, again.body.length, again.headers.etag]).toEqual([304, 0, tag])
    expect(again.headers["content-security-policy"]).toBe(brotli!.headers["content-security-policy"])
    const words = { name: "Pixel Attic", slug: "pixel-attic", url: "https://blog.example/", words: "Other words." }
    await editSite({ db: database.db }, { actor: world.fan, siteId: world.site.siteId, ...words })
    expect((await ask("/s/pixel-attic", { "if-none-match": tag })).status).toBe(200)
  })

  it("lets no stranger say on which domain it stands", async () => {
    const [honest, spoofed] = await Promise.all([
      ask("/s/pixel-attic"),
      ask("/s/pixel-attic", { "x-fanfare-domain": "evil.example" }),
    ])
    expect(spoofed.body.equals(honest.body)).toBe(true)
    await ownDomain()
    const own = await ask("/", { host: DOMAIN, "x-fanfare-domain": "evil.example" })
    expect([own.status, own.body.toString().includes('href="https://fanfare.example/r/')]).toEqual([200, true])
    expect(own.body.toString()).not.toContain("evil.example")
  })

  it("says that nobody has an address, in a page that dresses by hash too", async () => {
    for (const path of ["/s/nobody", `/s/${"x".repeat(300)}`, "/s/%00"]) {
      const { status, headers, body } = await ask(path)
      expect([path, status, headers["cache-control"]]).toEqual([path, 404, "no-store"])
      const style = /<style>(.*?)<\/style>/s.exec(body.toString())![1]!
      expect(headers["content-security-policy"]).toContain(`style-src ${hashOf(style)};`)
    }
  })
})

describe("a page an operator hid", () => {
  it("is gone everywhere at once, its own domain included, and comes back whole", async () => {
    await ownDomain()
    const deps = { db: database.db, clock }
    const operator = await makeOperator(database.db, clock.now())
    const act = { actor: operator, siteId: world.site.siteId, reason: "Reported, and rightly." }
    await hideSite(deps, { ...act, noticeText: "It <sold> what was not its own." })
    const hidden = await ask("/s/pixel-attic")
    expect([hidden.status, hidden.headers["cache-control"]]).toEqual([410, "no-store"])
    expect(hidden.body.toString()).toContain("It &lt;sold&gt; what was not its own.")
    expect((await ask("/", { host: DOMAIN })).status).toBe(410)
    for (const part of ["/feed.xml", "/og.png", "/stock.json"]) {
      expect([part, (await ask(`/s/pixel-attic${part}`)).status]).toEqual([part, 404])
      expect([part, (await ask(part, { host: DOMAIN })).status]).toEqual([part, 404])
    }
    const listed = await listPublicAddresses(database.db, 0, 10)
    expect(listed.map(({ address }) => address)).toEqual(["/titles/tin-comet"])
    expect(await listRecommendations(database.db, world.titleId, 5)).toEqual({ sites: [], total: 0 })
    await showSite(deps, act)
    expect((await ask("/s/pixel-attic")).status).toBe(200)
    expect((await ask("/feed.xml", { host: DOMAIN })).status).toBe(200)
  })
})
