/** Creator codes from the claim to the ledger: who may have which, what typing one does, and that one sale credits one fan once. */
import { eq, like, sql } from "drizzle-orm"
import { afterEach, describe, expect, it } from "vitest"
import { payees, users } from "#db/schema/auth.ts"
import { orders } from "#db/schema/checkout.ts"
import { creatorCodes, typedCodes } from "#db/schema/codes.ts"
import { entitlements } from "#db/schema/entitlements.ts"
import { commissions, ledgerEntries } from "#db/schema/ledger.ts"
import { notices } from "#db/schema/notices.ts"
import { previewReferrer } from "#lib/attribution/queries.ts"
import { takeOffCodes } from "#lib/attribution/take-off-code.ts"
import { typeCode } from "#lib/attribution/type-code.ts"
import { ATTEMPT_BOUNDS } from "#lib/auth/attempt-limit.ts"
import { captureOrder } from "#lib/checkout/capture-order.ts"
import { placeOrder } from "#lib/checkout/place-order.ts"
import { codeFigures } from "#lib/earnings/code-figures.ts"
import { explainLine } from "#lib/earnings/line-story.ts"
import { earningsOf } from "#lib/earnings/queries.ts"
import { startDemo } from "#lib/entitlements/start-demo.ts"
import { claimCode } from "#lib/fans/claim-code.ts"
import { CODES_PER_YEAR } from "#lib/fans/creator-code.ts"
import { retireCode } from "#lib/fans/retire-code.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { addDays, addMs } from "#lib/kernel/period.ts"
import { eraseCodes } from "#lib/operate/erase-works.ts"
import { searchEverything } from "#lib/operate/search.ts"
import { makeUser as makeBuyer } from "../support/catalog-world.ts"
import { databaseForTests } from "../support/database.ts"
import { makeTitle, makeUser } from "../support/fan-world.ts"
import { buy, clickThrough, makePayee, placeAndApprove, saleWorld } from "../support/sale-world.ts"

const test = databaseForTests()
const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of cleanups.splice(0)) await close()
})

const AT = new Date("2026-11-23T12:00:00.000Z")
const NETWORK = "203.0.113.7"

async function fansWorld() {
  const clock = fixedClock(AT)
  const deps = { db: test.db, clock }
  const [noor, bea, lena] = [
    await makeUser(test.db, AT, "noor@fan.example"),
    await makeUser(test.db, AT, "bea@fan.example"),
    await makeUser(test.db, AT, "lena@mail.example"),
  ]
  await test.db.update(users).set({ name: "Noor Haddad" }).where(eq(users.id, noor.userId))
  const titleId = await makeTitle(test.db, AT, "tin-comet")
  const type = (code: string, more: { titleId?: Id<"title">; buyerId?: Id<"user">; address?: string } = {}) =>
    typeCode(deps, { buyerId: lena.userId, address: NETWORK, code, place: "checkout", titleId: null, ...more })
  const preview = (at: Date, title = titleId) =>
    previewReferrer(test.db, { clickIds: [], titleId: title, buyerId: lena.userId, at })
  return { clock, deps, noor, bea, lena, titleId, type, preview }
}

const refusal = (code: string, field?: string) => expect.objectContaining({ code, ...(field && { field }) })

