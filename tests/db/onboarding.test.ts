/** The first steps on a real database: the site in one step, the copy that is noted once, the list that fills itself. */
import { eq } from "drizzle-orm"
import { describe, expect, it } from "vitest"
import { clicks } from "#db/schema/attribution.ts"
import { payees } from "#db/schema/auth.ts"
import { titles } from "#db/schema/catalog.ts"
import { entitlements } from "#db/schema/entitlements.ts"
import { links } from "#db/schema/fans.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { type FirstStep, onboardingOf } from "#lib/earnings/onboarding-queries.ts"
import { arrangeChecklist, chooseStartPath, noteButtonCopied } from "#lib/fans/note-first-steps.ts"
import { putTitleOnSite } from "#lib/fans/put-title-on-site.ts"
import { findSiteBySlug } from "#lib/fans/queries.ts"
import { startSite } from "#lib/fans/start-site.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { testConfig } from "../support/config.ts"
import { databaseForTests } from "../support/database.ts"
import { makeTitle, makeUser } from "../support/fan-world.ts"

const database = databaseForTests()
const START = new Date("2026-11-23T12:00:00Z")
const clock = fixedClock(START)
const config = testConfig()
const deps = () => ({ db: database.db, clock, config })

const so = (actor: Actor) => onboardingOf(database.db, actor.userId, clock.now())
const doneOf = async (actor: Actor) => (await so(actor)).steps.filter((s) => s.at !== null).map((s) => s.step)

async function fanWithButton(email: string) {
  const actor = await makeUser(database.db, clock.now(), email)
  const titleId = await makeTitle(database.db, clock.now(), `title-of-${email.split("@")[0]}`)
  const { siteId } = await startSite(deps(), { actor, name: "The Attic", url: "https://attic.example" })
  const { code } = await putTitleOnSite(deps(), { actor, siteId, titleId })
  return { actor, titleId, siteId, code }
}

describe("the first site", () => {
  it("needs a name and an address; its page gets one by itself, also when the name is taken", async () => {
    const actor = await makeUser(database.db, clock.now(), "ada@fan.example")
    const first = await startSite(deps(), { actor, name: "Die Größe", url: "https://blog.example" })
    const second = await startSite(deps(), { actor, name: "Die Größe", url: "https://other.example" })
    expect([first.slug, second.slug]).toEqual(["die-grosse", "die-grosse-2"])
    expect((await findSiteBySlug(database.db, "die-grosse"))?.url).toBe("https://blog.example/")
  })

  it("is its own page here for who has none yet", async () => {
    const actor = await makeUser(database.db, clock.now(), "bo@fan.example")
    const { slug } = await startSite(deps(), { actor, name: "Bo's finds", url: null })
    expect((await findSiteBySlug(database.db, slug))?.url).toBe(`${config.publicUrl}/s/${slug}`)
    await expect(startSite(deps(), { actor, name: " ", url: null })).rejects.toMatchObject({ field: "name" })
    await expect(startSite(deps(), { actor, name: "X", url: "ftp://x" })).rejects.toMatchObject({ field: "url" })
  })
})

describe("the copy", () => {
  it("is noted once, by the owner of the link alone", async () => {
    const { actor, code } = await fanWithButton("cy@fan.example")
    const stranger = await makeUser(database.db, clock.now(), "eve@fan.example")
    const wrong = noteButtonCopied(deps(), { actor: stranger, code, form: "html" })
    await expect(wrong).rejects.toMatchObject({ code: "not_found" })
    await noteButtonCopied(deps(), { actor, code, form: "markdown" })
    clock.set(new Date(START.getTime() + 60_000))
    await noteButtonCopied(deps(), { actor, code, form: "html" })
    const copy = (await so(actor)).steps.find((s) => s.step === "copy")
    expect(copy?.at).toEqual(START)
    expect((await so(stranger)).steps.find((s) => s.step === "copy")?.at).toBeNull()
    clock.set(START)
  })
})

