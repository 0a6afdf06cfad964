/** What a purchase's carriage pays when somebody lies, is related, comes late, or nobody comes at all. */
import { eq } from "drizzle-orm"
import { afterEach, describe, expect, it } from "vitest"
import { payees } from "#db/schema/auth.ts"
import { flags, settlementShares, settlements } from "#db/schema/carriage.ts"
import { orders } from "#db/schema/checkout.ts"
import { nodes } from "#db/schema/delivery.ts"
import { commissions } from "#db/schema/ledger.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { acceptReceipts } from "#lib/carriage/accept-receipts.ts"
import { acceptReport } from "#lib/carriage/accept-report.ts"
import { settleOrder } from "#lib/carriage/settle-order.ts"
import { publishRelease } from "#lib/catalog/publish-release.ts"
import { openSession } from "#lib/delivery/open-session.ts"
import { startDemo } from "#lib/entitlements/start-demo.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { addDays, DAY_MS } from "#lib/kernel/period.ts"
import { carriagePoolAccount, fanAccount } from "#lib/ledger/accounts.ts"
import { balanceOf, trialBalance } from "#lib/ledger/queries.ts"
import { maturedOf } from "#lib/payouts/matured.ts"
import { fromB64url, toB64url } from "#peer/protocol/bytes.ts"
import { webCrypto } from "#peer/protocol/crypto.ts"
import { signReceipt } from "#peer/protocol/receipt.ts"
import { signReport } from "#peer/protocol/report.ts"
import { peekTicket } from "#peer/protocol/ticket.ts"
import { makeUser, uploadRelease } from "../support/catalog-world.ts"
import { databaseForTests } from "../support/database.ts"
import {
  buy,
  type Carried,
  type CarrierNode,
  clickThrough,
  download,
  makeCarrier,
  makePayee,
  type SaleWorld,
  saleWorld,
  wake,
} from "../support/sale-world.ts"

const test = databaseForTests()
const crypto = webCrypto()
/** 5 % of $30.00. */
const POOL = 1_500_000n
let world: SaleWorld
let buyer: Actor
afterEach(() => world.close())

async function begin(carriers: number, options: Parameters<typeof saleWorld>[1] = {}): Promise<CarrierNode[]> {
  world = await saleWorld(test.db, options)
  buyer = await makeUser(test.db, "buyer@example.test")
  const made: CarrierNode[] = []
  for (let n = 1; n <= carriers; n++) made.push(await makeCarrier(world, n))
  return made
}

const earned = (node: { ownerId: Id<"user"> }) => balanceOf(test.db, fanAccount(node.ownerId, "carriage"))
const brought = (node: { ownerId: Id<"user"> }) => balanceOf(test.db, fanAccount(node.ownerId, "referral"))
const get = (kind: "demo" | "purchase", carried: Carried, who = buyer) => download(world, who.userId, kind, carried)
const size = () => world.release.sizeBytes
const settlementOf = async (orderId: Id<"order">) =>
  (await test.db.select().from(settlements).where(eq(settlements.orderId, orderId)))[0]!

async function settleAfter(orderId: Id<"order">, days = 8) {
  world.clock.advance(days * DAY_MS)
  expect(await settleOrder(world.deps, orderId)).toEqual({ state: "settled" })
  expect(await balanceOf(test.db, carriagePoolAccount(orderId))).toBe(0n)
  expect((await trialBalance(test.db)).sumMicros).toBe(0n)
}

describe("only the first complete copy", () => {
  it("counts: a second download by other carriers pays nobody", async () => {
    const [first, second] = (await begin(2)) as [CarrierNode, CarrierNode]
    const orderId = await buy(world, buyer.userId)
    await get("purchase", [[first.nodeId, size()]])
    world.clock.advance(DAY_MS)
    await wake(world)
    await get("purchase", [[second.nodeId, size()]])
    await settleAfter(orderId)
    expect([await earned(first), await earned(second)]).toEqual([POOL, 0n])
    expect(await test.db.$count(flags)).toBe(0)
  })

  it("is settled a week after it, and not again", async () => {
    const [first] = (await begin(1)) as [CarrierNode]
    const orderId = await buy(world, buyer.userId)
    await get("purchase", [[first.nodeId, size()]])
    const at = world.clock.now()
    expect(await settleOrder(world.deps, orderId)).toEqual({ state: "not_yet", dueAt: addDays(at, 7) })
    await settleAfter(orderId)
    expect(await settleOrder(world.deps, orderId)).toEqual({ state: "already" })
    expect(await earned(first)).toBe(POOL)
  })

  it("of the demo counts, even when the purchase comes after a newer release", async () => {
    const [first] = (await begin(1)) as [CarrierNode]
    await startDemo(world.deps, { userId: buyer.userId, titleId: world.titleId, clickIds: [] })
    await get("demo", [[first.nodeId, size()]])
    const contents = { trial: { "t.bin": crypto.randomBytes(1_000) }, full: { "f.bin": crypto.randomBytes(9_000) } }
    const catalog = { deps: world.deps, actor: world.publisher, dataDir: world.deps.config.dataDir }
    const uploaded = { ...catalog, close: async () => undefined }
    const releaseId = await uploadRelease(uploaded, world.titleId, contents, { version: "2.0" })
    await publishRelease(world.deps, { releaseId })
    world.clock.advance(10 * DAY_MS)
    const orderId = await buy(world, buyer.userId)
    await settleAfter(orderId, 0)
    expect((await settlementOf(orderId)).releaseId).toBe(world.release.id)
    expect(await earned(first)).toBe(POOL)
  })
})

