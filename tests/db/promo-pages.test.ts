/** Promo pages over a real database: what visitors see, and domains proven by DNS (a stand-in for it). */
import { eq } from "drizzle-orm"
import { beforeEach, describe, expect, it } from "vitest"
import { promoDocument } from "#components/promo/promo-document.tsx"
import { users } from "#db/schema/auth.ts"
import { titles } from "#db/schema/catalog.ts"
import { sites } from "#db/schema/fans.ts"
import { notices } from "#db/schema/notices.ts"
import { putTitleOnSite } from "#lib/fans/put-title-on-site.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { english } from "#lib/kernel/messages.ts"
import { addDays } from "#lib/kernel/period.ts"
import type { OutsideDns } from "#lib/outside/outside-dns.ts"
import { addDomain } from "#lib/pages/add-domain.ts"
import { promoContextOf } from "#lib/pages/promo-data.ts"
import { findPublishedPage, getDraft, listDomains, listVerifiedDomains, listVersions } from "#lib/pages/queries.ts"
import { removeDomain } from "#lib/pages/remove-domain.ts"
import { countPublicAddresses, listPublicAddresses } from "#lib/pages/sitemap-queries.ts"
import { checkDomains, verifyDomain } from "#lib/pages/verify-domain.ts"
import { databaseForTests } from "../support/database.ts"
import { makeFanWorld, makeUser } from "../support/fan-world.ts"
import { outsideWith } from "../support/outside.ts"

const database = databaseForTests()
const START = new Date("2026-11-23T12:00:00Z")
const config = { publicUrl: "https://fanfare.example", originUrl: "https://origin.fanfare.example" }
const at = (days: number) => ({ db: database.db, clock: fixedClock(addDays(START, days)), config })
const asking = (days: number, txt: OutsideDns["txt"]) => ({ ...at(days), outside: outsideWith({ txt }) })

let world: Awaited<ReturnType<typeof makeFanWorld>>
beforeEach(async () => {
  world = await makeFanWorld(at(0))
  await putTitleOnSite(at(0), { actor: world.fan, siteId: world.site.siteId, titleId: world.titleId })
})

async function show(onOwnDomain = false): Promise<string> {
  const page = (await findPublishedPage(database.db, "Pixel-Attic"))!
  const question = { ...page, publicUrl: config.publicUrl, onOwnDomain, now: START }
  const context = await promoContextOf(database.db, question)
  const given = { t: english, canonical: "https://fanfare.example/s/pixel-attic", path: "", pictureVersion: "1" }
  return promoDocument({ document: page.document, context, ...given }).body
}

describe("a site's promo page", () => {
  it("is made of its name and titles until the fan builds one, and leads through the fan's link", async () => {
    const body = await show()
    expect(body).toContain("<h1>Pixel Attic</h1>")
    expect(body).toMatch(/href="\/r\/[0-9a-z]{8}" rel="sponsored noopener">Get Tin Comet/)
    expect(await show(true)).toContain('href="https://fanfare.example/r/')
    const draft = await getDraft(database.db, world.fan, world.site.siteId)
    expect([draft.revision, draft.publishedVersionId]).toEqual([0, null])
    expect(await listVersions(database.db, world.fan, world.site.siteId)).toEqual([])
    const other = await makeUser(database.db, START, "other@fan.example")
    await expect(getDraft(database.db, other, world.site.siteId)).rejects.toMatchObject({ code: "not_found" })
  })

  it("loses a withdrawn title, and is gone while it is hidden or its owner suspended", async () => {
    await database.db.update(titles).set({ state: "withdrawn" }).where(eq(titles.id, world.titleId))
    expect(await show()).not.toContain("Tin Comet")
    await database.db.update(sites).set({ hiddenAt: START })
    expect(await findPublishedPage(database.db, "pixel-attic")).toBeNull()
    await database.db.update(sites).set({ hiddenAt: null })
    await database.db.update(users).set({ suspendedAt: START }).where(eq(users.id, world.fan.userId))
    expect(await findPublishedPage(database.db, "pixel-attic")).toBeNull()
    expect(await countPublicAddresses(database.db)).toBe(0)
  })

  it("stands in the sitemap after the titles", async () => {
    expect((await listPublicAddresses(database.db, 0, 10)).map((a) => a.address)).toEqual([
      "/titles/tin-comet",
      "/s/pixel-attic",
    ])
    expect((await listPublicAddresses(database.db, 1, 1)).map((a) => a.address)).toEqual(["/s/pixel-attic"])
  })
})

