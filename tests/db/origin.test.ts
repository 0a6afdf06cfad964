/** The origin over real HTTP: what it refuses, what it sends, and what it counts. */
import { randomBytes } from "node:crypto"
import { readFile } from "node:fs/promises"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { eq } from "drizzle-orm"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { flags, receipts } from "#db/schema/carriage.ts"
import { downloadSessions, originGrants, tickets } from "#db/schema/delivery.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { publishRelease } from "#lib/catalog/publish-release.ts"
import { type DeliverableRelease, getReleaseForDelivery } from "#lib/catalog/queries.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { fromB64url, toB64url } from "#peer/protocol/bytes.ts"
import { type KeyPair, webCrypto } from "#peer/protocol/crypto.ts"
import { grantBody } from "#peer/protocol/grant.ts"
import { joinReceipts, type SignedReceipt, signReceipt } from "#peer/protocol/receipt.ts"
import { signTicket, type Ticket } from "#peer/protocol/ticket.ts"
import { originHandler } from "#server/origin-http.ts"
import { DEFAULT_LIMITS, originThrottle } from "#server/origin-throttle.ts"
import { type CatalogWorld, catalogWorld, makeTitle, makeUser, uploadRelease } from "../support/catalog-world.ts"
import { databaseForTests } from "../support/database.ts"

const PIECE = 256 * 1024
const test = databaseForTests()
const crypto = webCrypto()
let world: CatalogWorld
let release: DeliverableRelease
let server: Server
let url: string
let buyer: Actor

/** Eight pieces: seven whole and a short one. */
beforeEach(async () => {
  world = await catalogWorld(test.db)
  buyer = await makeUser(test.db, "buyer@example.test")
  const { titleId } = await makeTitle(world)
  const releaseId = await uploadRelease(world, titleId, { full: { "film.bin": randomBytes(7 * (PIECE - 16) + 1_000) } })
  await publishRelease(world.deps, { releaseId })
  release = await getReleaseForDelivery(test.db, releaseId)
  server = createServer(originHandler(world.deps, originThrottle(DEFAULT_LIMITS)))
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
  await world.close()
})

type Session = { id: Id<"session">; key: KeyPair; bearer: string }
const seconds = () => Math.floor(world.deps.clock.now().getTime() / 1000)

async function openSession(
  kind: "purchase" | "stock" = "purchase",
  change: Partial<Ticket> = {},
  user = buyer,
): Promise<Session> {
  const id = newId("session", world.deps.clock.now())
  const key = await crypto.generateSigningKey()
  await test.db.insert(downloadSessions).values({
    id,
    userId: user.userId,
    titleId: release.titleId,
    releaseId: release.id,
    kind,
    sessionKey: toB64url(key.publicKey),
    state: "open",
    address: "127.0.0.1",
    networkGroup: "127.0.0.0/24",
    openedAt: world.deps.clock.now(),
  })
  const ticket: Ticket = {
    jti: crypto.randomBytes(16),
    ses: id,
    car: "origin",
    dlk: key.publicKey,
    obj: fromB64url(release.manifestHash, 32),
    sz: release.sizeBytes,
    lim: release.sizeBytes,
    win: PIECE,
    iat: seconds(),
    exp: seconds() + 14_400,
    dbt: new Uint8Array(16),
    knd: "carry",
    ...change,
  }
  return { id, key, bearer: await signTicket(ticket, await world.deps.keys.signingKey("ticket")) }
}

async function carrierTicket(session: Session, limitBytes = release.sizeBytes): Promise<Uint8Array> {
  const jti = crypto.randomBytes(16)
  const at = world.deps.clock.now()
  const row = {
    jti: toB64url(jti),
    sessionId: session.id,
    carrierKey: "k",
    ownerTag: "o",
    vetted: true,
    networkGroup: "g",
  }
  const bounds = { capBytes: limitBytes, limitBytes, windowBytes: PIECE, issuedAt: at, expiresAt: at }
  await test.db.insert(tickets).values({ ...row, ...bounds })
  return jti
}

const receipt = (session: Session, ticket: Uint8Array, bytes: number): Promise<SignedReceipt> =>
  signReceipt(crypto, session.key, {
    ...{ final: false, seq: 1, ticket, cumulativeBytes: BigInt(bytes), pieces: 1, atSeconds: seconds() },
    bitmapTag: new Uint8Array(4),
  })

async function ask(
  session: Session,
  pieces: number[],
  progress: SignedReceipt[] = [],
  bearer = session.bearer,
  iat = seconds(),
) {
  const body = await grantBody(crypto, session.key, { ses: session.id, pieces, progress: joinReceipts(progress), iat })
  return post(session.id, body, bearer)
}