describe("a lie", () => {
  /** Receipts of `carried` may claim more than there was: the downloader and one carrier are one hand. */
  async function overclaimed(liarShare: number, honestShare: number) {
    const [honest, liar] = (await begin(2)) as [CarrierNode, CarrierNode]
    const orderId = await buy(world, buyer.userId)
    await get("purchase", [
      [honest.nodeId, Math.floor(size() * honestShare)],
      [liar.nodeId, Math.floor(size() * liarShare)],
    ])
    await settleAfter(orderId)
    return { honest: await earned(honest), liar: await earned(liar), orderId, owner: honest.ownerId }
  }

  it("that claims the whole beside an honest whole leaves the honest carrier half", async () => {
    const { honest, liar, orderId } = await overclaimed(1, 1)
    expect([honest, liar]).toEqual([POOL / 2n, POOL / 2n])
    expect((await settlementOf(orderId)).flags).toEqual(["OVERCLAIM"])
    expect(await test.db.select().from(flags)).toMatchObject([{ kind: "OVERCLAIM", subject: orderId }])
  })

  it("takes nothing from an honest claim of less than half", async () => {
    const { honest, liar } = await overclaimed(1, 0.25)
    expect(honest).toBe(POOL / 4n)
    expect(honest + liar).toBe(POOL)
  })

  it("delays the lines with a reason their owner can read, and confiscates nothing", async () => {
    const { owner } = await overclaimed(1, 1)
    const lines = await test.db.select().from(commissions)
    for (const line of lines) expect(line.heldReason).toContain("more bytes than it needed")
    const later = addDays(world.clock.now(), 365)
    const matured = await maturedOf(test.db, owner, later, world.deps.config)
    expect(matured.find((m) => m.account === fanAccount(owner, "carriage"))).toMatchObject({
      balanceMicros: POOL / 2n,
      maturedMicros: 0n,
    })
  })
})

describe("related parties", () => {
  it("buying his own carrier's title earns the buyer nothing: his node is not even chosen", async () => {
    const [own, other] = (await begin(2)) as [CarrierNode, CarrierNode]
    const orderId = await buy(world, own.ownerId, [], "somebody@paypal.example")
    const owner = { userId: own.ownerId, email: own.email, roles: [] }
    await expect(get("purchase", [[own.nodeId, size()]], owner)).rejects.toThrow("was not chosen")
    await get("purchase", [[other.nodeId, size()]], owner)
    await settleAfter(orderId)
    expect([await earned(own), await earned(other)]).toEqual([0n, POOL])
  })

  it("of two carriers only the one behind the buyer's PayPal account loses its share, to the platform", async () => {
    const [fair, related] = (await begin(2)) as [CarrierNode, CarrierNode]
    await startDemo(world.deps, { userId: buyer.userId, titleId: world.titleId, clickIds: [] })
    await get("demo", [
      [fair.nodeId, size() / 2],
      [related.nodeId, size() / 2],
    ])
    world.clock.advance(DAY_MS)
    const orderId = await buy(world, buyer.userId, [], "carrier2@paypal.example")
    await settleAfter(orderId)
    expect([await earned(fair), await earned(related)]).toEqual([POOL / 2n, 0n])
    expect((await settlementOf(orderId)).originShareMicros).toBe(POOL / 2n)
    const shares = await test.db.select().from(settlementShares)
    expect(shares.find((s) => s.ownerId === related.ownerId)).toMatchObject({ verdict: "related", payMicros: 0n })
  })

  it("a carrier met only after the purchase is not chosen when his PayPal account paid for it", async () => {
    const [own, fair] = (await begin(2)) as [CarrierNode, CarrierNode]
    const orderId = await buy(world, buyer.userId, [], "carrier1@paypal.example")
    await expect(get("purchase", [[own.nodeId, size()]])).rejects.toThrow("was not chosen")
    await get("purchase", [[fair.nodeId, size()]])
    await settleAfter(orderId)
    expect([await earned(own), await earned(fair)]).toEqual([0n, POOL])
  })

  it("shared payees count as one hand, for the link as for the bytes", async () => {
    const [carrier] = (await begin(1)) as [CarrierNode]
    await startDemo(world.deps, { userId: buyer.userId, titleId: world.titleId, clickIds: [] })
    await get("demo", [[carrier.nodeId, size()]])
    const click = await clickThrough(world, { userId: carrier.ownerId, email: carrier.email })
    await makePayee(world, buyer.userId, "CARRIER1@paypal.example")
    const orderId = await buy(world, buyer.userId, [click])
    await settleAfter(orderId)
    expect([await earned(carrier), await brought(carrier)]).toEqual([0n, 0n])
    const [order] = await test.db.select().from(orders)
    expect(order?.touches).toMatchObject([{ verdict: "void", reason: expect.stringContaining("same PayPal address") }])
  })

  it("a carrier on the downloader's own network is not paid", async () => {
    const [near] = (await begin(1)) as [CarrierNode]
    await test.db.update(nodes).set({ networkGroup: "127.0.200.0/24" })
    const orderId = await buy(world, buyer.userId)
    await get("purchase", [[near.nodeId, size()]])
    await settleAfter(orderId)
    expect(await earned(near)).toBe(0n)
  })

  it("a payee changed after the purchase changes no verdict", async () => {
    const [carrier] = (await begin(1)) as [CarrierNode]
    await startDemo(world.deps, { userId: buyer.userId, titleId: world.titleId, clickIds: [] })
    await get("demo", [[carrier.nodeId, size()]])
    const orderId = await buy(world, buyer.userId, [], "carrier1@paypal.example")
    const where = eq(payees.userId, carrier.ownerId)
    await test.db.update(payees).set({ paypalEmail: "washed@paypal.example" }).where(where)
    await settleAfter(orderId)
    expect(await earned(carrier)).toBe(0n)
  })
})

