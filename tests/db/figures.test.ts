import { afterEach, describe, expect, it } from "vitest"
import type { ClickTrigger } from "#lib/attribution/click.ts"
import { flagOwnClicks } from "#lib/attribution/flag-own-clicks.ts"
import { type Click, recordClicks } from "#lib/attribution/record-clicks.ts"
import { typeCode } from "#lib/attribution/type-code.ts"
import { newClickId } from "#lib/attribution/visit.ts"
import { figuresOf } from "#lib/earnings/figures-queries.ts"
import { figuresQuery, parseFiguresView } from "#lib/earnings/figures-view.ts"
import { explainLine } from "#lib/earnings/line-story.ts"
import { startDemo } from "#lib/entitlements/start-demo.ts"
import { claimCode } from "#lib/fans/claim-code.ts"
import { createLink } from "#lib/fans/create-link.ts"
import { editLink } from "#lib/fans/edit-link.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { makeUser } from "../support/catalog-world.ts"
import { databaseForTests } from "../support/database.ts"
import { makeUser as makeFan, makeFanWorld, makeTitle } from "../support/fan-world.ts"
import { buy, clickThrough, download, makeCarrier, type SaleWorld, saleWorld } from "../support/sale-world.ts"

const database = databaseForTests()
const NOW = new Date("2026-11-23T12:00:00.000Z")
const deps = () => ({ db: database.db, clock: fixedClock(NOW) })

type World = Awaited<ReturnType<typeof makeFanWorld>>
let made = 0
const click = (world: World, at: string, more: Partial<Click> = {}): Click => {
  made += 1
  const base = { linkId: world.link.linkId, subId: null, deepPath: null, refererHost: null, flag: null }
  return { id: newClickId(new Date(at)), at: new Date(at), visitHash: `visitor-${made}`, ...base, ...more }
}
const ask = (world: { fan: World["fan"] }, query: string) =>
  figuresOf(database.db, world.fan.userId, parseFiguresView(Object.fromEntries(new URLSearchParams(query)), NOW))
const days = (figures: Awaited<ReturnType<typeof ask>>) =>
  figures.days.filter((d) => d.raw > 0).map((d) => [d.day.slice(5), d.counted, d.raw])

