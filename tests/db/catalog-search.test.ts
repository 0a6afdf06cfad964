/** The catalogue's search on whichever database the tests run: what it finds, in which order, and what it survives. */
import { eq } from "drizzle-orm"
import { beforeEach, describe, expect, it } from "vitest"
import { publishers, releases, titles } from "#db/schema/catalog.ts"
import { nodes, stockings } from "#db/schema/delivery.ts"
import { ALIVE_MS } from "#lib/catalog/carriers-now.ts"
import { type AddressParams, readQuest } from "#lib/catalog/catalogue-quest.ts"
import { searchTitles, TITLES_PER_PAGE } from "#lib/catalog/search-titles.ts"
import type { DemoTerms, TitleKind, TitleState } from "#lib/catalog/title-state.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { cents } from "#lib/kernel/money.ts"
import { addMs } from "#lib/kernel/period.ts"
import { databaseForTests } from "../support/database.ts"
import { makeUser } from "../support/fan-world.ts"

const test = databaseForTests()
const NOW = new Date("2026-11-23T12:00:00Z")

type Words = {
  name: string
  tagline?: string
  description?: string
  kind?: TitleKind
  priceCents?: number
  demoTerms?: DemoTerms
  state?: TitleState
  /** Days before NOW. */
  age?: number
}

let lantern: Id<"publisher">
let made = 0

beforeEach(async () => {
  lantern = await makePublisher("Lantern House")
})

async function makePublisher(name: string): Promise<Id<"publisher">> {
  const owner = await makeUser(test.db, NOW, `${name.replaceAll(/\W/g, "")}@publisher.example`)
  const id = newId("publisher", NOW)
  await test.db.insert(publishers).values({ id, ownerId: owner.userId, name, createdAt: NOW })
  return id
}

async function makeTitle({ age = 0, priceCents = 3_000, ...words }: Words, publisherId = lantern) {
  const id = newId("title", NOW)
  await test.db.insert(titles).values({
    ...{ id, publisherId, slug: `title-${made++}`, priceCents: cents(priceCents), createdAt: NOW },
    ...{ kind: "game", state: "published", demoTerms: "none", description: "" },
    ...words,
    publishedAt: addMs(NOW, -age * 86_400_000),
  })
  return id
}

const search = (params: AddressParams) => searchTitles(test.db, readQuest(params), NOW)
const namesFor = async (params: AddressParams) => (await search(params)).titles.map((t) => t.name)

describe("words", () => {
  beforeEach(async () => {
    await makeTitle({ name: "Tin Comet", tagline: "A wind-up rocket", description: "Levels of brass.", age: 3 })
    await makeTitle({ name: "Paper Brass", description: "A comet passes once, far away.", kind: "music", age: 2 })
    await makeTitle({ name: "Zwölf Lichter", tagline: "Comets and harbours", kind: "film", age: 1 })
    await makeTitle({ name: "Tin Draft", state: "draft" })
    await makeTitle({ name: "Tin Withdrawn", state: "withdrawn" })
  })

  it("in the name go before words in the tagline, and those before words in the description", async () => {
    expect(await namesFor({ q: "comet" })).toEqual(["Tin Comet", "Zwölf Lichter", "Paper Brass"])
  })

  it("are found by their stem, by their beginning while they are typed, and by the publisher", async () => {
    expect(await namesFor({ q: "harbour" })).toEqual(["Zwölf Lichter"])
    expect(await namesFor({ q: "level" })).toEqual(["Tin Comet"])
    expect(await namesFor({ q: "zwö" })).toEqual(["Zwölf Lichter"])
    expect(await namesFor({ q: "tin co" })).toEqual(["Tin Comet"])
    expect(await namesFor({ q: "lantern rocket" })).toEqual(["Tin Comet"])
    // Only the last word is unfinished.
    expect(await namesFor({ q: "ti comet" })).toEqual([])
  })

  it("may be left out and put in quotes", async () => {
    expect(await namesFor({ q: "comet -tin", sort: "name" })).toEqual(["Paper Brass", "Zwölf Lichter"])
    expect(await namesFor({ q: '"wind-up rocket"' })).toEqual(["Tin Comet"])
    expect(await namesFor({ q: '"rocket wind-up"' })).toEqual([])
    expect(await namesFor({ q: "paper or lichter", sort: "name" })).toEqual(["Paper Brass", "Zwölf Lichter"])
  })

  it("may be any of several, whatever the reader's word for “or” is", async () => {
    expect(await namesFor({ q: 'paper "lichter" -tin' })).toEqual([])
    expect(await namesFor({ q: 'paper "lichter" -tin', any: "1", sort: "name" })).toEqual([
      "Paper Brass",
      "Tin Comet",
      "Zwölf Lichter",
    ])
    expect(await namesFor({ q: "or", any: "1" })).toEqual([])
  })

  it("follow a title that is renamed and a publisher that is", async () => {
    await test.db.update(titles).set({ name: "Steel Meteor" }).where(eq(titles.name, "Tin Comet"))
    expect(await namesFor({ q: "steel" })).toEqual(["Steel Meteor"])
    expect(await namesFor({ q: "tin" })).toEqual([])
    await test.db.update(publishers).set({ name: "Candle House" }).where(eq(publishers.id, lantern))
    expect(await namesFor({ q: "lantern" })).toEqual([])
    expect(await namesFor({ q: "candle", kind: "film" })).toEqual(["Zwölf Lichter"])
  })

  it.each([
    "&",
    "|",
    "!",
    "tin & | !",
    "tin:*",
    "tin <-> comet",
    "'tin'",
    "tin' or 1=1 --",
    "((((",
    "\\",
    "\0",
    "tin\0comet",
    "😀",
    "tin 😀",
    "-",
    "--tin",
    '"',
    '"tin',
    "or",
    "or or or",
    "the",
    "%",
    "_",
    "\ud800",
    "مرحبا",
    "彗星",
    "<b>tin</b>",
    "x".repeat(10_000),
    "tin ".repeat(2_500),
    "é\u0301".repeat(500),
    ":".repeat(200),
    "a:b:c:d",
    "tin:A",
    "$1",
    "{tin}",
  ])("of any kind are answered: %j", async (q) => {
    const found = await search({ q })
    expect(found.total).toBe(found.titles.length)
    for (const title of found.titles) expect(["Tin Comet", "Paper Brass", "Zwölf Lichter"]).toContain(title.name)
  })
})

