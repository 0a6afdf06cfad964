/** Webhooks: signed so that any library of the standard believes it, told once, tried again, ended in time, theirs alone. */
import { and, eq, isNotNull, sql } from "drizzle-orm"
import { Webhook } from "standardwebhooks"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { inTx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { notices } from "#db/schema/notices.ts"
import { activity } from "#db/schema/platform.ts"
import { webhookDeliveries, webhookMessages, webhooks } from "#db/schema/webhooks.ts"
import { recordClicks } from "#lib/attribution/record-clicks.ts"
import { newClickId } from "#lib/attribution/visit.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { addDays, addMs, HOUR_MS, MINUTE_MS, SECOND_MS } from "#lib/kernel/period.ts"
import { loadPlatformKeys } from "#lib/keys/platform-keys.ts"
import { CHOSEN_EVENTS } from "#lib/notices/program-event-state.ts"
import { tellPrograms } from "#lib/notices/tell-programs.ts"
import { claimDeliveries, PER_WEBHOOK } from "#lib/webhooks/claim-deliveries.ts"
import { createWebhook } from "#lib/webhooks/create-webhook.ts"
import { deleteWebhook, editWebhook } from "#lib/webhooks/edit-webhook.ts"
import { forgetMessages } from "#lib/webhooks/forget-messages.ts"
import { gatherClicks } from "#lib/webhooks/gather-clicks.ts"
import { pingWebhook } from "#lib/webhooks/ping-webhook.ts"
import { findDelivery, getOwnWebhook, listWebhooks, pageOfDeliveries } from "#lib/webhooks/queries.ts"
import { readDelivery } from "#lib/webhooks/read-delivery.ts"
import { replayDelivery, replayFailed } from "#lib/webhooks/replay-deliveries.ts"
import { rotateSecret } from "#lib/webhooks/rotate-secret.ts"
import { WebhookSender } from "#lib/webhooks/webhook-sender.ts"
import { testConfig } from "../support/config.ts"
import { databaseForTests } from "../support/database.ts"
import { makeFanWorld, makeUser } from "../support/fan-world.ts"
import { outsideWith } from "../support/outside.ts"
import { type Receiver, startReceiver } from "../support/receiver.ts"

const test = databaseForTests()
const NOW = new Date("2026-11-23T12:00:00Z")
const clock = fixedClock(NOW)
let receiver: Receiver
let deps: Awaited<ReturnType<typeof world>>
let fan: Actor

beforeEach(async () => {
  clock.set(NOW)
  receiver = await startReceiver()
  deps = await world([receiver.place])
  fan = await makeUser(test.db, NOW, "fan@hooks.example")
})
afterEach(() => receiver.close())

async function world(outsideAllow: string[]) {
  const config = testConfig({ outsideAllow })
  const keys = await loadPlatformKeys(test.db, config.masterKey, clock)
  return { db: test.db, clock, config, keys, outside: outsideWith({}, outsideAllow) }
}

const wish = (events: readonly string[] = CHOSEN_EVENTS, url = receiver.url) => ({
  url,
  description: "Overlay",
  events,
})
const add = (events?: readonly string[], url?: string) => createWebhook(deps, { actor: fan, ...wish(events, url) })

/** Sends what is due, to the end of every attempt. */
async function send(): Promise<void> {
  const sender = new WebhookSender(() => {})
  while ((await sender.round(deps)) > 0) await sender.settled()
}

/** Every attempt the back-off asks for, by moving the clock to each. */
async function sendForHours(hours: number): Promise<void> {
  const end = addMs(clock.now(), hours * HOUR_MS)
  for (;;) {
    await send()
    const due = (await deliveries()).flatMap((d) => (d.dueAt && d.dueAt > clock.now() ? [+d.dueAt] : []))
    const next = Math.min(+end, ...due)
    clock.set(new Date(next))
    if (next === +end) return
  }
}

const deliveries = () => test.db.select().from(webhookDeliveries).orderBy(webhookDeliveries.id)
const theWebhook = async () => (await test.db.select().from(webhooks))[0]!
const toldOf = async (kind: string) => test.db.select().from(notices).where(eq(notices.kind, kind))

describe("a signed message", () => {
  it("is believed by the standard's own library, byte for byte, and says what it is", async () => {
    const { webhookId, secret } = await add()
    await pingWebhook(deps, { actor: fan, webhookId })
    await send()
    expect(receiver.taken).toHaveLength(1)
    const { headers, body } = receiver.taken[0]!
    const given = headers as Record<string, string>
    expect(new Webhook(secret).verify(body, given)).toEqual({
      type: "ping",
      timestamp: NOW.toISOString(),
      data: { webhook_id: webhookId },
    })
    expect(given["webhook-id"]).toMatch(/^msg_[0-9a-z]{26}$/)
    expect(given["content-type"]).toBe("application/json")
    expect(() => new Webhook(secret).verify(`${body} `, given)).toThrow()
    expect(() => new Webhook(secret).verify(body, { ...given, "webhook-id": "msg_other" })).toThrow()
    const [delivery] = await deliveries()
    expect(delivery).toMatchObject({ state: "delivered", dueAt: null, leasedUntil: null })
    expect(delivery!.attempts).toMatchObject([{ status: 200, error: null, answer: "ok" }])
  })

  it("has secrets of 24 to 64 bytes, kept sealed, and shown to nobody again", async () => {
    const { secret } = await add()
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]+=*$/)
    const bytes = Buffer.from(secret.slice(6), "base64")
    expect(bytes.length).toBeGreaterThanOrEqual(24)
    expect(bytes.length).toBeLessThanOrEqual(64)
    expect(Buffer.from((await theWebhook()).sealedSecret).includes(bytes)).toBe(false)
    expect(JSON.stringify(await listWebhooks(test.db, fan.userId))).not.toMatch(/secret":|whsec/i)
    expect(await toldOf("webhook-made")).toHaveLength(1)
  })

  it("is signed with both secrets for a day after a change, and with the new one alone from then on", async () => {
    const { webhookId, secret: first } = await add()
    const { secret: second, oldSecretUntil } = await rotateSecret(deps, { actor: fan, webhookId })
    expect(oldSecretUntil).toEqual(addDays(NOW, 1))
    const taken = async () => {
      await pingWebhook(deps, { actor: fan, webhookId })
      await send()
      const { body, headers } = receiver.taken.at(-1)!
      return (secret: string) => new Webhook(secret).verify(body, headers as Record<string, string>)
    }
    clock.set(addMs(oldSecretUntil, -1))
    const during = await taken()
    expect(during(first)).toEqual(during(second))
    clock.set(oldSecretUntil)
    const later = await taken()
    expect(later(second)).toMatchObject({ type: "ping" })
    expect(() => later(first)).toThrow()
  })
})

