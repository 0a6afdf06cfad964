/** Commission terms on real orders, and what a publisher is told of sales, carriage and money. */
import { eq } from "drizzle-orm"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { orders } from "#db/schema/checkout.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { findPublisherOf } from "#lib/catalog/queries.ts"
import { setOriginCost } from "#lib/catalog/set-origin-cost.ts"
import { addTerm, removeTerm } from "#lib/catalog/set-term.ts"
import { listTerms, termsAt } from "#lib/catalog/term-queries.ts"
import { captureOrder } from "#lib/checkout/capture-order.ts"
import { originCost } from "#lib/earnings/origin-cost.ts"
import { pendingSales, publisherStanding } from "#lib/earnings/publisher-payouts.ts"
import { salesByFan, salesByTitle, servedByTitle } from "#lib/earnings/publisher-sales.ts"
import { startDemo } from "#lib/entitlements/start-demo.ts"
import { createSite } from "#lib/fans/create-site.ts"
import type { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { micros } from "#lib/kernel/money.ts"
import { addDays, DAY_MS } from "#lib/kernel/period.ts"
import { fanAccount, publisherAccount } from "#lib/ledger/accounts.ts"
import { balanceOf, trialBalance } from "#lib/ledger/queries.ts"
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
} from "../support/sale-world.ts"

const test = databaseForTests()
let world: SaleWorld
let actor: Actor
let fan: Actor
beforeEach(async () => {
  world = await saleWorld(test.db)
  actor = world.publisher
  fan = await makeUser(test.db, "fan@example.test")
})
afterEach(() => world.close())

const inDays = (days: number): Date => addDays(world.clock.now(), days)
const term = (referralBps: number, from: number, to: number) => ({
  actor,
  title: world.titleId,
  referralBps,
  startsAt: inDays(from),
  endsAt: inDays(to),
})
const add = (referralBps: number, from: number, to: number) => addTerm(world.deps, term(referralBps, from, to))
const refusal = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => expect.fail("it was accepted"),
    (error: AppError) => error,
  )
const ratesOf = async (orderId: Id<"order">) => {
  const [o] = await test.db.select().from(orders).where(eq(orders.id, orderId))
  return [o!.referralBps, o!.carriageBps, o!.publisherBps, o!.platformBps]
}
let buyers = 0
const buyer = async () => (await makeUser(test.db, `buyer${++buyers}@example.test`)).userId

describe("a term", () => {
  it("gives the fan its share of what is bought in its span, out of the publisher's; orders before and after keep theirs", async () => {
    const before = await buy(world, await buyer(), [await clickThrough(world, fan)])
    await add(1_013, 1, 8)
    world.clock.advance(DAY_MS)
    const during = await buy(world, await buyer(), [await clickThrough(world, fan)])
    world.clock.advance(7 * DAY_MS)
    const after = await buy(world, await buyer(), [await clickThrough(world, fan)])
    expect(await ratesOf(before)).toEqual([500, 500, 8_000, 1_000])
    expect(await ratesOf(during)).toEqual([1_013, 500, 7_487, 1_000])
    expect(await ratesOf(after)).toEqual([500, 500, 8_000, 1_000])
    // $30.00 at 5 %, 10.13 % and 5 %.
    expect(await balanceOf(test.db, fanAccount(fan.userId, "referral"))).toBe(1_500_000n + 3_039_000n + 1_500_000n)
    expect((await trialBalance(test.db)).sumMicros).toBe(0n)
  })

  it("is frozen when the order is placed: it may end before the payment, and begin after", async () => {
    await add(1_013, 0, 1)
    world.clock.advance(DAY_MS - 60_000)
    const click = await clickThrough(world, fan)
    const placed = await placeAndApprove(world, await buyer(), [click], "buyer@paypal.example")
    await add(907, 1, 9)
    world.clock.advance(120_000)
    expect(await captureOrder(world.deps, { orderId: placed })).toMatchObject({ state: "captured" })
    expect(await ratesOf(placed)).toEqual([1_013, 500, 7_487, 1_000])
    expect(await balanceOf(test.db, fanAccount(fan.userId, "referral"))).toBe(3_039_000n)
  })

  it("counts by the day of the purchase where a demo brought the buyer", async () => {
    const carrier = await makeCarrier(world, 1)
    const userId = await buyer()
    const clickIds = [await clickThrough(world, fan)]
    await startDemo(world.deps, { userId, titleId: world.titleId, clickIds })
    await download(world, userId, "demo", [[carrier.nodeId, world.release.sizeBytes]])
    await add(1_511, 3, 10)
    world.clock.advance(4 * DAY_MS)
    const orderId = await buy(world, userId)
    expect((await ratesOf(orderId))[0]).toBe(1_511)
    expect(await balanceOf(test.db, fanAccount(fan.userId, "referral"))).toBe(4_533_000n)
  })

  it("does not overlap another, also when both come at once; the same twice is one", async () => {
    const both = await Promise.allSettled([add(701, 1, 8), add(907, 7, 9)])
    expect(both.filter((o) => o.status === "fulfilled")).toHaveLength(1)
    const [held] = await listTerms(test.db, world.titleId)
    await addTerm(world.deps, { actor, title: world.titleId, ...held! })
    expect(await listTerms(test.db, world.titleId)).toHaveLength(1)
    const error = await refusal(add(1_103, 0, 30))
    expect([error.code, error.field]).toEqual(["conflict", "startsOn"])
  })

  it("is only its publisher's to give, and to take back before it begins", async () => {
    const other = await makeUser(test.db, "other@example.test")
    expect((await refusal(addTerm(world.deps, { ...term(701, 0, 7), actor: other }))).code).toBe("not_found")
    const { termId } = await add(701, 1, 7)
    const of = { actor, title: world.titleId, termId }
    expect((await refusal(removeTerm(world.deps, { ...of, actor: other }))).code).toBe("not_found")
    await removeTerm(world.deps, of)
    expect(await listTerms(test.db, world.titleId)).toEqual([])
    const running = await add(701, 0, 7)
    expect((await termsAt(test.db, [world.titleId], world.clock.now())).get(world.titleId)?.referralBps).toBe(701)
    expect((await refusal(removeTerm(world.deps, { ...of, termId: running.termId }))).code).toBe("conflict")
  })
})

