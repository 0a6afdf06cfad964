/** Where `/r/CODE` leads by the fan's choice, and the pages it shows when it leads nowhere. */
import { mkdtemp } from "node:fs/promises"
import { createServer, get, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { eq } from "drizzle-orm"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { clicks } from "#db/schema/attribution.ts"
import { titles } from "#db/schema/catalog.ts"
import { links, sites } from "#db/schema/fans.ts"
import { createLink } from "#lib/fans/create-link.ts"
import { editLink } from "#lib/fans/edit-link.ts"
import { putTitleOnSite } from "#lib/fans/put-title-on-site.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { type ClickPath, openClickPath } from "#server/click-path.ts"
import { testConfig } from "../support/config.ts"
import { databaseForTests } from "../support/database.ts"
import { makeFanWorld, makeTitle } from "../support/fan-world.ts"

const database = databaseForTests()
const clock = fixedClock(new Date("2026-11-23T12:00:00.000Z"))
const AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"

let world: Awaited<ReturnType<typeof makeFanWorld>>
let path: ClickPath
let server: Server

beforeEach(async () => {
  world = await makeFanWorld({ db: database.db, clock })
  const dataDir = await mkdtemp(join(tmpdir(), "ways-"))
  const config = testConfig({ dataDir, databaseUrl: process.env.DATABASE_URL ?? null })
  path = await openClickPath({ deps: { db: database.db, clock, config }, log: () => undefined })
  server = createServer((req, res) => void (path.handle(req, res) || res.writeHead(418).end()))
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
  await path.stop()
})

const deps = () => ({
  db: database.db,
  clock,
  caches: {
    titleChanged: async () => {},
    ownerChanged: async () => {},
    linkChanged: async (id: string) => path.links.forgetWhere((link) => link.linkId === id),
  },
})
const ask = (where: string, headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${where}`, {
    redirect: "manual",
    headers: { "user-agent": AGENT, ...headers },
  })
/** The address as it is written: fetch would tidy it up first. */
const locationOf = (path: string): Promise<string | undefined> =>
  new Promise((done, fail) => {
    const { port } = server.address() as AddressInfo
    get({ host: "127.0.0.1", port, path, agent: false, headers: { "user-agent": AGENT } }, (answer) => {
      answer.resume()
      done(answer.headers.location)
    }).on("error", fail)
  })
const edit = (more: object) => editLink(deps(), { actor: world.fan, linkId: world.link.linkId, ...more })

describe("where a link leads", () => {
  it("follows each change at once, and a path in the address goes before", async () => {
    const at = `/r/${world.link.code}`
    expect(await locationOf(at)).toBe("/titles/tin-comet")
    await edit({ deepPath: "notes/1" })
    expect(await locationOf(at)).toBe("/titles/tin-comet/notes/1")
    expect(await locationOf(`${at}/shots`)).toBe("/titles/tin-comet/shots")
    await edit({ destination: "page" })
    expect(await locationOf(at)).toBe("/s/pixel-attic")
    expect(await locationOf(`${at}/shots`)).toBe("/titles/tin-comet/shots")
    await edit({ titleId: await makeTitle(database.db, clock.now(), "paper-moon", "Paper Moon"), destination: "title" })
    expect(await locationOf(at)).toBe("/titles/paper-moon/notes/1")
    await path.settle()
    expect(await database.db.$count(clicks)).toBe(6)
  })

  it("takes along only the utm the fan chose", async () => {
    const at = `/r/${world.link.code}?s=mail&utm_source=letter&utm_medium=email&utm_source=x&next=//evil.example`
    expect(await locationOf(at)).toBe("/titles/tin-comet")
    await edit({ utm: { pass: ["utm_source", "utm_term"], own: { utm_campaign: "spring" } } })
    expect(await locationOf(at)).toBe("/titles/tin-comet?utm_source=letter&utm_campaign=spring")
    expect(await locationOf(`/r/${world.link.code}?utm_source=a%0d%0ab`)).toBe("/titles/tin-comet?utm_campaign=spring")
  })

  it("is found under a code read from paper", async () => {
    await createLink(deps(), { actor: world.fan, titleId: world.titleId, code: "noor-0n-air" })
    expect(await locationOf("/r/NOOR-ON-AIR")).toBe("/titles/tin-comet")
  })

  it.each([
    "//evil.example",
    "/%2f%2fevil.example",
    "/\\evil.example",
    "/%5cevil.example",
    "/%5c%5cevil.example",
    "/..%2f..%2fevil",
    "/%2e%2e/%2e%2e//evil.example",
    "/%0d%0aLocation:%20https://evil.example",
    "/https:/evil.example",
    "/https://evil.example",
  ])("never off the site: %s", async (tail) => {
    expect(await locationOf(`/r/${world.link.code}${tail}`)).toBe("/titles/tin-comet")
    // Even from a row somebody else has written.
    await database.db.update(links).set({ deepPath: tail.slice(1) })
    path.links.forget(world.link.code)
    expect(await locationOf(`/r/${world.link.code}`)).toBe("/titles/tin-comet")
  })
})

