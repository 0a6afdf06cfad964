/** A sale from the click to the payout, by use cases on a real database, to the micro. */
import { eq } from "drizzle-orm"
import { afterEach, describe, expect, it } from "vitest"
import { settlements } from "#db/schema/carriage.ts"
import { orders } from "#db/schema/checkout.ts"
import { commissions, ledgerTransactions } from "#db/schema/ledger.ts"
import { payouts } from "#db/schema/payouts.ts"
import { settleOrder } from "#lib/carriage/settle-order.ts"
import { captureOrder } from "#lib/checkout/capture-order.ts"
import { expireOrders } from "#lib/checkout/expire-orders.ts"
import { placeOrder } from "#lib/checkout/place-order.ts"
import { earningsOf } from "#lib/earnings/queries.ts"
import { buildStatement } from "#lib/earnings/statement.ts"
import { expireDemos } from "#lib/entitlements/expire-demos.ts"
import { startDemo } from "#lib/entitlements/start-demo.ts"
import { addDays, DAY_MS } from "#lib/kernel/period.ts"
import { carriagePoolAccount, fanAccount } from "#lib/ledger/accounts.ts"
import { balanceOf, trialBalance } from "#lib/ledger/queries.ts"
import { openPayoutRun } from "#lib/payouts/open-payout-run.ts"
import { reconcileRun } from "#lib/payouts/reconcile-run.ts"
import { sendPayoutRun } from "#lib/payouts/send-payout-run.ts"
import { webCrypto } from "#peer/protocol/crypto.ts"
import { verifyStatement } from "#peer/protocol/statement.ts"
import { makeUser } from "../support/catalog-world.ts"
import { databaseForTests } from "../support/database.ts"
import {
  buy,
  clickThrough,
  download,
  makeCarrier,
  placeAndApprove,
  type SaleWorld,
  saleWorld,
  wake,
} from "../support/sale-world.ts"

const test = databaseForTests()
let world: SaleWorld
afterEach(() => world.close())

const carriageOf = (userId: `usr_${string}`) => balanceOf(test.db, fanAccount(userId, "carriage"))
const referralOf = (userId: `usr_${string}`) => balanceOf(test.db, fanAccount(userId, "referral"))

/** Settles a week after the copy. */
async function settleLater(orderId: `ord_${string}`): Promise<void> {
  world.clock.advance(8 * DAY_MS)
  expect(await settleOrder(world.deps, orderId)).toEqual({ state: "settled" })
}

describe("the promise", () => {
  it("pays $3.00 to the micro for a $30.00 title brought and wholly carried by one vetted fan", async () => {
    world = await saleWorld(test.db)
    const fan = await makeCarrier(world, 1)
    const buyer = await makeUser(test.db, "buyer@example.test")
    const click = await clickThrough(world, { userId: fan.ownerId, email: fan.email })
    const orderId = await buy(world, buyer.userId, [click])
    const { licence } = await download(world, buyer.userId, "purchase", [[fan.nodeId, world.release.sizeBytes]])
    expect(licence).toMatch(/^eyJ/)
    await settleLater(orderId)
    expect(await referralOf(fan.ownerId)).toBe(1_500_000n)
    expect(await carriageOf(fan.ownerId)).toBe(1_500_000n)
    expect(await balanceOf(test.db, carriagePoolAccount(orderId))).toBe(0n)
    expect((await trialBalance(test.db)).sumMicros).toBe(0n)
  })

  it("splits $0.99 among eight carriers by bytes, exactly", async () => {
    world = await saleWorld(test.db, { priceCents: 99, pieces: 17 })
    const carriers = []
    for (let n = 1; n <= 8; n++) carriers.push(await makeCarrier(world, n, n > 1))
    const buyer = await makeUser(test.db, "buyer@example.test")
    const orderId = await buy(world, buyer.userId)
    const piece = world.release.pieceBytes
    // Eight unequal parts of seventeen pieces; the first carrier is unvetted, but far under its half.
    const parts = [1, 2, 3, 2, 2, 3, 2, 2].map((pieces) => pieces * piece)
    await download(
      world,
      buyer.userId,
      "purchase",
      carriers.map((c, i) => [c.nodeId, parts[i]!]),
    )
    await settleLater(orderId)
    const pool = 49_500n
    const size = BigInt(world.release.sizeBytes)
    // Floors, then one micro each to the largest remainders: computed here by itself.
    const floors = parts.map((bytes) => (pool * BigInt(bytes)) / size)
    const total = (pool * BigInt(parts.reduce((a, b) => a + b, 0))) / size
    const paid = await Promise.all(carriers.map((c) => carriageOf(c.ownerId)))
    expect(paid.reduce((a, b) => a + b, 0n)).toBe(total)
    for (const [i, micros] of paid.entries()) expect([floors[i], floors[i]! + 1n]).toContain(micros)
    expect(await balanceOf(test.db, carriagePoolAccount(orderId))).toBe(0n)
  })

  it("clips an unvetted owner at half and gives the rest to the platform, with the origin's part", async () => {
    world = await saleWorld(test.db)
    const fresh = await makeCarrier(world, 1, false)
    const buyer = await makeUser(test.db, "buyer@example.test")
    const orderId = await buy(world, buyer.userId)
    await download(world, buyer.userId, "purchase", [[fresh.nodeId, 12 * world.release.pieceBytes]])
    await settleLater(orderId)
    expect(await carriageOf(fresh.ownerId)).toBe(750_000n)
    const [settlement] = await test.db.select().from(settlements)
    expect(settlement).toMatchObject({
      totalMicros: 750_000n,
      originShareMicros: 750_000n,
      originBytes: 4 * world.release.pieceBytes,
    })
  })
})

