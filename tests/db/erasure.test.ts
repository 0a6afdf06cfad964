/** Erasure: after its grace nothing of the person is left in any text of any table, and every sum stands as it was booked. */
import { and, eq, isNull, ne, sql } from "drizzle-orm"
import { afterEach, describe, expect, it } from "vitest"
import { apiAnswers } from "#db/schema/api.ts"
import { accounts, payees, users, verificationTokens } from "#db/schema/auth.ts"
import { flags } from "#db/schema/carriage.ts"
import { orders } from "#db/schema/checkout.ts"
import { downloadSessions, nodes } from "#db/schema/delivery.ts"
import { entitlements, licences } from "#db/schema/entitlements.ts"
import { links, sites } from "#db/schema/fans.ts"
import { erasures, operatorActs } from "#db/schema/operate.ts"
import { payoutRuns, payouts } from "#db/schema/payouts.ts"
import { mails, outbox, paypalWebhooks } from "#db/schema/platform.ts"
import { typeCode } from "#lib/attribution/type-code.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { hashPassword, sessionEpoch } from "#lib/auth/password.ts"
import { findActor } from "#lib/auth/queries.ts"
import { createPublisher } from "#lib/catalog/create-publisher.ts"
import { createPublishKey, publishKeyActor } from "#lib/catalog/publish-key.ts"
import { claimCode } from "#lib/fans/claim-code.ts"
import { createLink } from "#lib/fans/create-link.ts"
import { createSite } from "#lib/fans/create-site.ts"
import { findLinkByCode } from "#lib/fans/link-targets.ts"
import { findSiteBySlug } from "#lib/fans/queries.ts"
import { newId } from "#lib/kernel/ids.ts"
import { cents } from "#lib/kernel/money.ts"
import { addDays } from "#lib/kernel/period.ts"
import { trialBalance } from "#lib/ledger/queries.ts"
import { cancelErasure } from "#lib/operate/cancel-erasure.ts"
import { eraseAccount } from "#lib/operate/erase-account.ts"
import { findErasure } from "#lib/operate/erasure-preview.ts"
import { exportAccount } from "#lib/operate/export-account.ts"
import { requestErasure, requestErasureFor } from "#lib/operate/request-erasure.ts"
import { suspendAccount } from "#lib/operate/suspend-account.ts"
import { makeUser } from "../support/catalog-world.ts"
import { databaseForTests } from "../support/database.ts"
import { makeOperator, toldCaches } from "../support/operate-world.ts"
import {
  buy,
  clickThrough,
  download,
  makeCarrier,
  makePayee,
  type SaleWorld,
  saleWorld,
} from "../support/sale-world.ts"

const test = databaseForTests()
const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of cleanups.splice(0)) await close()
})

const EMAIL = "hedy.lindqvist@example.test"
const PAYPAL = "hedy-money@paypal.example"
const NAME = "Hedy Lindqvist"
const PASSWORD = "a long enough password"
const ADDRESS = "203.0.113.9"
/** Everything by which somebody could still know who it was. */
const STRINGS = [EMAIL, PAYPAL, NAME, "hedy", "lindqvist", ADDRESS]

/** Hedy has a site, a link that sold, a node, a purchase, a publisher's name, keys, mails and a payout behind her. */
async function hedysWorld() {
  const world = await saleWorld(test.db, { pieces: 4 })
  cleanups.push(world.close)
  const deps = { ...world.deps, caches: toldCaches() }
  const at = world.clock.now()
  const hedy: Actor = { ...(await makeUser(test.db, EMAIL)), roles: ["fan"] }
  await test.db
    .update(users)
    .set({ name: NAME, passwordHash: await hashPassword(PASSWORD), roles: ["fan"] })
    .where(eq(users.id, hedy.userId))
  await makePayee(world, hedy.userId, PAYPAL)
  const site = { slug: "hedy-reads", name: "Hedy reads", url: "https://hedy.example", words: `Write to ${EMAIL}.` }
  const { siteId } = await createSite(deps, { actor: hedy, ...site })
  const { code } = await createLink(deps, { actor: hedy, titleId: world.titleId, siteId, subId: "hedy" })
  const buyer = await makeUser(test.db, "buyer@example.test")
  await typeHedysCode(deps, hedy, buyer.userId)
  await buy(world, buyer.userId, [await clickThrough(world, hedy)])
  await buy(world, hedy.userId, [], PAYPAL)
  const carrier = await makeCarrier(world, 1)
  await test.db.update(nodes).set({ ownerId: hedy.userId, name: "Hedy's machine", observedAddress: ADDRESS })
  await download(world, buyer.userId, "purchase", [[carrier.nodeId, world.release.sizeBytes / 2]])
  await test.db.update(downloadSessions).set({ userId: hedy.userId, address: ADDRESS, networkGroup: "203.0.113.0/24" })
  await leaveTraces(world, hedy)
  const operator = await makeOperator(test.db, at)
  return { world, deps, hedy, operator, code, siteId }
}

