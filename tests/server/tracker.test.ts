/** The tracker over HTTP: open titles are served, everything else is refused in a client's own language. */
import { randomBytes } from "node:crypto"
import { createServer, get, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import bencode from "bencode"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { publishRelease } from "#lib/catalog/publish-release.ts"
import { getReleaseForDelivery } from "#lib/catalog/queries.ts"
import { withdrawRelease } from "#lib/catalog/withdraw-release.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { createTracker, REQUESTS_PER_MINUTE } from "#server/tracker.ts"
import { type CatalogWorld, catalogWorld, makeTitle, uploadRelease } from "../support/catalog-world.ts"
import { databaseForTests } from "../support/database.ts"

const test = databaseForTests()
let world: CatalogWorld
let server: Server
let open: { id: Id<"release">; hash: string }
let ticketed: string

async function publish(slug: string, isOpen: boolean) {
  const { titleId } = await makeTitle(world, slug, "none", isOpen ? 0 : 3_000)
  const contents = { full: { "song.bin": randomBytes(1_009) } }
  const releaseId = await uploadRelease(world, titleId, contents, { open: isOpen })
  await publishRelease(world.deps, { releaseId })
  return { id: releaseId, hash: (await getReleaseForDelivery(test.db, releaseId)).infoHash }
}

async function serve(mode: "local" | "production" = "local") {
  const config = { ...world.deps.config, mode, trustedProxies: ["127.0.0.1"] }
  const tracker = createTracker({ db: test.db, config })
  server = createServer((req, res) => {
    if (!tracker(req, res)) res.writeHead(418).end()
  })
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
}

beforeEach(async () => {
  world = await catalogWorld(test.db)
  open = await publish("free-song", true)
  ticketed = (await publish("lantern", false)).hash
  await serve()
})
afterEach(async () => {
  await closeServer()
  await world.close()
})

async function closeServer() {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
}

const escaped = (hash: string) => hash.replace(/../g, "%$&")
type Answer = { status: number; body: Buffer; dict: Record<string, unknown>; reason: string | null }

/** Not fetch: it would put right what a hostile client sends wrong. */
function ask(path: string, from?: string): Promise<Answer> {
  const { port } = server.address() as AddressInfo
  const headers = from ? { "x-forwarded-for": from } : {}
  return new Promise((done, fail) => {
    get({ host: "127.0.0.1", port, path, headers, agent: false }, async (res) => {
      const body = Buffer.concat(await res.toArray())
      const dict = body[0] === 0x64 ? (bencode.decode(body) as Record<string, unknown>) : {}
      const reason = dict["failure reason"]
      done({
        status: res.statusCode!,
        body,
        dict,
        reason: reason ? Buffer.from(reason as Uint8Array).toString() : null,
      })
    }).on("error", fail)
  })
}

const announce = (from: string, change: Record<string, string | number> = {}, hash = open.hash) => {
  const fields = { peer_id: "-XX0001-abcdefghijkl", port: 6881, left: 1009, compact: 1, ...change }
  const more = Object.entries(fields).map(([key, value]) => `&${key}=${value}`)
  return ask(`/announce?info_hash=${escaped(hash)}${more.join("")}`, from)
}
const peersOf = (answer: Answer, key = "peers") => Buffer.from(answer.dict[key] as Uint8Array).toString("hex")
async function scraped(hash = open.hash) {
  const body = (await ask(`/scrape?info_hash=${escaped(hash)}`, "203.0.113.200")).body.toString("latin1")
  return /complete(i\d+e)10:downloaded(i\d+e)10:incomplete(i\d+e)/.exec(body)?.slice(1, 4).join("")
}

describe("an open title", () => {
  it("is announced from start to stop; peers find each other on both kinds of address, and scrapes count them", async () => {
    const first = await announce("203.0.113.1", { event: "started", left: 0 })
    expect(first.dict).toMatchObject({ complete: 1, incomplete: 0, interval: 1800 })
    expect(peersOf(first)).toBe("")
    await announce("2001:db8::5", { event: "started", port: 80 })
    const third = await announce("203.0.113.3", { event: "started", port: 256, ip: "198.51.100.1" })
    expect(peersOf(third)).toBe("cb0071011ae1")
    expect(peersOf(third, "peers6")).toBe("20010db80000000000000000000000050050")
    expect(peersOf(await announce("203.0.113.1", { left: 0 }))).toBe("cb0071030100")
    expect(await scraped()).toBe("i1ei0ei2e")
    await announce("203.0.113.3", { event: "completed", left: 0, port: 256 })
    expect(await scraped()).toBe("i2ei1ei1e")
    await announce("203.0.113.1", { event: "stopped", left: 0 })
    expect(await scraped()).toBe("i1ei1ei1e")
  })

  it("is served as soon as it is published, and no longer when it is withdrawn", async () => {
    await announce("203.0.113.1", {}, "00".repeat(20))
    const { id, hash } = await publish("second-song", true)
    await new Promise((done) => setTimeout(done, 1_050))
    expect((await announce("203.0.113.1", {}, hash)).reason).toBeNull()
    await withdrawRelease(world.deps, { actor: world.actor, releaseId: id })
    await closeServer()
    await serve()
    expect((await announce("203.0.113.1", {}, hash)).reason).toMatch(/^No open title/)
  })
})

describe("refusals", () => {
  it("says the same of a ticketed title and of what nobody knows, for announces and scrapes", async () => {
    for (const hash of [ticketed, "17".repeat(20)]) {
      const refused = await announce("203.0.113.1", { event: "started" }, hash)
      expect([refused.status, refused.reason]).toEqual([
        200,
        expect.stringMatching(/^No open title has this info hash/),
      ])
      expect((await ask(`/scrape?info_hash=${escaped(hash)}`, "203.0.113.1")).reason).toBe(refused.reason)
    }
    const mixed = await ask(`/scrape?info_hash=${escaped(ticketed)}&info_hash=${escaped(open.hash)}`, "203.0.113.1")
    expect(mixed.body.toString("hex")).toContain(open.hash)
    expect(mixed.body.toString("hex")).not.toContain(ticketed)
  })

  it("answers what no client would ask with a reason", async () => {
    const hostile = [
      "/announce",
      "/scrape",
      "/announce?info_hash=%",
      "/announce?info_hash=%00%00",
      `/announce?info_hash=${"%e0".repeat(20)}&info_hash=${"%e1".repeat(20)}`,
      `/announce?${"&".repeat(500)}`,
      `/announce?info_hash=${"a".repeat(9_000)}`,
      `/scrape?${Array.from({ length: 65 }, (_, i) => `info_hash=${String(i).padStart(20, "x")}`).join("&")}`,
    ]
    for (const path of hostile) {
      const answer = await ask(path, "203.0.113.1")
      expect([path, answer.status, answer.reason]).toEqual([path, 200, expect.stringMatching(/\.$/)])
    }
  })

  it("other methods, and other paths are not its own", async () => {
    const { port } = server.address() as AddressInfo
    expect((await fetch(`http://127.0.0.1:${port}/announce`, { method: "POST", body: "x" })).status).toBe(405)
    for (const path of ["/announcements", "/scrape/x", "/announce/"]) expect((await ask(path)).status).toBe(418)
  })

  it("in production lists no address that nobody can dial", async () => {
    await closeServer()
    await serve("production")
    for (const from of ["192.168.0.7", "127.0.0.1", "::1", "fe80::1"])
      expect((await announce(from)).reason).toMatch(/cannot dial/)
    expect((await announce("203.0.113.1")).reason).toBeNull()
  })

  it("a network that asks too often, and no other", async () => {
    for (let n = 0; n < REQUESTS_PER_MINUTE; n++) await ask("/scrape", "203.0.113.9")
    expect(await announce("203.0.113.9")).toMatchObject({ reason: "Too many requests.", dict: { "retry in": 2 } })
    expect((await announce("203.0.113.10")).reason).toBeNull()
  })
})