describe("a fan's clicks", () => {
  it("fall on the reader's days, raw and counted apart, with the span before beside them", async () => {
    const world = await makeFanWorld(deps())
    const late = click(world, "2026-11-22T23:30:00Z")
    await recordClicks(database.db, [
      late,
      click(world, "2026-11-22T23:40:00Z", { visitHash: late.visitHash }),
      click(world, "2026-11-23T01:00:00Z", { flag: "bot" }),
      click(world, "2026-11-23T02:00:00Z", { flag: "preview" }),
      click(world, "2026-11-23T03:00:00Z"),
      click(world, "2026-11-12T03:00:00Z"),
      // Before both spans, and after the last instant of the last day.
      click(world, "2026-11-09T23:59:59.999Z"),
      click(world, "2026-11-24T00:00:00Z"),
    ])
    const utc = await ask(world, "range=7")
    expect(days(utc)).toEqual([
      ["11-22", 1, 2],
      ["11-23", 1, 3],
    ])
    expect(utc.days).toHaveLength(7)
    expect([utc.totals.counted, utc.totals.raw, utc.before.counted, utc.before.raw]).toEqual([2, 5, 1, 1])
    expect(utc.notCounted).toEqual({ bot: 1, preview: 1, no_agent: 0, head: 0, prefetch: 0, own: 0, double: 1 })
    // In Berlin half past eleven is the next day already; in Los Angeles midnight in UTC is still this one.
    expect(days(await ask(world, "range=7&zone=Europe/Berlin"))).toEqual([["11-23", 2, 5]])
    expect(days(await ask(world, "range=7&zone=America/Los_Angeles"))).toEqual([
      ["11-22", 2, 5],
      ["11-23", 1, 1],
    ])
  })

  it("fall on days of 25 and 23 hours whole", async () => {
    const world = await makeFanWorld(deps())
    await recordClicks(database.db, [
      click(world, "2026-10-24T22:00:00Z"),
      click(world, "2026-10-25T22:59:59.999Z"),
      click(world, "2026-10-25T23:00:00Z"),
    ])
    const span = "range=custom&from=2026-10-24&to=2026-10-27&zone=Europe/Berlin"
    expect(days(await ask(world, span))).toEqual([
      ["10-25", 2, 2],
      ["10-26", 1, 1],
    ])
  })

  it("are split by every dimension, most counted first, and narrowed to one value or to none", async () => {
    const world = await makeFanWorld(deps())
    const at = "2026-11-23T03:00:00Z"
    const otherTitle = await makeTitle(database.db, NOW, "paper-moon", "Paper Moon")
    const second = await createLink(deps(), { actor: world.fan, titleId: otherTitle, siteId: null, subId: null })
    const tagged = {
      subId: "mail",
      s1: "a",
      s5: "e",
      refererHost: "blog.example",
      trigger: "qr",
      device: "mobile",
    } as const
    await recordClicks(database.db, [
      click(world, at, tagged),
      click(world, at, tagged),
      click(world, at, { ...tagged, flag: "bot" }),
      click(world, at, { linkId: second.linkId, trigger: "badge", s1: "b" }),
      // Only in the span before: no row of this one's split.
      click(world, "2026-11-15T03:00:00Z", { s1: "before" }),
    ])
    const split = async (query: string) =>
      (await ask(world, `range=7&${query}`)).groups.map((g) => [g.label ?? g.key, g.counted, g.raw])
    expect(await split("by=s1")).toEqual([
      ["a", 2, 3],
      ["b", 1, 1],
    ])
    expect(await split("by=trigger")).toEqual([
      ["qr", 2, 3],
      ["badge", 1, 1],
    ])
    expect(await split("by=host")).toEqual([
      ["blog.example", 2, 3],
      [null, 1, 1],
    ])
    expect(await split("by=device&is.trigger=qr")).toEqual([["mobile", 2, 3]])
    expect(await split("by=s5&is.host=-")).toEqual([[null, 1, 1]])
    expect(await split("by=link")).toEqual([
      [`/r/${world.link.code}`, 2, 3],
      [`/r/${second.code}`, 1, 1],
    ])
    expect(await split("by=title")).toEqual([
      ["Tin Comet", 2, 3],
      ["Paper Moon", 1, 1],
    ])
    expect(await split(`by=sub&is.title=${otherTitle}`)).toEqual([[null, 1, 1]])
    expect(await split(`by=sub&is.link=${world.link.linkId}`)).toEqual([["mail", 2, 3]])
    expect(await split("by=sub&is.s1=%27%20or%20true--")).toEqual([])
  })

  it("stay with the title they led to when their link is pointed elsewhere, also in its last moments in memory", async () => {
    const world = await makeFanWorld(deps())
    const second = await makeTitle(database.db, NOW, "paper-moon", "Paper Moon")
    const stranger = await makeTitle(database.db, NOW, "glass-fox", "Glass Fox")
    const edit = { actor: world.fan, linkId: world.link.linkId, titleId: second }
    await recordClicks(database.db, [
      // Two from before a click kept its title; the link's history says it.
      click(world, "2026-11-22T03:00:00Z"),
      click(world, "2026-11-23T11:59:00Z"),
      // After the change a process still sends visitors to the old title.
      click(world, "2026-11-23T12:00:03Z", { titleId: world.titleId }),
      click(world, "2026-11-23T12:00:04Z", { titleId: second }),
      click(world, "2026-11-23T12:00:05Z"),
    ])
    const caches = { titleChanged: async () => {}, ownerChanged: async () => {}, linkChanged: async () => {} }
    await editLink({ ...deps(), caches }, edit)
    const split = (await ask(world, "range=7&by=title")).groups.map((g) => [g.key, g.label, g.counted])
    expect(split).toEqual([
      [world.titleId, "Tin Comet", 3],
      [second, "Paper Moon", 2],
    ])
    const only = async (id: string) => {
      const { totals, names } = await ask(world, `range=7&by=link&is.title=${id}`)
      return [totals.counted, names.title]
    }
    expect(await only(world.titleId)).toEqual([3, "Tin Comet"])
    expect(await only(second)).toEqual([2, "Paper Moon"])
    expect(await only(stranger)).toEqual([0, undefined])
  })

  it("are nobody else's, whatever the address names", async () => {
    const world = await makeFanWorld(deps())
    await recordClicks(database.db, [click(world, "2026-11-23T03:00:00Z")])
    const fan = await makeFan(database.db, NOW, "other@fan.example")
    const figures = await ask({ fan }, `by=link&is.link=${world.link.linkId}`)
    expect([figures.totals.raw, figures.groups]).toEqual([0, []])
  })

  it("leave the figures once they are known to be the fan's own", async () => {
    const world = await makeFanWorld(deps())
    const own = click(world, "2026-11-23T03:00:00Z")
    await recordClicks(database.db, [own])
    expect((await ask(world, "range=7")).totals.counted).toBe(1)
    await flagOwnClicks(database.db, { userId: world.fan.userId, clickIds: [own.id] })
    const after = await ask(world, "range=7")
    expect([after.totals.counted, after.totals.raw, after.notCounted.own]).toEqual([0, 1, 1])
  })
})

