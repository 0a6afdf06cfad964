/** kill -9 of the server in the worst moments of a sale: after a restart nothing is lost or doubled. */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { databaseForTests } from "../support/database.ts"
import { dieAt, type OpenStage, openEmbeddedStage, openStage, type Point, recordPoints } from "./stage.ts"

const parse = (text: string): Point => {
  const [phase, name] = text.split(" ") as [Point["phase"], string]
  return { phase, name }
}

/** Money has moved at PayPal and we do not know it yet. */
const MOVED_UNKNOWN = ["capture paypal.captureOrder.after", "payout paypal.createPayout.after"].map(parse)
/** Ours is written but not committed; committed but nobody was told; every point there is has its turn in tests/long. */
const HALF_WAY = [
  "capture tx.capture-order.commit",
  "settlement tx.settle-order.commit",
  "payout tx.open-payout-run.commit",
  "payout tx.reconcile-payout-run.commit",
].map(parse)

describe("a server over a database that outlives it", () => {
  const test = databaseForTests()
  let stage: OpenStage
  afterAll(() => stage?.close())

  it("finishes the same sale wherever it dies", async () => {
    stage = await openStage(test.db, test.address)
    const { points, moved } = await recordPoints(stage)
    expect(moved).toMatchObject({ state: "captured", trialMicros: 0n, paidTwice: [], unknownToUs: 0 })
    expect(moved.captures).toEqual([["COMPLETED", "30.00"]])
    expect(moved.transactions).toEqual(["capture", "settlement"])
    expect(moved.lines).toEqual(["carriage 750000", "carriage 750000", "referral 1500000"])
    expect(moved.payouts).toEqual([
      ["carrier1@paypal.example", "paid", "225", 1],
      ["carrier2@paypal.example", "paid", "75", 1],
    ])
    const chosen = [...MOVED_UNKNOWN, ...HALF_WAY]
    expect(points).toEqual(expect.arrayContaining(chosen))
    for (const point of chosen) expect({ point, ...(await dieAt(stage, point)) }).toEqual({ point, ...moved })
    expect(stage.server.kills).toBe(chosen.length)
  }, 180_000)
})

describe("a server over its embedded database", () => {
  let stage: OpenStage
  beforeAll(async () => {
    stage = await openEmbeddedStage()
  })
  afterAll(() => stage?.close())

  it("finishes the same sale though its database is cut off with it", async () => {
    const { moved } = await recordPoints(stage)
    const chosen = [...MOVED_UNKNOWN, parse("settlement tx.settle-order.commit")]
    for (const point of chosen) expect({ point, ...(await dieAt(stage, point)) }).toEqual({ point, ...moved })
    expect(stage.server.kills).toBe(chosen.length)
  }, 180_000)
})
