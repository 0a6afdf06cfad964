import { ne } from "drizzle-orm"
import { describe, expect, it } from "vitest"
import { pictures, pictureUses } from "#db/schema/media.ts"
import { pageVersions, sitePages } from "#db/schema/pages.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { putTitleOnSite } from "#lib/fans/put-title-on-site.ts"
import { listTitlesOnSite } from "#lib/fans/queries.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { removePicture } from "#lib/media/remove-picture.ts"
import { makeBlock, makeDocument } from "#lib/pages/default-document.ts"
import { MAX_BLOCKS } from "#lib/pages/page-document.ts"
import { THEME_PRESETS } from "#lib/pages/page-theme.ts"
import { publishPage, VERSIONS_KEPT } from "#lib/pages/publish-page.ts"
import { findPublishedPage, getDraft, listVersions } from "#lib/pages/queries.ts"
import { restoreVersion } from "#lib/pages/restore-version.ts"
import { saveDraft } from "#lib/pages/save-draft.ts"
import { setPageLocale } from "#lib/pages/set-page-locale.ts"
import { TEMPLATE_NAMES, templateOf } from "#lib/pages/templates.ts"
import { databaseForTests } from "../support/database.ts"
import { makeFanWorld, makeUser } from "../support/fan-world.ts"

const database = databaseForTests()
const clock = fixedClock(new Date("2026-11-23T12:00:00Z"))
const deps = () => ({ db: database.db, clock })
const page = (heading: string) => makeDocument(THEME_PRESETS.zine, [makeBlock("Hero", "hero", { heading })])

async function stage() {
  const { fan, site, titleId } = await makeFanWorld(deps())
  const { siteId, slug } = site
  const save = (heading: string, baseRevision: number) =>
    saveDraft(deps(), { actor: fan, siteId, document: page(heading), baseRevision })
  const publish = (revision: number) => publishPage(deps(), { actor: fan, siteId, revision })
  const shown = async () => (await findPublishedPage(database.db, slug))?.document.content[0]?.props
  return { fan, siteId, slug, titleId, save, publish, shown }
}

describe("a draft", () => {
  it("grows by one revision with each save, and the same again is no save", async () => {
    const { fan, siteId, save } = await stage()
    expect(await save("one", 0)).toMatchObject({ kind: "saved", revision: 1 })
    expect(await save("two", 1)).toMatchObject({ kind: "saved", revision: 2 })
    // Sent twice because its answer got lost: still revision 2, and no conflict.
    expect(await save("two", 1)).toMatchObject({ kind: "saved", revision: 2 })
    const draft = await getDraft(database.db, fan, siteId)
    expect([draft.revision, draft.document.content[0]?.props]).toMatchObject([2, { heading: "two" }])
  })

  it("is not written over by a window that has not seen it: the answer holds what stands there", async () => {
    const { fan, siteId, save } = await stage()
    await save("one", 0)
    await save("here", 1)
    const there = await save("there", 1)
    expect(there).toMatchObject({ kind: "conflict", revision: 2 })
    expect(there.kind === "conflict" && there.document.content[0]?.props).toMatchObject({ heading: "here" })
    expect((await getDraft(database.db, fan, siteId)).revision).toBe(2)
    expect(await save("there", 2)).toMatchObject({ kind: "saved", revision: 3 })
  })

  it("is begun once when two windows begin it at once", async () => {
    const { save } = await stage()
    const both = await Promise.all([save("left", 0), save("right", 0)])
    expect(both.map((answer) => answer.kind).sort()).toEqual(["conflict", "saved"])
    expect(await database.db.$count(sitePages)).toBe(1)
  })

  it("belongs to the site's owner, and is checked before it is kept", async () => {
    const { siteId, fan } = await stage()
    const other = await makeUser(database.db, clock.now(), "other@fan.example")
    const document = page("x")
    const many = { ...document, content: Array.from({ length: MAX_BLOCKS + 1 }, (_, i) => makeBlock("Text", `t${i}`)) }
    const tries = [
      saveDraft(deps(), { actor: other, siteId, document, baseRevision: 0 }),
      saveDraft(deps(), { actor: fan, siteId, document: many, baseRevision: 0 }),
      saveDraft(deps(), {
        actor: fan,
        siteId,
        document: { content: [{ type: "Script", props: {} }] },
        baseRevision: 0,
      }),
    ]
    const codes = (await Promise.allSettled(tries)).map((t) => t.status === "rejected" && t.reason.code)
    expect(codes).toEqual(["not_found", "too_large", "invalid_input"])
    expect(await database.db.$count(sitePages)).toBe(0)
  })
})