describe("a publisher is told", () => {
  it("who brought how many sales, through which sites, and what each got", async () => {
    const publisher = (await findPublisherOf(test.db, actor.userId))!
    await createSite(world.deps, {
      actor: fan,
      name: "Pixel Attic",
      slug: "pixel-attic",
      url: "https://b.example",
      words: "",
    })
    const click = await clickThrough(world, fan)
    for (let i = 0; i < 2; i++) await buy(world, await buyer(), [click])
    await buy(world, await buyer())
    const sales = await salesByFan(test.db, { publisherId: publisher.id })
    expect(sales.map(({ fanId, sales, grossCents }) => [fanId, sales, grossCents])).toEqual([
      [fan.userId, 2, 6_000n],
      [null, 1, 3_000n],
    ])
    expect(sales[0]).toMatchObject({ referralMicros: 3_000_000n, refunds: 0 })
    expect(sales[1]).toMatchObject({ referralMicros: 0n })
    const owed = await balanceOf(test.db, publisherAccount(publisher.id))
    expect(sales.reduce((sum, s) => sum + s.publisherMicros, 0n)).toBe(owed)
    const byTitle = await salesByTitle(test.db, publisher.id)
    expect(byTitle.get(world.titleId)).toEqual({ sales: 3, grossCents: 9_000n, publisherMicros: owed })
    const stranger = "pub_00000000000000000000000000" as const
    expect(await salesByFan(test.db, { publisherId: stranger })).toEqual([])
  })

  it("what carriers served and what that would have cost", async () => {
    const publisher = (await findPublisherOf(test.db, actor.userId))!
    const carrier = await makeCarrier(world, 1)
    const userId = await buyer()
    await buy(world, userId)
    const carried = 5 * world.release.pieceBytes
    await download(world, userId, "purchase", [[carrier.nodeId, carried]])
    const served = (await servedByTitle(test.db, publisher.id)).get(world.titleId)!
    expect(served.carriedBytes).toBe(carried)
    expect(served.originBytes).toBeGreaterThanOrEqual(world.release.sizeBytes - carried)
    expect(originCost(3_000_000_001, micros(70_001))).toBe(210_003n)
    await setOriginCost(world.deps, { actor, microsPerGb: micros(20_000) })
    expect((await findPublisherOf(test.db, actor.userId))?.originMicrosPerGb).toBe(20_000n)
    expect(await refusal(setOriginCost(world.deps, { actor, microsPerGb: micros(-1) }))).toMatchObject({
      field: "costPerGb",
    })
  })

  it("where the money stands: pending, kept in reserve, matured", async () => {
    const publisher = (await findPublisherOf(test.db, actor.userId))!
    await buy(world, await buyer())
    const owed = await balanceOf(test.db, publisherAccount(publisher.id))
    const now = await publisherStanding(world.deps, publisher.id)
    expect(now).toMatchObject({ balanceMicros: owed, pendingMicros: owed, reserveMicros: 0n, maturedMicros: 0n })
    const [sale] = await pendingSales(world.deps, publisher.id)
    expect(sale).toMatchObject({ amountMicros: owed, titleName: "Lantern", maturesAt: inDays(30) })
    world.clock.advance(31 * DAY_MS)
    const later = await publisherStanding(world.deps, publisher.id)
    expect(later).toMatchObject({ pendingMicros: 0n, reserveMicros: owed / 10n, paidMicros: 0n, inTransitMicros: 0n })
    expect(later.maturedMicros).toBe(owed - owed / 10n)
    expect(await pendingSales(world.deps, publisher.id)).toEqual([])
  })
})
