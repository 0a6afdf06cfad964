import { mkdtemp } from "node:fs/promises"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { asc, eq } from "drizzle-orm"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { clicks } from "#db/schema/attribution.ts"
import { titles } from "#db/schema/catalog.ts"
import { archiveLink } from "#lib/fans/archive-link.ts"
import { editLink } from "#lib/fans/edit-link.ts"
import { NO_CACHES } from "#lib/fans/page-caches.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { type ClickPath, openClickPath } from "#server/click-path.ts"
import { embedFacts } from "#server/embed-facts.ts"
import { createEmbedPath } from "#server/embed-path.ts"
import { testConfig } from "../support/config.ts"
import { databaseForTests } from "../support/database.ts"
import { makeFanWorld, makeTitle } from "../support/fan-world.ts"

const database = databaseForTests()
const clock = fixedClock(new Date("2026-11-23T12:00:00.000Z"))
const AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"

let world: Awaited<ReturnType<typeof makeFanWorld>>
let path: ClickPath
let server: Server
let dataDir: string

async function serve() {
  const config = testConfig({ dataDir, databaseUrl: process.env.DATABASE_URL ?? null })
  path = await openClickPath({ deps: { db: database.db, clock, config }, log: () => undefined })
  const facts = embedFacts({ db: database.db, clock, config })
  const embeds = createEmbedPath({ links: path.links, facts, scriptFile: join(dataDir, "embed.js") })
  server = createServer((req, res) => {
    if (!path.handle(req, res) && !embeds(req, res)) res.writeHead(418).end()
  })
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
}

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "clicks-"))
  world = await makeFanWorld({ db: database.db, clock })
  await serve()
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
  await path.stop()
})