describe("publishing", () => {
  it("shows just the draft that was looked at; pressed twice it is one version", async () => {
    const { save, publish, shown } = await stage()
    await save("one", 0)
    await save("two", 1)
    await expect(publish(1)).rejects.toMatchObject({ code: "conflict" })
    const [first, again] = await Promise.all([publish(2), publish(2)])
    expect(again.versionId).toBe(first.versionId)
    expect(first.number).toBe(1)
    expect(await shown()).toMatchObject({ heading: "two" })
    expect(await database.db.$count(pageVersions)).toBe(1)
  })

  it("leaves visitors with the old page while the draft goes on, and is for the owner", async () => {
    const { siteId, save, publish, shown } = await stage()
    await save("one", 0)
    await publish(1)
    await save("two", 1)
    expect(await shown()).toMatchObject({ heading: "one" })
    const other = await makeUser(database.db, clock.now(), "other@fan.example")
    await expect(publishPage(deps(), { actor: other, siteId, revision: 2 })).rejects.toMatchObject({
      code: "not_found",
    })
  })

  it(`keeps the newest ${VERSIONS_KEPT} versions and the one that is shown`, async () => {
    const { fan, siteId, save, publish } = await stage()
    await save("one", 0)
    const { versionId } = await publish(1)
    const row = (await database.db.select().from(pageVersions))[0]!
    await database.db.insert(pageVersions).values(
      Array.from({ length: VERSIONS_KEPT + 3 }, (_, i) => ({
        ...row,
        id: newId("pageVersion", clock.now()),
        number: i + 2,
      })),
    )
    await save("two", 1)
    const newest = await publish(2)
    const kept = (await listVersions(database.db, fan, siteId)).map((version) => version.number)
    expect(newest.number).toBe(VERSIONS_KEPT + 5)
    expect([kept.length, kept[0]]).toEqual([VERSIONS_KEPT, newest.number])
    expect(await database.db.$count(pageVersions)).toBe(VERSIONS_KEPT)
    expect(kept).not.toContain(1)
    expect(versionId).not.toBe(newest.versionId)
  })
})

describe("restoring", () => {
  it("makes yesterday's version the draft, shows it when published, and loses no version", async () => {
    const { fan, siteId, save, publish, shown } = await stage()
    await save("yesterday", 0)
    const yesterday = await publish(1)
    await save("today", 1)
    await publish(2)
    const back = await restoreVersion(deps(), { actor: fan, siteId, versionId: yesterday.versionId, baseRevision: 2 })
    expect(back.revision).toBe(3)
    expect(await shown()).toMatchObject({ heading: "today" })
    await publish(back.revision)
    expect(await shown()).toMatchObject({ heading: "yesterday" })
    expect((await listVersions(database.db, fan, siteId)).map((v) => [v.number, v.isLive])).toEqual([
      [3, true],
      [2, false],
      [1, false],
    ])
  })

  it("refuses over a draft it has not seen, another's version, and another's site", async () => {
    const { fan, siteId, save, publish } = await stage()
    await save("one", 0)
    const { versionId } = await publish(1)
    await save("unseen", 1)
    const other = await makeUser(database.db, clock.now(), "other@fan.example")
    const wish = { actor: fan, siteId, versionId, baseRevision: 1 }
    await expect(restoreVersion(deps(), wish)).rejects.toMatchObject({ code: "conflict" })
    await expect(restoreVersion(deps(), { ...wish, actor: other })).rejects.toMatchObject({ code: "not_found" })
    const none = { ...wish, versionId: newId("pageVersion", clock.now()), baseRevision: 2 }
    await expect(restoreVersion(deps(), none)).rejects.toMatchObject({ code: "not_found" })
  })
})

