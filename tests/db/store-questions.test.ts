/** What the store's pages ask: who recommends and announces a title, what belongs to it, what a buyer paid and holds. */
import { eq } from "drizzle-orm"
import { describe, expect, it } from "vitest"
import { users } from "#db/schema/auth.ts"
import { flags } from "#db/schema/carriage.ts"
import { titles } from "#db/schema/catalog.ts"
import { orders } from "#db/schema/checkout.ts"
import { sites } from "#db/schema/fans.ts"
import { listAnnounced, listRelated } from "#lib/catalog/announced-titles.ts"
import { findTitleBySlug } from "#lib/catalog/queries.ts"
import { placeOrder } from "#lib/checkout/place-order.ts"
import { findOrderUnderWay, getOwnOrder, listReceipts } from "#lib/checkout/queries.ts"
import { findDemo, libraryOf, listLicences } from "#lib/entitlements/queries.ts"
import { startDemo } from "#lib/entitlements/start-demo.ts"
import { createSite } from "#lib/fans/create-site.ts"
import { putTitleOnSite } from "#lib/fans/put-title-on-site.ts"
import { listRecommendations } from "#lib/fans/queries.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { newId } from "#lib/kernel/ids.ts"
import { cents } from "#lib/kernel/money.ts"
import { makeUser as makeBuyer } from "../support/catalog-world.ts"
import { databaseForTests } from "../support/database.ts"
import { makeFanWorld, makeTitle, makeUser } from "../support/fan-world.ts"
import { buy, clickThrough, download, placeAndApprove, saleWorld } from "../support/sale-world.ts"

const database = databaseForTests()
const clock = fixedClock(new Date("2026-11-23T12:00:00Z"))
const deps = () => ({ db: database.db, clock })
const now = clock.now()

describe("a title among the fans", () => {
  it("is recommended by the sites that show it and can be seen, and announced by how many they are", async () => {
    const { db } = database
    const { fan, site, titleId } = await makeFanWorld(deps())
    const second = await makeTitle(db, now, "paper-moon", "Paper Moon")
    await db.update(titles).set({ coverType: "image/png" })
    await putTitleOnSite(deps(), { actor: fan, siteId: site.siteId, titleId })
    const other = await makeUser(db, now, "other@fan.example")
    const text = { name: "Loft", slug: "loft", url: "https://loft.example/", words: "" }
    const loft = await createSite(deps(), { actor: other, ...text })
    for (const id of [titleId, second]) await putTitleOnSite(deps(), { actor: other, siteId: loft.siteId, titleId: id })

    const first = await listRecommendations(db, titleId, 1)
    expect([first.sites.length, first.total]).toEqual([1, 2])
    const announced = () => listAnnounced(db, now, 5).then((all) => all.map((t) => [t.slug, t.sites]))
    expect(await announced()).toEqual([
      ["tin-comet", 2],
      ["paper-moon", 1],
    ])
    await db.update(users).set({ suspendedAt: now }).where(eq(users.id, other.userId))
    expect(await listRecommendations(db, titleId, 5)).toMatchObject({ sites: [{ slug: "pixel-attic" }], total: 1 })
    expect(await announced()).toEqual([["tin-comet", 1]])
    await db.update(sites).set({ hiddenAt: now }).where(eq(sites.id, site.siteId))
    expect((await listRecommendations(db, titleId, 5)).total).toBe(0)
    expect(await announced()).toEqual([])
  })

  it("stands beside what the same fans show, before what is only of its kind", async () => {
    const { db } = database
    const { fan, site, titleId } = await makeFanWorld(deps())
    await makeTitle(db, now, "same-kind", "Same Kind")
    const shown = await makeTitle(db, now, "same-fans", "Same Fans")
    await db.update(titles).set({ kind: "film" }).where(eq(titles.id, shown))
    for (const id of [titleId, shown]) await putTitleOnSite(deps(), { actor: fan, siteId: site.siteId, titleId: id })
    const title = (await findTitleBySlug(db, "tin-comet"))!
    expect((await listRelated(db, title, now, 3)).map((t) => t.slug)).toEqual(["same-fans", "same-kind"])
  })
})

describe("a buyer's side of a purchase", () => {
  it("has a receipt that names who was credited, and a licence of each device", async () => {
    const { db } = database
    const world = await saleWorld(db)
    try {
      const fan = await makeBuyer(db, "fan@example.test")
      await db.update(users).set({ name: "Noor" }).where(eq(users.id, fan.userId))
      const buyer = await makeBuyer(db, "buyer@example.test")
      const orderId = await buy(world, buyer.userId, [await clickThrough(world, fan)])
      const [receipt] = await listReceipts(db, buyer.userId)
      expect(receipt).toMatchObject({ id: orderId, creditedTo: "Noor", priceCents: 3_000n, paidTwice: false })
      expect(await listReceipts(db, fan.userId)).toEqual([])
      await download(world, buyer.userId, "purchase", [])
      expect(await listLicences(db, buyer.userId, world.titleId)).toMatchObject([{ mode: "owned", version: "1.0" }])
      expect(await listLicences(db, fan.userId, world.titleId)).toEqual([])
      expect(await libraryOf(db, buyer.userId)).toMatchObject([{ kind: "purchase", onOffer: true, takenDown: false }])
      const flag = { id: newId("flag", now), kind: "PAID_TWICE", subject: orderId, reason: "twice", openedAt: now }
      await db.insert(flags).values(flag)
      expect((await getOwnOrder(db, buyer.userId, orderId)).paidTwice).toBe(true)
    } finally {
      await world.close()
    }
  })

  it("shows a payment that PayPal still holds, and the one demo there was", async () => {
    const { db } = database
    const world = await saleWorld(db)
    try {
      const buyer = await makeBuyer(db, "buyer@example.test")
      const which = { userId: buyer.userId, titleId: world.titleId }
      expect(await findDemo(db, which)).toBeNull()
      await startDemo(world.deps, { ...which, clickIds: [] })
      expect(await findDemo(db, which)).toMatchObject({ kind: "demo", state: "active" })
      const orderId = await placeAndApprove(world, buyer.userId, [], "buyer@paypal.example")
      expect(await findOrderUnderWay(db, buyer.userId, world.titleId)).toBeNull()
      await db.update(orders).set({ state: "approved", pendingReason: "ECHECK" }).where(eq(orders.id, orderId))
      expect(await findOrderUnderWay(db, buyer.userId, world.titleId)).toBe(orderId)
    } finally {
      await world.close()
    }
  })

  it("never pays another price than the one that was shown, and leaves no order behind", async () => {
    const { db } = database
    const world = await saleWorld(db)
    try {
      const buyer = await makeBuyer(db, "buyer@example.test")
      const input = { buyerId: buyer.userId, titleId: world.titleId, clickIds: [], requestKey: crypto.randomUUID() }
      await expect(placeOrder(world.deps, { ...input, shownCents: cents(2_900) })).rejects.toMatchObject({
        code: "conflict",
      })
      expect(await db.select().from(orders)).toEqual([])
      const first = await placeOrder(world.deps, { ...input, shownCents: cents(3_000) })
      // The form sent again is the same order, also after the price has moved.
      await db.update(titles).set({ priceCents: cents(3_500) })
      expect(await placeOrder(world.deps, { ...input, shownCents: cents(3_000) })).toEqual(first)
    } finally {
      await world.close()
    }
  })
})
