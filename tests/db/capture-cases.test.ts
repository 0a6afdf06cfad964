/** Captures that meet another one: a second order of the same title, a pending payment, an order given up meanwhile. */
import { eq } from "drizzle-orm"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { flags } from "#db/schema/carriage.ts"
import { orders } from "#db/schema/checkout.ts"
import { entitlements } from "#db/schema/entitlements.ts"
import { commissions, ledgerTransactions } from "#db/schema/ledger.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { captureOrder, finishCapture } from "#lib/checkout/capture-order.ts"
import { placeOrder } from "#lib/checkout/place-order.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { trialBalance } from "#lib/ledger/queries.ts"
import { makeUser } from "../support/catalog-world.ts"
import { databaseForTests } from "../support/database.ts"
import { clickThrough, makeCarrier, placeAndApprove, type SaleWorld, saleWorld } from "../support/sale-world.ts"

const test = databaseForTests()
const PAYER = "buyer@paypal.example"
let world: SaleWorld
let buyer: Actor
beforeEach(async () => {
  world = await saleWorld(test.db)
  buyer = await makeUser(test.db, "buyer@example.test")
})
afterEach(() => world.close())

const approve = (clicks: readonly string[] = []) => placeAndApprove(world, buyer.userId, clicks, PAYER)
/** PayPal as it is, but for its captures. */
function capturing(
  how: (take: SaleWorld["deps"]["paypal"]["captureOrder"]) => SaleWorld["deps"]["paypal"]["captureOrder"],
) {
  const real = world.deps.paypal
  const captureOrder = how((input) => real.captureOrder(input))
  const paypal = new Proxy(real, {
    get: (_, name) => (name === "captureOrder" ? captureOrder : Reflect.get(real, name).bind(real)),
  })
  return { ...world.deps, paypal }
}
const stateOf = async (id: Id<"order">) => (await test.db.select().from(orders).where(eq(orders.id, id)))[0]!.state
const captures = async (): Promise<string[]> => {
  const book = await (await fetch(`${world.standIn.url}/__control/ledger`)).json()
  return book.captures.map((c: { id: string }) => c.id)
}
const takenAtPayPal = async () => (await captures()).length
const booked = () => test.db.$count(ledgerTransactions, eq(ledgerTransactions.kind, "capture"))

describe("a second order of the same title", () => {
  it("is not charged once the first has bought it", async () => {
    const [first, second] = [await approve(), await approve()]
    expect(await captureOrder(world.deps, { orderId: first })).toMatchObject({ state: "captured" })
    expect(await captureOrder(world.deps, { orderId: second })).toMatchObject({ state: "voided" })
    expect([await takenAtPayPal(), await booked()]).toEqual([1, 1])
  })

  it("captured in the same moment is booked, held and told to a person; the title is owned once", async () => {
    const fan = await makeCarrier(world, 1)
    const click = await clickThrough(world, { userId: fan.ownerId, email: fan.email })
    const [first, second] = [await approve([click]), await approve([click])]
    // PayPal takes the second while the first is still being recorded.
    const deps = capturing((take) => async (input) => {
      const answer = await take(input)
      await captureOrder(world.deps, { orderId: first })
      return answer
    })
    expect(await captureOrder(deps, { orderId: second })).toMatchObject({ state: "captured" })
    expect([await takenAtPayPal(), await booked()]).toEqual([2, 2])
    expect(await test.db.$count(entitlements)).toBe(1)
    expect(await test.db.select().from(flags)).toMatchObject([{ kind: "PAID_TWICE", subject: second }])
    const lines = await test.db.select().from(commissions)
    expect(new Map(lines.map((l) => [l.orderId, l.heldReason !== null]))).toEqual(
      new Map([
        [first, false],
        [second, true],
      ]),
    )
    expect((await trialBalance(test.db)).sumMicros).toBe(0n)
  })
})

describe("a payment on its way", () => {
  it("that PayPal clears is found by looking, not by asking to capture again", async () => {
    const { orderId, approveUrl } = await placeOrder(world.deps, {
      buyerId: buyer.userId,
      titleId: world.titleId,
      clickIds: [],
      requestKey: crypto.randomUUID(),
    })
    const token = new URL(approveUrl).searchParams.get("token")
    await fetch(`${world.standIn.url}/__control/orders/${token}/approve`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email: PAYER, instrument: "echeck" }),
    })
    expect(await captureOrder(world.deps, { orderId })).toMatchObject({ state: "pending" })
    const [captureId] = await captures()
    await fetch(`${world.standIn.url}/__control/captures/${captureId}/complete`, { method: "POST" })
    const deps = capturing(() => () => Promise.reject(new Error("asked to capture again")))
    expect(await finishCapture(deps, { orderId })).toMatchObject({ state: "captured" })
    expect(await booked()).toBe(1)
  })

  it("whose order was given up meanwhile is booked all the same", async () => {
    const orderId = await approve()
    const deps = capturing((take) => async (input) => {
      const answer = await take(input)
      await test.db.update(orders).set({ state: "expired" }).where(eq(orders.id, orderId))
      return answer
    })
    expect(await captureOrder(deps, { orderId })).toMatchObject({ state: "captured" })
    expect(await stateOf(orderId)).toBe("captured")
    expect(await test.db.$count(entitlements)).toBe(1)
  })
})