describe("a click that cannot count", () => {
  it("unknown, malformed, or the buyer's own brings nobody anything, and the sale goes through", async () => {
    await begin(0)
    const own = await clickThrough(world, { userId: buyer.userId, email: buyer.email })
    const clicks = [own, "AAAAAAAAAAAAAAAAAAAAAA", "' or 1=1 --", "", "x".repeat(10_000), ...Array(50).fill(own)]
    await buy(world, buyer.userId, clicks)
    expect(await balanceOf(test.db, fanAccount(buyer.userId, "referral"))).toBe(0n)
    expect(await balanceOf(test.db, "unattributed")).toBe(POOL)
    const [order] = await test.db.select().from(orders)
    expect(order?.touches).toMatchObject([{ clickId: own, verdict: "void" }])
  })
})

describe("time", () => {
  it("gives the pool back to the platform 90 days after a purchase nobody downloaded", async () => {
    await begin(1)
    const orderId = await buy(world, buyer.userId)
    const platform = await balanceOf(test.db, "platform")
    world.clock.advance(89 * DAY_MS)
    expect(await settleOrder(world.deps, orderId)).toMatchObject({ state: "not_yet" })
    await settleAfter(orderId, 1)
    expect((await balanceOf(test.db, "platform")) - platform).toBe(POOL)
  })

  it("takes a carrier's late receipts up to the settlement, and the report lowers none of them", async () => {
    const [late] = (await begin(1)) as [CarrierNode]
    const orderId = await buy(world, buyer.userId)
    const key = await crypto.generateSigningKey()
    const session = await openSession(world.deps, {
      userId: buyer.userId,
      nodeId: null,
      kind: "purchase",
      title: world.titleId,
      sessionKey: toB64url(key.publicKey),
      deviceKey: toB64url((await crypto.generateDeviceKey()).publicKey),
      address: "127.0.200.1",
      originOnly: false,
    })
    const iat = Math.floor(world.clock.now().getTime() / 1000)
    const receipt = await signReceipt(crypto, key, {
      final: true,
      seq: 9,
      ticket: peekTicket(session.carriers[0]!.ticket).jti,
      cumulativeBytes: BigInt(size()),
      pieces: world.release.pieceCount,
      atSeconds: iat,
      bitmapTag: new Uint8Array(4),
    })
    const obj = fromB64url(world.release.manifestHash, 32)
    const bitmapHash = new Uint8Array(32)
    // The downloader names no carrier at all.
    const said = { ses: session.session_id, obj, receipts: [], originBytes: 0n, bitmapHash, complete: true, iat }
    const report = await signReport(said, key)
    await acceptReport(world.deps, { userId: buyer.userId, sessionId: session.session_id, report })
    world.clock.advance(6 * DAY_MS)
    const [node] = await test.db.select().from(nodes).where(eq(nodes.id, late.nodeId))
    expect(await acceptReceipts(world.deps, { node: node!, batch: receipt.bytes })).toMatchObject({ refused: [] })
    await settleAfter(orderId, 2)
    expect(await earned(late)).toBe(POOL)
  })
})