describe("what happens", () => {
  const tell = (key: string, type: "sale.captured" | "ping" = "ping") =>
    inTx(test.db, "test", (tx) =>
      tellPrograms(tx, [{ userId: fan.userId, type, key, about: { webhookId: "whk_x" }, at: clock.now() }]),
    )

  it("is told once to each webhook that asked for it, and to no other", async () => {
    await add(["sale.captured"])
    await add(["payout.paid"], `${receiver.url}/2`)
    await add(["sale.captured", "demo.started"], `${receiver.url}/3`)
    await tell("sale:1", "sale.captured")
    await tell("sale:1", "sale.captured")
    expect(await test.db.$count(webhookMessages)).toBe(1)
    const told = await test.db
      .select({ url: webhooks.url })
      .from(webhookDeliveries)
      .innerJoin(webhooks, eq(webhooks.id, webhookDeliveries.webhookId))
    expect(told.map((one) => one.url).sort()).toEqual([receiver.url, `${receiver.url}/3`])
  })

  it("is not written when its tx fails, for accounts without webhooks, or for suspended ones", async () => {
    await tell("sale:1", "sale.captured")
    await add(["sale.captured"])
    const broken = inTx(test.db, "test", async (tx) => {
      await tellPrograms(tx, [{ userId: fan.userId, type: "sale.captured", key: "2", about: {}, at: NOW }])
      throw new Error("afterwards")
    })
    await expect(broken).rejects.toThrow("afterwards")
    await test.db.update(users).set({ suspendedAt: NOW }).where(eq(users.id, fan.userId))
    await tell("sale:3", "sale.captured")
    expect(await test.db.$count(webhookMessages)).toBe(0)
  })

  it("waits while the webhook is paused or the account suspended, and goes out afterwards", async () => {
    const { webhookId } = await add()
    await pingWebhook(deps, { actor: fan, webhookId })
    await editWebhook(deps, { actor: fan, webhookId, state: "paused" })
    await expect(pingWebhook(deps, { actor: fan, webhookId })).rejects.toMatchObject({ code: "conflict" })
    await send()
    await editWebhook(deps, { actor: fan, webhookId, state: "active" })
    await test.db.update(users).set({ suspendedAt: NOW }).where(eq(users.id, fan.userId))
    await send()
    expect(receiver.taken).toHaveLength(0)
    await test.db.update(users).set({ suspendedAt: null }).where(eq(users.id, fan.userId))
    await send()
    expect(receiver.taken).toHaveLength(1)
  })

  it("is sent by one of many processes at a time, and again when the one that took it died", async () => {
    const { webhookId } = await add()
    await pingWebhook(deps, { actor: fan, webhookId })
    const claim = () => claimDeliveries(test.db, { now: clock.now(), limit: 10, failing: false })
    const both = await Promise.all([claim(), claim()])
    expect(both.flat()).toHaveLength(1)
    await send()
    expect(receiver.taken).toHaveLength(0)
    // The process died: its lease ends in real time.
    await test.db.update(webhookDeliveries).set({ leasedUntil: new Date(Date.now() - 1) })
    await send()
    expect(receiver.taken).toHaveLength(1)
  })

  it("keeps its id when an answer was lost and it is sent a second time", async () => {
    const { webhookId } = await add()
    receiver.answer = (res) => res.destroy()
    await pingWebhook(deps, { actor: fan, webhookId })
    await send()
    receiver.answer = 204
    clock.advance(6 * SECOND_MS)
    await send()
    const ids = receiver.taken.map((one) => one.headers["webhook-id"])
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
    expect((await deliveries())[0]!.attempts.map((a) => [a.status, a.error])).toEqual([
      [null, "refused"],
      [204, null],
    ])
  })
})

