/** Many links from one table: each line's fate, all or nothing, once. */
import { eq, sql } from "drizzle-orm"
import { describe, expect, it } from "vitest"
import { titles } from "#db/schema/catalog.ts"
import { linkImports, links } from "#db/schema/fans.ts"
import { exportLinks } from "#lib/exports/links.ts"
import { writeTable } from "#lib/exports/write-table.ts"
import { archiveLink } from "#lib/fans/archive-link.ts"
import { createLink } from "#lib/fans/create-link.ts"
import { forgetImports, getImport, keepTable, listMadeLinks, makeImport } from "#lib/fans/import-links.ts"
import { listLinks } from "#lib/fans/link-queries.ts"
import { linkTemplate, madeTable } from "#lib/fans/link-table.ts"
import { NO_CACHES } from "#lib/fans/page-caches.ts"
import { UTM_KEYS } from "#lib/fans/utm.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { addDays } from "#lib/kernel/period.ts"
import { databaseForTests } from "../support/database.ts"
import { makeFanWorld, makeTitle, makeUser } from "../support/fan-world.ts"

const database = databaseForTests()
const NOW = new Date("2026-11-23T12:00:00Z")
const deps = () => ({ db: database.db, clock: fixedClock(NOW) })

async function tableOf(text: string) {
  const world = await makeFanWorld(deps())
  const { importId } = await keepTable(deps(), { actor: world.fan, text })
  return { ...world, importId, before: await database.db.$count(links) }
}

describe("a table of links", () => {
  it("becomes links, every field of them, once however often it is pressed", async () => {
    const text = `title;site;code;name;tags;note;sub id;leads_to;path;pass_utm;utm_campaign
tin-comet;pixel-attic;Noor-Blog;Sidebar;"blog; spring";'=1+1;side;page;notes/1;source, utm_medium;spring
https://fanfare.example/titles/tin-comet?s=1;;;;;;;;;all;
`
    const { fan, importId, before } = await tableOf(text)
    const press = { actor: fan, importId }
    const [one, two] = await Promise.all([makeImport(deps(), press), makeImport(deps(), press)])
    expect(one).toEqual(two)
    expect(one.map((made) => made.line)).toEqual([2, 3])
    expect(await database.db.$count(links)).toBe(before + 2)
    const made = await listLinks(database.db, fan.userId)
    expect(made.find((link) => link.code === "noor-blog")).toMatchObject({
      ...{
        name: "Sidebar",
        tags: ["blog", "spring"],
        note: "=1+1",
        subId: "side",
        destination: "page",
        deepPath: "notes/1",
      },
      utm: { pass: ["utm_source", "utm_medium"], own: { utm_campaign: "spring" } },
    })
    expect(await getImport(database.db, fan, importId)).toMatchObject({ madeAt: NOW, made: one, fates: [] })
    const again = await keepTable(deps(), { actor: fan, text })
    expect((await getImport(database.db, fan, again.importId)).sameMadeAt).toEqual(NOW)
  })

  it("says line by line what is in the way, and makes nothing then", async () => {
    const lines: [string, RegExp | null][] = [
      ["tin-comet,,fresh-one", null],
      ["no-such,,", /no such title/],
      [",x,", /./],
      ["paper-moon,,", /not in the catalogue/],
      ["secret-plan,,", /no such title/],
      ["tin-comet,not-mine,", /no site/],
      ["tin-comet,,ab", /3 to 32/],
      ["tin-comet,,paypal", /page of ours/],
      ["tin-comet,,t4ken", /t4ken is taken.*t4ken-2 is free/],
      ["tin-comet,,FRESH-0NE", /Line 2 has this code/],
      ["tin-comet,,,page", /Choose the site/],
      ["tin-comet,,,title,//evil.example", /A path is/],
    ]
    const text = ["title,site,code,leads_to,path", ...lines.map(([line]) => line)].join("\n")
    const { fan, importId, before } = await tableOf(text)
    const other = await makeUser(database.db, NOW, "other@fan.example")
    await database.db
      .update(titles)
      .set({ state: "withdrawn" })
      .where(eq(titles.id, await makeTitle(database.db, NOW, "paper-moon")))
    await database.db
      .update(titles)
      .set({ state: "draft" })
      .where(eq(titles.id, await makeTitle(database.db, NOW, "secret-plan")))
    await createLink(deps(), {
      actor: other,
      titleId: (await listLinks(database.db, fan.userId))[0]!.titleId,
      code: "t4ken",
    })
    const { fates } = await getImport(database.db, fan, importId)
    expect(fates.map((fate) => fate.line)).toEqual(lines.map((_, i) => i + 2))
    for (const [i, [, wanted]] of lines.entries())
      if (wanted) expect(fates[i]!.error).toMatch(wanted)
      else expect(fates[i]!.error).toBeNull()
    await expect(makeImport(deps(), { actor: fan, importId })).rejects.toMatchObject({ code: "conflict" })
    expect(await database.db.$count(links)).toBe(before + 1)
  })

  it("belongs to one fan", async () => {
    const { importId, before } = await tableOf("title\ntin-comet")
    const other = await makeUser(database.db, NOW, "other@fan.example")
    await expect(getImport(database.db, other, importId)).rejects.toMatchObject({ code: "not_found" })
    await expect(makeImport(deps(), { actor: other, importId })).rejects.toMatchObject({ code: "not_found" })
    expect(await database.db.$count(links)).toBe(before)
  })

  it.each([
    ["nothing", "", "invalid_input"],
    ["a head alone", "title\n", "invalid_input"],
    ["no title", "name\nx", "invalid_input"],
    ["a column twice", "title,title\nx,y", "invalid_input"],
    ["an unknown column", "title,colour\nx,y", "invalid_input"],
    ["a zero byte", "title\na\u0000b", "invalid_input"],
    ["another encoding", "title\na\ufffdb", "invalid_input"],
    ["an open quote", 'title\n"open', "invalid_input"],
    ["1 001 lines", `title\n${"x\n".repeat(1_001)}`, "too_large"],
    ["more than 1 MB", `title\n${"x".repeat(1_000_000)}`, "too_large"],
  ])("%s is refused at the door", async (_, text, code) => {
    const { fan } = await makeFanWorld(deps())
    await expect(keepTable(deps(), { actor: fan, text })).rejects.toMatchObject({ code })
    expect(await database.db.$count(linkImports)).toBe(0)
  })

  it("may have a thousand lines, and an account no more links than it may", async () => {
    const text = `title,name\n${Array.from({ length: 1_000 }, (_, n) => `tin-comet,n${n}`).join("\n")}`
    const { fan, importId } = await tableOf(text)
    expect(await makeImport(deps(), { actor: fan, importId })).toHaveLength(1_000)
    const second = await keepTable(deps(), { actor: fan, text })
    await expect(makeImport(deps(), { actor: fan, importId: second.importId })).rejects.toMatchObject({
      code: "conflict",
    })
    expect(await database.db.$count(links)).toBe(1_001)
  })

  it("gives its codes back as a table that runs nothing", async () => {
    const { fan, importId } = await tableOf(
      `title,name,code\ntin-comet,"'=HYPERLINK(""http://evil.example"")",one-code`,
    )
    const other = await makeUser(database.db, NOW, "other@fan.example")
    await makeImport(deps(), { actor: fan, importId })
    await database.db.update(titles).set({ name: "@SUM(1+1)" })
    await expect(listMadeLinks(database.db, other, importId)).rejects.toMatchObject({ code: "not_found" })
    expect(madeTable(await listMadeLinks(database.db, fan, importId), "https://fanfare.example")).toBe(
      `line,link,code,title,name,tags,sub_id\r\n2,https://fanfare.example/r/one-code,one-code,'@SUM(1+1),"'=HYPERLINK(""http://evil.example"")",,\r\n`,
    )
  })

  it("is forgotten in time, and only the last few wait", async () => {
    const { fan, importId } = await tableOf("title\ntin-comet")
    for (let i = 1; i <= 6; i++) {
      const clock = fixedClock(addDays(NOW, i / 100))
      await keepTable({ db: database.db, clock }, { actor: fan, text: `title\ntin-comet\nn${i}` })
    }
    expect(await database.db.$count(linkImports)).toBe(5)
    await expect(getImport(database.db, fan, importId)).rejects.toMatchObject({ code: "not_found" })
    const later = { db: database.db, clock: fixedClock(addDays(NOW, 0.1)) }
    const kept = await keepTable(later, { actor: fan, text: "title\ntin-comet" })
    await makeImport(deps(), { actor: fan, importId: kept.importId })
    await forgetImports(database.db, addDays(NOW, 8))
    expect(await database.db.$count(linkImports)).toBe(1)
    await forgetImports(database.db, addDays(NOW, 92))
    expect(await database.db.$count(linkImports)).toBe(0)
  })

  it("can begin with the template", async () => {
    const { fan, importId } = await tableOf(linkTemplate("tin-comet", "pixel-attic"))
    expect((await getImport(database.db, fan, importId)).fates).toMatchObject([{ line: 2, error: null }])
  })
})

