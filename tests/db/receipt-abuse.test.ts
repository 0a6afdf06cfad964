/** Receipts and reports from people who should not be believed: each is refused by name and nothing is written. */
import { eq } from "drizzle-orm"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { receipts, sessionReports } from "#db/schema/carriage.ts"
import { downloadSessions, nodes } from "#db/schema/delivery.ts"
import { licences } from "#db/schema/entitlements.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { acceptReceipts } from "#lib/carriage/accept-receipts.ts"
import { acceptReport } from "#lib/carriage/accept-report.ts"
import { openSession } from "#lib/delivery/open-session.ts"
import { renewTickets } from "#lib/delivery/renew-tickets.ts"
import { issueLicence } from "#lib/entitlements/issue-licence.ts"
import { DAY_MS } from "#lib/kernel/period.ts"
import { fromB64url, toB64url } from "#peer/protocol/bytes.ts"
import { type KeyPair, webCrypto } from "#peer/protocol/crypto.ts"
import { signReceipt } from "#peer/protocol/receipt.ts"
import { signReport } from "#peer/protocol/report.ts"
import { peekTicket } from "#peer/protocol/ticket.ts"
import { makeUser } from "../support/catalog-world.ts"
import { databaseForTests } from "../support/database.ts"
import { buy, type CarrierNode, makeCarrier, type SaleWorld, saleWorld, wake } from "../support/sale-world.ts"

const test = databaseForTests()
const crypto = webCrypto()
const ZERO_TICKET = new Uint8Array(16)
let world: SaleWorld
let mine: CarrierNode
let other: CarrierNode
let buyer: Actor
let key: KeyPair
let deviceKey: string
let session: Awaited<ReturnType<typeof openSession>>

beforeEach(async () => {
  world = await saleWorld(test.db)
  mine = await makeCarrier(world, 1)
  other = await makeCarrier(world, 2)
  buyer = await makeUser(test.db, "buyer@example.test")
  await buy(world, buyer.userId)
  key = await crypto.generateSigningKey()
  deviceKey = toB64url((await crypto.generateDeviceKey()).publicKey)
  session = await openSession(world.deps, {
    userId: buyer.userId,
    nodeId: null,
    kind: "purchase",
    title: world.titleId,
    sessionKey: toB64url(key.publicKey),
    deviceKey,
    address: "127.0.200.1",
    originOnly: false,
  })
})
afterEach(() => world.close())

const ticketOf = (node: CarrierNode) => peekTicket(session.carriers.find((c) => c.node_id === node.nodeId)!.ticket).jti
const nowSeconds = () => Math.floor(world.clock.now().getTime() / 1000)

const receipt = (ticket: Uint8Array, bytes: number | bigint, by = key, seq = 1) =>
  signReceipt(crypto, by, {
    final: false,
    seq,
    ticket,
    cumulativeBytes: BigInt(bytes),
    pieces: 1,
    atSeconds: nowSeconds(),
    bitmapTag: new Uint8Array(4),
  })

async function handIn(node: CarrierNode, ...batch: Uint8Array[]) {
  const [row] = await test.db.select().from(nodes).where(eq(nodes.id, node.nodeId))
  return acceptReceipts(world.deps, { node: row!, batch: Buffer.concat(batch) })
}

const stored = async () => (await test.db.select().from(receipts)).map((r) => [r.ticketJti, r.cumulativeBytes])

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => "accepted",
    (error: { code?: string }) => error.code ?? String(error),
  )