describe("clicks", () => {
  it("come summed up by link, at most once a minute, and never twice", async () => {
    const { link, fan: owner } = await makeFanWorld(deps)
    await createWebhook(deps, { actor: owner, ...wish(["click.counted"]) })
    const click = (visitor: string) => {
      const id = newClickId(clock.now())
      const facts = { subId: null, deepPath: null, refererHost: null, flag: null }
      return { id, linkId: link.linkId, at: clock.now(), ...facts, visitHash: visitor }
    }
    await recordClicks(test.db, [click("a"), click("b")])
    await recordClicks(test.db, [click("c"), { ...click("d"), flag: "bot" as const }])
    expect(await gatherClicks(deps)).toBe(1)
    await send()
    await recordClicks(test.db, [click("e")])
    clock.advance(59 * SECOND_MS)
    expect(await gatherClicks(deps)).toBe(0)
    clock.advance(SECOND_MS)
    expect(await gatherClicks(deps)).toBe(1)
    expect(await gatherClicks(deps)).toBe(0)
    await send()
    const bodies = receiver.taken.map((one) => JSON.parse(one.body))
    expect(bodies.map((body) => body.data.counted)).toEqual([3, 1])
    expect(bodies[0].data.links).toEqual([{ id: link.linkId, code: link.code, counted: 3 }])
    expect(bodies[0].data.more).toBeNull()
  })

  it("of two hundred links fit into one message", async () => {
    const { webhookId } = await add(["click.counted"])
    const rows = Array.from({ length: 200 }, (_, i) => ({
      ...{ userId: fan.userId, kind: "click", at: NOW },
      payload: { code: `a-code-of-the-longest-kind-there-is-${i}`, clicks: `${i + 1}` },
    }))
    await test.db.insert(activity).values(rows)
    expect(await gatherClicks(deps)).toBe(1)
    const [message] = await test.db.select().from(webhookMessages)
    const { data } = JSON.parse(message!.body!)
    expect(Buffer.byteLength(message!.body!)).toBeLessThan(20 * 1024)
    expect(data.links).toHaveLength(100)
    expect(data.more).toEqual({ links: 100, counted: 5_050 })
    expect(data.counted).toBe(20_100)
    expect((await getOwnWebhook(test.db, fan.userId, webhookId)).pending).toBe(1)
  })

  it("sum up behind a message that still waits", async () => {
    await add(["click.counted"])
    receiver.answer = 500
    const one = () =>
      test.db
        .insert(activity)
        .values({ userId: fan.userId, kind: "click", payload: { code: "x", clicks: "1" }, at: NOW })
    await one()
    await gatherClicks(deps)
    await send()
    for (let i = 0; i < 3; i++) {
      await one()
      clock.advance(MINUTE_MS)
      expect(await gatherClicks(deps)).toBe(0)
    }
    receiver.answer = 200
    clock.advance(5 * MINUTE_MS)
    await send()
    expect(await gatherClicks(deps)).toBe(1)
    await send()
    expect(JSON.parse(receiver.taken.at(-1)!.body).data.counted).toBe(3)
  })
})

