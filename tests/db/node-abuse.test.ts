/** Nodes that are not who they say: their requests and their pairing are refused by name and nothing is written. */
import { eq } from "drizzle-orm"
import { beforeEach, describe, expect, it } from "vitest"
import { users } from "#db/schema/auth.ts"
import { deviceCodes, nodes } from "#db/schema/delivery.ts"
import { activity } from "#db/schema/platform.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { approveDevice, denyDevice, findDeviceRequest } from "#lib/delivery/approve-device.ts"
import { authenticateNode } from "#lib/delivery/authenticate-node.ts"
import { pollDeviceCode } from "#lib/delivery/poll-device-code.ts"
import { type StartDeviceFlow, startDeviceFlow } from "#lib/delivery/start-device-flow.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { newId } from "#lib/kernel/ids.ts"
import { toB64url, utf8 } from "#peer/protocol/bytes.ts"
import { type KeyPair, webCrypto } from "#peer/protocol/crypto.ts"
import { newUserCode, signDeviceProof } from "#peer/protocol/device.ts"
import { signNodeRequest } from "#peer/protocol/node-auth.ts"
import { makeUser, WORLD_STARTS } from "../support/catalog-world.ts"
import { testConfig } from "../support/config.ts"
import { databaseForTests } from "../support/database.ts"

const test = databaseForTests()
const crypto = webCrypto()
const clock = fixedClock(WORLD_STARTS)
const config = testConfig()
const realSeconds = () => Math.floor(Date.now() / 1000)
let owner: Actor
let key: KeyPair

beforeEach(async () => {
  owner = await makeUser(test.db, "owner@example.test")
  key = await crypto.generateSigningKey()
})

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => "accepted",
    (error: { code?: string }) => error.code ?? String(error),
  )

describe("a node's request", () => {
  const call = { method: "POST", path: "/api/v1/receipts", body: utf8("body") }
  const nodeId = newId("node", WORLD_STARTS)
  const sign = (changes: object = {}, by = key, id: string = nodeId) =>
    signNodeRequest(crypto, { nodeId: id, key: by }, { ...call, nowSeconds: realSeconds(), ...changes })
  const enter = (authorization: string | null, changes: object = {}) =>
    refusal(authenticateNode(test.db, { ...call, authorization, ...changes }))

  beforeEach(async () => {
    const publicKey = toB64url(key.publicKey)
    const row = { id: nodeId, ownerId: owner.userId, publicKey, name: "attic", state: "active" as const }
    await test.db.insert(nodes).values({ ...row, scopes: ["carry"], createdAt: WORLD_STARTS })
  })

  it("is let in when it is signed by the node for exactly this", async () => {
    expect(await enter(await sign())).toBe("accepted")
  })

  it("is refused while its owner is suspended", async () => {
    await test.db.update(users).set({ suspendedAt: WORLD_STARTS }).where(eq(users.id, owner.userId))
    expect(await enter(await sign())).not.toBe("accepted")
  })

  it("is refused without, or with another's, signature", async () => {
    const stranger = await crypto.generateSigningKey()
    expect(await enter(null)).toBe("unauthenticated")
    expect(await enter("Bearer abc")).toBe("invalid_input")
    expect(await enter(`Fanfare-Node ${"x".repeat(5_000)}`)).toBe("too_large")
    expect(await enter(await sign({}, stranger))).toBe("invalid_signature")
    expect(await enter(await sign({}, key, newId("node", WORLD_STARTS)))).toBe("unauthenticated")
    expect(await enter(await sign({}, key, "' or 1=1 --"))).toBe("unauthenticated")
    const [scheme, token] = (await sign()).split(" ") as [string, string]
    const [head, body, signature] = token.split(".") as [string, string, string]
    const none = toB64url(utf8(JSON.stringify({ alg: "none", typ: "node+jwt", kid: nodeId })))
    expect(await enter(`${scheme} ${none}.${body}.${signature}`)).not.toBe("accepted")
    expect(await enter(`${scheme} ${none}.${body}.`)).not.toBe("accepted")
    expect(await enter(`${scheme} ${head}.${body}.${signature.slice(0, -4)}AAAA`)).toBe("invalid_signature")
  })

  it("is refused on another path, with another method or body, or two minutes off", async () => {
    const good = await sign()
    expect(await enter(good, { path: "/api/v1/nodes/heartbeat" })).toBe("unauthenticated")
    expect(await enter(good, { path: "/api/v1/receipts?x=1" })).toBe("unauthenticated")
    expect(await enter(good, { method: "GET" })).toBe("unauthenticated")
    expect(await enter(good, { body: utf8("other") })).toBe("unauthenticated")
    expect(await enter(await sign({ nowSeconds: realSeconds() - 130 }))).toBe("unauthenticated")
    expect(await enter(await sign({ nowSeconds: realSeconds() + 130 }))).toBe("unauthenticated")
  })

  it.each(["suspended", "removed"] as const)("of a %s node is refused, and says so", async (state) => {
    await test.db.update(nodes).set({ state }).where(eq(nodes.id, nodeId))
    const work = authenticateNode(test.db, { ...call, authorization: await sign() })
    await expect(work).rejects.toMatchObject({ code: "forbidden", detail: expect.stringContaining(state) })
  })
})

