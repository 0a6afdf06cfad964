/** What programs are told is what the REST API would answer: a sale, its demo, its carriage, its payout; and never who bought. */
import { Webhook } from "standardwebhooks"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { titles } from "#db/schema/catalog.ts"
import { Commission } from "#lib/answers/commission.ts"
import { Demo } from "#lib/answers/demo.ts"
import { Link } from "#lib/answers/link.ts"
import { Payout } from "#lib/answers/payout.ts"
import { recordClicks } from "#lib/attribution/record-clicks.ts"
import { typeCode } from "#lib/attribution/type-code.ts"
import { newClickId } from "#lib/attribution/visit.ts"
import { settleOrder } from "#lib/carriage/settle-order.ts"
import { allEarningsOf, earningsOfOrder } from "#lib/earnings/queries.ts"
import { startDemo } from "#lib/entitlements/start-demo.ts"
import { claimCode } from "#lib/fans/claim-code.ts"
import { createLink } from "#lib/fans/create-link.ts"
import { watchLinks } from "#lib/fans/watch-links.ts"
import type { Id } from "#lib/kernel/ids.ts"
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
      data: { title: { slug: "tin-comet" }, link: { id: expect.any(String) }, sub_id: null, code: null },
    })
    expect(Demo.safeParse(demo!.data).error).toBeUndefined()

    const orderId = await buy(world, buyer.userId, [click])
    const [sale] = await told()
    expect(sale).toMatchObject({
      type: "sale.captured",
      data: { kind: "referral", amount: "1.50", state: "pending", order: { id: orderId }, link: demo!.data.link },
    })
    const referral = { userId: fan.ownerId, orderId: orderId as Id<"order">, kind: "referral" as const }
    const alike = async () =>
      expect(await earningsOfOrder(world.deps, referral)).toEqual((await allEarningsOf(world.deps, fan.ownerId)).lines)
    await alike()
    // However long the statement is: what was earned a moment ago is one question.
    const asked = vi.spyOn(test.db, "select")
    await earningsOfOrder(world.deps, referral)
    expect(asked).toHaveBeenCalledTimes(1)
    asked.mockRestore()
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
    // Brought by the same fan; but carriage is earned by carrying.
    expect(lines).toEqual(lines.map(() => expect.objectContaining({ link: null, sub_id: null, code: null })))

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
    const [line] = await earningsOfOrder(world.deps, referral)
    expect(line).toMatchObject({ state: "paid", paidMicros: 1_500_000n })
    const all = JSON.stringify([demo, sale, settled, matured, sent, paid])
    expect(all).not.toContain(buyer.userId)
    expect(all).not.toMatch(/buyer@|buyer_id/)
  })

  it("is told by which code or tag somebody came, and of another fan's nothing", async () => {
    const coded = await makeUser(test.db, "coded@example.test")
    const at = world.clock.now()
    await claimCode(world.deps, { actor: { userId: fan.ownerId, email: fan.email, roles: ["fan"] }, code: "NIGHTBUS" })
    const other = await clickThrough(world, await makeUser(test.db, "rival@example.test"))
    const typing = { buyerId: coded.userId, address: "192.0.2.7", code: "nightbus", titleId: null }
    await typeCode(world.deps, { ...typing, place: "checkout" })
    await startDemo(world.deps, { userId: coded.userId, titleId: world.titleId, clickIds: [other] })
    await download(world, coded.userId, "demo", [[fan.nodeId, 300_000]])
    await buy(world, coded.userId, [other])

    const tagged = await makeUser(test.db, "tagged@example.test")
    const link = await createLink(world.deps, {
      ...{ actor: { userId: fan.ownerId, email: fan.email, roles: ["fan"] }, titleId: world.titleId },
      ...{ siteId: null, subId: null },
    })
    const id = newClickId(at)
    const click = { id, linkId: link.linkId, at, subId: "autumn", deepPath: null, refererHost: null, flag: null }
    await recordClicks(test.db, [{ ...click, visitHash: id }])
    await buy(world, tagged.userId, [id], "tagged@paypal.example")

    const news = await told()
    const brought = { link: { id: link.linkId, code: link.code }, sub_id: "autumn", code: null }
    const typed = { link: null, sub_id: null, code: "NIGHTBUS" }
    const ofType = (type: string) => news.filter((one) => one.type === type).map((one) => one.data)
    expect(ofType("demo.started")).toMatchObject([typed])
    expect(ofType("sale.captured")).toHaveLength(2)
    expect(ofType("sale.captured")).toEqual(
      expect.arrayContaining([typed, brought].map((one) => expect.objectContaining(one))),
    )
    expect(Demo.safeParse(ofType("demo.started")[0]).error).toBeUndefined()
    for (const sale of ofType("sale.captured")) expect(Commission.safeParse(sale).error).toBeUndefined()
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