describe("what came of the clicks", () => {
  let world: SaleWorld
  afterEach(() => world.close())

  it("stands on the same days and in the same groups: demo, purchase, what it earned, and bytes", async () => {
    world = await saleWorld(database.db)
    const fan = await makeCarrier(world, 1)
    const buyer = await makeUser(database.db, "buyer@example.test")
    const other = await makeUser(database.db, "other@example.test")
    const clickId = await clickThrough(world, { userId: fan.ownerId, email: fan.email })
    const tag = async (id: string, sub: string, trigger: ClickTrigger) =>
      database.database.pool.query("update click set sub_id = $2, trigger = $3 where id = $1", [id, sub, trigger])
    await tag(clickId, "mail", "qr")
    await startDemo(world.deps, { userId: other.userId, titleId: world.titleId, clickIds: [clickId] })
    await download(world, other.userId, "demo", [[fan.nodeId, world.release.sizeBytes]])
    await buy(world, buyer.userId, [clickId])

    const view = parseFiguresView({ range: "7", by: "sub" }, world.clock.now())
    const figures = await figuresOf(database.db, fan.ownerId, view)
    expect(figures.totals).toEqual({ counted: 1, raw: 1, demos: 1, purchases: 1, bytes: world.release.sizeBytes })
    expect(figures.days.at(-1)).toEqual({ day: view.to, ...figures.totals })
    expect(figures.groups).toEqual([
      { key: "mail", label: "mail", counted: 1, raw: 1, demos: 1, purchases: 1, earnedMicros: 1_500_000n },
    ])
    // Bytes belong to titles: narrowed to one they stay, narrowed to a sub-id there are none to tell.
    const only = async (more: string) =>
      figuresOf(
        database.db,
        fan.ownerId,
        parseFiguresView(Object.fromEntries(new URLSearchParams(`${figuresQuery(view)}&${more}`)), world.clock.now()),
      )
    expect((await only(`is.title=${world.titleId}`)).totals).toEqual(figures.totals)
    expect((await only("is.sub=mail")).totals).toEqual({ ...figures.totals, bytes: null })
    expect((await only("is.sub=elsewhere")).totals).toMatchObject({ counted: 0, demos: 0, purchases: 0 })
  })

  it("came by a creator code: it stands with its title, and with no link", async () => {
    world = await saleWorld(database.db)
    const fan = await makeFan(database.db, world.clock.now(), "coder@fan.example")
    const carrier = await makeCarrier(world, 1)
    const { code } = await claimCode(world.deps, { actor: fan, code: "NOOR" })
    const [buyer, taster] = [
      await makeUser(database.db, "buyer@example.test"),
      await makeUser(database.db, "taster@example.test"),
    ]
    for (const { userId: buyerId } of [buyer, taster])
      await typeCode(world.deps, { buyerId, address: "203.0.113.7", code, place: "checkout", titleId: null })
    await startDemo(world.deps, { userId: taster.userId, titleId: world.titleId, clickIds: [] })
    await download(world, taster.userId, "demo", [[carrier.nodeId, world.release.sizeBytes]])
    await buy(world, buyer.userId, [])
    const asked = async (query: string) =>
      figuresOf(
        database.db,
        fan.userId,
        parseFiguresView(Object.fromEntries(new URLSearchParams(`range=7&${query}`)), world.clock.now()),
      )
    const one = { counted: 0, raw: 0, demos: 1, purchases: 1 }
    const group = { ...one, earnedMicros: 1_500_000n }
    const byTitle = await asked("by=title")
    expect(byTitle.groups).toEqual([{ key: world.titleId, label: expect.any(String), ...group }])
    expect((await asked("by=link")).groups).toEqual([{ key: null, label: null, ...group }])
    for (const query of ["by=trigger&is.link=-", `by=trigger&is.title=${world.titleId}`, "by=link&is.title=-"]) {
      const { totals, groups } = await asked(query)
      expect([query, totals, groups]).toEqual([
        query,
        expect.objectContaining(one),
        [{ key: null, label: null, ...group }],
      ])
    }
    expect((await asked(`is.title=${world.titleId}`)).names.title).toBe(byTitle.groups[0]!.label)
    expect((await asked("is.link=lnk_0")).totals).toMatchObject({ demos: 0, purchases: 0 })
  })

  it("is explained touch by touch, with the tags of one's own clicks and of nobody else's", async () => {
    world = await saleWorld(database.db)
    const [fan, rival] = [await makeCarrier(world, 1), await makeCarrier(world, 2)]
    const buyer = await makeUser(database.db, "buyer@example.test")
    const lost = await clickThrough(world, { userId: rival.ownerId, email: rival.email })
    world.clock.advance(60_000)
    const won = await clickThrough(world, { userId: fan.ownerId, email: fan.email })
    for (const id of [lost, won])
      await database.database.pool.query("update click set sub_id = 'mail', trigger = 'qr' where id = $1", [id])
    await buy(world, buyer.userId, [won, lost])
    const { rows } = await database.database.pool.query("select entry_id from commission where user_id = $1", [
      fan.ownerId,
    ])
    const story = await explainLine(world.deps, fan.ownerId, String(rows[0].entry_id))
    expect(story.order.rule).toBe("last_click")
    expect(
      story.touches.map(({ verdict, subId, trigger, own, linkCode }) => [verdict, subId, trigger, own, !!linkCode]),
    ).toEqual([
      ["lost", null, null, false, false],
      ["won", "mail", "qr", true, true],
    ])
    expect(story.touches.every((touch) => touch.reason.endsWith("."))).toBe(true)
  })
})
