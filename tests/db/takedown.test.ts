/** Takedown: what was offered, linked, embedded, shown, sold, stocked and sent stops with one act, and comes back with one. */
import { eq } from "drizzle-orm"
import { afterEach, describe, expect, it } from "vitest"
import { payees, users } from "#db/schema/auth.ts"
import { orders } from "#db/schema/checkout.ts"
import { downloadSessions, nodes, stockings } from "#db/schema/delivery.ts"
import { sites } from "#db/schema/fans.ts"
import { notices } from "#db/schema/notices.ts"
import { operatorActs } from "#db/schema/operate.ts"
import { mails, outbox } from "#db/schema/platform.ts"
import { findActor } from "#lib/auth/queries.ts"
import { listOpenInfoHashes, listPublishedTitles } from "#lib/catalog/queries.ts"
import { listTakenDown } from "#lib/catalog/taken-down-titles.ts"
import { captureOrder } from "#lib/checkout/capture-order.ts"
import { placeOrder } from "#lib/checkout/place-order.ts"
import { acceptHeartbeat } from "#lib/delivery/accept-heartbeat.ts"
import { openSession } from "#lib/delivery/open-session.ts"
import { orderStocking } from "#lib/delivery/order-stocking.ts"
import { renewTickets } from "#lib/delivery/renew-tickets.ts"
import { issueLicence } from "#lib/entitlements/issue-licence.ts"
import { startDemo } from "#lib/entitlements/start-demo.ts"
import { createLink } from "#lib/fans/create-link.ts"
import { createSite } from "#lib/fans/create-site.ts"
import { findLinkByCode } from "#lib/fans/link-targets.ts"
import { putTitleOnSite } from "#lib/fans/put-title-on-site.ts"
import { findHiddenNotice, findSiteBySlug } from "#lib/fans/queries.ts"
import { trialBalance } from "#lib/ledger/queries.ts"
import { hideSite, showSite } from "#lib/operate/hide-site.ts"
import { restoreTitle } from "#lib/operate/restore-title.ts"
import { liftSuspension, suspendAccount } from "#lib/operate/suspend-account.ts"
import { takeDownTitle } from "#lib/operate/take-down-title.ts"
import { tellBuyers } from "#lib/operate/tell-buyers.ts"
import { toB64url } from "#peer/protocol/bytes.ts"
import { webCrypto } from "#peer/protocol/crypto.ts"
import { makeUser } from "../support/catalog-world.ts"
import { databaseForTests } from "../support/database.ts"
import { makeOperator, toldCaches } from "../support/operate-world.ts"
import { buy, makeCarrier, makePayee, placeAndApprove, type SaleWorld, saleWorld } from "../support/sale-world.ts"

const test = databaseForTests()
const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of cleanups.splice(0)) await close()
})

const REASON = "The film belongs to somebody else."
const NOTICE = "A claim about rights is being looked at."

async function standing() {
  const world = await saleWorld(test.db, { pieces: 4 })
  cleanups.push(world.close)
  const deps = { ...world.deps, caches: toldCaches() }
  const operator = await makeOperator(test.db, world.clock.now())
  const fan = { ...(await makeUser(test.db, "fan@example.test")), roles: ["fan" as const] }
  const { siteId } = await createSite(deps, {
    actor: fan,
    slug: "fans-page",
    name: "Fan's page",
    url: "https://fan.example",
    words: "",
  })
  const { code } = await putTitleOnSite(deps, { actor: fan, siteId, titleId: world.titleId })
  return { world, deps, operator, fan, siteId, code }
}

const beatOf = (world: SaleWorld, held: boolean) => ({
  version: "0",
  port: 4000,
  uplink_bps: 8_000_000,
  stocks: held ? [{ obj: world.release.manifestHash, pieces: world.release.pieceCount, complete: true }] : [],
})

async function beat(world: SaleWorld, nodeId: string) {
  const [node] = await test.db
    .select()
    .from(nodes)
    .where(eq(nodes.id, nodeId as `nod_${string}`))
  return acceptHeartbeat(world.deps, { node: node!, address: "127.0.1.1", beat: beatOf(world, true) })
}

async function opened(world: SaleWorld, userId: `usr_${string}`, kind: "purchase" | "stock") {
  const key = toB64url((await webCrypto().generateSigningKey()).publicKey)
  const where = { sessionKey: key, deviceKey: null, address: "127.0.200.1", originOnly: false, nodeId: null }
  return openSession(world.deps, { userId, kind, title: world.titleId, ...where })
}