describe("pairing", () => {
  const deps = () => ({ db: test.db, config, clock })

  async function ask(changes: Partial<StartDeviceFlow> = {}, proofBy = key, proven: object = {}) {
    const proof = { name: "attic", origin: config.publicUrl, iat: realSeconds(), ...proven }
    const publicKey = toB64url(key.publicKey)
    const asked = { publicKey, name: "attic", scopes: ["carry"], address: "127.0.5.1", ...changes }
    return startDeviceFlow(deps(), { proof: await signDeviceProof(proofBy, proof), ...asked })
  }
  const approve = (userCode: string, actor = owner) =>
    approveDevice(deps(), { actor, userCode, scopes: ["carry", "library"] })

  it("is asked for so often and no more: a stranger cannot fill the table", async () => {
    for (let n = 0; n < 20; n++) expect(await refusal(ask())).toBe("accepted")
    expect(await refusal(ask())).toBe("too_many")
    expect(await test.db.$count(deviceCodes)).toBe(20)
  })

  it("needs a proof by the very key, for this platform, of now", async () => {
    const stranger = await crypto.generateSigningKey()
    expect(await refusal(ask({}, stranger))).toBe("invalid_signature")
    expect(await refusal(ask({}, key, { origin: "https://evil.example" }))).toBe("unauthenticated")
    expect(await refusal(ask({}, key, { name: "another" }))).toBe("unauthenticated")
    expect(await refusal(ask({}, key, { iat: realSeconds() - 130 }))).toBe("unauthenticated")
    expect(await refusal(ask({ proof: "x" }))).toBe("invalid_input")
    expect(await refusal(ask({ publicKey: toB64url(new Uint8Array(32)) }))).toBe("invalid_input")
    expect(await test.db.$count(deviceCodes)).toBe(0)
  })

  it("gives a node no more than both asked for and were granted", async () => {
    const flow = await ask()
    await approve(flow.userCode)
    expect(await pollDeviceCode(deps(), flow.deviceCode)).toMatchObject({ paired: { scopes: ["carry"] } })
  })

  it("is done once per code and once per key", async () => {
    const [first, second] = [await ask(), await ask()]
    const rival = await makeUser(test.db, "rival@example.test")
    const both = await Promise.all([refusal(approve(first.userCode)), refusal(approve(first.userCode, rival))])
    expect(both.sort()).toEqual(["accepted", "not_found"])
    expect(await refusal(approve(second.userCode, rival))).toBe("already_exists")
    expect(await refusal(ask())).toBe("already_exists")
    expect(await test.db.$count(nodes)).toBe(1)
    const told = await test.db.select({ kind: activity.kind }).from(activity)
    expect(told.map(({ kind }) => kind).sort()).toEqual(["node", "notice"])
  })

  it("is over when denied or expired, and nobody guesses a code", async () => {
    const denied = await ask()
    await denyDevice(deps(), denied.userCode)
    expect(await pollDeviceCode(deps(), denied.deviceCode)).toEqual({ error: "access_denied" })
    expect(await refusal(approve(denied.userCode))).toBe("not_found")
    const late = await ask()
    await test.db.update(deviceCodes).set({ expiresAt: new Date(Date.now() - 1) })
    expect(await pollDeviceCode(deps(), late.deviceCode)).toEqual({ error: "expired_token" })
    expect(await refusal(approve(late.userCode))).toBe("not_found")
    expect(await pollDeviceCode(deps(), "guessed")).toEqual({ error: "expired_token" })
    const guesses = Array.from({ length: 50 }, () => newUserCode(crypto))
    for (const guess of ["", "AAAA-AAAA", "%", "' or 1=1 --", "x".repeat(1_000), ...guesses])
      expect(await refusal(findDeviceRequest(test.db, guess))).toBe("not_found")
    expect(await test.db.$count(nodes)).toBe(0)
  })

  it("tells a hasty node to slow down", async () => {
    const { deviceCode } = await ask()
    expect(await pollDeviceCode(deps(), deviceCode)).toEqual({ error: "authorization_pending" })
    expect(await pollDeviceCode(deps(), deviceCode)).toEqual({ error: "slow_down" })
  })
})