describe("a receiver that fails", () => {
  it("is asked ten times in three days, and then the message is given up", async () => {
    const { webhookId } = await add()
    receiver.answer = 503
    await pingWebhook(deps, { actor: fan, webhookId })
    await sendForHours(90)
    const [delivery] = await deliveries()
    expect(delivery).toMatchObject({ state: "failed", dueAt: null, failures: 10 })
    expect(receiver.taken).toHaveLength(10)
    expect(new Set(receiver.taken.map((one) => one.headers["webhook-id"])).size).toBe(1)
    expect((await theWebhook()).state).toBe("active")
    expect(await toldOf("webhook-failing")).toHaveLength(1)
  })

  it("is disabled after five days without an arrival, told before and at the end, and heals by one arrival", async () => {
    const { webhookId } = await add()
    receiver.answer = (res) => res.writeHead(302, { location: "https://elsewhere.example/" }).end()
    for (let day = 0; day < 6; day++) {
      if ((await theWebhook()).state === "active") await pingWebhook(deps, { actor: fan, webhookId })
      await sendForHours(24)
    }
    expect(await theWebhook()).toMatchObject({ state: "disabled", disabledReason: "failing" })
    expect(await toldOf("webhook-failing")).toHaveLength(1)
    const [end] = await toldOf("webhook-disabled")
    expect(end!.at.getTime()).toBeGreaterThanOrEqual(+addDays(NOW, 5))
    const asked = receiver.taken.length
    await inTx(test.db, "t", (tx) =>
      tellPrograms(tx, [{ userId: fan.userId, type: "sale.captured", key: "k", about: {}, at: clock.now() }]),
    )
    await sendForHours(30)
    expect(receiver.taken).toHaveLength(asked)
    expect(await test.db.$count(webhookMessages, eq(webhookMessages.type, "sale.captured"))).toBe(0)
    receiver.answer = 200
    await editWebhook(deps, { actor: fan, webhookId, state: "active" })
    await send()
    expect(await theWebhook()).toMatchObject({ state: "active", failingSince: null, failuresInRow: 0, warnedAt: null })
  })

  it("is disabled at once by 410 Gone, and nothing follows", async () => {
    const { webhookId } = await add()
    receiver.answer = 410
    await pingWebhook(deps, { actor: fan, webhookId })
    await sendForHours(24)
    expect(receiver.taken).toHaveLength(1)
    expect(await theWebhook()).toMatchObject({ state: "disabled", disabledReason: "gone" })
    expect((await deliveries())[0]!.state).toBe("failed")
    expect(await toldOf("webhook-disabled")).toHaveLength(1)
    await expect(editWebhook(deps, { actor: fan, webhookId, state: "paused" })).rejects.toMatchObject({
      code: "conflict",
    })
  })

  it("gets the time it asks for, and its answer is kept up to a kilobyte, readable", async () => {
    const { webhookId } = await add()
    receiver.answer = (res) => res.writeHead(429, { "retry-after": "3600" }).end(`\u0000\u202e${"x".repeat(5_000)}`)
    await pingWebhook(deps, { actor: fan, webhookId })
    await send()
    const [delivery] = await deliveries()
    expect(delivery!.dueAt).toEqual(addMs(NOW, HOUR_MS))
    expect(delivery!.attempts[0]!.answer).toHaveLength(998)
    expect(delivery!.attempts[0]!.answer.slice(0, 3)).toBe("\ufffd\ufffdx")
  })

  it("holds up nobody else", async () => {
    const slow = await startReceiver()
    slow.answer = () => {}
    deps = await world([receiver.place, slow.place])
    const { webhookId: hanging } = await add([CHOSEN_EVENTS[0]!], slow.url)
    const { webhookId: quick } = await add()
    for (let i = 0; i < 5; i++) await pingWebhook(deps, { actor: fan, webhookId: hanging })
    const sender = new WebhookSender(() => {})
    expect(await sender.round(deps)).toBe(PER_WEBHOOK)
    await pingWebhook(deps, { actor: fan, webhookId: quick })
    expect(await sender.round(deps)).toBe(1)
    await expect.poll(() => receiver.taken.length).toBe(1)
    expect(await sender.round(deps)).toBe(0)
    await slow.close()
    await sender.settled()
  })

  it("is never looked for in a private network, nor over plain http", async () => {
    const { webhookId } = await add(undefined, "https://hooks.example/take")
    deps.outside = outsideWith({ addresses: async () => ["10.0.0.7"] })
    await pingWebhook(deps, { actor: fan, webhookId })
    await send()
    expect((await deliveries())[0]!.attempts).toMatchObject([{ status: null, error: "private_address" }])
    // As if its address had been let in by an older version.
    await test.db.update(webhooks).set({ url: "http://hooks.example/take" })
    clock.advance(10 * SECOND_MS)
    await send()
    expect((await deliveries())[0]!.attempts.at(-1)).toMatchObject({ error: "bad_address" })
  })
})