describe("a fan's own domain", () => {
  const domain = "games.example"
  const add = (days = 0) =>
    addDomain(at(days), { actor: world.fan, siteId: world.site.siteId, domain: "Games.Example" })
  const silent = () => Promise.reject(new Error("no answer"))
  const empty = async () => []

  it("shows the page once its record is there, and is asked for by its exact name", async () => {
    const added = await add()
    expect(added).toMatchObject({ domain, recordName: "_fanfare.games.example", pointTo: "fanfare.example" })
    expect((await add()).recordValue).toBe(added.recordValue)
    const input = { actor: world.fan, siteId: world.site.siteId, domain }
    expect(await verifyDomain(asking(0, empty), input)).toMatchObject({
      verified: false,
      error: expect.stringContaining("not there"),
    })
    expect(await verifyDomain(asking(0, silent), input)).toMatchObject({ verified: false })
    expect(await listVerifiedDomains(database.db)).toEqual([])
    const asked: string[] = []
    const dns = async (name: string) => {
      asked.push(name)
      return [["v=spf1"], [added.recordValue]]
    }
    expect(await verifyDomain(asking(0, dns), input)).toEqual({ verified: true, error: null })
    expect(asked).toEqual(["_fanfare.games.example"])
    expect(await listVerifiedDomains(database.db)).toEqual([{ domain, slug: "pixel-attic" }])
    expect((await findPublishedPage(database.db, "pixel-attic"))!.domain).toBe(domain)
    await removeDomain(at(0), input)
    await removeDomain(at(0), input)
    expect(await listDomains(database.db, world.fan, world.site.siteId)).toEqual([])
  })

  it("is one site's; who cannot prove it in a week loses it to the next", async () => {
    await add()
    const other = await makeUser(database.db, START, "other@fan.example")
    const asOther = { actor: other, siteId: world.site.siteId, domain }
    await expect(addDomain(at(0), asOther)).rejects.toMatchObject({ code: "not_found" })
    await expect(verifyDomain(asking(0, empty), asOther)).rejects.toMatchObject({ code: "not_found" })
    const { createSite } = await import("#lib/fans/create-site.ts")
    const site = { name: "B", slug: "bee-bee", url: "https://b.example/", words: "" }
    const { siteId } = await createSite(at(0), { ...site, actor: other })
    const claim = (days: number) => addDomain(at(days), { actor: other, siteId, domain })
    await expect(claim(6)).rejects.toMatchObject({ code: "already_exists", field: "domain" })
    expect((await claim(8)).domain).toBe(domain)
  })

  it("survives a bad day, is lost after three, and its fan is told once", async () => {
    const { recordValue } = await add()
    await verifyDomain(
      asking(0, async () => [[recordValue]]),
      { actor: world.fan, siteId: world.site.siteId, domain },
    )
    expect(await checkDomains(asking(0.5, silent))).toBe(0)
    for (const day of [1.1, 2.2, 3.3]) await checkDomains(asking(day, silent))
    expect(await listVerifiedDomains(database.db)).toHaveLength(1)
    await checkDomains(asking(4.4, async () => [[recordValue]]))
    for (const day of [5.5, 6.6, 7.7]) await checkDomains(asking(day, empty))
    expect(await listVerifiedDomains(database.db)).toHaveLength(1)
    await checkDomains(asking(8.8, empty))
    expect(await listVerifiedDomains(database.db)).toEqual([])
    await checkDomains(asking(9.9, empty))
    const told = await database.db.select().from(notices).where(eq(notices.kind, "domain-lost"))
    expect(told).toMatchObject([{ userId: world.fan.userId, payload: { host: domain } }])
  })

  it("has at most five of them", async () => {
    for (const n of [1, 2, 3, 4, 5])
      await addDomain(at(0), { actor: world.fan, siteId: world.site.siteId, domain: `g${n}.example` })
    await expect(add()).rejects.toMatchObject({ code: "conflict" })
  })
})
