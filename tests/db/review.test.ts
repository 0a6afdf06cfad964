/** Review of new titles: who waits, who decides, what is said meanwhile, and that nothing unseen is approved. */
import { desc, eq } from "drizzle-orm"
import { afterEach, describe, expect, it } from "vitest"
import { titles } from "#db/schema/catalog.ts"
import { notices } from "#db/schema/notices.ts"
import { operatorActs } from "#db/schema/operate.ts"
import { mails } from "#db/schema/platform.ts"
import { answerReview } from "#lib/catalog/answer-review.ts"
import { editTitle } from "#lib/catalog/edit-title.ts"
import { publishRelease } from "#lib/catalog/publish-release.ts"
import { publishTitle } from "#lib/catalog/publish-title.ts"
import { findTitle, listPublishedTitles } from "#lib/catalog/queries.ts"
import { listReviewsOf } from "#lib/catalog/review-queries.ts"
import { withdrawTitle } from "#lib/catalog/withdraw-title.ts"
import type { Review } from "#lib/config.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { cents } from "#lib/kernel/money.ts"
import { approveTitle } from "#lib/operate/approve-title.ts"
import { askPublisher } from "#lib/operate/ask-publisher.ts"
import { refuseTitle } from "#lib/operate/refuse-title.ts"
import { reviewMark } from "#lib/operate/review-mark.ts"
import { type CatalogWorld, catalogWorld, makeTitle, makeUser, uploadRelease } from "../support/catalog-world.ts"
import { databaseForTests } from "../support/database.ts"
import { makeOperator, toldCaches } from "../support/operate-world.ts"

const test = databaseForTests()
const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of cleanups.splice(0)) await close()
})

async function reviewWorld(review: Review) {
  const world = await catalogWorld(test.db)
  cleanups.push(world.close)
  const deps = { ...world.deps, config: { ...world.deps.config, review }, caches: toldCaches() }
  const operator = await makeOperator(test.db, deps.clock.now())
  return { world: { ...world, deps }, deps, operator, publisher: world.actor }
}

async function deliverable(world: CatalogWorld, slug: string): Promise<Id<"title">> {
  const { titleId } = await makeTitle(world, slug)
  const releaseId = await uploadRelease(world, titleId, { full: { "a.bin": new Uint8Array(1_000) } })
  await publishRelease(world.deps, { releaseId })
  return titleId
}

const stateOf = async (id: Id<"title">) => (await findTitle(test.db, id))?.state

describe("who waits", () => {
  it("is a new publisher's first title, and no later one", async () => {
    const { world, deps, operator, publisher } = await reviewWorld("new-publishers")
    const first = await deliverable(world, "first")
    expect(await publishTitle(deps, { actor: publisher, titleId: first, note: "It is my own work." })).toEqual({
      state: "in_review",
    })
    expect(await publishTitle(deps, { actor: publisher, titleId: first })).toEqual({ state: "in_review" })
    expect(await listPublishedTitles(test.db)).toEqual([])
    const [review, ...others] = await listReviewsOf(test.db, first)
    expect(others).toEqual([])
    expect(review?.notes.map((n) => n.text)).toEqual(["It is my own work."])

    // Not yet approved: the second waits as well.
    const second = await deliverable(world, "second")
    await withdrawTitle(deps, { actor: publisher, titleId: second })
    expect(await publishTitle(deps, { actor: publisher, titleId: second })).toEqual({ state: "in_review" })

    await approveTitle(deps, {
      actor: operator,
      titleId: first,
      seen: await reviewMark(test.db, first),
      reason: "Fine",
    })
    expect(await stateOf(first)).toBe("published")
    expect(deps.caches.titles).toEqual([first])
    const third = await deliverable(world, "third")
    expect(await publishTitle(deps, { actor: publisher, titleId: third })).toEqual({ state: "published" })
    await withdrawTitle(deps, { actor: publisher, titleId: first })
    expect(await publishTitle(deps, { actor: publisher, titleId: first })).toEqual({ state: "published" })
  })

  it("is every title with `all`, and none with `off`", async () => {
    const { world, deps, operator, publisher } = await reviewWorld("all")
    const first = await deliverable(world, "first")
    await publishTitle(deps, { actor: publisher, titleId: first })
    await approveTitle(deps, { actor: operator, titleId: first, seen: null, reason: "Fine" })
    const second = await deliverable(world, "second")
    expect(await publishTitle(deps, { actor: publisher, titleId: second })).toEqual({ state: "in_review" })
    const off = { ...deps, config: { ...deps.config, review: "off" as const } }
    const third = await deliverable(world, "third")
    expect(await publishTitle(off, { actor: publisher, titleId: third })).toEqual({ state: "published" })
  })
})

