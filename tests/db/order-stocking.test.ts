import { describe, expect, it } from "vitest"
import { releases } from "#db/schema/catalog.ts"
import { nodes, stockings } from "#db/schema/delivery.ts"
import { orderStocking } from "#lib/delivery/order-stocking.ts"
import { shelf } from "#lib/delivery/queries.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { databaseForTests } from "../support/database.ts"
import { makeFanWorld, makeUser } from "../support/fan-world.ts"

const database = databaseForTests()
const clock = fixedClock(new Date("2026-11-23T12:00:00.000Z"))
const deps = () => ({ db: database.db, clock })

async function makeNode(ownerId: Id<"user">, state: "active" | "suspended" = "active"): Promise<Id<"node">> {
  const id = newId("node", clock.now())
  const row = { id, ownerId, publicKey: id, name: "attic-box", state, scopes: ["carry"], createdAt: clock.now() }
  await database.db.insert(nodes).values(row)
  return id
}

async function makeRelease(titleId: Id<"title">): Promise<void> {
  const at = clock.now()
  await database.db.insert(releases).values({
    id: newId("release", at),
    titleId,
    version: "1.0",
    state: "published",
    sizeBytes: 7_000_003,
    pieceBytes: 1_048_576,
    pieceCount: 7,
    parts: [],
    manifest: "m",
    manifestHash: "h",
    torrent: new Uint8Array(1),
    infoHash: "i",
    createdAt: at,
    publishedAt: at,
  })
}

describe("stock this demo", () => {
  it("puts the current release on the owner's shelf once, shows it arriving, and takes the wish back", async () => {
    const { fan, titleId } = await makeFanWorld(deps())
    await makeRelease(titleId)
    const nodeId = await makeNode(fan.userId)
    const wish = { actor: fan, nodeId, titleId, wanted: true }
    await orderStocking(deps(), wish)
    await orderStocking(deps(), wish)
    expect(await shelf(database.db, fan.userId)).toMatchObject([
      {
        nodeName: "attic-box",
        titleName: "Tin Comet",
        wanted: true,
        piecesHeld: 0,
        pieceCount: 7,
        sizeBytes: 7_000_003,
      },
    ])
    await database.db.update(stockings).set({ piecesHeld: 3 })
    await orderStocking(deps(), { ...wish, wanted: false })
    expect(await shelf(database.db, fan.userId)).toMatchObject([{ wanted: false, piecesHeld: 3 }])
    await database.db.update(stockings).set({ piecesHeld: 0 })
    expect(await shelf(database.db, fan.userId)).toEqual([])
  })

  it("refuses other people's nodes, suspended nodes and titles without a release, and changes nothing", async () => {
    const { fan, titleId } = await makeFanWorld(deps())
    const nodeId = await makeNode(fan.userId)
    const other = await makeUser(database.db, clock.now(), "other@fan.example")
    const suspended = await makeNode(fan.userId, "suspended")
    const order = (actor: typeof fan, node: Id<"node">) =>
      orderStocking(deps(), { actor, nodeId: node, titleId, wanted: true }).catch((error) => error.code)
    expect(await order(fan, nodeId)).toBe("not_found")
    await makeRelease(titleId)
    expect([await order(other, nodeId), await order(fan, suspended)]).toEqual(["not_found", "conflict"])
    expect(await database.db.$count(stockings)).toBe(0)
  })
})
