/** Kept views belong to one person, replace themselves by name, and are bounded even for somebody in a hurry. */
import { expect, it } from "vitest"
import { savedViews } from "#db/schema/views.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { newId } from "#lib/kernel/ids.ts"
import { forgetView } from "#lib/views/forget-view.ts"
import { listViews } from "#lib/views/queries.ts"
import { saveView } from "#lib/views/save-view.ts"
import { VIEWS_PER_OWNER } from "#lib/views/saved-view.ts"
import { databaseForTests } from "../support/database.ts"
import { makeUser } from "../support/fan-world.ts"

const database = databaseForTests()
const clock = fixedClock(new Date("2026-11-23T12:00:00Z"))
const deps = () => ({ db: database.db, clock })

it("keeps views by name, of one table and one person; the same name again replaces", async () => {
  const actor = await makeUser(database.db, clock.now(), "fan@views.example")
  const other = await makeUser(database.db, clock.now(), "other@views.example")
  const keep = (name: string, query: string, tableKey = "fan-links", who = actor) =>
    saveView(deps(), { actor: who, tableKey, name, query })
  const busy = await keep("Busy ones", "sort=-clicks&in.state=live")
  await keep("alone", "q=moon")
  await keep("Busy ones", "sort=name", "payouts")
  await keep("Busy ones", "sort=name", "fan-links", other)
  expect(await keep(" BUSY  ones ", "sort=-raw&page=4")).toEqual(busy)
  expect(await listViews(database.db, actor.userId, "fan-links")).toEqual([
    { viewId: expect.any(String), name: "alone", query: "q=moon" },
    { viewId: busy.viewId, name: "BUSY ones", query: "sort=-raw" },
  ])
  await forgetView(deps(), { actor: other, viewId: busy.viewId })
  expect(await listViews(database.db, actor.userId, "fan-links")).toHaveLength(2)
  await forgetView(deps(), { actor, viewId: busy.viewId })
  await forgetView(deps(), { actor, viewId: busy.viewId })
  expect((await listViews(database.db, actor.userId, "fan-links")).map((v) => v.name)).toEqual(["alone"])
})

it("refuses the fifty-first, also when two come at once", async () => {
  const actor = await makeUser(database.db, clock.now(), "many@views.example")
  await database.db.insert(savedViews).values(
    Array.from({ length: VIEWS_PER_OWNER - 1 }, (_, i) => ({
      ...{ id: newId("view", clock.now()), ownerId: actor.userId, tableKey: "fan-links", name: `View ${i}` },
      ...{ state: { sort: ["name"] }, createdAt: clock.now() },
    })),
  )
  const tries = await Promise.allSettled(
    ["one", "two"].map((name) => saveView(deps(), { actor, tableKey: "fan-links", name, query: "q=x" })),
  )
  expect(tries.map((t) => t.status).toSorted()).toEqual(["fulfilled", "rejected"])
  expect(tries.find((t) => t.status === "rejected")?.reason).toMatchObject({ code: "too_many" })
})