describe("claiming", () => {
  it("is once, whatever its case; nobody else gets it or what looks like it", async () => {
    const { deps, noor, bea } = await fansWorld()
    const made = await claimCode(deps, { actor: noor, code: "noor" })
    expect(made.code).toBe("NOOR")
    expect(await claimCode(deps, { actor: noor, code: " N-oor" })).toEqual(made)
    for (const code of ["NOOR", "n00r", "NQOR"])
      await expect(claimCode(deps, { actor: bea, code })).rejects.toEqual(refusal("already_exists", "code"))
    await expect(claimCode(deps, { actor: noor, code: "N00R" })).rejects.toEqual(refusal("already_exists", "code"))
    expect(await test.db.$count(creatorCodes)).toBe(1)
  })

  it("gives one of two who ask at once the word", async () => {
    const { deps, noor, bea } = await fansWorld()
    const both = await Promise.allSettled([noor, bea].map((actor) => claimCode(deps, { actor, code: "ATTIC" })))
    expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"])
    expect(await test.db.$count(creatorCodes)).toBe(1)
  })

  it("refuses to bring back a code whose look somebody claims in the same moment", async () => {
    const { deps, noor, bea } = await fansWorld()
    const { codeId } = await claimCode(deps, { actor: noor, code: "NOOR" })
    await retireCode(deps, { actor: noor, codeId })
    // What another connection commits after noor was found to have the look to herself.
    await test.db.execute(sql`
      create function claim_between() returns trigger language plpgsql as $$ begin
        insert into creator_code (id, code, look, owner_id, claimed_at)
        select 'between', 'N00R', old.look, u.id, old.claimed_at from "user" u where u.email = 'bea@fan.example';
        return new; end $$`)
    await test.db.execute(
      sql`create trigger claim_between before update on creator_code for each row execute function claim_between()`,
    )
    try {
      const refused = claimCode(deps, { actor: noor, code: "NOOR" })
      await expect(refused).rejects.toEqual(refusal("already_exists", "code"))
    } finally {
      await test.db.execute(sql`drop function claim_between cascade`)
    }
    expect(await claimCode(deps, { actor: noor, code: "NOOR" })).toEqual({ codeId, code: "NOOR" })
    await expect(claimCode(deps, { actor: bea, code: "N00R" })).rejects.toEqual(refusal("already_exists", "code"))
  })

  it("ends at three live ones, also when asked at once, and at twelve in a year", async () => {
    const { deps, noor } = await fansWorld()
    const asked = ["AAA", "BBB", "CCC", "DDD", "EEE"].map((code) => claimCode(deps, { actor: noor, code }))
    const refused = (await Promise.allSettled(asked)).filter((one) => one.status === "rejected")
    expect(refused.map((one) => one.reason.code)).toEqual(["conflict", "conflict"])
    const live = await test.db.select().from(creatorCodes)
    for (const { id } of live) await retireCode(deps, { actor: noor, codeId: id })
    for (let n = live.length; n < CODES_PER_YEAR; n++) {
      const { codeId } = await claimCode(deps, { actor: noor, code: `MORE${"ABCDEFGHKMNP"[n]}` })
      await retireCode(deps, { actor: noor, codeId })
    }
    await expect(claimCode(deps, { actor: noor, code: "ANOTHER" })).rejects.toEqual(refusal("too_many"))
    // What was one's own may live again.
    expect((await claimCode(deps, { actor: noor, code: live[0]!.code })).codeId).toBe(live[0]!.id)
  })

  it("a retired code is its fan's alone for a year, to the millisecond; then anybody's", async () => {
    const { clock, deps, noor, bea } = await fansWorld()
    const { codeId } = await claimCode(deps, { actor: noor, code: "NOOR" })
    await expect(retireCode(deps, { actor: bea, codeId })).rejects.toEqual(refusal("not_found"))
    await retireCode(deps, { actor: noor, codeId })
    await retireCode(deps, { actor: noor, codeId })
    clock.set(addMs(addDays(AT, 365), -1))
    await expect(claimCode(deps, { actor: bea, code: "N00R" })).rejects.toEqual(refusal("already_exists", "code"))
    clock.set(addDays(AT, 365))
    const hers = await claimCode(deps, { actor: bea, code: "NOOR" })
    expect(hers.codeId).not.toBe(codeId)
    await expect(claimCode(deps, { actor: noor, code: "NOOR" })).rejects.toEqual(refusal("already_exists", "code"))
  })
})