describe("where the path goes on", () => {
  it("is found from what is there, so that any device goes on at the same place", async () => {
    const actor = await makeUser(database.db, clock.now(), "di@fan.example")
    expect((await so(actor)).first).toBeNull()
    const { siteId } = await startSite(deps(), { actor, name: "Di", url: null })
    expect((await so(actor)).first).toMatchObject({ siteId, button: null })
    const titleId = await makeTitle(database.db, clock.now(), "a-title", "A title")
    const { code } = await putTitleOnSite(deps(), { actor, siteId, titleId })
    expect((await so(actor)).first?.button).toEqual({ code, titleName: "A title", titleSlug: "a-title" })
    await database.db.update(titles).set({ state: "withdrawn" }).where(eq(titles.id, titleId))
    expect((await so(actor)).first?.button).toBeNull()
  })

  it("follows what the person came for", async () => {
    const actor = await makeUser(database.db, clock.now(), "el@fan.example")
    expect((await so(actor)).path).toBe("fan")
    await chooseStartPath(deps(), { actor, path: "carrier" })
    await chooseStartPath(deps(), { actor, path: "carrier" })
    expect((await so(actor)).path).toBe("carrier")
  })
})

describe("the list of first steps", () => {
  it("fills itself by facts, each with its moment, and counts no bot's click", async () => {
    const { actor, code, titleId } = await fanWithButton("fay@fan.example")
    expect(await doneOf(actor)).toEqual(["site"])
    const [link] = await database.db.select().from(links).where(eq(links.code, code))
    const click = (flag: "bot" | null, minutes: number) =>
      database.db.insert(clicks).values({
        id: `c${minutes}`.padEnd(22, "0"),
        linkId: link!.id,
        at: new Date(START.getTime() + minutes * 60_000),
        flag,
        visitHash: `v${minutes}`,
      })
    await click("bot", 1)
    expect(await doneOf(actor)).toEqual(["site"])
    await click(null, 2)
    await demoThrough(actor, titleId)
    await database.db.insert(payees).values({
      userId: actor.userId,
      paypalEmail: "fay@paypal.example",
      changedAt: START,
      confirmedAt: null,
    })
    expect(await doneOf(actor)).toEqual<FirstStep[]>(["site", "click", "demo"])
    await database.db.update(payees).set({ confirmedAt: START }).where(eq(payees.userId, actor.userId))
    expect(await doneOf(actor)).toEqual<FirstStep[]>(["site", "click", "demo", "payee"])
    const clicked = (await so(actor)).steps.find((s) => s.step === "click")?.at
    expect(clicked).toEqual(new Date(START.getTime() + 120_000))
    const other = await makeUser(database.db, clock.now(), "gil@fan.example")
    expect(await doneOf(other)).toEqual([])
  })

  it("can be folded and put away, and taken out again", async () => {
    const actor = await makeUser(database.db, clock.now(), "hal@fan.example")
    const seen = async () => {
      const { folded, away } = await so(actor)
      return { folded, away }
    }
    expect(await seen()).toEqual({ folded: false, away: false })
    await arrangeChecklist(deps(), { actor, wish: "folded" })
    expect(await seen()).toEqual({ folded: true, away: false })
    await arrangeChecklist(deps(), { actor, wish: "away" })
    expect(await seen()).toEqual({ folded: true, away: true })
    await arrangeChecklist(deps(), { actor, wish: "open" })
    expect(await seen()).toEqual({ folded: false, away: false })
  })
})

async function demoThrough(actor: Actor, titleId: Id<"title">): Promise<void> {
  const buyer = await makeUser(database.db, clock.now(), `buyer-of-${actor.email}`)
  await database.db.insert(entitlements).values({
    id: newId("entitlement", START),
    userId: buyer.userId,
    titleId,
    kind: "demo",
    state: "active",
    startsAt: START,
    endsAt: new Date("2026-12-23T12:00:00Z"),
    referrerId: actor.userId,
  })
}
