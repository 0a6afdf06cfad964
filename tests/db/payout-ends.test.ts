/** How payouts end at PayPal, and what an unclear answer does: paid once, or the money is back once. */
import { createServer, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { eq } from "drizzle-orm"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { payees } from "#db/schema/auth.ts"
import { flags } from "#db/schema/carriage.ts"
import { ledgerTransactions } from "#db/schema/ledger.ts"
import { payoutRuns, payouts } from "#db/schema/payouts.ts"
import { setPayee } from "#lib/auth/set-payee.ts"
import { settleOrder } from "#lib/carriage/settle-order.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { cents } from "#lib/kernel/money.ts"
import { addDays, DAY_MS, HOUR_MS, MINUTE_MS } from "#lib/kernel/period.ts"
import { fanAccount } from "#lib/ledger/accounts.ts"
import { balanceOf, trialBalance } from "#lib/ledger/queries.ts"
import { openPayoutRun } from "#lib/payouts/open-payout-run.ts"
import { reconcileRun } from "#lib/payouts/reconcile-run.ts"
import { sendPayoutRun } from "#lib/payouts/send-payout-run.ts"
import { PayPalClient } from "#lib/paypal/client.ts"
import { makeUser } from "../support/catalog-world.ts"
import { databaseForTests } from "../support/database.ts"
import {
  buy,
  type CarrierNode,
  clickThrough,
  download,
  makeCarrier,
  type SaleWorld,
  saleWorld,
} from "../support/sale-world.ts"

const test = databaseForTests()
const EARNED = 3_000_000n
let world: SaleWorld
let fan: CarrierNode

/** A fan whose $3.00 have matured. */
beforeEach(async () => {
  world = await saleWorld(test.db)
  fan = await earner(1)
  world.deps.config.payoutMinimumCents = cents(100)
})
afterEach(() => world.close())

async function earner(n: number): Promise<CarrierNode> {
  const carrier = await makeCarrier(world, n)
  const buyer = await makeUser(test.db, `buyer${n}@example.test`)
  const click = await clickThrough(world, { userId: carrier.ownerId, email: carrier.email })
  const orderId = await buy(world, buyer.userId, [click])
  await download(world, buyer.userId, "purchase", [[carrier.nodeId, world.release.sizeBytes]])
  world.clock.advance(8 * DAY_MS)
  await settleOrder(world.deps, orderId)
  world.clock.set(addDays(world.clock.now(), 60))
  return carrier
}

const paidAt = (receiver: string, who = fan) =>
  test.db.update(payees).set({ paypalEmail: receiver }).where(eq(payees.userId, who.ownerId))
const payeeOf = async (who = fan) => (await test.db.select().from(payees).where(eq(payees.userId, who.ownerId)))[0]!
const balance = async (who = fan) =>
  (await balanceOf(test.db, fanAccount(who.ownerId, "referral"))) +
  (await balanceOf(test.db, fanAccount(who.ownerId, "carriage")))
const states = async () => (await test.db.select().from(payouts).orderBy(payouts.createdAt)).map((p) => p.state)

async function open() {
  const { opened } = await openPayoutRun(world.deps)
  expect(opened).toHaveLength(1)
  return opened[0]!
}
async function send(receiver: string) {
  await paidAt(receiver)
  const runId = await open()
  expect(await sendPayoutRun(world.deps, runId)).toBe("submitted")
  return runId
}
/** Asks again until the first payout is in that state. */
const reach = (runId: Id<"payoutRun">, state: string) =>
  expect
    .poll(
      async () => {
        await reconcileRun(world.deps, runId)
        return (await states())[0]
      },
      { timeout: 10_000 },
    )
    .toBe(state)

const control = (path: string, body: object) =>
  fetch(`${world.standIn.url}/__control/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  })
const timesPaid = async () => {
  const book = await (await fetch(`${world.standIn.url}/__control/ledger`)).json()
  return Object.values(book.payouts as Record<string, { times_paid: number }>).map((p) => p.times_paid)
}
const returns = async () => test.db.$count(ledgerTransactions, eq(ledgerTransactions.kind, "payout_returned"))

describe("a payout that is not paid", () => {
  it("because it failed gives the money back, once, and is paid another week at a better address", async () => {
    const runId = await send("failed@paypal.example")
    expect(await balance()).toBe(0n)
    await reach(runId, "failed")
    await reconcileRun(world.deps, runId)
    expect(await balance()).toBe(EARNED)
    expect(await returns()).toBe(1)
    await paidAt("good@paypal.example")
    world.clock.advance(7 * DAY_MS)
    const next = await open()
    await sendPayoutRun(world.deps, next)
    await expect.poll(() => reconcileRun(world.deps, next), { timeout: 5_000 }).toBe(true)
    expect(await states()).toEqual(["failed", "paid"])
    expect(await balance()).toBe(0n)
    expect((await timesPaid()).sort()).toEqual([0, 1])
    expect((await trialBalance(test.db)).sumMicros).toBe(0n)
  })

  it("because nobody claims it waits 30 days, in flight, before the money is back", async () => {
    const runId = await send("unclaimed@paypal.example")
    await reach(runId, "unclaimed")
    expect([await balance(), await returns()]).toEqual([0n, 0])
    world.clock.advance(7 * DAY_MS)
    expect((await openPayoutRun(world.deps)).opened).toEqual([])
    await control("clock", { advance_ms: 31 * DAY_MS })
    await reach(runId, "returned")
    await reconcileRun(world.deps, runId)
    expect([await balance(), await returns()]).toEqual([EARNED, 1])
  })

  it("because it is blocked is given up only when a look a day later still says so", async () => {
    const runId = await send("blocked@paypal.example")
    await reach(runId, "blocked")
    world.clock.advance(23 * HOUR_MS)
    await reconcileRun(world.deps, runId)
    expect([await states(), await balance()]).toEqual([["blocked"], 0n])
    world.clock.advance(2 * HOUR_MS)
    await reconcileRun(world.deps, runId)
    await reconcileRun(world.deps, runId)
    expect([await states(), await balance(), await returns()]).toEqual([["failed"], EARNED, 1])
  })

  it.each(["refunded", "reversed"])(
    "after all (%s after SUCCESS) gives the money back once; the fee stays ours",
    async (end) => {
      const runId = await send(`${end}@paypal.example`)
      await reach(runId, "paid")
      expect(await balance()).toBe(0n)
      await control("clock", { advance_ms: MINUTE_MS })
      await reach(runId, end)
      await reconcileRun(world.deps, runId)
      expect([await balance(), await returns()]).toEqual([EARNED, 1])
      expect((await trialBalance(test.db)).sumMicros).toBe(0n)
    },
  )

  it("three times in a row pauses the payee and says so", async () => {
    for (let week = 1; week <= 3; week++) {
      const runId = await send("failed@paypal.example")
      await expect.poll(() => reconcileRun(world.deps, runId), { timeout: 5_000 }).toBe(true)
      expect((await payeeOf()).failuresInRow).toBe(week)
      world.clock.advance(7 * DAY_MS)
    }
    expect(await payeeOf()).toMatchObject({ failuresInRow: 3, pausedReason: expect.stringContaining("failed@") })
    expect((await openPayoutRun(world.deps)).opened).toEqual([])
    expect(await balance()).toBe(EARNED)
  })
})

describe("an address PayPal would refuse for its length", () => {
  it("is refused before it can stop everybody's payouts", async () => {
    const actor = { userId: fan.ownerId, email: fan.email, roles: [] }
    const paypalEmail = `${"a".repeat(60)}@${"b".repeat(60)}.example`
    const set = setPayee(world.deps, { actor, paypalEmail })
    await expect(set).rejects.toMatchObject({ code: "invalid_input", field: "paypalEmail" })
    expect((await payeeOf()).paypalEmail).toBe("carrier1@paypal.example")
  })
})

describe("a run that PayPal refuses", () => {
  it("for one malformed address drops that payee and pays the others under a new batch", async () => {
    const other = await earner(2)
    await paidAt("no body@nowhere.example", fan)
    const runId = await open()
    expect(await sendPayoutRun(world.deps, runId)).toBe("refused")
    expect(await balance(fan)).toBe(EARNED)
    const runs = await test.db.select().from(payoutRuns).orderBy(payoutRuns.period)
    const next = runs.find((run) => run.state === "approved")!
    expect(next.period).toBe(`${runs.find((run) => run.id === runId)!.period}#2`)
    expect(await sendPayoutRun(world.deps, next.id)).toBe("submitted")
    await expect.poll(() => reconcileRun(world.deps, next.id), { timeout: 5_000 }).toBe(true)
    expect([await balance(fan), await balance(other)]).toEqual([EARNED, 0n])
    expect(await timesPaid()).toEqual([1])
    expect((await payeeOf(fan)).failuresInRow).toBe(1)
    expect((await payeeOf(other)).failuresInRow).toBe(0)
    expect(await test.db.select().from(flags)).toMatchObject([{ kind: "PAYOUT_RUN", subject: runId }])
  })

  it("for want of funds gives everything back, blames no payee and tries again next week", async () => {
    await control("balance", { minor_units: 0 })
    const runId = await open()
    expect(await sendPayoutRun(world.deps, runId)).toBe("refused")
    expect(await balance()).toBe(EARNED)
    expect((await payeeOf()).failuresInRow).toBe(0)
    expect(await test.db.$count(payoutRuns, eq(payoutRuns.state, "approved"))).toBe(0)
    await control("balance", { minor_units: 100_000 })
    world.clock.advance(7 * DAY_MS)
    expect(await sendPayoutRun(world.deps, await open())).toBe("submitted")
  })

  it("as a denied batch gives everything back and blames no payee", async () => {
    await control("knobs", { denyNextBatch: 1 })
    const runId = await send("good@paypal.example")
    await reach(runId, "failed")
    expect([await balance(), (await payeeOf()).failuresInRow, await timesPaid()]).toEqual([EARNED, 0, [0]])
  })
})