describe("the decision", () => {
  async function waiting() {
    const at = await reviewWorld("new-publishers")
    const titleId = await deliverable(at.world, "lantern")
    await publishTitle(at.deps, { actor: at.publisher, titleId })
    return { ...at, titleId }
  }

  it("refuses with a reason that its publisher reads, changes by, and asks again", async () => {
    const { deps, operator, publisher, titleId } = await waiting()
    await refuseTitle(deps, { actor: operator, titleId, reason: "The cover shows somebody else's film." })
    await refuseTitle(deps, { actor: operator, titleId, reason: "The cover shows somebody else's film." })
    expect(await stateOf(titleId)).toBe("draft")
    const [review] = await listReviewsOf(test.db, titleId)
    expect(review).toMatchObject({ state: "refused", reason: "The cover shows somebody else's film." })
    const told = await test.db.select().from(notices).where(eq(notices.kind, "title-refused"))
    expect(told.map((n) => n.userId)).toEqual([publisher.userId])
    expect(told[0]!.payload).toMatchObject({ reason: "The cover shows somebody else's film." })
    expect(await publishTitle(deps, { actor: publisher, titleId, note: "Changed." })).toEqual({ state: "in_review" })
    expect(await listReviewsOf(test.db, titleId)).toHaveLength(2)
    const acts = await test.db.select().from(operatorActs).orderBy(desc(operatorActs.id))
    expect(acts).toHaveLength(1)
    expect(acts[0]).toMatchObject({
      act: "refuse",
      operatorId: operator.userId,
      subjectId: titleId,
      before: { state: "in_review" },
      after: { state: "draft" },
    })
  })

  it("approves only what was looked at", async () => {
    const { deps, operator, publisher, titleId } = await waiting()
    const seen = await reviewMark(test.db, titleId)
    const words = { name: "Lantern", tagline: "", description: "Buy pills here.", kind: "game" as const }
    await editTitle(deps, {
      actor: publisher,
      titleId,

      ...words,
      priceCents: cents(3_000),
      demoTerms: "none",
    })
    await expect(approveTitle(deps, { actor: operator, titleId, seen, reason: "Fine" })).rejects.toMatchObject({
      code: "conflict",
    })
    expect(await stateOf(titleId)).toBe("in_review")
  })

  it("lets both ask and answer meanwhile, each once", async () => {
    const { deps, operator, publisher, titleId } = await waiting()
    for (let i = 0; i < 2; i++) {
      await askPublisher(deps, { actor: operator, titleId, reason: "Who made the music?" })
      await answerReview(deps, { actor: publisher, titleId, text: "My sister." })
    }
    const [review] = await listReviewsOf(test.db, titleId)
    expect(review?.notes.map((n) => [n.by, n.text])).toEqual([
      ["operator", "Who made the music?"],
      ["publisher", "My sister."],
    ])
    expect(await test.db.$count(mails, eq(mails.kind, "review question"))).toBe(1)
  })

  it("is no longer asked for when the title was withdrawn", async () => {
    const { deps, operator, publisher, titleId } = await waiting()
    await withdrawTitle(deps, { actor: publisher, titleId })
    expect((await listReviewsOf(test.db, titleId))[0]?.state).toBe("ended")
    await expect(approveTitle(deps, { actor: operator, titleId, seen: null, reason: "Fine" })).rejects.toMatchObject({
      code: "conflict",
    })
  })

  it("belongs to operators, with a reason, and the act stands for ever", async () => {
    const { deps, operator, publisher, titleId } = await waiting()
    const fan = await makeUser(test.db, "fan@example.test")
    for (const actor of [publisher, fan, { ...fan, roles: ["fan", "publisher"] as const }]) {
      const input = { actor, titleId, reason: "I like it." }
      await expect(approveTitle(deps, { ...input, seen: null })).rejects.toMatchObject({ code: "forbidden" })
      await expect(refuseTitle(deps, input)).rejects.toMatchObject({ code: "forbidden" })
      await expect(askPublisher(deps, input)).rejects.toMatchObject({ code: "forbidden" })
    }
    for (const reason of ["", "   ", "x".repeat(1_001), "a\u0000b"])
      await expect(refuseTitle(deps, { actor: operator, titleId, reason })).rejects.toMatchObject({ field: "reason" })
    await approveTitle(deps, { actor: operator, titleId, seen: null, reason: "Fine" })
    for (const change of [{ reason: "Other" }, { reason: "[erased]", act: "refuse" }])
      await expect(test.db.update(operatorActs).set(change)).rejects.toThrow()
    await expect(test.db.delete(operatorActs)).rejects.toThrow()
    expect(await test.db.$count(titles, eq(titles.state, "published"))).toBe(1)
  })
})