describe("its owner", () => {
  it("may have five, each at an address of its own, at addresses we can call", async () => {
    for (let i = 0; i < 5; i++) await add(undefined, `https://hooks.example/${i}`)
    await expect(add(undefined, "https://hooks.example/6")).rejects.toMatchObject({ code: "too_many" })
    await test.db.delete(webhooks)
    await add()
    await expect(add()).rejects.toMatchObject({ code: "already_exists", field: "url" })
    for (const url of [
      ...["http://hooks.example/", "ftp://hooks.example/", "hooks.example", "https://u:p@hooks.example/", ""],
      ...["https://localhost/", "https://127.0.0.1/", "https://[::1]/", "https://0x7f.1/", "https://hooks.example:25/"],
      `https://hooks.example/${"x".repeat(500)}`,
    ])
      await expect(add(undefined, url), url).rejects.toMatchObject({ code: "invalid_input", field: "url" })
    for (const events of [[], ["ping"], ["no.such"], ["sale.captured", "no.such"]])
      await expect(add(events, "https://hooks.example/7")).rejects.toMatchObject({ field: "events" })
  })

  it("alone sees, changes, asks and deletes it", async () => {
    const { webhookId } = await add()
    const { deliveryId } = await pingWebhook(deps, { actor: fan, webhookId })
    const other = { actor: await makeUser(test.db, NOW, "mallory@hooks.example"), webhookId }
    const refused = { code: "not_found" }
    await expect(getOwnWebhook(test.db, other.actor.userId, webhookId)).rejects.toMatchObject(refused)
    await expect(editWebhook(deps, { ...other, url: "https://mallory.example/" })).rejects.toMatchObject(refused)
    await expect(rotateSecret(deps, other)).rejects.toMatchObject(refused)
    await expect(pingWebhook(deps, other)).rejects.toMatchObject(refused)
    await expect(replayDelivery(deps, { ...other, deliveryId })).rejects.toMatchObject(refused)
    await expect(replayFailed(deps, { ...other, since: NOW })).rejects.toMatchObject(refused)
    await expect(deleteWebhook(deps, other)).rejects.toMatchObject(refused)
    // A delivery of another webhook of one's own is not found either.
    const { webhookId: second } = await createWebhook(deps, { ...other, ...wish() })
    await expect(replayDelivery(deps, { ...other, webhookId: second, deliveryId })).rejects.toMatchObject(refused)
    expect(await findDelivery(test.db, { webhookId: second, deliveryId })).toBeNull()
    await deleteWebhook(deps, { actor: fan, webhookId })
    expect(await test.db.$count(webhookDeliveries)).toBe(0)
  })

  it("takes what was written for it alone when it goes, and leaves what another was told", async () => {
    const { webhookId } = await add()
    const { webhookId: other } = await createWebhook(deps, {
      actor: fan,
      ...wish(CHOSEN_EVENTS, `${receiver.url}other`),
    })
    for (const id of [webhookId, other]) await pingWebhook(deps, { actor: fan, webhookId: id })
    await send()
    expect(await test.db.$count(webhookMessages, isNotNull(webhookMessages.body))).toBe(2)
    await deleteWebhook(deps, { actor: fan, webhookId })
    const kept = await test.db.select().from(webhookMessages).orderBy(sql`body nulls first`)
    expect(kept.map(({ body, about }) => [body, about])).toEqual([
      [null, {}],
      [expect.stringContaining(other), { webhookId: other }],
    ])
  })

  it("replays one message, or all that failed since a time, under the ids they had", async () => {
    const { webhookId } = await add()
    receiver.answer = 410
    const first = await pingWebhook(deps, { actor: fan, webhookId })
    await send()
    await editWebhook(deps, { actor: fan, webhookId, state: "active" })
    receiver.answer = 200
    await replayDelivery(deps, { actor: fan, webhookId, ...first })
    await send()
    await replayDelivery(deps, { actor: fan, webhookId, ...first })
    await send()
    expect(new Set(receiver.taken.map((one) => one.headers["webhook-id"])).size).toBe(1)
    expect((await deliveries())[0]!.attempts.map((a) => a.status)).toEqual([410, 200, 200])
    await test.db.update(webhookDeliveries).set({ state: "failed" })
    clock.advance(HOUR_MS)
    await pingWebhook(deps, { actor: fan, webhookId })
    await test.db.update(webhookDeliveries).set({ state: "failed", dueAt: null })
    expect(await replayFailed(deps, { actor: fan, webhookId, since: clock.now() })).toEqual({ replayed: 1 })
    expect(await replayFailed(deps, { actor: fan, webhookId, since: NOW })).toEqual({ replayed: 1 })
    expect(await replayFailed(deps, { actor: fan, webhookId, since: NOW })).toEqual({ replayed: 0 })
  })

  it("looks into one: what was sent, with headers that are believed, and what came back", async () => {
    const { webhookId, secret } = await add()
    const { deliveryId } = await pingWebhook(deps, { actor: fan, webhookId })
    const asked = { ownerId: fan.userId, webhookId, deliveryId }
    expect((await readDelivery(deps, asked)).request).toBeNull()
    await send()
    const { request, delivery } = await readDelivery(deps, asked)
    expect(delivery).toMatchObject({ state: "delivered", attempts: [{ status: 200 }] })
    expect(new Webhook(secret).verify(request!.body, request!.headers)).toMatchObject({ type: "ping" })
  })

  it("finds what was sent for thirty days, page by page, and no longer", async () => {
    const { webhookId } = await add()
    for (let i = 0; i < 3; i++) await pingWebhook(deps, { actor: fan, webhookId })
    await send()
    const page = await pageOfDeliveries(test.db, { webhookId, state: "delivered", after: null, limit: 2 })
    expect(page).toHaveLength(3)
    const rest = await pageOfDeliveries(test.db, { webhookId, state: null, after: page[1]!.deliveryId, limit: 2 })
    expect(rest.map((d) => d.deliveryId)).toEqual([page[2]!.deliveryId])
    expect(await forgetMessages(deps)).toBe(0)
    clock.set(addMs(addDays(NOW, 30), 1))
    expect(await forgetMessages(deps)).toBe(3)
    const [kept] = await test.db
      .select()
      .from(webhookMessages)
      .where(and(eq(webhookMessages.type, "ping")))
    expect(kept).toMatchObject({ body: null, about: {} })
    clock.set(addMs(addDays(NOW, 90), 1))
    await forgetMessages(deps)
    expect(await test.db.$count(webhookMessages)).toBe(0)
  })
})