/** A buyer typed her code, and took it off again; she typed somebody else's. */
async function typeHedysCode(deps: SaleWorld["deps"], hedy: Actor, buyerId: Actor["userId"]) {
  const other: Actor = { ...(await makeUser(test.db, "other-fan@example.test")), roles: ["fan"] }
  await claimCode(deps, { actor: hedy, code: "HEDYREADS" })
  await claimCode(deps, { actor: other, code: "ATTIC" })
  const typing = { address: ADDRESS, place: "checkout" as const, titleId: null }
  await typeCode(deps, { ...typing, buyerId, code: "hedyreads" })
  await typeCode(deps, { ...typing, buyerId: hedy.userId, code: "attic" })
}

/** What others wrote about her, and what PayPal and the mail wrote down. */
async function leaveTraces(world: SaleWorld, hedy: Actor) {
  const { deps } = world
  const at = world.clock.now()
  await createPublisher(deps, { actor: hedy, name: NAME })
  await createPublishKey(deps, { actor: hedy, name: "Hedy's laptop" })
  const answer = { status: 201, body: NAME, requestHash: "h", idempotencyKey: EMAIL, answeredAt: at }
  await test.db.insert(apiAnswers).values({ ...answer, ownerId: hedy.userId })
  const signIn = { type: "oauth", provider: "github", providerAccountId: "77", id_token: EMAIL }
  await test.db.insert(accounts).values({ userId: hedy.userId, ...signIn })
  await test.db.insert(verificationTokens).values({ identifier: EMAIL, token: "t", expires: at })
  const flag = { id: newId("flag", at), kind: "note", subject: hedy.userId, openedAt: at }
  await test.db.insert(flags).values({ ...flag, reason: `${NAME} (${EMAIL.toUpperCase()}) wrote to us.` })
  const mail = {
    id: newId("mail", at),
    to: "friend@example.test",
    kind: "note",
    subject: `From ${NAME}`,
    createdAt: at,
  }
  await test.db.insert(mails).values({ ...mail, text: `Ask ${EMAIL}`, html: `<p>${NAME}</p>` })
  const [order] = await test.db.select().from(orders).where(eq(orders.buyerId, hedy.userId))
  await test.db.insert(paypalWebhooks).values({
    eventId: "WH-1",
    transmissionId: "T-1",
    type: "PAYMENT.CAPTURE.COMPLETED",
    resource: { id: order!.captureId, payer: { email_address: PAYPAL, name: { given_name: "Hedy" } } },
    receivedAt: at,
  })
  const runId = newId("payoutRun", at)
  await test.db.insert(payoutRuns).values({ id: runId, period: "2026-10-26", state: "completed", createdAt: at })
  await test.db.insert(payouts).values({
    id: newId("payout", at),
    runId,
    userId: hedy.userId,
    receiver: PAYPAL,
    amountCents: cents(1_500),
    currency: "USD",
    state: "returned",
    reason: `${PAYPAL} has no account`,
    createdAt: at,
    updatedAt: at,
  })
}

/** Every place in any text or JSON column of any table where one of the strings stands. */
async function placesOf(strings: readonly string[]): Promise<string[]> {
  const { rows } = await test.db.execute(sql`
    select c.table_name as t, c.column_name as c from information_schema.columns c
    join information_schema.tables i using (table_schema, table_name)
    where c.table_schema = 'public' and i.table_type = 'BASE TABLE' and c.data_type in ('text', 'jsonb', 'json', 'ARRAY', 'character varying')`)
  const found: string[] = []
  for (const { t, c } of rows as { t: string; c: string }[])
    for (const s of strings) {
      const hit = await test.db.execute(
        sql`select 1 from ${sql.identifier(t)} where position(${s.toLowerCase()} in lower(${sql.identifier(c)}::text)) > 0 limit 1`,
      )
      if (hit.rows.length > 0) found.push(`${t}.${c}: ${s}`)
    }
  return found
}

async function graceOver(world: SaleWorld, userId: Actor["userId"]) {
  const erasure = await findErasure(test.db, userId)
  world.clock.set(erasure!.dueAt)
  return erasure!.id
}