describe("an answer that never came", () => {
  let relay: Server
  let spoil: ((response: ServerResponse) => void) | null = null

  /** Hands every call on; once, the answer to a payout is spoilt after the stand-in has acted on it. */
  beforeEach(async () => {
    relay = createServer(async (request, response) => {
      const body: Buffer[] = []
      for await (const part of request) body.push(part as Buffer)
      const headers = Object.fromEntries(
        Object.entries(request.headers).filter(([name]) => !["host", "connection", "content-length"].includes(name)),
      ) as Record<string, string>
      const init = request.method === "GET" ? {} : { body: Buffer.concat(body) }
      const answer = await fetch(`${world.standIn.url}${request.url}`, { method: request.method!, headers, ...init })
      const text = await answer.text()
      if (spoil && request.method === "POST" && request.url === "/v1/payments/payouts") {
        spoil(response)
        spoil = null
      } else response.writeHead(answer.status, { "content-type": "application/json" }).end(text)
    })
    await new Promise<void>((done) => relay.listen(0, "127.0.0.1", done))
    const baseUrl = `http://127.0.0.1:${(relay.address() as AddressInfo).port}`
    world.deps.paypal.close()
    world.deps.paypal = new PayPalClient({ ...world.standIn, baseUrl, deadlineMs: 2_000 })
  })
  afterEach(() => {
    world.deps.paypal.close()
    relay.closeAllConnections()
    relay.close()
  })

  const SPOILT: Record<string, (response: ServerResponse) => void> = {
    "a reset after processing": (r) => r.socket?.resetAndDestroy(),
    "a 500 after processing": (r) => r.writeHead(500, { "content-type": "application/json" }).end("{}"),
    "half a body": (r) => r.writeHead(201, { "content-type": "application/json" }).end('{"batch_header": {"pay'),
  }
  it.each(Object.entries(SPOILT))(
    "(%s) is asked again with the same batch, which is adopted and pays once",
    async (_, how) => {
      const runId = await open()
      spoil = how
      expect(await sendPayoutRun(world.deps, runId)).toBe("unknown")
      expect([await balance(), await returns(), await states()]).toEqual([0n, 0, ["submitting"]])
      // While nobody knows, no second run may take the same money.
      world.clock.advance(7 * DAY_MS)
      expect((await openPayoutRun(world.deps)).opened).toEqual([])
      expect(await sendPayoutRun(world.deps, runId)).toBe("submitted")
      await expect.poll(() => reconcileRun(world.deps, runId), { timeout: 5_000 }).toBe(true)
      expect([await states(), await timesPaid(), await returns()]).toEqual([["paid"], [1], 0])
      expect((await trialBalance(test.db)).sumMicros).toBe(0n)
    },
  )

  it("is not taken from a batch under our id whose amounts are not ours", async () => {
    const runId = await open()
    const [payout] = await test.db.select().from(payouts)
    await world.deps.paypal.createPayout({
      requestId: "another",
      senderBatchId: runId,
      currency: "USD",
      emailSubject: "x",
      items: [{ senderItemId: payout!.id, receiver: payout!.receiver, amountCents: cents(1) }],
    })
    expect(await sendPayoutRun(world.deps, runId)).toBe("unknown")
    expect([await balance(), await returns(), await states()]).toEqual([0n, 0, ["submitting"]])
  })
})
