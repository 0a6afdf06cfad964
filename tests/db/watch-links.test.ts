/** The watch over links: each fan hears once of what happened to where his links lead. */
import { eq } from "drizzle-orm"
import { describe, expect, it } from "vitest"
import { inTx } from "#db/client.ts"
import { titles } from "#db/schema/catalog.ts"
import { links, sites } from "#db/schema/fans.ts"
import { notices } from "#db/schema/notices.ts"
import { sitePages } from "#db/schema/pages.ts"
import { tellOfWithdrawal } from "#lib/catalog/tell-of-withdrawal.ts"
import { archiveLink } from "#lib/fans/archive-link.ts"
import { createLink } from "#lib/fans/create-link.ts"
import { editLink } from "#lib/fans/edit-link.ts"
import { editSite } from "#lib/fans/edit-site.ts"
import { getOwnLink } from "#lib/fans/link-queries.ts"
import { NO_CACHES } from "#lib/fans/page-caches.ts"
import { watchLinks } from "#lib/fans/watch-links.ts"
import { watchSites } from "#lib/fans/watch-sites.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { cents } from "#lib/kernel/money.ts"
import { addDays } from "#lib/kernel/period.ts"
import type { Outside } from "#lib/outside/fetch-outside.ts"
import { OutsideError } from "#lib/outside/outside-error.ts"
import { defaultDocument } from "#lib/pages/default-document.ts"
import { databaseForTests } from "../support/database.ts"
import { makeFanWorld } from "../support/fan-world.ts"

const database = databaseForTests()
const NOW = new Date("2026-11-23T12:00:00Z")
const depsAt = (at: Date) => ({ db: database.db, clock: fixedClock(at), caches: NO_CACHES })
const deps = () => depsAt(NOW)
const told = async () => (await database.db.select().from(notices)).map(({ kind, payload }) => ({ kind, payload }))

describe("the watch over links", () => {
  it("tells once that a title has become free, of all links to it together; not of what the fan has seen or put away", async () => {
    const { fan, titleId, link } = await makeFanWorld(deps())
    await createLink(deps(), { actor: fan, titleId })
    const old = await createLink(deps(), { actor: fan, titleId })
    await archiveLink(deps(), { actor: fan, linkId: old.linkId })
    await database.db.update(titles).set({ priceCents: cents(0) })
    await createLink(deps(), { actor: fan, titleId, name: "made when it was free" })
    expect(await watchLinks(deps())).toBe(2)
    expect(await watchLinks(deps())).toBe(0)
    expect(await told()).toEqual([{ kind: "link-free", payload: { title: "Tin Comet", links: "2" } }])
    expect((await getOwnLink(database.db, fan.userId, link.linkId)).state).toBe("free")
    await database.db.update(titles).set({ priceCents: cents(3_000) })
    expect(await watchLinks(deps())).toBe(3)
    expect(await told()).toHaveLength(1)
  })

  it("says nothing again of a title whose end was told, and says it where nobody did", async () => {
    const { titleId } = await makeFanWorld(deps())
    await database.db.update(titles).set({ state: "withdrawn" }).where(eq(titles.id, titleId))
    await inTx(database.db, "test", (tx) => tellOfWithdrawal(tx, { titleId, name: "Tin Comet", at: NOW }))
    await watchLinks(depsAt(addDays(NOW, 0.1)))
    expect(await told()).toHaveLength(1)
    await database.db.delete(notices)
    await database.db.update(links).set({ watched: "ok" })
    await watchLinks(deps())
    expect(await told()).toEqual([{ kind: "link-withdrawn", payload: { title: "Tin Comet", links: "1" } }])
  })

  it("tells of a page that is not out, where a link leads to it", async () => {
    const { fan, site, link } = await makeFanWorld(deps())
    await editLink(deps(), { actor: fan, linkId: link.linkId, destination: "page" })
    expect((await getOwnLink(database.db, fan.userId, link.linkId)).state).toBe("ok")
    const draft = defaultDocument({ words: "", titles: [] })
    await database.db.insert(sitePages).values({ siteId: site.siteId, draft, draftAt: NOW })
    await watchLinks(deps())
    expect(await told()).toEqual([
      { kind: "link-page-out", payload: { site: "Pixel Attic", siteId: site.siteId, links: "1" } },
    ])
    await database.db.update(sites).set({ hiddenAt: NOW })
    await watchLinks(deps())
    expect((await getOwnLink(database.db, fan.userId, link.linkId)).state).toBe("page_hidden")
    expect(await told()).toHaveLength(1)
  })
})

describe("the watch over sites", () => {
  const outside = (answer: number | OutsideError, asked: string[] = []): Pick<Outside, "fetch"> & Outside => ({
    fetch: async ({ url }) => {
      asked.push(url)
      if (typeof answer !== "number") throw answer
      return { status: answer, headers: {}, body: new Uint8Array(), url, hops: [url] }
    },
    txt: async () => [],
  })
  const lookAt = (day: number, answer: number | OutsideError, asked?: string[]) =>
    watchSites({ ...depsAt(addDays(NOW, day)), outside: outside(answer, asked) })

  it("asks once a day, and tells after three days without an answer, once, until the site is back", async () => {
    const { fan, site, link } = await makeFanWorld(deps())
    const asked: string[] = []
    await lookAt(0, 500, asked)
    await lookAt(0.5, 500, asked)
    expect(asked).toEqual(["https://blog.example/"])
    await lookAt(1.1, new OutsideError("unresolvable", "gone"))
    await lookAt(2.2, 404)
    await watchLinks(depsAt(addDays(NOW, 2.2)))
    expect(await told()).toEqual([])
    await lookAt(3.3, new OutsideError("timeout", "gone"))
    await watchLinks(depsAt(addDays(NOW, 3.3)))
    await watchLinks(depsAt(addDays(NOW, 3.4)))
    const payload = { site: "Pixel Attic", siteId: site.siteId, url: "https://blog.example/" }
    expect(await told()).toEqual([{ kind: "site-silent", payload }])
    expect((await getOwnLink(database.db, fan.userId, link.linkId)).state).toBe("site_silent")
    await editSite(deps(), {
      actor: fan,
      siteId: site.siteId,
      name: "Loft",
      slug: "loft",
      url: "https://new.example/",
      words: "",
    })
    expect((await getOwnLink(database.db, fan.userId, link.linkId)).state).toBe("ok")
    await lookAt(3.4, 403)
    expect((await getOwnLink(database.db, fan.userId, link.linkId)).state).toBe("ok")
  })

  it("judges nobody whose network it may not enter, and leaves sites without links alone", async () => {
    const { fan, link } = await makeFanWorld(deps())
    for (const day of [0, 2, 4, 6]) await lookAt(day, new OutsideError("private_address", "inside"))
    expect((await getOwnLink(database.db, fan.userId, link.linkId)).state).toBe("ok")
    await archiveLink(deps(), { actor: fan, linkId: link.linkId })
    expect(await lookAt(8, 500)).toBe(0)
  })
})
