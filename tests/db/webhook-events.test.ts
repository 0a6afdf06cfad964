/** What programs are told is what the REST API would answer: a sale, its demo, its carriage, its payout; and never who bought. */
import { Webhook } from "standardwebhooks"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { titles } from "#db/schema/catalog.ts"
import { Commission } from "#lib/answers/commission.ts"
import { Demo } from "#lib/answers/demo.ts"
import { Link } from "#lib/answers/link.ts"
import { Payout } from "#lib/answers/payout.ts"
import { settleOrder } from "#lib/carriage/settle-order.ts"
import { startDemo } from "#lib/entitlements/start-demo.ts"
import { watchLinks } from "#lib/fans/watch-links.ts"
import { cents } from "#lib/kernel/money.ts"
import { addDays, DAY_MS } from "#lib/kernel/period.ts"
import { CHOSEN_EVENTS } from "#lib/notices/program-event-state.ts"
import { saveChoices } from "#lib/notices/save-choices.ts"
import type { Outside } from "#lib/outside/fetch-outside.ts"
import { openPayoutRun } from "#lib/payouts/open-payout-run.ts"
import { reconcileRun } from "#lib/payouts/reconcile-run.ts"
import { sendPayoutRun } from "#lib/payouts/send-payout-run.ts"
import { tellMatured } from "#lib/payouts/tell-matured.ts"
import { createWebhook } from "#lib/webhooks/create-webhook.ts"
import { WebhookSender } from "#lib/webhooks/webhook-sender.ts"
import { makeUser } from "../support/catalog-world.ts"
import { databaseForTests } from "../support/database.ts"
import { outsideWith } from "../support/outside.ts"
import { type Receiver, startReceiver } from "../support/receiver.ts"
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
let world: SaleWorld
let receiver: Receiver
let fan: CarrierNode
let deps: SaleWorld["deps"] & { outside: Outside }
let secret: string

beforeEach(async () => {
  world = await saleWorld(test.db)
  receiver = await startReceiver()
  fan = await makeCarrier(world, 1)
  const config = { ...world.deps.config, outsideAllow: [receiver.place], payoutMinimumCents: cents(100) }
  deps = Object.assign(world.deps, { config, outside: outsideWith({}, [receiver.place]) })
  const actor = { userId: fan.ownerId, email: fan.email, roles: ["fan" as const] }
  secret = (await createWebhook(world.deps, { actor, url: receiver.url, description: "", events: CHOSEN_EVENTS }))
    .secret
})
afterEach(async () => {
  await receiver.close()
  await world.close()
})

type Told = { type: string; timestamp: string; data: Record<string, unknown> }

/** Everything told since the last time, each believed by the standard's own library. */
async function told(): Promise<Told[]> {
  const sender = new WebhookSender((message) => expect.fail(message))
  while ((await sender.round(deps)) > 0) await sender.settled()
  return receiver.taken
    .splice(0)
    .map(({ body, headers }) => new Webhook(secret).verify(body, headers as Record<string, string>) as Told)
}

const visitor = () => ({ userId: fan.ownerId, email: fan.email })

describe("a fan's program", () => {
  it("hears of the way of a sale, from the demo to the payout", async () => {
    const buyer = await makeUser(test.db, "buyer@example.test")
    // What a person wants no mail of, a program may still be told.
    await saveChoices(world.deps, { userId: fan.ownerId, choices: { earnings: "off", money: "off" } })
    const click = await clickThrough(world, visitor())
    await startDemo(world.deps, { userId: buyer.userId, titleId: world.titleId, clickIds: [click] })
    await download(world, buyer.userId, "demo", [[fan.nodeId, 300_000]])
    const [demo] = await told()
    expect(demo).toMatchObject({
      type: "demo.started",
      data: { title: { slug: "tin-comet" }, link: { id: expect.any(String) } },
    })
    expect(Demo.safeParse(demo!.data).error).toBeUndefined()

    const orderId = await buy(world, buyer.userId, [click])
    const [sale] = await told()
    expect(sale).toMatchObject({
      type: "sale.captured",
      data: { kind: "referral", amount: "1.50", state: "pending", order: { id: orderId } },
    })
    expect(Commission.safeParse(sale!.data).error).toBeUndefined()

    await download(world, buyer.userId, "purchase", [[fan.nodeId, world.release.sizeBytes]])
    world.clock.advance(8 * DAY_MS)
    await settleOrder(world.deps, orderId)
    const [settled] = await told()
    expect(settled).toMatchObject({ type: "carriage.settled", data: { order_id: orderId } })
    // One for each ticket its node was given: in the demo, and in the purchase.
    const lines = settled!.data.commissions as { amount: string }[]
    const carried = lines.reduce((sum, line) => sum + Number(line.amount), 0)
    expect(Number(settled!.data.amount)).toBeCloseTo(carried, 6)
    for (const line of lines) expect(Commission.safeParse(line).error).toBeUndefined()

    world.clock.set(addDays(world.clock.now(), 60))
    await tellMatured(world.deps)
    await tellMatured(world.deps)
    const matured = await told()
    // Who brings a buyer and carries to them has the carriage looked at: it is held, and a held line matures for nobody.
    expect(lines).toEqual(lines.map(() => expect.objectContaining({ state: "held" })))
    expect(matured.map((one) => [one.type, one.data.commissions, one.data.amount])).toEqual([
      ["commission.matured", 1, "1.50"],
    ])

    const { opened } = await openPayoutRun(world.deps)
    await sendPayoutRun(world.deps, opened[0]!)
    const [sent, ...more] = await told()
    expect(sent).toMatchObject({ type: "payout.sent", data: { state: "submitted" } })
    const paidNews = async () => {
      await reconcileRun(world.deps, opened[0]!)
      return told()
    }
    const [paid] = await vi.waitUntil(async () => {
      more.push(...(await paidNews()))
      return more.length > 0 && more
    }, 10_000)
    expect(paid).toMatchObject({ type: "payout.paid", data: { id: sent!.data.id, state: "paid" } })
    expect(Payout.safeParse(paid!.data).error).toBeUndefined()
    const all = JSON.stringify([demo, sale, settled, matured, sent, paid])
    expect(all).not.toContain(buyer.userId)
    expect(all).not.toMatch(/buyer@|buyer_id/)
  })

  it("hears of every link whose title was taken off, and of nothing that is another's", async () => {
    await clickThrough(world, visitor())
    await clickThrough(world, await makeUser(test.db, "other@example.test"))
    await test.db.update(titles).set({ state: "withdrawn" })
    await watchLinks(world.deps)
    await watchLinks(world.deps)
    const news = await told()
    expect(news.map((one) => one.type)).toEqual(["link.dead"])
    expect(Link.safeParse(news[0]!.data).error).toBeUndefined()
    expect(news[0]!.data).toMatchObject({ watch: "withdrawn" })
  })
})