describe("typing", () => {
  it("credits the owner for every title, before a link, until it is taken off; and the conflict is known before", async () => {
    const { deps, noor, lena, titleId, type, preview, clock } = await fansWorld()
    const { codeId } = await claimCode(deps, { actor: noor, code: "NOOR" })
    expect(await preview(AT)).toBeNull()
    const typed = await type("n00r")
    expect(typed).toEqual({ codeId, code: "NOOR", ownerName: "Noor Haddad", countsUntil: addDays(AT, 14) })
    const other = await makeTitle(test.db, AT, "paper-moon")
    for (const title of [titleId, other])
      expect(await preview(AT, title)).toMatchObject({
        name: "Noor Haddad",
        rule: "creator_code",
        code: { code: "NOOR" },
      })
    expect(await preview(addDays(AT, 14))).not.toBeNull()
    expect(await preview(addMs(addDays(AT, 14), 1))).toBeNull()
    await takeOffCodes(deps, { buyerId: lena.userId, titleId })
    expect(await preview(AT)).toBeNull()
    // Typed again, it counts again, from then on; one row per buyer and code.
    clock.set(addDays(AT, 1))
    await type("NOOR")
    expect(await preview(addDays(AT, 15))).not.toBeNull()
    expect(await test.db.$count(typedCodes)).toBe(1)
  })

  it("what an address had filled in counts for its own title alone", async () => {
    const { deps, noor, titleId, type, preview } = await fansWorld()
    await claimCode(deps, { actor: noor, code: "NOOR" })
    await type("NOOR", { titleId })
    const other = await makeTitle(test.db, AT, "paper-moon")
    expect((await preview(AT))?.code?.typed).toMatchObject({ thisTitleOnly: true })
    expect(await preview(AT, other)).toBeNull()
  })

  it("refuses what no code is, what nobody has, what is retired, and whom the platform has suspended", async () => {
    const { deps, noor, type, preview } = await fansWorld()
    const { codeId } = await claimCode(deps, { actor: noor, code: "NOOR" })
    for (const code of ["", "x", "'; drop table creator_code; --", "НООР", "\0\0\0"])
      await expect(type(code)).rejects.toEqual(refusal("invalid_input", "code"))
    await expect(type("NOBODYHASIT")).rejects.toEqual(refusal("not_found", "code"))
    await type("NOOR")
    await test.db.update(users).set({ suspendedAt: AT }).where(eq(users.id, noor.userId))
    await expect(type("NOOR")).rejects.toEqual(refusal("not_found", "code"))
    expect(await preview(AT)).toBeNull()
    await test.db.update(users).set({ suspendedAt: null }).where(eq(users.id, noor.userId))
    await retireCode({ ...deps, clock: fixedClock(addMs(AT, 1)) }, { actor: noor, codeId })
    await expect(type("NOOR")).rejects.toEqual(refusal("not_found", "code"))
    // What was typed while it lived still counts.
    expect(await preview(addDays(AT, 1))).toMatchObject({ rule: "creator_code" })
  })

  it("shuts its door to who guesses, and to nobody who mistypes now and then", async () => {
    const { deps, noor, type, bea } = await fansWorld()
    await claimCode(deps, { actor: noor, code: "NOOR" })
    const tries = ATTEMPT_BOUNDS.code.accountTries
    for (let n = 0; n < tries; n++)
      await expect(type(`GUESS${"ABCDEFGHKMNPRSTUV"[n]}`)).rejects.toEqual(refusal("not_found", "code"))
    await expect(type("NOOR")).rejects.toEqual(refusal("too_many"))
    expect((await type("NOOR", { buyerId: bea.userId })).code).toBe("NOOR")
  })

  it("refuses one's own; and another account with the same confirmed payee, of which the fan hears once", async () => {
    const { deps, noor, lena, type, preview } = await fansWorld()
    await claimCode(deps, { actor: noor, code: "NOOR" })
    await expect(type("NOOR", { buyerId: noor.userId })).rejects.toEqual(refusal("conflict", "code"))
    const payee = { confirmedAt: AT, changedAt: AT }
    await test.db.insert(payees).values([
      { userId: noor.userId, paypalEmail: "one@paypal.example", ...payee },
      { userId: lena.userId, paypalEmail: "One@paypal.example", ...payee },
    ])
    for (const _ of [1, 2]) await expect(type("NOOR")).rejects.toEqual(refusal("conflict", "code"))
    expect(await preview(AT)).toBeNull()
    const told = await test.db.select().from(notices).where(eq(notices.kind, "own-code"))
    expect(told.map(({ userId, payload }) => [userId, payload])).toEqual([[noor.userId, { code: "NOOR" }]])
    // An address that is only typed proves nothing.
    await test.db.update(payees).set({ confirmedAt: null }).where(eq(payees.userId, lena.userId))
    expect((await type("NOOR")).code).toBe("NOOR")
  })

  it("is found by operators by the word, by its look and by its id, and is unreadable once its owner is erased", async () => {
    const { deps, noor, bea, clock } = await fansWorld()
    const { codeId } = await claimCode(deps, { actor: noor, code: "NOORPLAYS" })
    for (const query of ["noorplays", "N00RPLAYS", codeId])
      expect((await searchEverything(test.db, query)).filter((hit) => hit.kind === "code")).toMatchObject([
        { label: "NOORPLAYS", href: `/operate/people/${noor.userId}` },
      ])
    await test.db.transaction((tx) => eraseCodes(tx, noor.userId, AT))
    const [row] = await test.db.select().from(creatorCodes)
    expect(JSON.stringify(row)).not.toMatch(/noor|N00R|NOIIPIAYS/i)
    await expect(claimCode(deps, { actor: bea, code: "noorplays" })).rejects.toEqual(refusal("already_exists", "code"))
    clock.set(addDays(AT, 365))
    expect((await claimCode(deps, { actor: bea, code: "noorplays" })).code).toBe("NOORPLAYS")
  })
})

