/** Webhooks by program: every endpoint answers as it is declared, secrets are given once, and others' webhooks are nobody's. */
import { afterEach, beforeEach, expect, it, vi } from "vitest"
import { ENDPOINTS } from "#app/_server/api/all.ts"
import { apiAnswers } from "#db/schema/api.ts"
import { webhooks } from "#db/schema/webhooks.ts"
import { makeKey } from "#lib/api/make-key.ts"
import { SCOPE_NAMES } from "#lib/api/scopes.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { NO_CACHES } from "#lib/fans/page-caches.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { newId } from "#lib/kernel/ids.ts"
import { addDays } from "#lib/kernel/period.ts"
import { loadPlatformKeys, type PlatformKeys } from "#lib/keys/platform-keys.ts"
import { WebhookSender } from "#lib/webhooks/webhook-sender.ts"
import { type Ask, ask, seen } from "../support/api-caller.ts"
import { testConfig } from "../support/config.ts"
import { databaseForTests } from "../support/database.ts"
import { makeUser } from "../support/fan-world.ts"
import { outsideWith } from "../support/outside.ts"
import { type Receiver, startReceiver } from "../support/receiver.ts"

vi.mock("server-only", () => ({}))

const test = databaseForTests()
const NOW = new Date("2026-11-23T12:00:00.000Z")
const clock = fixedClock(NOW)
const HOOKS = "/api/v1/webhooks"
let keys: PlatformKeys
let receiver: Receiver
let fan: Actor
let key: string

function deps(): Deps {
  const config = testConfig({ outsideAllow: [receiver.place] })
  const outside = outsideWith({}, [receiver.place])
  return { db: test.db, clock, config, keys, outside, caches: NO_CACHES } as unknown as Deps
}

beforeEach(async () => {
  clock.set(NOW)
  receiver = await startReceiver()
  keys = await loadPlatformKeys(test.db, testConfig().masterKey, clock)
  globalThis.__fanfare = deps()
  fan = await makeUser(test.db, NOW, "fan@hooks.example")
  key = await keyWith(SCOPE_NAMES)
})
afterEach(async () => {
  globalThis.__fanfare = undefined
  await receiver.close()
})

const keyWith = async (scopes: readonly string[], actor = fan) =>
  (await makeKey(deps(), { actor, name: "test", scopes, expiresAt: null })).key
const get = (path: string, more: Ask = {}) => ask("GET", `${HOOKS}${path}`, { key, ...more })
const post = (path: string, body: unknown, more: Ask = {}) => ask("POST", `${HOOKS}${path}`, { key, body, ...more })
const patch = (path: string, body: unknown) => ask("PATCH", `${HOOKS}${path}`, { key, body })
const wish = () => ({ url: receiver.url, description: "Overlay", events: ["sale.captured", "click.counted"] })

async function send(): Promise<void> {
  const sender = new WebhookSender(() => {})
  while ((await sender.round(deps())) > 0) await sender.settled()
}