describe("filters", () => {
  beforeEach(async () => {
    await makeTitle({ name: "Dear game", priceCents: 5_000, demoTerms: "trial", age: 4 })
    await makeTitle({ name: "Cheap game", priceCents: 499, age: 3 })
    await makeTitle({ name: "Free film", priceCents: 0, kind: "film", age: 2 })
    await makeTitle({ name: "Timed film", priceCents: 1_200, kind: "film", demoTerms: "timed", age: 1 })
  })

  it("narrow down alone and together, and the kinds are counted under the others", async () => {
    expect(await namesFor({ kind: "film" })).toEqual(["Timed film", "Free film"])
    expect(await namesFor({ from: "4.99", to: "12" })).toEqual(["Timed film", "Cheap game"])
    expect(await namesFor({ free: "1" })).toEqual(["Free film"])
    expect(await namesFor({ demo: "1" })).toEqual(["Timed film", "Dear game"])
    const found = await search({ demo: "1", kind: "film" })
    expect(found.kinds).toEqual({ game: 1, film: 1, music: 0, assets: 0 })
    expect([found.total, found.titles.map((t) => t.name)]).toEqual([1, ["Timed film"]])
  })

  it("know an open release by the one that is current", async () => {
    const [free] = await test.db.select({ id: titles.id }).from(titles).where(eq(titles.name, "Free film"))
    expect(await namesFor({ open: "1" })).toEqual([])
    await makeRelease(free!.id, { open: true, age: 2 })
    expect(await namesFor({ open: "1" })).toEqual(["Free film"])
    await makeRelease(free!.id, { open: false, age: 1 })
    expect(await namesFor({ open: "1" })).toEqual([])
  })

  it("sort by every wish", async () => {
    expect(await namesFor({ sort: "newest" })).toEqual(["Timed film", "Free film", "Cheap game", "Dear game"])
    expect(await namesFor({ sort: "name" })).toEqual(["Cheap game", "Dear game", "Free film", "Timed film"])
    expect(await namesFor({ sort: "cheapest" })).toEqual(["Free film", "Cheap game", "Timed film", "Dear game"])
    expect(await namesFor({ sort: "dearest" })).toEqual(["Dear game", "Timed film", "Cheap game", "Free film"])
  })
})

describe("carriers", () => {
  it("count nodes that hold the current release whole, are alive and were reached; the most carried go first", async () => {
    const few = await makeTitle({ name: "Few", age: 1 })
    const many = await makeTitle({ name: "Many", age: 2 })
    const release = await makeRelease(few, {})
    const carried = await makeRelease(many, {})
    const old = await makeRelease(many, { age: 5 })
    await carry(release, {})
    await carry(carried, {})
    await carry(carried, {})
    await carry(carried, { lastHeartbeatAt: addMs(NOW, -ALIVE_MS) })
    await carry(carried, { reachedAt: null })
    await carry(carried, { completeAt: null })
    await carry(old, {})
    const { titles: found } = await search({ sort: "carried" })
    expect(found.map((t) => [t.name, t.carriers])).toEqual([
      ["Many", 2],
      ["Few", 1],
    ])
  })
})

describe("pages", () => {
  it("together hold every title once, whatever is alike between them", async () => {
    const count = TITLES_PER_PAGE * 2 + 5
    for (let i = 0; i < count; i++) await makeTitle({ name: `Alike ${i % 3}`, description: "moon" })
    for (const sort of ["best", "newest", "name", "cheapest", "dearest", "carried"]) {
      const seen: string[] = []
      for (const page of ["1", "2", "3"]) {
        const found = await search({ q: "moon", sort, page })
        expect([found.total, found.pageCount]).toEqual([count, 3])
        seen.push(...found.titles.map((t) => t.id))
      }
      expect(new Set(seen).size).toBe(count)
      expect(seen.length).toBe(count)
    }
    expect((await search({ page: "4" })).titles).toEqual([])
  })
})

async function makeRelease(titleId: Id<"title">, { open = false, age = 0 }): Promise<Id<"release">> {
  const id = newId("release", NOW)
  const at = addMs(NOW, -age * 86_400_000)
  await test.db
    .insert(releases)
    .values({ id, titleId, version: `1.${made++}`, state: "published", open, createdAt: at, publishedAt: at })
  return id
}

type Bearing = { lastHeartbeatAt?: Date; reachedAt?: Date | null; completeAt?: Date | null }

async function carry(releaseId: Id<"release">, bearing: Bearing): Promise<void> {
  const { completeAt = NOW, lastHeartbeatAt = NOW, reachedAt = NOW } = bearing
  const owner = await makeUser(test.db, NOW, `carrier${made++}@example.test`)
  const id = newId("node", NOW)
  await test.db.insert(nodes).values({
    ...{ id, ownerId: owner.userId, publicKey: id, name: "node", state: "active", scopes: ["carry"] },
    ...{ lastHeartbeatAt, reachedAt, createdAt: NOW },
  })
  await test.db.insert(stockings).values({ nodeId: id, releaseId, wanted: true, wantedAt: NOW, completeAt })
}