describe("a sale through a code against a competing link", () => {
  async function competing() {
    const world = await saleWorld(test.db, { pieces: 4 })
    cleanups.push(world.close)
    const { deps } = world
    const noor = await makeBuyer(test.db, "noor@fan.example")
    const attic = await makeBuyer(test.db, "attic@fan.example")
    const buyer = await makeBuyer(test.db, "lena@mail.example")
    const { codeId } = await claimCode(deps, { actor: { ...noor, roles: ["fan"] }, code: "NOOR" })
    const clickId = await clickThrough(world, attic)
    const type = (buyerId = buyer.userId) =>
      typeCode(deps, { buyerId, address: NETWORK, code: "noor", place: "checkout", titleId: null })
    return { world, deps, noor, attic, buyer, codeId, clickId, type }
  }

  const creditsOf = async () =>
    (await test.db.select().from(ledgerEntries).where(like(ledgerEntries.account, "fan:%:referral"))).map((e) => [
      e.account,
      e.amountMicros,
    ])

  it("credits the code's owner exactly once, however often PayPal tells of it, and the line says why", async () => {
    const { world, deps, noor, attic, buyer, codeId, clickId, type } = await competing()
    await type()
    const seen = await previewReferrer(test.db, {
      clickIds: [clickId],
      titleId: world.titleId,
      buyerId: buyer.userId,
      at: world.clock.now(),
    })
    expect(seen).toMatchObject({ rule: "creator_code", code: { codeId }, insteadOf: { rule: "last_click" } })
    const orderId = await placeAndApprove(world, buyer.userId, [clickId], "lena@paypal.example")
    const captured = await Promise.all([1, 2, 3].map(() => captureOrder(deps, { orderId })))
    expect(captured.map((one) => one.state)).toEqual(["captured", "captured", "captured"])
    expect(await creditsOf()).toEqual([[`fan:${noor.userId}:referral`, 1_500_000n]])
    const lines = await test.db.select().from(commissions).where(eq(commissions.orderId, orderId))
    expect(lines.map((line) => [line.userId, line.kind])).toEqual([[noor.userId, "referral"]])
    const [order] = await test.db.select().from(orders)
    expect(order).toMatchObject({ attributionRule: "creator_code", referrerId: noor.userId, codeId, linkId: null })
    expect(order!.touches.map((t) => [t.kind, t.referrerUserId, t.verdict]).sort()).toEqual([
      ["click", attic.userId, "lost"],
      ["code", noor.userId, "won"],
    ])
    const [line] = (await earningsOf(deps, noor.userId)).lines
    const story = await explainLine(deps, noor.userId, line!.id)
    expect(story.touches.map((t) => [t.kind, t.code]).sort()).toEqual([
      ["click", null],
      ["code", "NOOR"],
    ])
    const [told] = await test.db.select().from(notices).where(eq(notices.userId, noor.userId))
    expect(told).toMatchObject({ kind: "first-sale", payload: { code: "NOOR" } })
    expect(await codeFigures(test.db, noor.userId)).toEqual(
      new Map([[codeId, { buyers: 1, demos: 0, sales: 1, earnedMicros: 1_500_000n }]]),
    )
  })

  it("is frozen on the order: what is typed, taken off, retired or returned in another browser later changes nothing", async () => {
    const { world, deps, noor, attic, buyer, codeId, clickId, type } = await competing()
    const before = await placeAndApprove(world, buyer.userId, [clickId], "lena@paypal.example")
    await type()
    await takeOffCodes(deps, { buyerId: buyer.userId, titleId: world.titleId })
    await type()
    await retireCode(deps, { actor: { ...noor, roles: ["fan"] }, codeId })
    // The return comes from another browser, or as a webhook: the order's id is all there is.
    await captureOrder(deps, { orderId: before })
    expect(await creditsOf()).toEqual([[`fan:${attic.userId}:referral`, 1_500_000n]])
  })

  it("a buyer who was shown another credit than the order would make is asked to look again", async () => {
    const { world, deps, buyer, codeId, clickId, type } = await competing()
    const place = (shownCodeId: Id<"code"> | null) =>
      placeOrder(deps, {
        buyerId: buyer.userId,
        titleId: world.titleId,
        clickIds: [clickId],
        requestKey: globalThis.crypto.randomUUID(),
        shownCodeId,
      })
    await expect(place(codeId)).rejects.toEqual(refusal("conflict"))
    await type()
    await expect(place(null)).rejects.toEqual(refusal("conflict"))
    expect(await test.db.$count(orders)).toBe(0)
    expect((await place(codeId)).orderId).toMatch(/^ord_/)
  })

  it("the second sale of a known fan says that the code sold for the first time, the third says which code it was", async () => {
    const { world, noor, type } = await competing()
    const people = await Promise.all([1, 2, 3].map((n) => makeBuyer(test.db, `buyer${n}@mail.example`)))
    await buy(world, people[0]!.userId, [await clickThrough(world, noor)], "b0@paypal.example")
    for (const n of [1, 2]) {
      await type(people[n]!.userId)
      await buy(world, people[n]!.userId, [], `b${n}@paypal.example`)
    }
    const told = await test.db.select().from(notices).where(eq(notices.userId, noor.userId)).orderBy(sql`ctid`)
    expect(told.map(({ kind, payload }) => [kind, (payload as Record<string, string>).code])).toEqual([
      ["first-sale", undefined],
      ["first-code-sale", "NOOR"],
      ["sale", "NOOR"],
    ])
  })

  it("a demo started with a code is its owner's, also when the purchase comes after the code's fourteen days", async () => {
    const { world, deps, noor, buyer, codeId, clickId, type } = await competing()
    await type()
    await startDemo(deps, { userId: buyer.userId, titleId: world.titleId, clickIds: [clickId] })
    const [demo] = await test.db.select().from(entitlements)
    expect(demo).toMatchObject({ kind: "demo", referrerId: noor.userId, codeId, linkId: null })
    await test.db.update(entitlements).set({ originBoundAt: world.clock.now() })
    world.clock.set(addDays(world.clock.now(), 20))
    await buy(world, buyer.userId, [clickId], "lena@paypal.example")
    const [order] = await test.db.select().from(orders)
    expect(order).toMatchObject({ attributionRule: "demo_origin", referrerId: noor.userId, codeId })
    expect(await creditsOf()).toEqual([[`fan:${noor.userId}:referral`, 1_500_000n]])
  })

  it("paid from the fan's own PayPal account it earns nothing, and the fan is told", async () => {
    const { world, noor, buyer, type } = await competing()
    await makePayee(world, noor.userId, "noor@paypal.example")
    await type()
    await buy(world, buyer.userId, [], "Noor@paypal.example")
    expect(await creditsOf()).toEqual([])
    const [told] = await test.db.select().from(notices).where(eq(notices.kind, "own-sale"))
    expect(told).toMatchObject({ userId: noor.userId, payload: { code: "NOOR" } })
  })
})
