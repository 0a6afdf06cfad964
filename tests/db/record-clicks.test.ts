import { eq } from "drizzle-orm"
import { afterEach, describe, expect, it } from "vitest"
import { inTx } from "#db/client.ts"
import { clicks, daySecrets } from "#db/schema/attribution.ts"
import { activity } from "#db/schema/platform.ts"
import { daySecret, destroyOldDaySecrets } from "#lib/attribution/day-secret.ts"
import { flagOwnClicks } from "#lib/attribution/flag-own-clicks.ts"
import { type Click, holdClicks, recordClicks, SoleClickWriter } from "#lib/attribution/record-clicks.ts"
import { newClickId } from "#lib/attribution/visit.ts"
import { getOwnLink } from "#lib/fans/link-queries.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { addMs, MINUTE_MS } from "#lib/kernel/period.ts"
import { databaseForTests } from "../support/database.ts"
import { makeFanWorld, makeUser } from "../support/fan-world.ts"

const database = databaseForTests()
const clock = fixedClock(new Date("2026-11-23T12:00:00.000Z"))
const deps = () => ({ db: database.db, clock })

type World = Awaited<ReturnType<typeof makeFanWorld>>
const click = (world: World, minutes: number, more: Partial<Click> = {}): Click => {
  const at = addMs(world.at, minutes * MINUTE_MS)
  const one = { id: newClickId(at), linkId: world.link.linkId, at, subId: null, deepPath: null }
  return { ...one, refererHost: "blog.example", flag: null, visitHash: "visitor-1", ...more }
}
const stored = async (id: string) => (await database.db.select().from(clicks).where(eq(clicks.id, id)))[0]!

const opened: SoleClickWriter[] = []
afterEach(() => {
  for (const writer of opened.splice(0)) writer.close()
})

const writers = {
  "any process": () => (batch: Click[]) => recordClicks(database.db, batch),
  "the sole process": () => {
    const writer = new SoleClickWriter(database.db)
    opened.push(writer)
    return (batch: Click[]) => writer.record(batch)
  },
}

describe.each(Object.entries(writers))("clicks stored by %s", (_name, open) => {
  it("keep every field, and are stored once however often they are replayed", async () => {
    const world = await makeFanWorld(deps())
    const record = open()
    const tags = { s1: "one", s2: "two", s3: "three", s4: "four", s5: "five" }
    const facts = {
      ...tags,
      titleId: world.titleId,
      trigger: "qr",
      device: "mobile",
      utm: '{"utm_source":"a \\"b\\", {c}"}',
    } as const
    const one = click(world, 0, { subId: "a", deepPath: "notes/1", refererHost: null, flag: "bot", ...facts })
    await record([one])
    await record([one, one])
    expect(await stored(one.id)).toEqual({ ...one, dupOf: null })
    expect(await database.db.$count(clicks)).toBe(1)
  })

  it("are no doubles of one that was refused", async () => {
    const world = await makeFanWorld(deps())
    const record = open()
    await expect(record([click(world, 0, { subId: "\0" })])).rejects.toThrow()
    const next = click(world, 5)
    await record([next])
    expect(await stored(next.id)).toMatchObject({ dupOf: null })
  })

  it("count again when an older one of the same visitor arrives late", async () => {
    const world = await makeFanWorld(deps())
    const record = open()
    const [older, newer] = [click(world, 0), click(world, 90)]
    await record([newer])
    await record([older])
    expect([await stored(older.id), await stored(newer.id)]).toMatchObject([{ dupOf: null }, { dupOf: null }])
  })

  it("keep each its own facts within a batch, and null where an older process kept none", async () => {
    const world = await makeFanWorld(deps())
    const [old, fresh] = [click(world, 0), click(world, 1, { s3: "x", trigger: "badge", device: "tablet", utm: null })]
    await open()([old, fresh])
    const none = {
      titleId: null,
      s1: null,
      s2: null,
      s3: null,
      s4: null,
      s5: null,
      trigger: null,
      device: null,
      utm: null,
    }
    expect(await stored(old.id)).toEqual({ ...old, ...none, dupOf: null })
    expect(await stored(fresh.id)).toEqual({
      ...fresh,
      ...none,
      s3: "x",
      trigger: "badge",
      device: "tablet",
      dupOf: old.id,
    })
  })

  it("count one visitor once an hour: within a batch, across batches, and again afterwards", async () => {
    const world = await makeFanWorld(deps())
    const record = open()
    const [a, b, c, d, other] = [0, 1, 59, 61, 1].map((m) => click(world, m)) as [Click, Click, Click, Click, Click]
    const stranger = { ...other, visitHash: "visitor-2" }
    await record([a, b, stranger])
    await record([c])
    await record([d])
    const firsts = await Promise.all([a, b, stranger, c, d].map(async ({ id }) => (await stored(id)).dupOf))
    expect(firsts).toEqual([null, a.id, null, a.id, null])
    expect(await getOwnLink(database.db, world.fan.userId, world.link.linkId)).toMatchObject({
      countedClicks: 3,
      rawClicks: 5,
    })
  })

  it("never let a flagged click count, nor stand for a later one", async () => {
    const world = await makeFanWorld(deps())
    const record = open()
    const [bot, person] = [click(world, 0, { flag: "prefetch" }), click(world, 1)]
    await record([bot, person])
    expect((await stored(person.id)).dupOf).toBeNull()
    expect(await getOwnLink(database.db, world.fan.userId, world.link.linkId)).toMatchObject({
      countedClicks: 1,
      rawClicks: 2,
    })
  })

  it("tell the fan of clicks that count, and of no others", async () => {
    const world = await makeFanWorld(deps())
    const record = open()
    await record([
      click(world, 0),
      click(world, 1),
      click(world, 2, { visitHash: "v2" }),
      click(world, 3, { flag: "bot" }),
    ])
    await record([click(world, 4)])
    const told = await database.db.select().from(activity).where(eq(activity.userId, world.fan.userId))
    expect(told.map((t) => [t.kind, t.payload])).toEqual([["click", { code: world.link.code, clicks: "2" }]])
  })

  it("count somebody else behind the same network once the first click is known as the fan's own, and only once", async () => {
    const world = await makeFanWorld(deps())
    const record = open()
    const minutes = [0, 1, 2, 3, 70, 75].map((n) => click(world, n)) as [Click, Click, Click, Click, Click, Click]
    const [own, ownToo, theirs, again, nextHour, late] = minutes
    await record([own, ownToo, theirs, again])
    const clickIds = [own.id, ownToo.id]
    expect(await flagOwnClicks(database.db, { userId: world.fan.userId, clickIds })).toBe(2)
    const places = async (list: Click[]) => Promise.all(list.map(async ({ id }) => (await stored(id)).dupOf))
    expect(await places([theirs, again])).toEqual([null, theirs.id])
    const counted = async () => (await getOwnLink(database.db, world.fan.userId, world.link.linkId)).countedClicks
    expect(await counted()).toBe(1)
    // The writer may remember the fan's click as the first of this visitor.
    const soon = click(world, 40)
    await record([soon])
    expect((await stored(soon.id)).dupOf).toBe(theirs.id)
    await record([nextHour])
    await flagOwnClicks(database.db, { userId: world.fan.userId, clickIds: [nextHour.id] })
    await record([late])
    expect((await stored(late.id)).dupOf).toBeNull()
    expect(await counted()).toBe(2)
  })

  it("knows a visitor from before it started", async () => {
    const world = await makeFanWorld(deps())
    const first = click(world, 0)
    await open()([first])
    const second = click(world, 5)
    await open()([second])
    expect((await stored(second.id)).dupOf).toBe(first.id)
  })
})