describe("capture", () => {
  it("moves money once when twenty captures race", async () => {
    world = await saleWorld(test.db)
    const buyer = await makeUser(test.db, "buyer@example.test")
    const orderId = await placeAndApprove(world, buyer.userId, [], "buyer@paypal.example")
    const results = await Promise.all(Array.from({ length: 20 }, () => captureOrder(world.deps, { orderId })))
    expect(results.every((r) => r.state === "captured")).toBe(true)
    const captures = await test.db.select().from(ledgerTransactions).where(eq(ledgerTransactions.kind, "capture"))
    expect(captures).toHaveLength(1)
    const book = await (await fetch(`${world.standIn.url}/__control/ledger`)).json()
    expect(Object.keys(book.captures)).toHaveLength(1)
  })

  it("gives the referral to nobody when the buyer paid from the fan's own PayPal account", async () => {
    world = await saleWorld(test.db)
    const fan = await makeCarrier(world, 1)
    const buyer = await makeUser(test.db, "buyer@example.test")
    const click = await clickThrough(world, { userId: fan.ownerId, email: fan.email })
    const orderId = await buy(world, buyer.userId, [click], "carrier1@paypal.example")
    expect(await referralOf(fan.ownerId)).toBe(0n)
    expect(await balanceOf(test.db, "unattributed")).toBe(1_500_000n)
    const [order] = await test.db.select().from(orders).where(eq(orders.id, orderId))
    expect(order?.relatedOwners).toEqual([
      { ownerId: fan.ownerId, reason: "The purchase was paid from the same PayPal account." },
    ])
  })
})

describe("a demo first", () => {
  /** A fan's link, that fan's own node; the demo is downloaded on day 0. */
  async function demoWorld() {
    world = await saleWorld(test.db)
    const fan = await makeCarrier(world, 1)
    const buyer = await makeUser(test.db, "buyer@example.test")
    const click = await clickThrough(world, { userId: fan.ownerId, email: fan.email })
    await startDemo(world.deps, { userId: buyer.userId, titleId: world.titleId, clickIds: [click] })
    await download(world, buyer.userId, "demo", [[fan.nodeId, world.release.sizeBytes]])
    return { fan, buyer }
  }

  it.each([
    [29, 1_500_000n],
    [59, 1_500_000n],
    [61, 0n],
  ])("bought on day %i pays referrer and carrier %s each, with no second download", async (day, expected) => {
    const { fan, buyer } = await demoWorld()
    world.clock.advance(day * DAY_MS)
    await expireDemos(world.deps)
    await wake(world)
    const orderId = await buy(world, buyer.userId)
    expect(await settleOrder(world.deps, orderId)).toEqual({ state: "settled" })
    expect(await referralOf(fan.ownerId)).toBe(expected)
    expect(await carriageOf(fan.ownerId)).toBe(expected)
    expect(await balanceOf(test.db, carriagePoolAccount(orderId))).toBe(0n)
  })
})

