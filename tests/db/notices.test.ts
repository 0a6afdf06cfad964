/** Notices over the database: once each, told as people chose, gathered, bounded, and ended by one press. */
import { and, eq, isNotNull } from "drizzle-orm"
import { beforeEach, describe, expect, it } from "vitest"
import { inTx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { nodes } from "#db/schema/delivery.ts"
import { entitlements } from "#db/schema/entitlements.ts"
import { noticePreferences, notices } from "#db/schema/notices.ts"
import { activity, mails } from "#db/schema/platform.ts"
import { withdrawTitle } from "#lib/catalog/withdraw-title.ts"
import { silenceWatch } from "#lib/delivery/tell-carrier.ts"
import { expireDemos, warnOfDemoEnd } from "#lib/entitlements/expire-demos.ts"
import { createLink } from "#lib/fans/create-link.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { addDays, DAY_MS, HOUR_MS, MINUTE_MS } from "#lib/kernel/period.ts"
import { loadPlatformKeys, type PlatformKeys } from "#lib/keys/platform-keys.ts"
import { deliverMails } from "#lib/mail/deliver-mails.ts"
import { tryAddressAgain } from "#lib/mail/refused-address.ts"
import { MAILS_PER_DAY, mailNotices } from "#lib/notices/mail-notices.ts"
import { markAllRead, openNotice } from "#lib/notices/mark-read.ts"
import { notify } from "#lib/notices/notify.ts"
import { countUnread, getChoices, getMailbox, listNotices } from "#lib/notices/queries.ts"
import { saveChoices } from "#lib/notices/save-choices.ts"
import { readUnsubscribeToken, resubscribe, unsubscribe, unsubscribeToken } from "#lib/notices/unsubscribe.ts"
import { catalogWorld, makeTitle, makeUser } from "../support/catalog-world.ts"
import { testConfig } from "../support/config.ts"
import { databaseForTests } from "../support/database.ts"

const test = databaseForTests()
const config = testConfig({ unsubscribeMailbox: "leave@fanfare.example" })
/** A Tuesday. */
const START = new Date("2026-11-24T10:00:00Z")
const clock = fixedClock(START)
let keys: PlatformKeys
let userId: Id<"user">
const deps = () => ({ db: test.db, clock, config, keys })

beforeEach(async () => {
  clock.set(START)
  keys = await loadPlatformKeys(test.db, config.masterKey, clock)
  userId = (await makeUser(test.db, "noor@example.test")).userId
})

const inCallersTx = (work: Parameters<typeof inTx<void>>[2]) => inTx(test.db, "test", work)
const tellSale = (key: string, title = "Harbour Lights") =>
  inCallersTx((tx) => {
    const maturesAt = addDays(clock.now(), 30).toISOString()
    return notify(tx, {
      userId,
      kind: "sale",
      key,
      payload: { title, micros: "1499500", maturesAt, orderId: "ord_1" },
      at: clock.now(),
    })
  })
const tellPassword = (key = "p") =>
  inCallersTx((tx) => notify(tx, { userId, kind: "password-changed", key, payload: {}, at: clock.now() }))
const written = () => test.db.select().from(mails).orderBy(mails.id)
const mailLater = async (ms = MINUTE_MS) => {
  clock.advance(ms)
  return mailNotices(deps())
}

describe("a notice", () => {
  it("is one, however often its event is written, and is heard by the live feed once", async () => {
    await Promise.all([tellSale("order-1"), tellSale("order-1")])
    await tellSale("order-1")
    expect(await countUnread(test.db, userId)).toBe(1)
    expect(await test.db.$count(activity, eq(activity.kind, "notice"))).toBe(1)
  })

  it("stands only when its event does", async () => {
    const failing = inCallersTx(async (tx) => {
      await notify(tx, { userId, kind: "password-changed", key: "k", payload: {}, at: START })
      throw new Error("the event did not happen")
    })
    await expect(failing).rejects.toThrow("did not happen")
    expect(await countUnread(test.db, userId)).toBe(0)
  })

  it("is read by opening it, by its owner alone, or with all that were seen", async () => {
    for (const key of ["a", "b", "c"]) {
      clock.advance(1)
      await tellSale(key)
    }
    const page = await listNotices(test.db, { userId, category: null, before: null })
    const [newest, middle] = page.notices
    const stranger = (await makeUser(test.db, "eve@example.test")).userId
    await expect(openNotice(deps(), { userId: stranger, noticeId: middle!.id })).rejects.toMatchObject({
      code: "not_found",
    })
    expect(await openNotice(deps(), { userId, noticeId: middle!.id })).toBe("/dashboard")
    expect(await countUnread(test.db, userId)).toBe(2)
    clock.advance(1)
    await tellSale("came after the page was made")
    await markAllRead(deps(), { userId, upTo: newest!.id })
    expect(await countUnread(test.db, userId)).toBe(1)
  })

  it("is listed in pages, newest first, by category", async () => {
    for (let i = 0; i < 31; i++) {
      clock.advance(1)
      await tellSale(`sale ${i}`)
    }
    await tellPassword()
    const first = await listNotices(test.db, { userId, category: "earnings", before: null })
    expect(first.notices).toHaveLength(30)
    const rest = await listNotices(test.db, { userId, category: "earnings", before: first.next })
    expect(rest.notices).toHaveLength(1)
    expect(rest.next).toBeNull()
    expect(first.notices.map((n) => n.id)).toEqual(
      first.notices
        .map((n) => n.id)
        .toSorted()
        .toReversed(),
    )
  })
})

describe("mails", () => {
  it("gather what happens within a minute, and carry both ways to unsubscribe", async () => {
    await tellSale("1")
    clock.advance(30_000)
    await tellSale("2")
    expect(await mailNotices(deps())).toBe(0)
    clock.advance(30_000)
    await Promise.all([mailNotices(deps()), mailNotices(deps())])
    const [mail, ...more] = await written()
    expect(more).toEqual([])
    expect(mail).toMatchObject({ to: "noor@example.test", kind: "digest", subject: "Earnings: $2.999 from 2 events" })
    expect(mail!.headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click")
    expect(mail!.headers["List-Unsubscribe"]).toMatch(
      /^<http:\/\/localhost:3000\/api\/v1\/unsubscribe\/usr_\w+\.earnings\.[\w-]{43}>, <mailto:leave@fanfare\.example\?subject=unsubscribe%20[\w.-]+>$/,
    )
    expect(await mailLater(DAY_MS)).toBe(0)
  })

  it("of security go at once, whatever was chosen, with no way out", async () => {
    await saveChoices(deps(), { userId, choices: { money: "off", earnings: "off", buying: "off" } })
    await tellPassword()
    expect(await mailNotices(deps())).toBe(1)
    const [mail] = await written()
    expect(mail!.headers).toEqual({})
    expect(mail!.html).not.toContain("unsubscribe")
    expect(await test.db.$count(noticePreferences, eq(noticePreferences.channel, "off"))).toBe(3)
  })

  it("wait for Monday's digest where it was chosen, and are one for everything", async () => {
    await saveChoices(deps(), { userId, choices: { earnings: "weekly", carriage: "weekly" } })
    await tellSale("1")
    await inCallersTx((tx) =>
      notify(tx, { userId, kind: "audit-failed", key: "x", payload: { node: "attic", title: "T" }, at: clock.now() }),
    )
    expect(await mailLater(5 * DAY_MS)).toBe(0)
    clock.set(new Date("2026-11-30T08:00:00Z"))
    expect(await mailNotices(deps())).toBe(1)
    const [mail] = await written()
    expect(mail!.subject).toBe("Your week on Fanfare: $1.4995 earned")
    expect(mail!.text).toContain("attic")
    expect(mail!.headers["List-Unsubscribe"]).toContain(".weekly.")
  })

  it("are none where the app is enough, and nothing is kept where nothing is wanted", async () => {
    await saveChoices(deps(), { userId, choices: { earnings: "app" } })
    await tellSale("1")
    expect(await countUnread(test.db, userId)).toBe(1)
    await saveChoices(deps(), { userId, choices: { earnings: "off" } })
    await tellSale("2")
    expect(await countUnread(test.db, userId)).toBe(1)
    expect(await mailLater(8 * DAY_MS)).toBe(0)
  })

  it("follow a choice that was made after the event and before the mail", async () => {
    await tellSale("1")
    await saveChoices(deps(), { userId, choices: { earnings: "weekly" } })
    expect(await mailLater()).toBe(0)
    clock.set(new Date("2026-11-30T08:00:00Z"))
    expect(await mailNotices(deps())).toBe(1)
  })

  it("are a dozen a day at most; the rest comes summed up, and a receipt never waits", async () => {
    for (let i = 0; i < MAILS_PER_DAY + 5; i++) {
      await tellSale(`sale ${i}`)
      await mailLater(2 * MINUTE_MS)
    }
    expect(await written()).toHaveLength(MAILS_PER_DAY)
    const at = clock.now()
    const payload = {
      title: "T",
      slug: "t",
      priceMicros: "1000000",
      referralMicros: "",
      orderId: "ord_1",
      at: at.toISOString(),
    }
    await inCallersTx((tx) => notify(tx, { userId, kind: "receipt", key: "r", payload, at }))
    expect(await mailNotices(deps())).toBe(1)
    expect(await mailLater(DAY_MS)).toBe(1)
    expect((await written()).at(-1)!.subject).toContain("from 5 events")
  })

  it("of one who cannot be written to hold up nobody else's", async () => {
    await tellSale("1")
    await test.db.update(notices).set({ payload: { title: "T", micros: "not a number", maturesAt: "never" } })
    const other = (await makeUser(test.db, "ada@example.test")).userId
    await inCallersTx((tx) =>
      notify(tx, { userId: other, kind: "password-changed", key: "k", payload: {}, at: clock.now() }),
    )
    clock.advance(MINUTE_MS)
    const told: string[] = []
    expect(await mailNotices(deps(), (message) => void told.push(message))).toBe(1)
    expect(told).toHaveLength(1)
    // An hour's pause, not a loop.
    expect(await mailNotices(deps(), (message) => void told.push(message))).toBe(0)
    expect(told).toHaveLength(1)
  })

  it("hold no header of a hostile name", async () => {
    await tellSale("1", "X\r\nBcc: all@example.org\r\n\r\n<script>alert(1)</script>")
    await mailLater()
    const [mail] = await written()
    expect(mail!.subject).not.toMatch(/[\r\n]/)
    expect(mail!.html).not.toContain("<script")
    expect(JSON.stringify(mail!.headers)).not.toContain("Bcc")
  })
})

describe("unsubscribing", () => {
  const token = (topic: "earnings" | "carriage" | "weekly" = "earnings") => unsubscribeToken(keys, { userId, topic })

  it("believes only what we signed, for this person and this topic", async () => {
    const good = await token()
    expect(await readUnsubscribeToken(keys, good)).toEqual({ userId, topic: "earnings" })
    const stranger = (await makeUser(test.db, "eve@example.test")).userId
    const mac = good.split(".")[2]!
    const forged = [
      good.replace("earnings", "money"),
      good.replace("earnings", "security"),
      good.replace(userId, stranger),
      `${good.slice(0, -2)}AA`,
      `${userId}.earnings.${mac}.${mac}`,
      `${userId}.earnings.${mac}=`,
      `${userId}.earnings`,
      "",
      "x".repeat(10_000),
      (await token("carriage")).replace("carriage", "earnings"),
    ]
    for (const bad of forged) await expect(readUnsubscribeToken(keys, bad)).rejects.toMatchObject({ code: "not_found" })
  })

  it("ends the mails of one category, goes on telling in the app, and can be undone; twice is once", async () => {
    await saveChoices(deps(), { userId, choices: { earnings: "weekly" } })
    const what = await readUnsubscribeToken(keys, await token())
    await Promise.all([unsubscribe(deps(), what), unsubscribe(deps(), what)])
    expect(await getChoices(test.db, userId)).toMatchObject({ earnings: "app", carriage: "now" })
    await tellSale("1")
    expect(await mailLater(8 * DAY_MS)).toBe(0)
    expect(await countUnread(test.db, userId)).toBe(1)
    await resubscribe(deps(), what)
    await resubscribe(deps(), what)
    expect(await getChoices(test.db, userId)).toMatchObject({ earnings: "weekly" })
  })

  it("from the digest leaves what comes at once", async () => {
    await saveChoices(deps(), { userId, choices: { earnings: "weekly", carriage: "weekly" } })
    const what = { userId, topic: "weekly" as const }
    await unsubscribe(deps(), what)
    expect(await getChoices(test.db, userId)).toMatchObject({ earnings: "app", carriage: "app", money: "now" })
    await resubscribe(deps(), what)
    expect(await getChoices(test.db, userId)).toMatchObject({
      earnings: "weekly",
      carriage: "weekly",
      digest: "weekly",
    })
  })

  it("from the digest ends it also for what comes on Mondays by itself", async () => {
    const tellDemo = (key: string) =>
      inCallersTx((tx) => {
        const payload = { title: "T", countsUntil: START.toISOString(), demoId: "ent_1" }
        return notify(tx, { userId, kind: "demo-started", key, payload, at: clock.now() })
      })
    await tellDemo("1")
    await unsubscribe(deps(), { userId, topic: "weekly" })
    await tellDemo("2")
    expect(await mailLater(8 * DAY_MS)).toBe(0)
    expect(await countUnread(test.db, userId)).toBe(2)
    await tellSale("3")
    expect(await mailLater()).toBe(1)
  })

  it("finds an account that is gone, and a choice made since, as they are", async () => {
    await unsubscribe(deps(), { userId: newId("user", START), topic: "earnings" })
    await unsubscribe(deps(), { userId, topic: "earnings" })
    await saveChoices(deps(), { userId, choices: { earnings: "off" } })
    await resubscribe(deps(), { userId, topic: "earnings" })
    expect(await getChoices(test.db, userId)).toMatchObject({ earnings: "off" })
  })
})

describe("a mailbox that refuses", () => {
  const refused = () =>
    Promise.reject(Object.assign(new Error("550 no such user"), { responseCode: 550, command: "RCPT TO" }))
  const full = () => Promise.reject(Object.assign(new Error("452 full"), { responseCode: 452, command: "RCPT TO" }))
  const soon = () => new Date(Date.now() + MINUTE_MS)

  it("three times for good is left alone, its owner told in the app, and asked again when they say so", async () => {
    for (const key of ["a", "b", "c"]) {
      await tellPassword(key)
      await mailNotices(deps())
      expect(await deliverMails(deps(), refused, soon())).toEqual({ sent: 0, failed: 1 })
      // Final is final: the same mail is not tried again.
      expect(await deliverMails(deps(), refused, new Date(Date.now() + DAY_MS))).toEqual({ sent: 0, failed: 0 })
    }
    expect(await getMailbox(test.db, userId)).toMatchObject({ givenUpAt: clock.now(), lastError: "550 no such user" })
    const { notices: told } = await listNotices(test.db, { userId, category: null, before: null })
    expect(told.map((n) => n.kind)).toContain("mail-undeliverable")
    await tellSale("1")
    expect(await mailLater()).toBe(0)
    await tryAddressAgain(deps(), "noor@example.test")
    await tellSale("2")
    expect(await mailLater()).toBe(1)
  })

  it("for now is tried again, and counts for nothing", async () => {
    await tellPassword()
    await mailNotices(deps())
    await deliverMails(deps(), full, soon())
    expect((await getMailbox(test.db, userId))!.givenUpAt).toBeNull()
    expect(await deliverMails(deps(), async () => {}, new Date(Date.now() + HOUR_MS))).toEqual({ sent: 1, failed: 0 })
  })
})

describe("events of use cases", () => {
  const kinds = async (of = userId) =>
    (await test.db.select({ kind: notices.kind }).from(notices).where(eq(notices.userId, of))).map((n) => n.kind)

  it("a node silent for a day is told once, and only by who was there to listen", async () => {
    const nodeId = newId("node", START)
    const row = {
      id: nodeId,
      ownerId: userId,
      publicKey: "k",
      name: "attic",
      state: "active" as const,
      scopes: ["carry"],
      createdAt: START,
    }
    await test.db.insert(nodes).values({ ...row, lastHeartbeatAt: addDays(START, -2) })
    const look = silenceWatch()
    // The first look after a start says nothing.
    expect(await look(deps())).toBe(0)
    clock.advance(10 * MINUTE_MS)
    expect(await look(deps())).toBe(1)
    clock.advance(10 * MINUTE_MS)
    expect(await look(deps())).toBe(0)
    expect(await kinds()).toEqual(["node-offline"])
  })

  it("a demo is announced to end, then to have ended; not to who bought the title", async () => {
    const world = await catalogWorld(test.db)
    const { titleId } = await makeTitle(world, "lantern", "trial")
    await test.db.execute("update title set state = 'published'")
    const owner = (await makeUser(test.db, "owner@example.test")).userId
    const demo = {
      titleId,
      kind: "demo" as const,
      state: "active" as const,
      startsAt: START,
      endsAt: addDays(START, 30),
    }
    for (const user of [userId, owner])
      await test.db.insert(entitlements).values({ id: newId("entitlement", START), userId: user, ...demo })
    const bought = { titleId, kind: "purchase" as const, state: "active" as const, startsAt: START }
    await test.db.insert(entitlements).values({ id: newId("entitlement", START), userId: owner, ...bought })
    expect(await warnOfDemoEnd(deps())).toBe(0)
    clock.set(addDays(START, 27))
    expect(await warnOfDemoEnd(deps())).toBe(1)
    expect(await warnOfDemoEnd(deps())).toBe(0)
    clock.set(addDays(START, 30))
    expect(await expireDemos(deps())).toBe(2)
    expect((await kinds()).toSorted()).toEqual(["demo-ended", "demo-ending"])
    expect(await kinds(owner)).toEqual([])
    await world.close()
  })

  it("a withdrawn title is told to the fans whose links lead to it", async () => {
    const world = await catalogWorld(test.db)
    const { titleId } = await makeTitle(world)
    await test.db.execute("update title set state = 'published'")
    const fan = { userId, roles: ["fan" as const], email: "noor@example.test" }
    for (const subId of ["a", "b"]) await createLink(world.deps, { actor: fan, titleId, siteId: null, subId })
    await withdrawTitle(world.deps, { actor: world.actor, titleId })
    await withdrawTitle(world.deps, { actor: world.actor, titleId })
    const told = await test.db
      .select()
      .from(notices)
      .where(and(eq(notices.userId, userId), isNotNull(notices.mailDueAt)))
    expect(told.map((n) => [n.kind, n.payload.links])).toEqual([["link-withdrawn", "2"]])
    await world.close()
  })

  it("an account that is deleted takes its notices along", async () => {
    await tellSale("1")
    await test.db.delete(users).where(eq(users.id, userId))
    expect(await test.db.$count(notices)).toBe(0)
  })
})