describe("a link that leads nowhere", () => {
  const withdraw = async (state: "withdrawn" | "taken_down" = "withdrawn") => {
    await database.db.update(titles).set({ state, takenDownNotice: "By order." }).where(eq(titles.id, world.titleId))
    path.links.forget(world.link.code)
  }

  it("shows what the same fan recommends, through the fan's links, with names escaped", async () => {
    const hostile = `<script>alert("x")</script>`
    const other = await makeTitle(database.db, clock.now(), "paper-moon", hostile)
    const { code } = await putTitleOnSite(deps(), { actor: world.fan, siteId: world.site.siteId, titleId: other })
    await withdraw()
    const answer = await ask(`/r/${world.link.code}`)
    const page = await answer.text()
    expect(answer.status).toBe(410)
    expect(page).toContain("Tin Comet is no longer offered")
    expect(page).toContain(`href="/r/${code}"`)
    expect(page).toContain('href="/s/pixel-attic"')
    expect(page).toContain("$30.00")
    expect(page).not.toContain("<script")
    await path.settle()
    expect(await database.db.$count(clicks)).toBe(0)
  })

  it("sends visitors to the fan's page when that is where it leads", async () => {
    await edit({ destination: "page" })
    await withdraw()
    expect(await locationOf(`/r/${world.link.code}`)).toBe("/s/pixel-attic")
    await database.db.update(sites).set({ hiddenAt: clock.now() })
    path.links.forget(world.link.code)
    expect((await ask(`/r/${world.link.code}`)).status).toBe(410)
  })

  it("shows the notice alone where a title was taken down", async () => {
    const other = await makeTitle(database.db, clock.now(), "paper-moon", "Paper Moon")
    await putTitleOnSite(deps(), { actor: world.fan, siteId: world.site.siteId, titleId: other })
    await withdraw("taken_down")
    const page = await (await ask(`/r/${world.link.code}`)).text()
    expect(page).toContain("By order.")
    expect(page).not.toContain("Paper Moon")
  })

  it("speaks the reader's language", async () => {
    const german = { "accept-language": "de-AT,de;q=0.9", cookie: "x=1" }
    const unknown = await ask("/r/zzzzzzzz", german)
    expect(unknown.status).toBe(404)
    expect(unknown.headers.get("vary")).toContain("Accept-Language")
    expect(await unknown.text()).toContain('<html lang="de" dir="ltr">')
    await withdraw()
    expect(await (await ask(`/r/${world.link.code}`, { cookie: "ff_lang=de" })).text()).toContain('<html lang="de"')
    await withdraw("taken_down")
    expect(await (await ask(`/r/${world.link.code}`, { cookie: "ff_lang=de" })).text()).toContain('<html lang="de"')
  })
})