describe("the pictures of a page", () => {
  async function picture(owner: Actor): Promise<Id<"picture">> {
    const id = newId("picture", clock.now())
    const look = { sha256: id, purpose: "page", width: 400, height: 300, colour: "#888888", widths: [320], bytes: 1 }
    await database.db.insert(pictures).values({ id, ownerId: owner.userId, ...look, createdAt: clock.now() })
    return id
  }
  const withPicture = (id: string) =>
    makeDocument(THEME_PRESETS.zine, [
      makeBlock("Hero", "hero", { picture: id }),
      makeBlock("Gallery", "gallery", { pictures: [{ picture: id, alt: "", caption: "" }] }),
    ])

  it("cannot be removed while the draft or a kept version shows them, and can be afterwards", async () => {
    const { fan, siteId, save, publish } = await stage()
    const [shared, still, old] = [await picture(fan), await picture(fan), await picture(fan)]
    const remove = (id: Id<"picture">) => removePicture(deps(), { actor: fan, id })
    const show = (document: object, baseRevision: number) =>
      saveDraft(deps(), { actor: fan, siteId, document, baseRevision })
    await show(withPicture(old), 0)
    const first = await publish(1)
    const film = makeDocument(THEME_PRESETS.zine, [makeBlock("Video", "film", { poster: still })])
    await show({ ...film, root: { props: { ...film.root.props, picture: shared } } }, 1)
    for (const id of [old, still, shared]) await expect(remove(id)).rejects.toMatchObject({ code: "conflict" })
    await save("without any", 2)
    await remove(still)
    await expect(remove(old)).rejects.toMatchObject({ code: "conflict" })
    await restoreVersion(deps(), { actor: fan, siteId, versionId: first.versionId, baseRevision: 3 })
    await database.db.delete(pageVersions).where(ne(pageVersions.id, first.versionId))
    await expect(remove(old)).rejects.toMatchObject({ code: "conflict" })
    await remove(shared)
  })

  it("let go with the last version that names them", async () => {
    const { fan, siteId, save, publish } = await stage()
    const id = await picture(fan)
    await saveDraft(deps(), { actor: fan, siteId, document: withPicture(id), baseRevision: 0 })
    await publish(1)
    const row = (await database.db.select().from(pageVersions))[0]!
    const document = makeDocument(THEME_PRESETS.zine, [])
    const later = (i: number) => ({ ...row, document, id: newId("pageVersion", clock.now()), number: i + 2 })
    await database.db.insert(pageVersions).values(Array.from({ length: VERSIONS_KEPT }, (_, i) => later(i)))
    await save("newest", 1)
    await publish(2)
    await removePicture(deps(), { actor: fan, id })
  })

  it("of others, and ones that are gone, stand in nobody's way and are not held", async () => {
    const { fan, siteId } = await stage()
    const other = await makeUser(database.db, clock.now(), "other@fan.example")
    const document = withPicture(await picture(other))
    const gone = makeBlock("Hero", "second", { picture: newId("picture", clock.now()) })
    document.content.push(gone, makeBlock("Hero", "third", { picture: "nothing-of-ours" }))
    expect(await saveDraft(deps(), { actor: fan, siteId, document, baseRevision: 0 })).toMatchObject({ kind: "saved" })
    expect(await database.db.$count(pictureUses)).toBe(0)
  })
})

it("speaks the language its fan gave it, once there is a draft", async () => {
  const { fan, siteId, slug, save } = await stage()
  const choose = () => setPageLocale(deps(), { actor: fan, siteId, locale: "de" })
  await expect(choose()).rejects.toMatchObject({ code: "not_found" })
  await save("one", 0)
  await choose()
  expect((await findPublishedPage(database.db, slug))?.locale).toBe("de")
})

it("begins with any template, made of the site's own titles, and three of them look unlike each other", async () => {
  const { fan, siteId, titleId } = await stage()
  await putTitleOnSite(deps(), { actor: fan, siteId, titleId })
  const { site } = await getDraft(database.db, fan, siteId)
  const titles = await listTitlesOnSite(database.db, siteId)
  const made = TEMPLATE_NAMES.map((name) => templateOf(name, { ...site, titles }))
  let revision = 0
  for (const document of made) {
    const saved = await saveDraft(deps(), { actor: fan, siteId, document, baseRevision: revision })
    expect(saved.kind).toBe("saved")
    revision = saved.revision
  }
  expect(new Set(made.map((document) => JSON.stringify(document.root.props.theme))).size).toBe(4)
  expect(made.filter((document) => JSON.stringify(document).includes(titleId))).toHaveLength(3)
  // A site without words and titles has a beginning as well.
  for (const name of TEMPLATE_NAMES) templateOf(name, { ...site, words: "", titles: [] })
})