describe("statement and payout", () => {
  it("pays whole cents once, leaves the rest, and tells who is below the minimum why and until when", async () => {
    world = await saleWorld(test.db, { pieces: 17 })
    const fan = await makeCarrier(world, 1)
    const small = await makeCarrier(world, 2)
    world.deps.config.payoutMinimumCents = 150n as typeof world.deps.config.payoutMinimumCents
    const buyer = await makeUser(test.db, "buyer@example.test")
    const click = await clickThrough(world, { userId: fan.ownerId, email: fan.email })
    const orderId = await buy(world, buyer.userId, [click])
    const piece = world.release.pieceBytes
    await download(world, buyer.userId, "purchase", [
      [fan.nodeId, 9 * piece],
      [small.nodeId, 8 * piece],
    ])
    await settleLater(orderId)
    world.clock.set(addDays(world.clock.now(), 60))
    const { opened } = await openPayoutRun(world.deps)
    expect(opened).toHaveLength(1)
    expect((await openPayoutRun(world.deps)).opened).toHaveLength(0)
    expect(await sendPayoutRun(world.deps, opened[0]!)).toBe("submitted")
    await expect.poll(() => reconcileRun(world.deps, opened[0]!), { timeout: 5_000 }).toBe(true)
    // 1.5 referral + 1.5 * 9/17 carriage = 2.294117 or ...118: two dollars twenty-nine leave, the rest stays.
    const rows = await test.db.select().from(payouts)
    expect(rows).toMatchObject([{ userId: fan.ownerId, state: "paid", amountCents: 229n }])
    const book = await (await fetch(`${world.standIn.url}/__control/ledger`)).json()
    expect(book.payouts[rows[0]!.id]).toMatchObject({ times_paid: 1 })
    const left = (await referralOf(fan.ownerId)) + (await carriageOf(fan.ownerId))
    expect(left).toBeGreaterThan(0n)
    expect(left).toBeLessThan(10_000n)
    const why = await earningsOf(world.deps, small.ownerId)
    expect(why.unpaid).toMatchObject([{ code: "below_minimum" }])
    expect(why.unpaid[0]!.nextChangeAt).toBeInstanceOf(Date)
    expect((await trialBalance(test.db)).sumMicros).toBe(0n)
  })

  it("writes a statement that verifies, and names the line of a changed byte", async () => {
    world = await saleWorld(test.db)
    const fan = await makeCarrier(world, 1)
    const buyer = await makeUser(test.db, "buyer@example.test")
    const click = await clickThrough(world, { userId: fan.ownerId, email: fan.email })
    const orderId = await buy(world, buyer.userId, [click])
    await download(world, buyer.userId, "purchase", [[fan.nodeId, world.release.sizeBytes]])
    await settleLater(orderId)
    const span = { userId: fan.ownerId, from: new Date(0), to: addDays(world.clock.now(), 1) }
    const text = await buildStatement(world.deps, span)
    const keys = await world.deps.keys.publicKeys()
    const verdict = await verifyStatement(webCrypto(), text, keys)
    expect(verdict).toMatchObject({ ok: true, totals: { referral: 1_500_000n, carriage: 1_500_000n } })
    const lines = await test.db.select().from(commissions)
    expect(lines).toHaveLength(2)
    const at = text.indexOf('"amountMicros":"1500000"') + 17
    const changed = `${text.slice(0, at)}9${text.slice(at + 1)}`
    const line = text.slice(0, at).split("\n").length
    expect(await verifyStatement(webCrypto(), changed, keys)).toMatchObject({ ok: false, line })
  })
})

describe("orders nobody came back from", () => {
  it("captures the approved one and expires the other", async () => {
    world = await saleWorld(test.db)
    const buyer = await makeUser(test.db, "buyer@example.test")
    const other = await makeUser(test.db, "other@example.test")
    const approved = await placeAndApprove(world, buyer.userId, [], "buyer@paypal.example")
    const { orderId: left } = await placeOrder(world.deps, {
      buyerId: other.userId,
      titleId: world.titleId,
      clickIds: [],
      requestKey: crypto.randomUUID(),
    })
    world.clock.advance(2 * DAY_MS)
    expect(await expireOrders(world.deps)).toBe(2)
    const states = await test.db.select({ id: orders.id, state: orders.state }).from(orders)
    expect(new Map(states.map((o) => [o.id, o.state]))).toEqual(
      new Map([
        [approved, "captured"],
        [left, "expired"],
      ]),
    )
  })
})
