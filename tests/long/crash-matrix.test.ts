/** kill -9 of the server at every point it passes in a sale's capture, settlement and payout, one after the other. */
import { afterAll, expect, it } from "vitest"
import { dieAt, type OpenStage, openStage, recordPoints } from "../crash/stage.ts"
import { databaseForTests } from "../support/database.ts"

const test = databaseForTests()
let stage: OpenStage
afterAll(() => stage?.close())

it("finishes the same sale whatever point it dies at", async () => {
  stage = await openStage(test.db, test.address)
  const { points, moved } = await recordPoints(stage)
  const passed = new Set(points.map((p) => p.name))
  for (const name of ["capture-order", "settle-order", "open-payout-run", "submit-payout-run", "reconcile-payout-run"])
    for (const step of ["begin", "commit", "done"]) expect(passed).toContain(`tx.${name}.${step}`)
  for (const [i, point] of points.entries()) {
    expect({ point, ...(await dieAt(stage, point)) }).toEqual({ point, ...moved })
    expect({ point, kills: stage.server.kills }).toEqual({ point, kills: i + 1 })
  }
}, 600_000)