const ask = (where: string, headers: Record<string, string> = {}, method = "GET") =>
  fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${where}`, {
    method,
    redirect: "manual",
    headers: { "user-agent": AGENT, ...headers },
  })
const stored = async () => {
  await path.settle()
  return database.db.select().from(clicks).orderBy(asc(clicks.at), asc(clicks.id))
}
const cookieOf = (answer: Response) => /^ff_click=([^;]+)/.exec(answer.headers.get("set-cookie") ?? "")?.[1] ?? null

describe("/r/CODE", () => {
  it("stores the click, sets the cookie and leads to the title", async () => {
    const answer = await ask(`/r/${world.link.code}/notes/1?s=mail`, { referer: "https://blog.example/post?secret=1" })
    expect([answer.status, answer.headers.get("location")]).toEqual([302, "/titles/tin-comet/notes/1"])
    expect(answer.headers.get("cache-control")).toBe("no-store")
    expect(answer.headers.get("referrer-policy")).toBe("strict-origin-when-cross-origin")
    expect(answer.headers.get("set-cookie")).toMatch(/; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/)
    const [click, ...more] = await stored()
    expect(more).toEqual([])
    expect(click).toMatchObject({ id: cookieOf(answer), subId: "mail", deepPath: "notes/1", flag: null, dupOf: null })
    expect(click!.refererHost).toBe("blog.example")
    expect(JSON.stringify(click)).not.toContain("127.0.0.1")
  })

  it("keeps how the visitor met the link, on what, and every tag; never the agent itself", async () => {
    const phone =
      "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1"
    await ask(`/r/${world.link.code}?s=mail&s1=a&s5=e&s2=%00&t=qr&utm_source=letter%20%222%22`, { "user-agent": phone })
    const [click] = await stored()
    expect(click).toMatchObject({ subId: "mail", s1: "a", s2: null, s5: "e", trigger: "qr", device: "mobile" })
    expect(JSON.parse(click!.utm!)).toEqual({ utm_source: 'letter "2"' })
    expect(JSON.stringify(click)).not.toContain("iPhone")
  })

  it("uses the link's own sub-id, puts the newest click first, and counts a double once", async () => {
    const first = cookieOf(await ask(`/r/${world.link.code}`))
    const second = await ask(`/r/${world.link.code}`, { cookie: `x=1; ff_click=${first}` })
    expect(cookieOf(second)?.split(".")).toEqual([expect.stringMatching(/^[\w-]{22}$/), first])
    const rows = await stored()
    expect(rows.map((row) => row.subId)).toEqual(["sidebar", "sidebar"])
    expect(rows.filter((row) => row.dupOf === first)).toHaveLength(1)
  })

  it("answers HEAD, robots, prefetching and nameless programs without a cookie, and stores them flagged", async () => {
    await ask(`/r/${world.link.code}`, {}, "HEAD")
    await ask(`/r/${world.link.code}`, { "sec-purpose": "prefetch" })
    await ask(`/r/${world.link.code}`, { "user-agent": "" })
    await ask(`/r/${world.link.code}`, { "user-agent": "Twitterbot/1.0" })
    const robot = await ask(`/r/${world.link.code}`, { "user-agent": "Googlebot/2.1" })
    expect([robot.status, cookieOf(robot)]).toEqual([302, null])
    const rows = await stored()
    expect(rows.map((row) => row.flag).sort()).toEqual(["bot", "head", "no_agent", "prefetch", "preview"])
  })

  it.each(["/r/zzzzzzzz", "/r/x", "/r/", "/r/%3Cscript%3E", "/r/..%2f..%2fetc"])(
    "says usefully that %s is unknown",
    async (where) => {
      const answer = await ask(where)
      const body = await answer.text()
      expect(answer.status).toBe(404)
      expect(body).toContain("This link leads nowhere")
      expect(body).not.toContain("<script")
      expect(answer.headers.get("content-security-policy")).toContain("frame-ancestors 'none'")
      expect(await stored()).toEqual([])
    },
  )

  it("credits the title it led to, however long the database has been away with the news that the link leads elsewhere", async () => {
    const other = await makeTitle(database.db, clock.now(), "paper-moon")
    const wish = { actor: world.fan, linkId: world.link.linkId, titleId: other }
    await editLink({ db: database.db, clock, caches: NO_CACHES }, wish)
    const stale = await ask(`/r/${world.link.code}`)
    path.links.forget(world.link.code)
    const fresh = await ask(`/r/${world.link.code}`)
    expect([stale, fresh].map((answer) => answer.headers.get("location"))).toEqual([
      "/titles/tin-comet",
      "/titles/paper-moon",
    ])
    const rows = new Map((await stored()).map((row) => [row.id, row.titleId]))
    expect(rows.get(cookieOf(stale)!)).toBe(world.titleId)
    expect(rows.get(cookieOf(fresh)!.split(".")[0]!)).toBe(other)
  })

  it("says that a withdrawn title is gone, with its name escaped, and counts nothing", async () => {
    await database.db.update(titles).set({ state: "withdrawn", name: "<script>alert(1)</script>" })
    const answer = await ask(`/r/${world.link.code}`)
    // The map was filled at start; an edit is seen when its entry is asked for anew.
    path.links.forget(world.link.code)
    const fresh = await ask(`/r/${world.link.code}`)
    expect([answer.status, fresh.status]).toEqual([302, 410])
    expect(await fresh.text()).not.toContain("<script")
    expect(await stored()).toHaveLength(1)
  })

  it("leads a retired link on, and counts nothing", async () => {
    await archiveLink({ db: database.db, clock, caches: NO_CACHES }, { actor: world.fan, linkId: world.link.linkId })
    path.links.forget(world.link.code)
    const answer = await ask(`/r/${world.link.code}`)
    expect([answer.status, cookieOf(answer)]).toEqual([302, null])
    expect(await stored()).toEqual([])
  })

  it("refuses other methods", async () => {
    expect((await ask(`/r/${world.link.code}`, {}, "POST")).status).toBe(405)
  })

  it("keeps redirecting while the table is gone, and stores those clicks, once each, when it is back", async () => {
    await database.database.pool.query("alter table click rename to click_gone")
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, n) =>
        ask(`/r/${world.link.code}?s=n${n}&s1=a&s5=e${n}&t=card&utm_source=u${n}`, { "user-agent": `${AGENT} ${n}` }),
      ),
    )
    expect(answers.map((a) => a.status)).toEqual([302, 302, 302, 302, 302])
    await path.stop()
    await database.database.pool.query("alter table click_gone rename to click")
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
    await serve()
    const rows = await stored()
    expect(rows.map((row) => row.id).sort()).toEqual(answers.map((a) => cookieOf(a)).sort())
    for (const { subId, ...row } of rows) {
      const n = subId!.slice(1)
      expect(row).toMatchObject({ s1: "a", s5: `e${n}`, trigger: "card", device: "desktop" })
      expect(row.utm).toBe(`{"utm_source":"u${n}"}`)
    }
  })
})

describe("/embed/*", () => {
  it("may be framed and embedded anywhere, sets no cookie, and escapes the title", async () => {
    const hostile = `"><script>alert(1)</script>`
    await database.db.update(titles).set({ name: hostile, tagline: hostile }).where(eq(titles.id, world.titleId))
    path.links.forget(world.link.code)
    const badge = await ask(`/embed/badge/${world.link.code}.svg`)
    const frame = await ask(`/embed/frame/${world.link.code}`)
    for (const answer of [badge, frame]) {
      expect(answer.status).toBe(200)
      expect(answer.headers.get("set-cookie")).toBeNull()
      expect(answer.headers.get("content-security-policy")).toContain("frame-ancestors *")
      expect(await answer.text()).not.toContain("<script")
    }
    expect(frame.headers.get("content-security-policy")).toContain("default-src 'none'")
    const data = await ask(`/embed/data/${world.link.code}.json`)
    expect(await data.json()).toMatchObject({ name: hostile, offer: "$30.00", offered: true })
    expect(data.headers.get("access-control-allow-origin")).toBe("*")
  })

  it.each([
    "/embed/badge/zzzzzzzz.svg",
    "/embed/frame/zzzzzzzz",
    "/embed/data/zzzzzzzz.json",
    "/embed/x",
    "/embed/badge/a",
  ])("answers 404 for %s", async (where) => {
    expect((await ask(where)).status).toBe(404)
  })
})