describe("an erasure", () => {
  it("leaves nothing of the person in any text column, and every account's sum as it was", async () => {
    const { world, deps, hedy, operator, code, siteId } = await hedysWorld()
    const about = `${NAME} of ${EMAIL} asked us by letter.`
    await requestErasureFor(deps, { actor: operator, userId: hedy.userId, reason: about })
    expect((await placesOf(STRINGS)).length).toBeGreaterThan(15)
    const before = await trialBalance(test.db)
    expect(before.accounts.some((a) => a.account === `fan:${hedy.userId}:referral`)).toBe(true)
    const captured = await test.db.select({ id: orders.id, price: orders.priceCents }).from(orders).orderBy(orders.id)

    const erasureId = await graceOver(world, hedy.userId)
    expect(await eraseAccount(deps, { erasureId })).toEqual({ state: "done" })

    expect(await placesOf(STRINGS)).toEqual([])
    expect(await trialBalance(test.db)).toEqual(before)
    expect(before.sumMicros).toBe(0n)
    expect(await test.db.select({ id: orders.id, price: orders.priceCents }).from(orders).orderBy(orders.id)).toEqual(
      captured,
    )
    const [user] = await test.db.select().from(users).where(eq(users.id, hedy.userId))
    expect(user).toMatchObject({ name: null, passwordHash: null, roles: [], email: `${hedy.userId}@erased.invalid` })
    expect(await findLinkByCode(test.db, code)).toMatchObject({ archived: true })
    expect(await findSiteBySlug(test.db, `erased-${siteId.slice(4)}`)).toBeNull()
    expect(await test.db.$count(sites)).toBe(1)
    expect(await test.db.$count(links, isNull(links.archivedAt))).toBe(0)
    expect(await test.db.$count(payees, eq(payees.userId, hedy.userId))).toBe(0)
    const own = eq(entitlements.userId, hedy.userId)
    expect(await test.db.$count(entitlements, and(own, ne(entitlements.state, "revoked")))).toBe(0)
    expect(await test.db.$count(entitlements, and(own))).toBeGreaterThan(0)
    expect(deps.caches.owners).toEqual([hedy.userId])
    // The record of the act stands, without the words about her.
    const [act] = await test.db.select().from(operatorActs)
    expect(act).toMatchObject({
      act: "ask-erasure",
      subjectId: hedy.userId,
      reason: "[erased] of [erased] asked us by letter.",
    })
    // Others keep what is theirs.
    expect(
      await test.db.$count(entitlements, and(ne(entitlements.userId, hedy.userId), eq(entitlements.state, "active"))),
    ).toBe(1)
    expect(await test.db.$count(users, eq(users.email, "buyer@example.test"))).toBe(1)
  })

  it("ends every session and every key", async () => {
    const { world, deps, hedy } = await hedysWorld()
    const [row] = await test.db.select().from(users).where(eq(users.id, hedy.userId))
    const session = { userId: hedy.userId, epoch: sessionEpoch(row!.passwordHash) }
    const { key } = await createPublishKey(deps, { actor: hedy, name: "another" })
    expect(await findActor(test.db, session)).not.toBeNull()
    expect(await publishKeyActor(deps, `Bearer ${key}`)).toMatchObject({ userId: hedy.userId })
    await requestErasure(deps, { actor: hedy, password: PASSWORD, address: "127.0.0.1" })
    await eraseAccount(deps, { erasureId: await graceOver(world, hedy.userId) })
    expect(await findActor(test.db, session)).toBeNull()
    await expect(publishKeyActor(deps, `Bearer ${key}`)).rejects.toMatchObject({ code: "unauthenticated" })
    expect(await test.db.$count(licences, ne(licences.deviceKey, "[erased]"))).toBe(
      (await test.db.$count(licences)) - (await ofHedy(hedy)),
    )
  })

  const ofHedy = (hedy: Actor) =>
    test.db.$count(
      licences,
      sql`${licences.entitlementId} in (select id from entitlement where user_id = ${hedy.userId})`,
    )

  it("does nothing before its day, twice, or when it was called off", async () => {
    const { world, deps, hedy } = await hedysWorld()
    const asked = await requestErasure(deps, { actor: hedy, password: PASSWORD, address: "127.0.0.1" })
    const again = await requestErasure(deps, { actor: hedy, password: PASSWORD, address: "127.0.0.1" })
    expect(asked).toEqual({ state: "waiting", dueAt: addDays(world.clock.now(), 7) })
    expect(again).toEqual(asked)
    const [work] = await test.db.select().from(outbox).where(eq(outbox.kind, "erasure.due"))
    const { id } = (await findErasure(test.db, hedy.userId))!
    expect(work).toMatchObject({ payload: { erasureId: id }, dueAt: addDays(world.clock.now(), 7) })
    expect(await eraseAccount(deps, { erasureId: id })).toMatchObject({ state: "postponed" })
    expect(await cancelErasure(deps, { actor: hedy, userId: hedy.userId })).toEqual({ cancelled: true })
    expect(await cancelErasure(deps, { actor: hedy, userId: hedy.userId })).toEqual({ cancelled: false })
    world.clock.advance(8 * 86_400_000)
    expect(await eraseAccount(deps, { erasureId: id })).toEqual({ state: "done" })
    expect(await test.db.$count(users, eq(users.email, EMAIL))).toBe(1)
    expect(await test.db.$count(erasures, eq(erasures.state, "cancelled"))).toBe(1)
  })

  it("warns before: what ends, what is not paid yet, and how to call it off", async () => {
    const { deps, hedy } = await hedysWorld()
    await requestErasure(deps, { actor: hedy, password: PASSWORD, address: "127.0.0.1" })
    const [mail] = await test.db.select().from(mails).where(eq(mails.kind, "erasure asked"))
    expect(mail?.text).toContain("Lantern")
    expect(mail?.text).toMatch(/\$1\.50 of your earnings is not paid yet/)
    expect(mail?.text).toContain("/settings/data")
  })

  it("waits for money on its way", async () => {
    const { world, deps, hedy } = await hedysWorld()
    await requestErasure(deps, { actor: hedy, password: PASSWORD, address: "127.0.0.1" })
    await test.db.update(payouts).set({ state: "submitted" })
    const erasureId = await graceOver(world, hedy.userId)
    expect(await eraseAccount(deps, { erasureId })).toEqual({
      state: "postponed",
      againAt: addDays(world.clock.now(), 1),
    })
    expect((await findErasure(test.db, hedy.userId))?.waitsFor).toBe("A payout is on its way.")
    await test.db.update(payouts).set({ state: "paid" })
    expect(await eraseAccount(deps, { erasureId })).toEqual({ state: "done" })
  })

  it("is proved by the password, mailed where there is none, and not asked for others", async () => {
    const { deps, hedy, operator } = await hedysWorld()
    const fan: Actor = { ...(await makeUser(test.db, "fan@example.test")), roles: ["fan"] }
    const address = "127.0.0.1"
    await expect(requestErasure(deps, { actor: hedy, password: "wrong", address })).rejects.toMatchObject({
      field: "password",
    })
    expect(await requestErasure(deps, { actor: fan, password: "", address })).toEqual({ state: "mailed" })
    expect(await findErasure(test.db, fan.userId)).toBeNull()
    const other = { actor: fan, userId: hedy.userId, reason: "I do not like her." }
    await expect(requestErasureFor(deps, other)).rejects.toMatchObject({ code: "forbidden" })
    await expect(suspendAccount(deps, other)).rejects.toMatchObject({ code: "forbidden" })
    await requestErasure(deps, { actor: hedy, password: PASSWORD, address })
    await expect(cancelErasure(deps, other)).rejects.toMatchObject({ code: "forbidden" })
    await expect(requestErasureFor(deps, { ...other, actor: operator, userId: operator.userId })).rejects.toMatchObject(
      {
        code: "conflict",
      },
    )
  })
})

describe("the export", () => {
  it("holds what is the person's, and no key, hash or other person's data", async () => {
    const { hedy, deps } = await hedysWorld()
    let text = ""
    for await (const piece of exportAccount(test.db, hedy.userId, deps.clock.now())) text += piece
    const { sections } = JSON.parse(text) as { sections: Record<string, Record<string, unknown>[]> }
    expect(sections.profile).toMatchObject([{ email: EMAIL, name: NAME }])
    for (const name of [
      "site",
      "link",
      "order",
      "entitlement",
      "commission",
      "payout",
      "payee",
      "node",
      "ledger",
      "api_key",
      "mails",
    ])
      expect(sections[name], name).toBeDefined()
    for (const name of ["site", "link", "order", "commission", "payout", "payee", "node", "ledger"])
      expect(sections[name]!.length, name).toBeGreaterThan(0)
    expect(sections.clicks_on_own_links).toHaveLength(1)
    expect(text).not.toMatch(
      /argon2|"(visit_hash|session_key|password_hash|token_hash|key_hash|request_hash)"|buyer@(example\.test|paypal\.example)/,
    )
  })
})