describe("a title", () => {
  it("is gone everywhere at once, and every door says so", async () => {
    const { world, deps, operator, fan, code } = await standing()
    const { titleId } = world
    const carrier = await makeCarrier(world, 1)
    const owner = await makeUser(test.db, "owner@example.test")
    await buy(world, owner.userId)
    const running = await opened(world, owner.userId, "purchase")
    expect((await beat(world, carrier.nodeId)).orders).toEqual([])
    const before = await trialBalance(test.db)

    await takeDownTitle(deps, { actor: operator, titleId, reason: REASON, noticeText: NOTICE })

    expect(deps.caches.titles).toEqual([titleId])
    expect(await findLinkByCode(test.db, code)).toMatchObject({ state: "taken_down", notice: NOTICE })
    expect((await findSiteBySlug(test.db, "fans-page"))?.titles).toEqual([])
    expect(await listPublishedTitles(test.db)).toEqual([])
    expect((await listTakenDown(test.db)).get("tin-comet")?.notice).toBe(NOTICE)
    expect(await listOpenInfoHashes(test.db)).toEqual([])
    const { orders: told } = await beat(world, carrier.nodeId)
    expect(told).toMatchObject([{ action: "unstock", obj: world.release.manifestHash, title_id: titleId }])

    const stranger = await makeUser(test.db, "stranger@example.test")
    const gone = { code: "gone" }
    const { userId } = stranger
    await expect(placeOrder(deps, { buyerId: userId, titleId, clickIds: [], requestKey: "a" })).rejects.toMatchObject(
      gone,
    )
    await expect(startDemo(deps, { userId, titleId, clickIds: [] })).rejects.toMatchObject(gone)
    await expect(opened(world, owner.userId, "purchase")).rejects.toMatchObject(gone)
    await expect(opened(world, owner.userId, "stock")).rejects.toMatchObject(gone)
    await expect(
      renewTickets(deps, { userId: owner.userId, sessionId: running.session_id, failed: [] }),
    ).rejects.toMatchObject(gone)
    const deviceKey = toB64url((await webCrypto().generateDeviceKey()).publicKey)
    await expect(issueLicence(deps, { userId: owner.userId, titleId, deviceKey })).rejects.toMatchObject(gone)
    await expect(createLink(deps, { actor: fan, titleId })).rejects.toMatchObject({ code: "not_found" })
    expect(await trialBalance(test.db)).toEqual(before)
  })

  it("takes no money for an order that was approved before", async () => {
    const { world, deps, operator } = await standing()
    const buyer = await makeUser(test.db, "buyer@example.test")
    const orderId = await placeAndApprove(world, buyer.userId, [], "buyer@paypal.example")
    await takeDownTitle(deps, { actor: operator, titleId: world.titleId, reason: REASON, noticeText: "" })
    expect(await captureOrder(deps, { orderId })).toMatchObject({ state: "voided" })
    const [order] = await test.db.select().from(orders).where(eq(orders.id, orderId))
    expect(order).toMatchObject({ state: "voided", captureId: null })
    expect((await trialBalance(test.db)).accounts).toEqual([])
  })

  it("tells its publisher, its owners and who was buying, each once", async () => {
    const { world, deps, operator } = await standing()
    const owner = await makeUser(test.db, "owner@example.test")
    await buy(world, owner.userId)
    const buyer = await makeUser(test.db, "buyer@example.test")
    await placeAndApprove(world, buyer.userId, [], "buyer@paypal.example")
    for (let i = 0; i < 2; i++)
      await takeDownTitle(deps, { actor: operator, titleId: world.titleId, reason: REASON, noticeText: NOTICE })
    const work = await test.db.select().from(outbox).where(eq(outbox.kind, "takedown.tell"))
    expect(work).toHaveLength(1)
    expect(await tellBuyers(deps, { titleId: world.titleId, after: "" })).toEqual({ told: 2 })
    const told = await test.db.select().from(mails).where(eq(mails.kind, "title taken down"))
    const textTo = (to: string) => told.filter((m) => m.to === to).map((m) => m.text)
    expect(told).toHaveLength(2)
    const heard = await test.db.select().from(notices).where(eq(notices.kind, "title-taken-down"))
    expect(heard).toMatchObject([{ userId: world.publisher.userId, payload: { reason: REASON } }])
    expect(textTo(owner.email)[0]).toContain("a copy you have stays yours")
    expect(textTo(buyer.email)[0]).toContain("nothing is charged")
    expect(textTo(owner.email)[0]).toContain(NOTICE)
  })

  it("comes back as it was, and the record tells both acts", async () => {
    const { world, deps, operator, code } = await standing()
    const { titleId } = world
    const carrier = await makeCarrier(world, 1)
    await takeDownTitle(deps, { actor: operator, titleId, reason: REASON, noticeText: NOTICE })
    await restoreTitle(deps, { actor: operator, titleId, reason: "The claim was withdrawn." })
    await restoreTitle(deps, { actor: operator, titleId, reason: "The claim was withdrawn." })
    expect(await findLinkByCode(test.db, code)).toMatchObject({ state: "published", notice: null })
    expect((await findSiteBySlug(test.db, "fans-page"))?.titles).toHaveLength(1)
    expect((await beat(world, carrier.nodeId)).orders).toEqual([])
    const [held] = await test.db.select().from(stockings).where(eq(stockings.nodeId, carrier.nodeId))
    expect(held?.wanted).toBe(true)
    const acts = await test.db.select().from(operatorActs).orderBy(operatorActs.at, operatorActs.id)
    expect(acts.map((a) => [a.act, a.before.state, a.after.state, a.reason]).sort()).toEqual([
      ["restore", "taken_down", "published", "The claim was withdrawn."],
      ["take-down", "published", "taken_down", REASON],
    ])
  })

  it("is for operators only", async () => {
    const { world, deps, fan } = await standing()
    const { titleId } = world
    for (const actor of [fan, { ...world.publisher, roles: ["publisher" as const] }]) {
      const no = { code: "forbidden" }
      await expect(takeDownTitle(deps, { actor, titleId, reason: REASON, noticeText: "" })).rejects.toMatchObject(no)
      await expect(restoreTitle(deps, { actor, titleId, reason: REASON })).rejects.toMatchObject(no)
    }
    expect((await listPublishedTitles(test.db)).map((t) => t.id)).toEqual([titleId])
  })
})

