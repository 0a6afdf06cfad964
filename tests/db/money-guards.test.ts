/** Guards of money that only strange days reach: a silent PayPal, too many tickets, two flags on one line, a long hold. */
import { eq } from "drizzle-orm"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { payees } from "#db/schema/auth.ts"
import { flags, settlements } from "#db/schema/carriage.ts"
import { releases } from "#db/schema/catalog.ts"
import { tickets } from "#db/schema/delivery.ts"
import { commissions } from "#db/schema/ledger.ts"
import { payoutRuns } from "#db/schema/payouts.ts"
import { findRelated } from "#lib/attribution/related-party.ts"
import { settleOrder } from "#lib/carriage/settle-order.ts"
import { openSession } from "#lib/delivery/open-session.ts"
import { newId } from "#lib/kernel/ids.ts"
import { cents } from "#lib/kernel/money.ts"
import { addDays, DAY_MS } from "#lib/kernel/period.ts"
import { fanAccount } from "#lib/ledger/accounts.ts"
import { balanceOf } from "#lib/ledger/queries.ts"
import { closeFlag } from "#lib/operate/close-flag.ts"
import { maturedOf } from "#lib/payouts/matured.ts"
import { openPayoutRun } from "#lib/payouts/open-payout-run.ts"
import { sendPayoutRun } from "#lib/payouts/send-payout-run.ts"
import { toB64url } from "#peer/protocol/bytes.ts"
import { webCrypto } from "#peer/protocol/crypto.ts"
import { makeUser } from "../support/catalog-world.ts"
import { databaseForTests } from "../support/database.ts"
import {
  buy,
  type CarrierNode,
  clickThrough,
  download,
  makeCarrier,
  makePayee,
  type SaleWorld,
  saleWorld,
} from "../support/sale-world.ts"

const test = databaseForTests()
const crypto = webCrypto()
let world: SaleWorld
let fan: CarrierNode
let buyerId: CarrierNode["ownerId"]
beforeEach(async () => {
  world = await saleWorld(test.db)
  fan = await makeCarrier(world, 1)
  buyerId = (await makeUser(test.db, "buyer@example.test")).userId
})
afterEach(() => world.close())

/** A purchase brought and carried by the fan, settled a week later. */
async function sale(beforeSettling: (sessionId: string) => Promise<void> = async () => {}) {
  const click = await clickThrough(world, { userId: fan.ownerId, email: fan.email })
  const orderId = await buy(world, buyerId, [click])
  const { session } = await download(world, buyerId, "purchase", [[fan.nodeId, world.release.sizeBytes]])
  await beforeSettling(session.session_id)
  world.clock.advance(8 * DAY_MS)
  expect(await settleOrder(world.deps, orderId)).toEqual({ state: "settled" })
  return { orderId, sessionId: session.session_id }
}

describe("a payout run whose answer never came", () => {
  it("is not sent again once PayPal may have forgotten it, and a person is told", async () => {
    await sale()
    world.clock.set(addDays(world.clock.now(), 60))
    world.deps.config.payoutMinimumCents = cents(100)
    const runId = (await openPayoutRun(world.deps)).opened[0]!
    let calls = 0
    const createPayout = async () => {
      calls += 1
      return { kind: "unknown" as const, reason: "reset" }
    }
    const paypal = new Proxy(world.deps.paypal, {
      get: (real, name) => (name === "createPayout" ? createPayout : Reflect.get(real, name).bind(real)),
    })
    const silent = { ...world.deps, paypal }
    expect(await sendPayoutRun(silent, runId)).toBe("unknown")
    world.clock.advance(24 * DAY_MS)
    expect(await sendPayoutRun(silent, runId)).toBe("unknown")
    world.clock.advance(DAY_MS)
    expect(await sendPayoutRun(silent, runId)).toBe("unknown")
    expect(calls).toBe(2)
    expect(await test.db.select().from(flags)).toMatchObject([{ kind: "PAYOUT_RUN", subject: runId }])
    // Neither paid nor given back: only a person can know.
    expect(await balanceOf(test.db, fanAccount(fan.ownerId, "referral"))).toBe(0n)
    expect(await test.db.$count(payoutRuns)).toBe(1)
  })
})