async function post(ses: string, body: unknown, bearer: string | null) {
  const headers = { "content-type": "application/json", ...(bearer ? { authorization: `Bearer ${bearer}` } : {}) }
  const answer = await fetch(`${url}/v1/sessions/${ses}/grants`, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown>, headers: answer.headers }
}

const get = (session: Session, piece: number, bearer: string | null = session.bearer) =>
  fetch(`${url}/v1/sessions/${session.id}/pieces/${piece}`, {
    headers: bearer ? { authorization: `Bearer ${bearer}` } : {},
  })

async function counted(session: Session) {
  const [row] = await test.db
    .select({ origin: downloadSessions.originBytes, counted: downloadSessions.originCountedBytes })
    .from(downloadSessions)
    .where(eq(downloadSessions.id, session.id))
  return row!
}

describe("a piece", () => {
  it("comes after its grant, byte for byte, uncacheable and open to pages", async () => {
    const session = await openSession()
    expect((await get(session, 7)).status).toBe(403)
    expect(await ask(session, [0, 7])).toMatchObject({
      status: 200,
      body: { granted: [0, 7], origin_bytes: String(release.sizeBytes - 6 * PIECE) },
    })
    const answer = await get(session, 7)
    expect(answer.headers.get("cache-control")).toBe("private, no-store")
    expect(answer.headers.get("access-control-allow-origin")).toBe("*")
    expect(answer.headers.get("content-length")).toBe(String(release.sizeBytes - 7 * PIECE))
    const stored = await readFile(join(world.dataDir, "releases", `${release.id}.ffr`))
    expect(Buffer.from(await answer.arrayBuffer()).equals(stored.subarray(7 * PIECE))).toBe(true)
    const first = Buffer.from(await (await get(session, 0)).arrayBuffer())
    expect(first.equals(stored.subarray(0, PIECE))).toBe(true)
  })

  it("is refused without a ticket, with another session's, an expired one, a carrier's, a forged one", async () => {
    const session = await openSession()
    await ask(session, [0])
    const other = await openSession()
    const expired = await openSession("purchase", { ses: session.id, iat: seconds() - 20_000, exp: seconds() - 5_000 })
    const carriers = await openSession("purchase", { ses: session.id, car: crypto.randomBytes(32) })
    const forged = `${session.bearer.slice(0, -10)}AAAAAAAAAA`
    const tries = [null, other.bearer, expired.bearer, carriers.bearer, forged, "x".repeat(5_000)]
    const statuses = await Promise.all(tries.map(async (bearer) => (await get(session, 0, bearer)).status))
    expect(statuses).toEqual([401, 403, 401, 403, 401, 401])
  })

  it("is refused when its ticket runs out in mid-session, although it was verified before", async () => {
    const session = await openSession()
    await ask(session, [0])
    expect((await get(session, 0)).status).toBe(200)
    world.deps.clock.advance(5 * 3_600_000)
    expect((await get(session, 0)).status).toBe(401)
  })

  it("out of range is not found, and was never granted", async () => {
    const session = await openSession()
    expect(await ask(session, [8])).toMatchObject({ status: 400, body: { code: "invalid_input" } })
    expect((await get(session, 8)).status).toBe(404)
    expect(await test.db.select().from(originGrants)).toEqual([])
  })
})