it("the file of one's links makes the same links again, retired or not, with every field", async () => {
  const { fan, site, titleId, link } = await makeFanWorld(deps())
  const other = await makeTitle(database.db, NOW, "paper-moon", "Paper Moon")
  const wish = {
    actor: fan,
    titleId,
    siteId: site.siteId,
    code: "noor-comet",
    name: "=Sidebar",
    note: 'two\nlines, "q"',
  }
  await createLink(deps(), {
    ...{ ...wish, tags: "blog, spring-26", subId: "side", destination: "page", deepPath: "notes/1" },
    utm: { pass: ["utm_source", "utm_id"], own: { utm_campaign: "a;b", utm_term: "-x" } },
  })
  await createLink(deps(), { actor: fan, titleId: other, utm: { pass: [...UTM_KEYS], own: {} } })
  const retired = await createLink(deps(), { actor: fan, titleId })
  await archiveLink({ ...deps(), caches: NO_CACHES }, { actor: fan, linkId: retired.linkId })
  let text = ""
  for await (const piece of writeTable("links", exportLinks(database.db, fan.userId), "csv")) text += piece
  const fieldsOf = async () =>
    (await listLinks(database.db, fan.userId))
      .map(({ code, titleId: id, siteId, name, tags, note, subId, destination, deepPath, utm }) => {
        return { code, id, siteId, name, tags, note, subId, destination, deepPath, utm }
      })
      .sort((a, b) => a.code.localeCompare(b.code))
  const before = await fieldsOf()
  expect(before.map(({ code }) => code)).toEqual(expect.arrayContaining(["noor-comet", link.code]))

  // Where the codes are taken nothing is made; elsewhere, all of it.
  const taken = await getImport(database.db, fan, (await keepTable(deps(), { actor: fan, text })).importId)
  expect(taken.fates.map(({ error }) => error)).toEqual(Array(4).fill(expect.stringContaining("is taken")))
  await database.db.execute(sql`truncate link cascade`)
  const { importId } = await keepTable(deps(), { actor: fan, text })
  expect(await makeImport(deps(), { actor: fan, importId })).toHaveLength(4)
  expect(await fieldsOf()).toEqual(before)
})