describe("a payout run that PayPal refuses after an unclear answer", () => {
  it("is not given back unless the refusal is about the call itself: the batch may be out", async () => {
    await sale()
    world.clock.set(addDays(world.clock.now(), 60))
    world.deps.config.payoutMinimumCents = cents(100)
    const runId = (await openPayoutRun(world.deps)).opened[0]!
    const refused = { kind: "rejected" as const, status: 400, issue: "?", message: "?", details: [], debugId: null }
    const answers: object[] = [
      { kind: "unknown", reason: "reset" },
      { ...refused, name: "USER_BUSINESS_ERROR" },
      { ...refused, status: 403, name: "AUTHORIZATION_ERROR" },
      { ...refused, name: "VALIDATION_ERROR" },
    ]
    const paypal = new Proxy(world.deps.paypal, {
      get: (real, name) => (name === "createPayout" ? async () => answers.shift() : Reflect.get(real, name).bind(real)),
    })
    const send = async () => {
      world.clock.advance(DAY_MS)
      return sendPayoutRun({ ...world.deps, paypal }, runId)
    }
    expect([await send(), await send(), await send()]).toEqual(["unknown", "unknown", "unknown"])
    expect(await balanceOf(test.db, fanAccount(fan.ownerId, "referral"))).toBe(0n)
    expect(await test.db.$count(flags)).toBe(2)
    expect(await send()).toBe("refused")
    expect(await balanceOf(test.db, fanAccount(fan.ownerId, "referral"))).toBe(1_500_000n)
  })
})

describe("a settlement", () => {
  it("of a page that was loaded again and again leaves out tickets that carried nothing", async () => {
    const { orderId } = await sale(async (sessionId) => {
      const [ticket] = await test.db
        .select()
        .from(tickets)
        .where(eq(tickets.sessionId, sessionId as never))
      const more = Array.from({ length: 300 }, () => ({ ...ticket!, jti: toB64url(crypto.randomBytes(16)) }))
      await test.db.insert(tickets).values(more)
    })
    expect(await test.db.select().from(settlements)).toMatchObject([{ orderId, totalMicros: 1_500_000n }])
  })
})

describe("a line that two flags delay", () => {
  it("goes on only when both are closed", async () => {
    const { orderId, sessionId } = await sale()
    const openedAt = world.clock.now()
    const [first, second] = [newId("flag", openedAt), newId("flag", openedAt)]
    await test.db.insert(flags).values([
      { id: first, kind: "OVERCLAIM", subject: orderId, reason: "a", openedAt },
      { id: second, kind: "grant_conflict", subject: sessionId, reason: "b", openedAt },
    ])
    await test.db.update(commissions).set({ heldReason: "a" }).where(eq(commissions.kind, "carriage"))
    const actor = { userId: fan.ownerId, email: fan.email, roles: ["operator" as const] }
    expect(await closeFlag(world.deps, { actor, flagId: first })).toEqual({ released: 0 })
    expect(await closeFlag(world.deps, { actor, flagId: second })).toEqual({ released: 1 })
  })
})

describe("a publisher's money", () => {
  it("is reckoned even when the hold is longer than the reserve", async () => {
    await sale()
    world.clock.advance(100 * DAY_MS)
    const [, , publisher] = await maturedOf(test.db, world.publisher.userId, world.clock.now(), { holdDays: 365 })
    expect(publisher).toMatchObject({ maturedMicros: 0n })
    expect(publisher!.balanceMicros > 0n).toBe(true)
  })
})

describe("a PayPal address that was only typed", () => {
  it("makes no relation: nobody takes a fan's commission by naming the fan's address as his own", async () => {
    await makePayee(world, buyerId, "carrier1@paypal.example")
    const asked = { buyerId, payerEmail: null }
    const related = () => test.db.transaction((tx) => findRelated(tx, asked, [fan.ownerId]))
    expect(await related()).toHaveLength(1)
    await test.db.update(payees).set({ confirmedAt: null }).where(eq(payees.userId, buyerId))
    expect(await related()).toEqual([])
  })
})

describe("a title whose every release was withdrawn", () => {
  it("is not sold: there is nothing to deliver", async () => {
    await test.db.update(releases).set({ state: "withdrawn" })
    await expect(buy(world, buyerId)).rejects.toMatchObject({ code: "not_found" })
  })
})

describe("a purchase of a release that was withdrawn since", () => {
  it("can be downloaded again", async () => {
    await buy(world, buyerId)
    await test.db.update(releases).set({ state: "withdrawn" })
    const session = await openSession(world.deps, {
      userId: buyerId,
      nodeId: null,
      kind: "purchase",
      title: world.titleId,
      sessionKey: toB64url((await crypto.generateSigningKey()).publicKey),
      deviceKey: null,
      address: "127.0.200.1",
      originOnly: true,
    })
    expect(session.slug).toBe("tin-comet")
  })
})
