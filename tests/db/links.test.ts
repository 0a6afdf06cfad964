/** Links of the fan's own making: chosen codes, where they lead, changes and their history, retired and brought back. */
import { eq } from "drizzle-orm"
import { describe, expect, it } from "vitest"
import { clicks } from "#db/schema/attribution.ts"
import { titles } from "#db/schema/catalog.ts"
import { links, sites } from "#db/schema/fans.ts"
import { gatherTouches } from "#lib/attribution/gather-touches.ts"
import { recordClicks } from "#lib/attribution/record-clicks.ts"
import { newClickId } from "#lib/attribution/visit.ts"
import { archiveLink, bringLinkBack } from "#lib/fans/archive-link.ts"
import { createLink } from "#lib/fans/create-link.ts"
import { editLink } from "#lib/fans/edit-link.ts"
import { getOwnLink, listLinkChanges } from "#lib/fans/link-queries.ts"
import { findLinkByCode } from "#lib/fans/link-targets.ts"
import { putTitleOnSite } from "#lib/fans/put-title-on-site.ts"
import { listReplacements } from "#lib/fans/replacements.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { addMs } from "#lib/kernel/period.ts"
import { databaseForTests } from "../support/database.ts"
import { makeFanWorld, makeTitle, makeUser } from "../support/fan-world.ts"

const database = databaseForTests()
const START = new Date("2026-11-23T12:00:00Z")
const told: Id<"link">[] = []
const caches = {
  titleChanged: async () => {},
  ownerChanged: async () => {},
  linkChanged: async (id: Id<"link">) => void told.push(id),
}
const depsAt = (at: Date) => ({ db: database.db, clock: fixedClock(at), caches })
const deps = () => depsAt(START)

describe("a chosen code", () => {
  it("is the link's for ever, is read in any case, and by its look", async () => {
    const { fan, titleId } = await makeFanWorld(deps())
    const { linkId } = await createLink(deps(), { actor: fan, titleId, code: " Noor-0n-Comets " })
    for (const typed of ["noor-0n-comets", "NOOR-ON-COMETS", "noor0ncomets", "n00r-0n-c0mets"])
      expect(await findLinkByCode(database.db, typed)).toMatchObject({ linkId, code: "noor-0n-comets" })
    expect(await findLinkByCode(database.db, "noor-on-comet")).toBeNull()
  })

  it("that is taken, or looks like a taken one, is refused with one that is free", async () => {
    const { fan, titleId } = await makeFanWorld(deps())
    const other = await makeUser(database.db, START, "other@fan.example")
    await createLink(deps(), { actor: fan, titleId, code: "tin-comet" })
    await createLink(deps(), { actor: fan, titleId, code: "tin-comet-2" })
    const before = await database.db.$count(links)
    for (const code of ["tin-comet", "t1n-c0met", "tincomet", "tin-cornet"]) {
      const refused = await createLink(deps(), { actor: other, titleId, code }).catch((error) => error)
      expect(refused).toMatchObject({ code: "already_exists", field: "code" })
      expect(refused.detail).toContain(code)
    }
    const refused = await createLink(deps(), { actor: other, titleId, code: "tin-comet" }).catch((error) => error)
    const free = /; (\S+) is free/.exec(refused.detail)![1]!
    expect(free).toBe("tin-comet-3")
    expect(await database.db.$count(links)).toBe(before)
    await createLink(deps(), { actor: other, titleId, code: free })
  })

  it("is made once, however often its form is sent", async () => {
    const { fan, titleId } = await makeFanWorld(deps())
    const other = await makeUser(database.db, START, "other@fan.example")
    const wish = { actor: fan, titleId, code: "once", linkId: newId("link", START) }
    const [one, two] = await Promise.all([createLink(deps(), wish), createLink(deps(), wish)])
    expect(one).toEqual(two)
    await expect(createLink(deps(), { ...wish, actor: other, code: "twice" })).rejects.toMatchObject({
      code: "conflict",
    })
  })
})