describe("a grant", () => {
  it("is counted once per piece, however often and however parallel it is asked for", async () => {
    const session = await openSession()
    await Promise.all(Array.from({ length: 8 }, () => ask(session, [0, 1, 2])))
    await ask(session, [2, 3])
    expect(await counted(session)).toEqual({ origin: 4 * PIECE, counted: 4 * PIECE })
  })

  it("counts only what the signed progress leaves missing", async () => {
    const session = await openSession()
    const ticket = await carrierTicket(session)
    const progress = [await receipt(session, ticket, release.sizeBytes - PIECE - 500)]
    expect((await ask(session, [0, 1, 2], progress)).status).toBe(200)
    expect(await counted(session)).toEqual({ origin: 3 * PIECE, counted: PIECE + 500 })
    expect(await test.db.select().from(flags)).toEqual([])
  })

  it("takes progress up to the ticket's limit and the newest receipt of a ticket only", async () => {
    const session = await openSession()
    const ticket = await carrierTicket(session, 2 * PIECE)
    const progress = [await receipt(session, ticket, 5 * PIECE), await receipt(session, ticket, PIECE)]
    await ask(session, [0, 1, 2, 3, 4, 5, 6], progress)
    expect((await counted(session)).counted).toBe(release.sizeBytes - 2 * PIECE)
  })

  it("that hides progress the carriers have handed in is counted by theirs, and a person is asked", async () => {
    const session = await openSession()
    const jti = await carrierTicket(session)
    const { bytes } = await receipt(session, jti, 6 * PIECE)
    const at = new Date(world.deps.clock.now().getTime() - 60_000)
    const row = {
      ticketJti: toB64url(jti),
      sessionId: session.id,
      seq: 1,
      cumulativeBytes: 6 * PIECE,
      pieces: 6,
      raw: bytes,
    }
    await test.db.insert(receipts).values({ ...row, signedAt: at, receivedAt: at })
    await ask(session, [0, 1, 2, 3])
    await ask(session, [4])
    expect((await counted(session)).counted).toBe(release.sizeBytes - 6 * PIECE)
    expect(await test.db.select().from(flags)).toMatchObject([
      { kind: "grant_conflict", subject: session.id, closedAt: null },
    ])
  })

  it("is refused unless the session key signed request and progress, for this session and lately", async () => {
    const session = await openSession()
    const other = await openSession()
    const jti = await carrierTicket(other)
    const stranger = { ...session, key: other.key }
    const foreign = await receipt(session, jti, 5)
    const forged = await receipt(stranger, jti, 5)
    expect((await ask(stranger, [0])).body.code).toBe("invalid_signature")
    expect((await ask(session, [0], [foreign])).body.code).toBe("invalid_input")
    expect((await ask(session, [0], [forged])).body.code).toBe("invalid_signature")
    expect((await ask(session, [0], [], session.bearer, seconds() - 300)).body.code).toBe("invalid_input")
    expect((await ask(session, [0], [], other.bearer)).status).toBe(403)
    expect(await counted(session)).toEqual({ origin: 0, counted: 0 })
  })

  it("is refused when it is too long, out of order, not JSON, or when the session is closed", async () => {
    const session = await openSession()
    const sig = toB64url(new Uint8Array(64))
    const body = (pieces: number[]) => ({ pieces, progress: "", iat: seconds(), sig })
    expect((await post(session.id, body(Array.from({ length: 65 }, (_, i) => i)), session.bearer)).status).toBe(400)
    expect((await post(session.id, body([2, 1]), session.bearer)).status).toBe(400)
    expect((await post(session.id, "x".repeat(70_000), session.bearer)).status).toBe(413)
    await test.db.update(downloadSessions).set({ state: "closed" }).where(eq(downloadSessions.id, session.id))
    expect((await ask(session, [0])).status).toBe(410)
  })

  it("stocking: one copy and a quarter per account and release, over all its sessions; another account has its own", async () => {
    const all = [0, 1, 2, 3, 4, 5, 6, 7]
    const first = await openSession("stock")
    expect((await ask(first, all)).body.granted).toEqual(all)
    const second = await openSession("stock")
    expect((await ask(second, all)).body.granted).toEqual([0, 1])
    expect((await ask(second, [0, 5])).body.granted).toEqual([0])
    expect((await ask(second, [5])).status).toBe(409)
    const third = await openSession("stock", {}, await makeUser(test.db, "other@example.test"))
    expect((await ask(third, all)).body.granted).toEqual(all)
  })
})

it("preflights are answered and unknown addresses are not found", async () => {
  const preflight = await fetch(`${url}/v1/sessions/x/grants`, { method: "OPTIONS" })
  expect([preflight.status, preflight.headers.get("access-control-allow-headers")]).toEqual([
    204,
    "authorization, content-type, range",
  ])
  expect((await fetch(`${url}/v1/else`)).status).toBe(404)
})

it("an open title comes by range to anybody; a title with a price never does", async () => {
  const { titleId } = await makeTitle(world, "song", "none", 0)
  const bytes = randomBytes(300_000)
  const releaseId = await uploadRelease(world, titleId, { full: { "song.flac": bytes } }, { open: true })
  await publishRelease(world.deps, { releaseId })
  const song = await getReleaseForDelivery(test.db, releaseId)
  for (const name of [releaseId, song.manifestHash]) {
    const part = await fetch(`${url}/open/${name}/song-1.0.ffr`, { headers: { range: "bytes=1000-1999" } })
    expect([part.status, part.headers.get("content-range")]).toEqual([206, "bytes 1000-1999/300000"])
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(1_000, 2_000))).toBe(true)
  }
  expect((await fetch(`${url}/open/${releaseId}/song-1.0.ffr`, { headers: { range: "bytes=300000-" } })).status).toBe(
    416,
  )
  expect((await fetch(`${url}/open/${release.id}/lantern-1.0.ffr`)).status).toBe(404)
})