describe("a fan's own clicks", () => {
  it("are flagged by the browser's list once its owner is signed in, and count no longer; nobody else's are", async () => {
    const world = await makeFanWorld(deps())
    const other = await makeUser(database.db, world.at, "other@fan.example")
    const [own, bot, stranger] = [
      click(world, 0),
      click(world, 1, { flag: "bot" }),
      click(world, 2, { visitHash: "visitor-2" }),
    ] as [Click, Click, Click]
    await recordClicks(database.db, [own, bot, stranger])
    const clickIds = [own.id, bot.id, "' or true --", newClickId(world.at)]
    expect(await flagOwnClicks(database.db, { userId: other.userId, clickIds })).toBe(0)
    expect(await flagOwnClicks(database.db, { userId: world.fan.userId, clickIds })).toBe(1)
    expect(await flagOwnClicks(database.db, { userId: world.fan.userId, clickIds })).toBe(0)
    const flags = await Promise.all([own, bot, stranger].map(async ({ id }) => (await stored(id)).flag))
    expect(flags).toEqual(["own", "bot", null])
    expect(await getOwnLink(database.db, world.fan.userId, world.link.linkId)).toMatchObject({
      countedClicks: 1,
      rawClicks: 3,
    })
  })
})

describe("two processes at once", () => {
  it("count one visitor once", async () => {
    const world = await makeFanWorld(deps())
    const both = Array.from({ length: 8 }, (_, i) => click(world, i / 60))
    await Promise.all(both.map((one) => recordClicks(database.db, [one])))
    expect(await getOwnLink(database.db, world.fan.userId, world.link.linkId)).toMatchObject({
      countedClicks: 1,
      rawClicks: 8,
    })
  })
})

// The embedded database runs one tx at a time: nobody can hold anything there.
if (process.env.DATABASE_URL)
  it("a process that holds the clicks and has gone silent costs the others no connection: the database gives their tries up", async () => {
    const world = await makeFanWorld(deps())
    const mine = click(world, 0)
    await inTx(database.db, "test", async (tx) => {
      await holdClicks(tx)
      const tries = Array.from({ length: 12 }, () => recordClicks(database.db, [mine], { limitMs: 50 }))
      for (const one of await Promise.allSettled(tries)) expect(one.status).toBe("rejected")
    })
    await recordClicks(database.db, [mine])
    expect(await stored(mine.id)).toMatchObject({ id: mine.id })
  })

describe("the secret of the day", () => {
  it("is one for all who ask, and destroyed with its day", async () => {
    const asked = await Promise.all([1, 2, 3].map(() => daySecret(database.db, "2026-11-23")))
    expect(new Set(asked.map((secret) => Buffer.from(secret).toString("hex"))).size).toBe(1)
    expect(asked[0]).toHaveLength(32)
    for (const day of ["2026-11-21", "2026-11-22", "2026-11-24"]) await daySecret(database.db, day)
    const left = async () =>
      (await database.db.select({ day: daySecrets.day }).from(daySecrets)).map((row) => row.day).sort()
    // A clock a little behind is still in yesterday.
    expect(await destroyOldDaySecrets(database.db, new Date("2026-11-23T00:59:59Z"))).toBe(1)
    expect(await left()).toEqual(["2026-11-22", "2026-11-23", "2026-11-24"])
    expect(await destroyOldDaySecrets(database.db, new Date("2026-11-23T01:00:00Z"))).toBe(1)
    expect(await left()).toEqual(["2026-11-23", "2026-11-24"])
  })
})