describe("where a link leads", () => {
  it("is its title, a path, or the page of its own site; and not somebody else's site", async () => {
    const { fan, titleId, site, link } = await makeFanWorld(deps())
    const other = await makeUser(database.db, START, "other@fan.example")
    const edit = (more: object) => editLink(deps(), { actor: fan, linkId: link.linkId, ...more })
    await edit({ deepPath: "/notes/1" })
    expect(await findLinkByCode(database.db, link.code)).toMatchObject({ deepPath: "notes/1", pageSlug: null })
    await edit({ destination: "page", utm: { pass: ["utm_source"], own: { utm_campaign: "spring" } } })
    expect(await findLinkByCode(database.db, link.code)).toMatchObject({
      pageSlug: "pixel-attic",
      utm: { pass: ["utm_source"], own: { utm_campaign: "spring" } },
    })
    await expect(edit({ siteId: null })).rejects.toMatchObject({ code: "invalid_input", field: "siteId" })
    await expect(edit({ deepPath: "//evil.example" })).rejects.toMatchObject({ field: "deepPath" })
    await expect(edit({ utm: { pass: ["fbclid"], own: {} } })).rejects.toMatchObject({ field: "utm" })
    await expect(edit({ utm: { pass: [], own: { utm_term: "a\r\nb" } } })).rejects.toMatchObject({ field: "utm_term" })
    const theirs = { actor: other, titleId, siteId: site.siteId, destination: "page" }
    await expect(createLink(deps(), theirs)).rejects.toMatchObject({ code: "not_found" })
    // A hidden page is no place to send anybody.
    await database.db.update(sites).set({ hiddenAt: START }).where(eq(sites.id, site.siteId))
    expect(await findLinkByCode(database.db, link.code)).toMatchObject({ pageSlug: null })
    expect((await getOwnLink(database.db, fan.userId, link.linkId)).state).toBe("page_hidden")
  })

  it("is changed by its owner alone, with a line of history, and tells the click path", async () => {
    const { fan, titleId, link } = await makeFanWorld(deps())
    const other = await makeUser(database.db, START, "other@fan.example")
    const second = await makeTitle(database.db, START, "paper-moon", "Paper Moon")
    const wish = { linkId: link.linkId, titleId: second, name: "Sidebar", tags: "Blog, spring", note: "=1+1" }
    await expect(editLink(deps(), { ...wish, actor: other })).rejects.toMatchObject({ code: "not_found" })
    told.length = 0
    await editLink(deps(), { ...wish, actor: fan })
    await editLink(deps(), { ...wish, actor: fan, tags: "blog,  Spring" })
    expect(told).toEqual([link.linkId])
    expect(await listLinkChanges(database.db, other.userId, link.linkId)).toEqual([])
    const [change, ...more] = await listLinkChanges(database.db, fan.userId, link.linkId)
    expect(more).toEqual([])
    expect(change!.changes.toSorted((a, b) => a.field.localeCompare(b.field))).toEqual([
      { field: "name", before: "", after: "Sidebar" },
      { field: "note", before: "", after: "=1+1" },
      { field: "tags", before: "", after: "blog, spring" },
      { field: "titleId", before: "Tin Comet", after: "Paper Moon" },
    ])
    expect(await findLinkByCode(database.db, link.code)).toMatchObject({ slug: "paper-moon" })
    await database.db.update(titles).set({ state: "withdrawn" }).where(eq(titles.id, titleId))
    await expect(editLink(deps(), { actor: fan, linkId: link.linkId, titleId })).rejects.toMatchObject({
      code: "not_found",
      field: "titleId",
    })
  })

  it("leaves old clicks with the title they led to", async () => {
    const { fan, titleId, link } = await makeFanWorld(deps())
    const buyer = await makeUser(database.db, START, "buyer@mail.example")
    const second = await makeTitle(database.db, START, "paper-moon", "Paper Moon")
    const third = await makeTitle(database.db, START, "glass-fox", "Glass Fox")
    const minute = (n: number) => addMs(START, n * 60_000)
    const clickAt = async (at: Date) => {
      const id = newClickId(at)
      const bare = { subId: null, deepPath: null, refererHost: null, flag: null }
      await recordClicks(database.db, [{ ...bare, id, linkId: link.linkId, at, visitHash: id }])
      return id
    }
    const first = await clickAt(minute(1))
    await editLink(depsAt(minute(2)), { actor: fan, linkId: link.linkId, titleId: second })
    const middle = await clickAt(minute(3))
    await editLink(depsAt(minute(4)), { actor: fan, linkId: link.linkId, name: "unrelated" })
    await editLink(depsAt(minute(5)), { actor: fan, linkId: link.linkId, titleId: third })
    const last = await clickAt(minute(6))
    const touchesOf = async (wanted: Id<"title">) => {
      const clickIds = [first, middle, last]
      const asked = { buyerId: buyer.userId, titleId: wanted, clickIds, at: minute(7) }
      const { candidates } = await gatherTouches(database.db, asked)
      return candidates.flatMap((c) => (c.kind === "click" ? [c.clickId] : []))
    }
    expect(await touchesOf(titleId)).toEqual([first])
    expect(await touchesOf(second)).toEqual([middle])
    expect(await touchesOf(third)).toEqual([last])
    // What the visitor was sent to goes before what the link said: its old target may still have been in memory.
    await database.db.update(clicks).set({ titleId: second }).where(eq(clicks.id, last))
    expect(await touchesOf(second)).toEqual([middle, last])
    expect(await touchesOf(third)).toEqual([])
  })
})

it("a retired link comes back, by its owner alone", async () => {
  const { fan, link } = await makeFanWorld(deps())
  const other = await makeUser(database.db, START, "other@fan.example")
  await archiveLink(deps(), { actor: fan, linkId: link.linkId })
  await expect(bringLinkBack(deps(), { actor: other, linkId: link.linkId })).rejects.toMatchObject({
    code: "not_found",
  })
  await bringLinkBack(deps(), { actor: fan, linkId: link.linkId })
  await bringLinkBack(deps(), { actor: fan, linkId: link.linkId })
  expect(await findLinkByCode(database.db, link.code)).toMatchObject({ archived: false })
  expect(await listLinkChanges(database.db, fan.userId, link.linkId)).toHaveLength(2)
})

it("what a fan recommends instead is on the same site, offered, and at most four", async () => {
  const { fan, site, titleId, link } = await makeFanWorld(deps())
  const target = (await findLinkByCode(database.db, link.code))!
  await putTitleOnSite(deps(), { actor: fan, siteId: site.siteId, titleId })
  for (const slug of ["a1", "a2", "a3", "a4", "a5"]) {
    const id = await makeTitle(database.db, START, slug, slug)
    await putTitleOnSite(deps(), { actor: fan, siteId: site.siteId, titleId: id })
  }
  await database.db.update(titles).set({ state: "withdrawn" }).where(eq(titles.slug, "a2"))
  const instead = await listReplacements(database.db, target)
  expect(instead.site?.slug).toBe("pixel-attic")
  expect(instead.titles.map((t) => t.slug)).toEqual(["a1", "a3", "a4", "a5"])
  expect(await listReplacements(database.db, { ...target, siteId: null })).toEqual(instead)
  await database.db.update(sites).set({ hiddenAt: START })
  expect(await listReplacements(database.db, target)).toEqual({ site: null, titles: [] })
})
