/** The doors that nodes and keys share: each caller finds its own behind the same address. */
import { eq } from "drizzle-orm"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { typedCodes } from "#db/schema/codes.ts"
import { nodes } from "#db/schema/delivery.ts"
import { makeKey } from "#lib/api/make-key.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { claimCode } from "#lib/fans/claim-code.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { newId } from "#lib/kernel/ids.ts"
import { CodeAnswer } from "#peer/protocol/announce.ts"
import { toB64url, utf8 } from "#peer/protocol/bytes.ts"
import { type KeyPair, webCrypto } from "#peer/protocol/crypto.ts"
import { signNodeRequest } from "#peer/protocol/node-auth.ts"
import { makeUser, WORLD_STARTS } from "../support/catalog-world.ts"
import { testConfig } from "../support/config.ts"
import { databaseForTests } from "../support/database.ts"

vi.mock("server-only", () => ({}))
vi.mock("next/headers", () => ({ headers: async () => new Headers({ "x-fanfare-address": "192.0.2.7" }) }))

const test = databaseForTests()
const crypto = webCrypto()
const deps = () => ({ db: test.db, clock: fixedClock(WORLD_STARTS), config: testConfig() }) as unknown as Deps
const PATH = "/api/v1/codes"
const nodeId = newId("node", WORLD_STARTS)
let buyer: Actor
let fan: Actor
let nodeKey: KeyPair

beforeEach(async () => {
  globalThis.__fanfare = deps()
  buyer = await makeUser(test.db, "buyer@example.test")
  fan = await makeUser(test.db, "fan@example.test")
  nodeKey = await crypto.generateSigningKey()
  const row = { id: nodeId, ownerId: buyer.userId, publicKey: toB64url(nodeKey.publicKey), name: "attic" }
  await test.db.insert(nodes).values({ ...row, state: "active", scopes: ["carry", "library"], createdAt: WORLD_STARTS })
  await claimCode(deps(), { actor: fan, code: "Nightbus" })
})
afterEach(() => {
  globalThis.__fanfare = undefined
})

async function type(code: string): Promise<{ status: number; body: unknown }> {
  const { POST } = await import("../../app/api/v1/codes/route.ts")
  const body = utf8(JSON.stringify({ code }))
  const call = { method: "POST", path: PATH, body, nowSeconds: Math.floor(Date.now() / 1000) }
  const authorization = await signNodeRequest(crypto, { nodeId, key: nodeKey }, call)
  const headers = { authorization, "content-type": "application/json" }
  const request = new Request(`http://fanfare.test${PATH}`, { method: "POST", headers, body })
  const answer = await POST(request, { params: Promise.resolve({}) })
  return { status: answer.status, body: await answer.json() }
}

describe("creator codes", () => {
  it("are typed by a node for its account, and the answer is what the node reads", async () => {
    const { status, body } = await type("night-bus")
    expect([status, CodeAnswer.parse(body)]).toEqual([200, expect.objectContaining({ code: "NIGHTBUS" })])
    expect(await test.db.select().from(typedCodes)).toEqual([
      expect.objectContaining({ buyerId: buyer.userId, place: "node", titleId: null }),
    ])
    expect(await type("nobodys")).toMatchObject({ status: 404, body: { code: "not_found", field: "code" } })
  })

  it("are not typed by a node that only carries", async () => {
    await test.db
      .update(nodes)
      .set({ scopes: ["carry"] })
      .where(eq(nodes.id, nodeId))
    expect(await type("nightbus")).toMatchObject({ status: 403, body: { code: "forbidden" } })
    expect(await test.db.$count(typedCodes)).toBe(0)
  })

  it("are read by their owner's programs at the same address", async () => {
    const { GET } = await import("../../app/api/v1/codes/route.ts")
    const { key } = await makeKey(deps(), { actor: fan, name: "x", scopes: ["codes:read"], expiresAt: null })
    const request = new Request(`http://fanfare.test${PATH}`, { headers: { authorization: `Bearer ${key}` } })
    const answer = await GET(request, { params: Promise.resolve({}) })
    expect(await answer.json()).toMatchObject({ items: [{ code: "NIGHTBUS" }] })
  })
})
