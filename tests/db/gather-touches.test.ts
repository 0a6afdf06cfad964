import { eq } from "drizzle-orm"
import { describe, expect, it } from "vitest"
import { inTx } from "#db/client.ts"
import { payees, users } from "#db/schema/auth.ts"
import { creatorCodes, typedCodes } from "#db/schema/codes.ts"
import { entitlements } from "#db/schema/entitlements.ts"
import { decideReferrer } from "#lib/attribution/decide-referrer.ts"
import { gatherTouches } from "#lib/attribution/gather-touches.ts"
import { previewReferrer } from "#lib/attribution/queries.ts"
import { type Click, recordClicks } from "#lib/attribution/record-clicks.ts"
import { newClickId } from "#lib/attribution/visit.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { archiveLink } from "#lib/fans/archive-link.ts"
import { createLink } from "#lib/fans/create-link.ts"
import { NO_CACHES } from "#lib/fans/page-caches.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { addDays } from "#lib/kernel/period.ts"
import { databaseForTests } from "../support/database.ts"
import { makeFanWorld, makeTitle, makeUser } from "../support/fan-world.ts"

const database = databaseForTests()
const clock = fixedClock(new Date("2026-11-23T12:00:00.000Z"))
const deps = () => ({ db: database.db, clock })

async function clickOn(linkId: Id<"link">, at: Date, more: Partial<Click> = {}): Promise<string> {
  const id = newClickId(at)
  const one = { id, linkId, at, subId: null, deepPath: null, refererHost: null, flag: null, visitHash: id, ...more }
  await recordClicks(database.db, [one])
  return id
}

const decide = (buyer: Actor, titleId: Id<"title">, clickIds: string[], at: Date) =>
  inTx(database.db, "test", async (tx) =>
    decideReferrer(await gatherTouches(tx, { buyerId: buyer.userId, titleId, clickIds, at })),
  )