describe("a batch of receipts", () => {
  it.each([
    ["cut off", new Uint8Array(103), "invalid_input"],
    ["a byte too long", new Uint8Array(105), "invalid_input"],
    ["1 001 receipts long", new Uint8Array(1_001 * 104), "too_large"],
  ])("that is %s is refused whole", async (_, batch, code) => {
    const good = await receipt(ticketOf(mine), 1_000)
    expect(await refusal(handIn(mine, good.bytes, batch))).toBe(code)
    expect(await stored()).toEqual([])
  })

  it("has a verdict for every bad receipt, and takes the good one among them", async () => {
    const size = world.release.sizeBytes
    const stranger = await crypto.generateSigningKey()
    const flipped = (await receipt(ticketOf(mine), 3_000)).bytes.slice()
    flipped[27]! ^= 1
    const batch = [
      new Uint8Array(104),
      crypto.randomBytes(104),
      (await receipt(ticketOf(other), 1_000)).bytes,
      (await receipt(ZERO_TICKET, 1_000)).bytes,
      (await receipt(ticketOf(mine), size + 1)).bytes,
      (await receipt(ticketOf(mine), (1n << 64n) - 1n)).bytes,
      (await receipt(ticketOf(mine), 1_000, stranger)).bytes,
      flipped,
      (await receipt(ticketOf(mine), 2_000)).bytes,
    ]
    const answer = await handIn(mine, ...batch)
    const codes = ["malformed", "malformed", "wrong_carrier", "unknown_ticket", "over_size", "over_size"]
    expect(answer.refused.map((r) => r.code)).toEqual([...codes, "bad_signature", "bad_signature"])
    expect(answer.refused.map((r) => r.index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect(answer.refused.every((r) => r.detail.length > 10)).toBe(true)
    expect(await stored()).toEqual([[toB64url(ticketOf(mine)), 2_000]])
  })

  it("replayed, lower, or out of order never takes back a count, however many come at once", async () => {
    const high = await receipt(ticketOf(mine), 9_000, key, 1)
    const low = await receipt(ticketOf(mine), 4_000, key, 2)
    await handIn(mine, high.bytes)
    const again = await handIn(mine, low.bytes, high.bytes, low.bytes)
    expect(again.accepted).toEqual([{ ticket: toB64url(ticketOf(mine)), cumulative: "9000" }])
    await Promise.all([low, high, low, low].map((r) => handIn(mine, r.bytes)))
    expect(await stored()).toEqual([[toB64url(ticketOf(mine)), 9_000]])
    const [row] = await test.db.select().from(receipts)
    expect(Buffer.from(row!.raw).equals(high.bytes)).toBe(true)
  })

  it("counts until the seventh day after the copy was complete, and not later", async () => {
    await report({ receipts: [] })
    world.clock.advance(7 * DAY_MS)
    expect((await handIn(mine, (await receipt(ticketOf(mine), 5_000)).bytes)).refused).toEqual([])
    world.clock.advance(1)
    const late = await handIn(mine, (await receipt(ticketOf(mine), 6_000)).bytes)
    expect(late.refused).toMatchObject([{ code: "late" }])
    expect(await stored()).toEqual([[toB64url(ticketOf(mine)), 5_000]])
  })

  it("goes on counting under a renewed ticket, which keeps its id", async () => {
    await handIn(mine, (await receipt(ticketOf(mine), 5_000)).bytes)
    world.clock.advance(DAY_MS / 6)
    await wake(world)
    const fresh = await renewTickets(world.deps, {
      userId: buyer.userId,
      sessionId: session.session_id,
      failed: [other.nodeId],
    })
    const renewed = peekTicket(fresh.find((c) => c.node_id === mine.nodeId)!.ticket)
    expect(toB64url(renewed.jti)).toBe(toB64url(ticketOf(mine)))
    expect(renewed.exp).toBe(nowSeconds() + 4 * 3_600)
    expect(fresh.map((c) => c.node_id)).not.toContain(other.nodeId)
    await handIn(mine, (await receipt(renewed.jti, 7_000)).bytes)
    expect(await stored()).toEqual([[toB64url(ticketOf(mine)), 7_000]])
  })
})

type Said = Parameters<typeof signReport>[0]

async function report(changes: Partial<Said>, by = key, userId = buyer.userId, sessionId = session.session_id) {
  const said = {
    ses: session.session_id,
    obj: fromB64url(world.release.manifestHash, 32),
    receipts: [],
    originBytes: 0n,
    bitmapHash: new Uint8Array(32),
    complete: true,
    iat: nowSeconds(),
    ...changes,
  }
  return acceptReport(world.deps, { userId, sessionId, report: await signReport(said, by) })
}

describe("a report", () => {
  it("for another account's session, another release, or by another key changes nothing", async () => {
    const stranger = await makeUser(test.db, "stranger@example.test")
    const wrongKey = await crypto.generateSigningKey()
    expect(await refusal(report({}, key, stranger.userId))).toBe("not_found")
    expect(await refusal(report({}, key, buyer.userId, "ses_nobody"))).toBe("not_found")
    expect(await refusal(report({ obj: new Uint8Array(32) }))).toBe("invalid_input")
    expect(await refusal(report({ ses: "ses_another" }))).toBe("invalid_input")
    expect(await refusal(report({}, wrongKey))).toBe("invalid_signature")
    const garbage = { userId: buyer.userId, sessionId: session.session_id, report: "a.b.c" }
    expect(await refusal(acceptReport(world.deps, garbage))).toBe("invalid_input")
    expect(await test.db.select().from(sessionReports)).toEqual([])
    expect(await test.db.select().from(licences)).toEqual([])
    const [row] = await test.db.select().from(downloadSessions)
    expect(row).toMatchObject({ state: "open", completedAt: null })
  })

  it("raises counts by the receipts in it and lowers none, nor takes those of other sessions", async () => {
    await handIn(mine, (await receipt(ticketOf(mine), 9_000)).bytes)
    const lower = await receipt(ticketOf(mine), 100)
    const raised = await receipt(ticketOf(other), 5_000)
    const foreign = await receipt(ZERO_TICKET, 5_000)
    await report({ receipts: [lower, raised, foreign] })
    expect(new Map((await stored()) as [string, number][])).toEqual(
      new Map([
        [toB64url(ticketOf(mine)), 9_000],
        [toB64url(ticketOf(other)), 5_000],
      ]),
    )
  })

  it("twice completes the copy once", async () => {
    await report({})
    const [first] = await test.db.select().from(downloadSessions)
    world.clock.advance(DAY_MS)
    expect((await report({})).licence).toMatch(/^eyJ/)
    const [second] = await test.db.select().from(downloadSessions)
    expect(second?.completedAt).toEqual(first?.completedAt)
  })
})

describe("what another account owns", () => {
  it("is neither downloaded, renewed nor licensed", async () => {
    const stranger = await makeUser(test.db, "stranger@example.test")
    const asked = { nodeId: null, kind: "purchase" as const, title: world.titleId, deviceKey, address: "127.0.9.1" }
    const sessionKey = toB64url((await crypto.generateSigningKey()).publicKey)
    const open = openSession(world.deps, { ...asked, userId: stranger.userId, sessionKey, originOnly: false })
    expect(await refusal(open)).toBe("forbidden")
    const renew = { userId: stranger.userId, sessionId: session.session_id, failed: [] }
    expect(await refusal(renewTickets(world.deps, renew))).toBe("not_found")
    const licence = { userId: stranger.userId, titleId: world.titleId, deviceKey }
    expect(await refusal(issueLicence(world.deps, licence))).toBe("not_found")
    expect(await test.db.$count(downloadSessions)).toBe(1)
    expect(await test.db.$count(licences)).toBe(0)
  })

  it("cannot be opened with a key everybody knows", async () => {
    const asked = { nodeId: null, kind: "purchase" as const, title: world.titleId, address: "127.0.9.1" }
    const weak = { ...asked, userId: buyer.userId, deviceKey, sessionKey: toB64url(new Uint8Array(32)) }
    expect(await refusal(openSession(world.deps, { ...weak, originOnly: false }))).toBe("invalid_input")
    expect(await test.db.$count(downloadSessions)).toBe(1)
  })
})
