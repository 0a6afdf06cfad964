import { eq } from "drizzle-orm"
import { describe, expect, it } from "vitest"
import { titles } from "#db/schema/catalog.ts"
import { links } from "#db/schema/fans.ts"
import { archiveLink } from "#lib/fans/archive-link.ts"
import { createLink } from "#lib/fans/create-link.ts"
import { createSite } from "#lib/fans/create-site.ts"
import { editSite } from "#lib/fans/edit-site.ts"
import { getOwnLink, listLinks } from "#lib/fans/link-queries.ts"
import { findLinkByCode } from "#lib/fans/link-targets.ts"
import { NO_CACHES } from "#lib/fans/page-caches.ts"
import { putTitleOnSite, takeTitleOffSite } from "#lib/fans/put-title-on-site.ts"
import { findSiteBySlug, listSites } from "#lib/fans/queries.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { newId } from "#lib/kernel/ids.ts"
import { databaseForTests } from "../support/database.ts"
import { makeFanWorld, makeTitle, makeUser } from "../support/fan-world.ts"

const database = databaseForTests()
const clock = fixedClock(new Date("2026-11-23T12:00:00Z"))
const deps = () => ({ db: database.db, clock, caches: NO_CACHES })
const text = { name: "Another", slug: "another", url: "https://another.example/", words: "" }

describe("fan sites", () => {
  it("have one address each, and belong to one fan", async () => {
    const { fan, site } = await makeFanWorld(deps())
    const other = await makeUser(database.db, clock.now(), "other@fan.example")
    await expect(createSite(deps(), { ...text, slug: "pixel-attic", actor: other })).rejects.toMatchObject({
      code: "already_exists",
      field: "slug",
    })
    await expect(editSite(deps(), { ...text, actor: other, siteId: site.siteId })).rejects.toMatchObject({
      code: "not_found",
    })
    await createSite(deps(), { ...text, actor: other })
    await expect(editSite(deps(), { ...text, actor: fan, siteId: site.siteId })).rejects.toMatchObject({
      code: "already_exists",
    })
    await editSite(deps(), { ...text, slug: "pixel-loft", name: "<b>Loft</b>", actor: fan, siteId: site.siteId })
    expect((await listSites(database.db, fan.userId)).map((s) => [s.slug, s.name])).toEqual([
      ["pixel-loft", "<b>Loft</b>"],
    ])
  })

  it("show titles in order with a button each; a second time changes nothing; withdrawn ones are left out", async () => {
    const { fan, site, titleId } = await makeFanWorld(deps())
    const second = await makeTitle(database.db, clock.now(), "paper-moon", "Paper Moon")
    const one = await putTitleOnSite(deps(), { actor: fan, siteId: site.siteId, titleId: second })
    const again = await putTitleOnSite(deps(), { actor: fan, siteId: site.siteId, titleId: second })
    expect(again.code).toBe(one.code)
    await putTitleOnSite(deps(), { actor: fan, siteId: site.siteId, titleId })
    const page = await findSiteBySlug(database.db, "Pixel-Attic")
    expect(page?.titles.map((t) => [t.slug, t.code !== null])).toEqual([
      ["paper-moon", true],
      ["tin-comet", true],
    ])
    await database.db.update(titles).set({ state: "withdrawn" }).where(eq(titles.id, second))
    await takeTitleOffSite(deps(), { actor: fan, siteId: site.siteId, titleId })
    expect((await findSiteBySlug(database.db, "pixel-attic"))?.titles).toEqual([])
    expect(await findSiteBySlug(database.db, "nowhere")).toBeNull()
  })
})

describe("links", () => {
  it("refuse unknown titles, other people's sites and hostile sub-ids, and leave nothing behind", async () => {
    const { fan, titleId, site } = await makeFanWorld(deps())
    const other = await makeUser(database.db, clock.now(), "other@fan.example")
    const before = await database.db.$count(links)
    const tries = [
      createLink(deps(), { actor: fan, titleId: newId("title", clock.now()) }),
      createLink(deps(), { actor: other, titleId, siteId: site.siteId }),
      createLink(deps(), { actor: fan, titleId, subId: "<script>alert(1)</script>" }),
      createLink(deps(), { actor: fan, titleId, subId: "x'; drop table link; --" }),
    ]
    const codes = (await Promise.allSettled(tries)).map((t) => t.status === "rejected" && t.reason.code)
    expect(codes).toEqual(["not_found", "not_found", "invalid_input", "invalid_input"])
    expect(await database.db.$count(links)).toBe(before)
  })

  it("stay findable when retired, for their owner and for the visitor", async () => {
    const { fan, link } = await makeFanWorld(deps())
    const other = await makeUser(database.db, clock.now(), "other@fan.example")
    await expect(archiveLink(deps(), { actor: other, linkId: link.linkId })).rejects.toMatchObject({
      code: "not_found",
    })
    await archiveLink(deps(), { actor: fan, linkId: link.linkId })
    await archiveLink(deps(), { actor: fan, linkId: link.linkId })
    expect(await findLinkByCode(database.db, link.code)).toMatchObject({
      archived: true,
      slug: "tin-comet",
      priceCents: 3_000n,
    })
    expect((await listLinks(database.db, fan.userId))[0]).toMatchObject({ archivedAt: clock.now(), rawClicks: 0 })
    await expect(getOwnLink(database.db, other.userId, link.linkId)).rejects.toMatchObject({ code: "not_found" })
  })
})