describe("who brought a buyer, from the rows", () => {
  it("is the fan of the last click on this title; others' titles, unknown and malformed ids are left out", async () => {
    const { fan, titleId, link, at } = await makeFanWorld(deps())
    const otherTitle = await makeTitle(database.db, at, "paper-moon")
    const otherLink = await createLink(deps(), { actor: fan, titleId: otherTitle })
    const buyer = await makeUser(database.db, at, "buyer@buyer.example")
    const good = await clickOn(link.linkId, at)
    const elsewhere = await clickOn(otherLink.linkId, at)
    const ids = [newClickId(at), "'; drop table click; --", elsewhere, good]
    const decision = await decide(buyer, titleId, ids, addDays(at, 30))
    expect(decision).toMatchObject({
      rule: "last_click",
      referrerUserId: fan.userId,
      linkId: link.linkId,
      clickId: good,
    })
    expect(decision.touches).toHaveLength(1)
    expect((await decide(buyer, titleId, ids, addDays(at, 31))).rule).toBe("none")
    const ask = { clickIds: ids, titleId, at }
    expect(await previewReferrer(database.db, { ...ask, buyerId: null })).toEqual({
      name: "Pixel Attic",
      siteSlug: "pixel-attic",
      rule: "last_click",
      code: null,
      insteadOf: null,
    })
    expect(await previewReferrer(database.db, { ...ask, buyerId: fan.userId })).toBeNull()
  })

  it("is the fan of a click that comes to the database after its visitor, and nobody of one that never comes", async () => {
    const { fan, titleId, link, at } = await makeFanWorld(deps())
    const buyer = await makeUser(database.db, at, "buyer@buyer.example")
    const late = newClickId(at)
    const asked = previewReferrer(database.db, { clickIds: [late], titleId, at, buyerId: buyer.userId })
    await new Promise((resolve) => setTimeout(resolve, 60))
    await clickOn(link.linkId, at, { id: late })
    expect(await asked).toMatchObject({ name: "Pixel Attic", rule: "last_click" })
    const began = performance.now()
    const never = { clickIds: [newClickId(at)], titleId, buyerId: fan.userId }
    expect(await previewReferrer(database.db, { ...never, at })).toBeNull()
    expect(performance.now() - began).toBeGreaterThan(1_000)
    const again = performance.now()
    await previewReferrer(database.db, { ...never, at: addDays(at, 1) })
    expect(performance.now() - again).toBeLessThan(1_000)
  })

  it("is nobody for own links: the same account, or the same PayPal address", async () => {
    const { fan, titleId, link, at } = await makeFanWorld(deps())
    const id = await clickOn(link.linkId, at)
    expect(await decide(fan, titleId, [id], at)).toMatchObject({ rule: "none", referrerUserId: null })
    const twin = await makeUser(database.db, at, "twin@fan.example")
    await database.db.insert(payees).values([
      { userId: fan.userId, paypalEmail: "me@paypal.example", confirmedAt: at, changedAt: at },
      { userId: twin.userId, paypalEmail: "Me@paypal.example", confirmedAt: at, changedAt: at },
    ])
    const decision = await decide(twin, titleId, [id], at)
    expect(decision).toMatchObject({ rule: "none" })
    expect(decision.touches[0]).toMatchObject({ verdict: "void", reason: expect.stringContaining("Own link") })
  })

  it("is nobody for a click that a robot made", async () => {
    const { titleId, link, at } = await makeFanWorld(deps())
    const buyer = await makeUser(database.db, at, "buyer@buyer.example")
    const id = await clickOn(link.linkId, at, { flag: "bot" })
    expect(await decide(buyer, titleId, [id], at)).toMatchObject({ rule: "none", touches: [{ verdict: "void" }] })
  })

  it("is nobody for a click on a link that was retired before it; clicks from before still count", async () => {
    const { fan, titleId, link, at } = await makeFanWorld(deps())
    const buyer = await makeUser(database.db, at, "buyer@buyer.example")
    const [early, late] = [await clickOn(link.linkId, at), await clickOn(link.linkId, addDays(at, 2))]
    const dayAfter = { ...deps(), clock: fixedClock(addDays(at, 1)), caches: NO_CACHES }
    await archiveLink(dayAfter, { actor: fan, linkId: link.linkId })
    expect(await decide(buyer, titleId, [late], addDays(at, 3))).toMatchObject({ rule: "none" })
    expect(await decide(buyer, titleId, [late, early], addDays(at, 3))).toMatchObject({ clickId: early })
  })

  it("is nobody whose account is suspended, by link or by demo", async () => {
    const { fan, titleId, link, at } = await makeFanWorld(deps())
    const buyer = await makeUser(database.db, at, "buyer@buyer.example")
    const id = await clickOn(link.linkId, at)
    await database.db.update(users).set({ suspendedAt: at }).where(eq(users.id, fan.userId))
    const decision = await decide(buyer, titleId, [id], at)
    expect(decision).toMatchObject({ rule: "none", touches: [{ reason: "The fan's account is closed." }] })
  })

  it.each([
    ["bound, 29 days after its end", true, 59, "demo_origin"],
    ["bound, 31 days after its end", true, 61, "none"],
    ["never downloaded", false, 5, "none"],
  ] as const)("is the demo's fan without any cookie when the demo was %s", async (_what, bound, day, rule) => {
    const { fan, titleId, link, at } = await makeFanWorld(deps())
    const buyer = await makeUser(database.db, at, "buyer@buyer.example")
    const clickId = await clickOn(link.linkId, at)
    await database.db.insert(entitlements).values({
      id: newId("entitlement", at),
      userId: buyer.userId,
      titleId,
      kind: "demo",
      state: "active",
      startsAt: at,
      endsAt: addDays(at, 30),
      originBoundAt: bound ? at : null,
      referrerId: fan.userId,
      linkId: link.linkId,
      clickId,
    })
    expect((await decide(buyer, titleId, [], addDays(at, day))).rule).toBe(rule)
  })

  it("is the fan whose typed code still counts, however many newer ones do not", async () => {
    const { fan, titleId, at } = await makeFanWorld(deps())
    const buyer = await makeUser(database.db, at, "buyer@buyer.example")
    const [own, gone, twin] = [
      buyer,
      await makeUser(database.db, at, "gone@fan.example"),
      await makeUser(database.db, at, "twin@fan.example"),
    ]
    await database.db.update(users).set({ suspendedAt: at }).where(eq(users.id, gone.userId))
    await database.db.insert(payees).values([
      { userId: buyer.userId, paypalEmail: "me@paypal.example", confirmedAt: at, changedAt: at },
      { userId: twin.userId, paypalEmail: " Me@PayPal.example", confirmedAt: at, changedAt: at },
    ])
    let made = 0
    const typed = async (owner: Actor, day: number, more: { takenOffAt?: Date; retiredAt?: Date } = {}) => {
      made += 1
      const code = `CODE${made}`
      const { retiredAt = null, takenOffAt = null } = more
      const codeId = newId("code", at)
      await database.db
        .insert(creatorCodes)
        .values({ id: codeId, code, look: code, ownerId: owner.userId, claimedAt: at, retiredAt })
      await database.db.insert(typedCodes).values({
        ...{ id: newId("typedCode", at), buyerId: buyer.userId, codeId, titleId: null, place: "checkout" },
        ...{ typedAt: addDays(at, day), takenOffAt },
      })
      return codeId
    }
    const good = await typed(fan, 1)
    for (let i = 0; i < 8; i++) await typed(fan, 2, { takenOffAt: addDays(at, 3) })
    const decided = async () => decide(buyer, titleId, [], addDays(at, 4))
    expect(await decided()).toMatchObject({ rule: "creator_code", codeId: good })
    for (let i = 0; i < 3; i++) {
      await typed(own, 3)
      await typed(gone, 3)
      await typed(twin, 3)
      await typed(fan, 3, { retiredAt: addDays(at, 2) })
      await typed(fan, 5)
    }
    expect(await decided()).toMatchObject({ rule: "creator_code", codeId: good })
    expect((await decided()).touches).toHaveLength(8)
    // Of two that count the later one wins, as ever.
    const later = await typed(fan, 2)
    expect(await decided()).toMatchObject({ codeId: later })
    expect(await decide(buyer, titleId, [], addDays(at, 30))).toMatchObject({ rule: "none" })
  })
})