it("is made, read, changed, paused, tried out, looked into, replayed and deleted", async () => {
  const made = await post("", wish())
  expect(made).toMatchObject({ status: 201, body: { state: "active", url: receiver.url, pending: 0, failed: 0 } })
  expect(made.body.secret).toMatch(/^whsec_/)
  const { secret, ...shown } = made.body
  const at = `/${shown.id}`
  expect(made.headers.get("location")).toBe(`${HOOKS}${at}`)
  expect((await get(at)).body).toEqual(shown)
  expect((await get("")).body.items).toEqual([shown])
  expect((await patch(at, { description: "", state: "paused" })).body).toEqual({
    ...shown,
    ...{ description: "", state: "paused" },
  })
  expect((await post(`${at}/ping`, {})).body.code).toBe("conflict")
  expect((await patch(at, { state: "active", events: ["payout.paid"] })).body.events).toEqual(["payout.paid"])
  const rotated = await post(`${at}/secret`, {})
  expect(rotated.body).toEqual({
    secret: expect.stringMatching(/^whsec_/),
    old_secret_until: addDays(NOW, 1).toISOString(),
  })
  expect(rotated.body.secret).not.toBe(secret)
  const { body: ping } = await post(`${at}/ping`, {})
  receiver.answer = 500
  await send()
  const { body: list } = await get(`${at}/deliveries?state=pending&limit=1`)
  expect(list.items).toMatchObject([{ id: ping.delivery_id, event: "ping", attempts: [{ status: 500, answer: "ok" }] }])
  receiver.answer = 200
  expect((await post(`${at}/replay`, { delivery: ping.delivery_id })).body).toEqual({ replayed: 1 })
  await send()
  expect((await get(`${at}/deliveries`)).body.items).toMatchObject([{ state: "delivered", next_attempt_at: null }])
  expect((await post(`${at}/replay`, { failed_since: NOW.toISOString() })).body).toEqual({ replayed: 0 })
  expect((await ask("DELETE", `${HOOKS}${at}`, { key })).status).toBe(204)
  expect((await get("")).body.items).toEqual([])
  const good = (name: string) => [...(seen.get(name) ?? [])].some((status) => status < 300)
  const mine = ENDPOINTS.filter((e) => e.path.startsWith(HOOKS))
  expect(mine.map((e) => e.name).filter((name) => !good(name))).toEqual([])
  expect(mine).toHaveLength(9)
})

it("gives the secret again to the same request, and no table can be read for it", async () => {
  const again = { headers: { "idempotency-key": "k-1" } }
  const first = await post("", wish(), again)
  expect(await post("", wish(), again)).toMatchObject({ status: 201, body: first.body })
  expect(await test.db.$count(webhooks)).toBe(1)
  const kept = JSON.stringify([await test.db.select().from(apiAnswers), await test.db.select().from(webhooks)])
  expect(kept).not.toContain(first.body.secret.slice(6, 20))
  expect(kept).not.toContain("whsec")
})

it("of others is nobody's, for every endpoint", async () => {
  const { body } = await post("", wish())
  const theirs = { key: await keyWith(SCOPE_NAMES, await makeUser(test.db, NOW, "mallory@hooks.example")) }
  for (const id of [body.id, newId("webhook", NOW), "whk_x"]) {
    for (const path of ["", "/deliveries"]) expect((await get(`/${id}${path}`, theirs)).body.code).toBe("not_found")
    for (const path of ["/secret", "/ping"])
      expect((await post(`/${id}${path}`, {}, theirs)).body.code).toBe("not_found")
    const replayed = await post(`/${id}/replay`, { failed_since: NOW.toISOString() }, theirs)
    expect(replayed.body.code).toBe("not_found")
    expect((await ask("PATCH", `${HOOKS}/${id}`, { ...theirs, body: { state: "paused" } })).body.code).toBe("not_found")
    expect((await ask("DELETE", `${HOOKS}/${id}`, theirs)).body.code).toBe("not_found")
  }
  expect((await get("", theirs)).body.items).toEqual([])
  expect((await get(`/${body.id}`)).body.state).toBe("active")
  const reader = { key: await keyWith(["webhooks:read"]) }
  expect((await get("", reader)).status).toBe(200)
  expect((await post("", wish(), reader)).body.code).toBe("missing_scope")
})

it("is refused with the field that is wrong", async () => {
  const wrong: [object, string][] = [
    [{ url: "http://hooks.example/" }, "url"],
    [{ url: "https://10.0.0.1/" }, "url"],
    [{ events: [] }, "events"],
    [{ events: ["ping"] }, "events.0"],
    [{ description: "x".repeat(81) }, "description"],
    [{ secret: "mine" }, "secret"],
  ]
  for (const [part, field] of wrong) {
    const { status, body } = await post("", { ...wish(), ...part })
    expect([part, status, body.field]).toEqual([part, 400, field])
  }
  await post("", wish())
  expect(await post("", wish())).toMatchObject({ status: 409, body: { code: "already_exists", field: "url" } })
})