describe("a page and an account", () => {
  it("hides a fan's page behind a notice; its links go on", async () => {
    const { deps, operator, fan, siteId, code } = await standing()
    const input = { actor: operator, siteId, reason: "It shows somebody's home address." }
    await expect(hideSite(deps, { ...input, actor: fan, noticeText: "" })).rejects.toMatchObject({ code: "forbidden" })
    for (let i = 0; i < 2; i++) await hideSite(deps, { ...input, noticeText: "Hidden." })
    expect(await findSiteBySlug(test.db, "fans-page")).toBeNull()
    expect(await findHiddenNotice(test.db, "FANS-page")).toBe("Hidden.")
    expect(await findLinkByCode(test.db, code)).toMatchObject({ state: "published", archived: false })
    expect(await test.db.$count(notices, eq(notices.kind, "page-hidden"))).toBe(1)
    await expect(showSite(deps, { ...input, actor: fan })).rejects.toMatchObject({ code: "forbidden" })
    await showSite(deps, input)
    expect((await findSiteBySlug(test.db, "fans-page"))?.siteId).toBe(siteId)
    expect(await findHiddenNotice(test.db, "fans-page")).toBeNull()
    expect(await test.db.$count(sites)).toBe(1)
  })

  it("suspends: no session, no credit, no stocking session, payouts paused; and lifts it again", async () => {
    const { world, deps, operator, fan, code } = await standing()
    await makePayee(world, fan.userId, "fan@paypal.example")
    const [row] = await test.db.select().from(users).where(eq(users.id, fan.userId))
    const { sessionEpoch } = await import("#lib/auth/password.ts")
    const session = { userId: fan.userId, epoch: sessionEpoch(row!.passwordHash) }
    const input = { actor: operator, userId: fan.userId, reason: "Clicks from one machine." }
    await expect(suspendAccount(deps, { ...input, actor: fan })).rejects.toMatchObject({ code: "forbidden" })
    await expect(suspendAccount(deps, { ...input, userId: operator.userId })).rejects.toMatchObject({
      code: "conflict",
    })
    await suspendAccount(deps, input)
    await suspendAccount(deps, input)
    expect(deps.caches.owners).toContain(fan.userId)
    expect(await findActor(test.db, session)).toBeNull()
    expect(await findLinkByCode(test.db, code)).toMatchObject({ archived: true })
    expect(await findSiteBySlug(test.db, "fans-page")).toBeNull()
    const paused = async () =>
      (await test.db.select().from(payees).where(eq(payees.userId, fan.userId)))[0]?.pausedReason
    expect(await paused()).toBe("Your account is suspended: Clicks from one machine.")
    await liftSuspension(deps, { ...input, reason: "It was a school." })
    expect(await findActor(test.db, session)).not.toBeNull()
    expect(await findLinkByCode(test.db, code)).toMatchObject({ archived: false })
    expect(await paused()).toBeNull()
    expect(await test.db.$count(operatorActs)).toBe(2)
  })

  it("leaves a pause alone that was there for another reason", async () => {
    const { world, deps, operator, fan } = await standing()
    await makePayee(world, fan.userId, "fan@paypal.example")
    await suspendAccount(deps, { actor: operator, userId: fan.userId, reason: "Spam." })
    await test.db.update(payees).set({ pausedReason: "Three payouts failed." })
    await liftSuspension(deps, { actor: operator, userId: fan.userId, reason: "Settled." })
    const [payee] = await test.db.select().from(payees).where(eq(payees.userId, fan.userId))
    expect(payee?.pausedReason).toBe("Three payouts failed.")
  })
})

it("stocks nothing of what was taken down, whoever wishes it", async () => {
  const { world, deps, operator } = await standing()
  const carrier = await makeCarrier(world, 1)
  await takeDownTitle(deps, { actor: operator, titleId: world.titleId, reason: REASON, noticeText: "" })
  const actor = { userId: carrier.ownerId, roles: ["fan" as const], email: carrier.email }
  await expect(
    orderStocking(deps, { actor, nodeId: carrier.nodeId, titleId: world.titleId, wanted: true }),
  ).rejects.toMatchObject({ code: "gone" })
  expect(await test.db.$count(downloadSessions)).toBe(0)
})
