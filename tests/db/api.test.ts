/** The REST API as programs meet it: through its route files, every answer held to its declaration. */

import { Validator } from "@seriousme/openapi-schema-validator"
import { eq } from "drizzle-orm"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { ENDPOINTS } from "#app/_server/api/all.ts"
import { openApi } from "#app/_server/api/openapi.ts"
import { KEY_QUOTA } from "#app/_server/api/quota.ts"
import { apiAnswers } from "#db/schema/api.ts"
import { clicks } from "#db/schema/attribution.ts"
import { users } from "#db/schema/auth.ts"
import { titles } from "#db/schema/catalog.ts"
import { links } from "#db/schema/fans.ts"
import { siteProofs } from "#db/schema/site-proofs.ts"
import { newKeyText } from "#lib/api/key-text.ts"
import { makeKey } from "#lib/api/make-key.ts"
import { revokeKey } from "#lib/api/revoke-key.ts"
import { SCOPE_NAMES } from "#lib/api/scopes.ts"
import { recordClicks } from "#lib/attribution/record-clicks.ts"
import { newClickId } from "#lib/attribution/visit.ts"
import { addTerm } from "#lib/catalog/set-term.ts"
import type { Deps } from "#lib/deps.ts"
import { claimCode } from "#lib/fans/claim-code.ts"
import { createLink } from "#lib/fans/create-link.ts"
import { NO_CACHES } from "#lib/fans/page-caches.ts"
import { retireCode } from "#lib/fans/retire-code.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { newId } from "#lib/kernel/ids.ts"
import { addDays, addMs } from "#lib/kernel/period.ts"
import { loadPlatformKeys, type PlatformKeys } from "#lib/keys/platform-keys.ts"
import { type Ask, ask, seen } from "../support/api-caller.ts"
import { testConfig } from "../support/config.ts"
import { databaseForTests } from "../support/database.ts"
import { makeFanWorld, makeTitle, makeUser } from "../support/fan-world.ts"
import { buy, clickThrough, makeCarrier, saleWorld } from "../support/sale-world.ts"

vi.mock("server-only", () => ({}))
/** A process that dies here takes its open tx with it; an error thrown here does the same to the tx. */
const fault = vi.hoisted(() => ({ at: "" }))
vi.mock("#db/faults.ts", () => ({
  faultPoint: (name: string) => {
    if (name === fault.at) throw new Error(`died at ${name}`)
  },
}))

const test = databaseForTests()
const NOW = new Date("2026-11-23T12:00:00.000Z")
const config = { ...testConfig(), publicUrl: "https://fanfare.example" }
const clock = fixedClock(NOW)
let world: Awaited<ReturnType<typeof makeFanWorld>>
let key: string

let keys: PlatformKeys

const deps = () => ({ db: test.db, clock, config, keys, caches: NO_CACHES }) as unknown as Deps

beforeEach(async () => {
  clock.set(NOW)
  keys = await loadPlatformKeys(test.db, config.masterKey, clock)
  globalThis.__fanfare = deps()
  world = await makeFanWorld({ db: test.db, clock })
  key = await keyWith(SCOPE_NAMES)
})
afterEach(() => {
  globalThis.__fanfare = undefined
})

const keyWith = async (scopes: readonly string[], actor = world.fan) =>
  (await makeKey(deps(), { actor, name: "test", scopes, expiresAt: null })).key
const get = (path: string, more: Ask = {}) => ask("GET", path, { key, ...more })
const post = (path: string, body: unknown, more: Ask = {}) => ask("POST", path, { key, body, ...more })
const link = () => world.link.linkId
const newLink = () => ({ title: world.titleId, site: world.site.siteId, sub_id: "autumn" })

describe("the description", () => {
  it("is OpenAPI 3.1 by OpenAPI's own schema, and every reference in it leads somewhere", async () => {
    const document = openApi(config.publicUrl)
    const validator = new Validator()
    const judged = await validator.validate(structuredClone(document))
    expect(judged).toMatchObject({ valid: true })
    expect(validator.version).toBe("3.1")
    const text = JSON.stringify(document)
    for (const [, at] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const target = at!.split("/").reduce<unknown>((part, name) => (part as Record<string, unknown>)?.[name], document)
      expect([at, target]).toEqual([at, expect.any(Object)])
    }
    expect(text).not.toMatch(/\$defs|undefined/)
  })

  it("names every endpoint once, with a period after each summary, and is there for tools of any origin", async () => {
    const names = ENDPOINTS.map((e) => e.name)
    expect(new Set(names).size).toBe(names.length)
    for (const { name, summary } of ENDPOINTS) expect([name, summary]).toEqual([name, expect.stringMatching(/\.$/)])
    const { GET } = await import("../../app/api/v1/openapi.json/route.ts")
    const answer = await GET(new Request("https://fanfare.example/api/v1/openapi.json"))
    const document = (await answer.json()) as { paths: Record<string, Record<string, unknown>>; components: object }
    const described = Object.entries(document.paths).flatMap(([path, ops]) =>
      Object.keys(ops).map((m) => `${m} ${path}`),
    )
    expect(described.sort()).toEqual(ENDPOINTS.map((e) => `${e.method.toLowerCase()} ${e.path}`).sort())
    expect(Object.keys((document.components as { schemas: object }).schemas)).toContain("Link")
    expect(answer.headers.get("access-control-allow-origin")).toBe("*")
  })
})

describe("who is asked for", () => {
  it("is told what is wrong with the key, and how to send one", async () => {
    const none = await ask("GET", "/api/v1/me")
    expect([none.status, none.body.code]).toEqual([401, "unauthenticated"])
    expect(none.headers.get("www-authenticate")).toBe('Bearer realm="fanfare"')
    const made = await makeKey(deps(), { actor: world.fan, name: "gone", scopes: ["links:read"], expiresAt: null })
    await revokeKey(deps(), { actor: world.fan, keyId: made.keyId })
    const revoked = await ask("GET", "/api/v1/me", { key: made.key })
    expect([revoked.status, revoked.body.code]).toEqual([401, "key_revoked"])
    expect(revoked.headers.get("www-authenticate")).toContain('error="invalid_token"')
    await test.db.update(users).set({ suspendedAt: NOW })
    expect(await get("/api/v1/me")).toMatchObject({ status: 403, body: { code: "account_suspended" } })
  })

  it("needs the scope of each endpoint, and is told which", async () => {
    const bare = await keyWith(["releases:write"])
    for (const { method, path, scope, name } of ENDPOINTS) {
      const answer = await ask(method, path.replace("{id}", link()), {
        key: bare,
        ...((method === "POST" || method === "PATCH") && { body: {} }),
      })
      if (scope === null) expect([name, answer.status]).toEqual([name, 200])
      else {
        expect([name, answer.body]).toEqual([
          name,
          expect.objectContaining({ code: "missing_scope", required_scope: scope }),
        ])
        expect(answer.headers.get("www-authenticate")).toContain(`scope="${scope}"`)
      }
    }
  })

  it("is recognised by me, which every key may ask", async () => {
    const narrow = await keyWith(["figures:read"])
    const { body, headers } = await get("/api/v1/me", { key: narrow, headers: { "x-request-id": "mine-1" } })
    expect(body).toMatchObject({
      id: world.fan.userId,
      roles: ["fan"],
      key: { scopes: ["figures:read"], expires_at: null },
    })
    expect(headers.get("x-request-id")).toBe("mine-1")
    const bad = await get("/api/v1/me", { headers: { "x-request-id": "a b\tc" } })
    expect(bad.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/)
  })

  it("has a quota, is told of it, and waits when it is used up; another key does not", async () => {
    const mine = await keyWith(["links:read"])
    const first = await get("/api/v1/me", { key: mine })
    expect(first.headers.get("ratelimit-policy")).toBe(`"key";q=${KEY_QUOTA.quota};w=${KEY_QUOTA.windowSeconds}`)
    let last = first
    for (let i = 0; i < KEY_QUOTA.quota + 100 && last.status === 200; i++) last = await get("/api/v1/me", { key: mine })
    expect([last.status, last.body.code]).toEqual([429, "too_many"])
    expect(Number(last.headers.get("retry-after"))).toBeGreaterThan(0)
    expect(last.headers.get("ratelimit")).toMatch(/^"key";r=0;/)
    expect((await get("/api/v1/me")).status).toBe(200)
  })

  it("is no guesser of keys: after sixty wrong ones a network waits and the database is not asked; known keys go on", async () => {
    const from = { headers: { "x-fanfare-address": "203.0.113.7" } }
    const asked = vi.spyOn(test.db, "select")
    try {
      expect((await get("/api/v1/me", from)).status).toBe(200)
      const codes: string[] = []
      for (let i = 0; i < 75; i++)
        codes.push((await ask("GET", "/api/v1/me", { key: newKeyText(), ...from })).body.code)
      expect([...new Set(codes)]).toEqual(["unauthenticated", "too_many"])
      asked.mockClear()
      // The bucket gives one back each second.
      const last = await Promise.all([1, 2, 3].map(() => ask("GET", "/api/v1/me", { key: newKeyText(), ...from })))
      expect([last.some((one) => one.body.code === "too_many"), asked.mock.calls.length < 3]).toEqual([true, true])
      expect(Number(last.at(-1)!.headers.get("retry-after"))).toBeGreaterThan(0)
      expect((await get("/api/v1/me", from)).status).toBe(200)
      const fresh = await keyWith(["links:read"])
      expect((await get("/api/v1/me", { key: fresh })).status).toBe(200)
    } finally {
      asked.mockRestore()
    }
  })
})

describe("links", () => {
  it("are made, read, listed and archived", async () => {
    clock.advance(1_000)
    const made = await post("/api/v1/links", newLink())
    expect(made).toMatchObject({
      status: 201,
      body: { title: { slug: "tin-comet" }, site: { name: "Pixel Attic" }, sub_id: "autumn", state: "live" },
    })
    expect(made.body.url).toBe(`https://fanfare.example/r/${made.body.code}`)
    expect(made.headers.get("location")).toBe(`/api/v1/links/${made.body.id}`)
    expect((await get(made.headers.get("location")!)).body).toEqual(made.body)
    expect((await get("/api/v1/links")).body.items.map((l: { id: string }) => l.id)).toEqual([made.body.id, link()])
    for (const _ of [1, 2]) expect((await ask("DELETE", `/api/v1/links/${link()}`, { key })).status).toBe(204)
    expect((await get(`/api/v1/links/${link()}`)).body).toMatchObject({
      state: "archived",
      archived_at: clock.now().toISOString(),
    })
    expect((await get("/api/v1/links?archived=false")).body.items).toHaveLength(1)
    expect((await get(`/api/v1/links?archived=true&title=${world.titleId}`)).body.items).toHaveLength(1)
    expect((await get(`/api/v1/links?site=${newId("site", NOW)}`)).body.items).toEqual([])
  })

  it("are changed in part: what is left out stays, null takes away, the code is for ever", async () => {
    const utm = { pass: ["utm_source"], add: { utm_medium: "blog" } }
    const wish = {
      ...newLink(),
      code: "Tin-Autumn",
      name: "Sidebar",
      tags: ["autumn", "side bar"],
      note: "n",
      path: "/notes/1",
      utm,
    }
    const made = await post("/api/v1/links", wish)
    expect(made.body).toMatchObject({
      code: "tin-autumn",
      tags: ["autumn", "side bar"],
      path: "notes/1",
      utm,
      watch: "ok",
    })
    const patch = (body: unknown) => ask("PATCH", `/api/v1/links/${made.body.id}`, { key, body })
    const changed = await patch({ name: "Footer", sub_id: null, utm: null, archived: true })
    const at = { state: "archived", archived_at: NOW.toISOString() }
    expect(changed.body).toEqual({ ...made.body, name: "Footer", sub_id: null, utm: null, ...at })
    expect((await patch({ archived: false })).body).toMatchObject({ state: "live", name: "Footer" })
    expect((await patch({})).status).toBe(200)
    const wrong: [unknown, string][] = [
      [{ site: null, destination: "page" }, "site"],
      [{ sub_id: "a b" }, "sub_id"],
      [{ path: "//evil.example" }, "path"],
      [{ tags: ["<b>"] }, "tags"],
      [{ tags: ["a,b"] }, "tags.0"],
      [{ utm: { pass: ["utm_zap"], add: {} } }, "utm.pass.0"],
      [{ code: "other" }, "code"],
    ]
    for (const [body, field] of wrong) expect([body, (await patch(body)).body.field]).toEqual([body, field])
    const taken = await post("/api/v1/links", { ...newLink(), code: "t1n-autumn" })
    expect([taken.status, taken.body.code, taken.body.field]).toEqual([409, "already_exists", "code"])
  })

  it("change whole or not at all", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {})
    fault.at = "tx.archive-link.begin"
    expect(
      (await ask("PATCH", `/api/v1/links/${link()}`, { key, body: { name: "Half", archived: true } })).status,
    ).toBe(500)
    fault.at = ""
    expect((await get(`/api/v1/links/${link()}`)).body).toMatchObject({ name: "", state: "live" })
  })

  it("of others are nobody's: not read, not archived, not listed, not counted; nor are their sites used", async () => {
    const other = await makeUser(test.db, NOW, "other@fan.example")
    const theirs = await keyWith(SCOPE_NAMES, other)
    for (const id of [link(), newId("link", NOW), "lnk_x", "..%2f..%2fme", "%00", `lnk_${"é".repeat(26)}`]) {
      expect((await get(`/api/v1/links/${id}`, { key: theirs })).body.code, id).toBe("not_found")
      expect((await ask("DELETE", `/api/v1/links/${id}`, { key: theirs })).body.code, id).toBe("not_found")
      const patch = await ask("PATCH", `/api/v1/links/${id}`, { key: theirs, body: { name: "mine now" } })
      expect(patch.body.code, id).toBe("not_found")
    }
    expect((await get("/api/v1/links", { key: theirs })).body.items).toEqual([])
    expect(await post("/api/v1/links", newLink(), { key: theirs })).toMatchObject({ status: 404 })
    expect((await get(`/api/v1/clicks?link=${link()}`, { key: theirs })).body.items).toEqual([])
    expect((await get(`/api/v1/links/${link()}`)).body.state).toBe("live")
  })

  it("are for fans: an account without that role makes none", async () => {
    await test.db.update(users).set({ roles: [] })
    expect(await post("/api/v1/links", newLink())).toMatchObject({ status: 403, body: { code: "forbidden" } })
  })

  it("come page by page: nothing twice, nothing left out, also while new ones are made", async () => {
    const made: string[] = [link()]
    const make = async () => {
      clock.advance(1_000)
      const input = { actor: world.fan, titleId: world.titleId, siteId: null, subId: null }
      made.unshift((await createLink(deps(), input)).linkId)
    }
    for (let i = 0; i < 6; i++) await make()
    const before = [...made]
    const read: string[] = []
    let next: string | null = "/api/v1/links?limit=3"
    while (next) {
      const { body, headers } = await get(next)
      read.push(...body.items.map((l: { id: string }) => l.id))
      const [, url] = /^<https:\/\/fanfare\.example([^>]+)>; rel="next"$/.exec(headers.get("link") ?? "") ?? []
      expect(url !== undefined).toBe(body.next_cursor !== null)
      if (url) expect(new URLSearchParams(url.split("?")[1]).get("cursor")).toBe(body.next_cursor)
      next = url ?? null
      await make()
    }
    expect(read).toEqual(before)
  })
})

describe("requests that are not right", () => {
  it.each([
    [{}, ["title"]],
    [{ title: "x" }, ["title"]],
    [{ title: 7 }, ["title"]],
    [[], [""]],
    [null, [""]],
    ["7", [""]],
    [{ ...{ title: "ttl_1" }, colour: "red", __proto__: null, zap: 1 }, ["title", "colour", "zap"]],
  ])("%j is refused, and every wrong field is named", async (body, fields) => {
    const answer = await post("/api/v1/links", body === "7" ? "7" : body)
    expect([answer.status, answer.body.code]).toEqual([400, "invalid_input"])
    expect(answer.body.errors.map((e: { field: string }) => e.field).filter((f: string) => fields.includes(f))).toEqual(
      fields,
    )
    expect(await test.db.$count(links)).toBe(1)
  })

  it("no JSON, another type, too large, not UTF-8, a zero byte", async () => {
    const tries: [unknown, Record<string, string>, number][] = [
      ["{", {}, 400],
      ["", {}, 400],
      [newLink(), { "content-type": "text/plain" }, 415],
      [newLink(), { "content-type": "application/x-www-form-urlencoded" }, 415],
      [newLink(), { "content-type": "application/json; charset=utf-8" }, 201],
      [{ ...newLink(), sub_id: "x".repeat(70_000) }, {}, 413],
      [{ ...newLink(), sub_id: "x".repeat(65) }, {}, 400],
      [{ ...newLink(), sub_id: "a\u0000b" }, {}, 400],
      [{ ...newLink(), sub_id: "a b" }, {}, 400],
    ]
    for (const [body, headers, status] of tries)
      expect([body, (await post("/api/v1/links", body, { headers })).status]).toEqual([body, status])
  })

  it.each([
    "limit=0",
    "limit=201",
    "limit=1e1",
    "limit=-1",
    "limit=",
    "limit=1&limit=2",
    "page=2",
    "archived=yes",
    "title=ttl_x",
    "cursor=x",
    `cursor=${"a".repeat(400)}`,
    `cursor=${Buffer.from(JSON.stringify(["links", "lnk_' or 1=1--"])).toString("base64url")}`,
    `cursor=${Buffer.from(JSON.stringify(["clicks", NOW.toISOString(), "a"])).toString("base64url")}`,
  ])("?%s is refused", async (query) => {
    const answer = await get(`/api/v1/links?${query}`)
    expect([answer.status, answer.body.code, answer.body.field]).toEqual([400, "invalid_input", query.split("=")[0]])
  })

  it("wrong methods are told the right ones, wrong addresses are told where to look", async () => {
    const put = await ask("PUT", "/api/v1/links", { key })
    expect([put.status, put.body.code, put.headers.get("allow")]).toEqual([405, "not_allowed", "GET, POST"])
    const { GET } = await import("../../app/api/v1/[...rest]/route.ts")
    const lost = GET(new Request("https://fanfare.example/api/v1/lnks"))
    expect([lost.status, lost.headers.get("content-type")]).toEqual([404, "application/problem+json"])
  })
})

describe("an idempotency key", () => {
  const send = (idempotency: string, body: unknown = newLink(), more: Ask = {}) =>
    post("/api/v1/links", body, { ...more, headers: { "idempotency-key": idempotency } })

  it("makes one link of the same request twice, and the second answer is the first", async () => {
    const [first, second, quoted] = [await send("a-1"), await send("a-1"), await send('"a-1"')]
    expect(first.headers.get("idempotency-replayed")).toBeNull()
    for (const again of [second, quoted]) {
      expect(again.headers.get("idempotency-replayed")).toBe("true")
      expect([again.status, again.body, again.headers.get("location")]).toEqual([
        201,
        first.body,
        first.headers.get("location"),
      ])
    }
    expect(await test.db.$count(links)).toBe(2)
  })

  it("makes one link also when both come at once: the other waits, or is told to", async () => {
    const both = await Promise.all([send("b-1"), send("b-1")])
    const statuses = both.map((a) => a.status).sort()
    expect([
      [201, 201],
      [201, 409],
    ]).toContainEqual(statuses)
    if (statuses[1] === 409) expect(both.find((a) => a.status === 409)!.body.code).toBe("idempotency_running")
    expect((await send("b-1")).headers.get("idempotency-replayed")).toBe("true")
    expect(await test.db.$count(links)).toBe(2)
  })

  // The embedded database has one session: nobody holds a lock beside it, a second request waits by itself.
  if (process.env.DATABASE_URL)
    it("is told to wait while the first is being answered", async () => {
      const name = `api-answer ${world.fan.userId} g-1`
      const held = await test.database.pool.connect()
      await held.query("select pg_advisory_lock(hashtextextended($1, 0))", [name])
      const second = await send("g-1")
      held.release(true)
      expect([second.status, second.body.code, second.headers.get("retry-after")]).toEqual([
        409,
        "idempotency_running",
        "1",
      ])
      expect(await test.db.$count(links)).toBe(1)
    })

  it("is refused for another request, and is each account's own", async () => {
    await send("c-1")
    const other = await send("c-1", { title: world.titleId })
    expect([other.status, other.body.code]).toEqual([422, "idempotency_mismatch"])
    const someone = await makeUser(test.db, NOW, "someone@fan.example")
    const theirs = await send("c-1", { title: world.titleId }, { key: await keyWith(SCOPE_NAMES, someone) })
    expect([theirs.status, theirs.headers.get("idempotency-replayed")]).toEqual([201, null])
  })

  it("keeps no refusal: what changed nothing may be tried again", async () => {
    const gone = { ...newLink(), title: newId("title", NOW) }
    expect((await send("d-1", gone)).status).toBe(404)
    expect(await test.db.$count(apiAnswers)).toBe(0)
    expect((await send("d-1")).status).toBe(201)
  })

  it("leaves neither link nor answer when the process dies before the commit, and both after it", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {})
    fault.at = "tx.answer-once.commit"
    const died = await send("e-1")
    fault.at = ""
    expect([died.status, died.body.code]).toEqual([500, "internal"])
    expect([await test.db.$count(links), await test.db.$count(apiAnswers)]).toEqual([1, 0])
    fault.at = "tx.answer-once.done"
    expect((await send("e-1")).status).toBe(500)
    fault.at = ""
    expect((await send("e-1")).headers.get("idempotency-replayed")).toBe("true")
    expect(await test.db.$count(links)).toBe(2)
  })

  it("is forgotten after a day, and has a shape", async () => {
    await send("f-1")
    clock.set(addMs(addDays(NOW, 1), 1))
    expect((await send("f-1")).headers.get("idempotency-replayed")).toBeNull()
    for (const wrong of ["", "a b", "x".repeat(256), '""'])
      expect([wrong, (await send(wrong)).body.field]).toEqual([wrong, "Idempotency-Key"])
  })
})

describe("what is read", () => {
  it("is tagged, and what has not changed does not travel", async () => {
    const first = await get("/api/v1/links")
    const tag = first.headers.get("etag")!
    expect(first.headers.get("cache-control")).toBe("private, no-cache")
    const again = await get("/api/v1/links", { headers: { "if-none-match": `"other", W/${tag}` } })
    expect([again.status, again.body, again.headers.get("etag")]).toEqual([304, null, tag])
    await post("/api/v1/links", newLink())
    expect((await get("/api/v1/links", { headers: { "if-none-match": tag } })).status).toBe(200)
  })

  it("sites and titles with what they earn now and later", async () => {
    expect((await get("/api/v1/sites")).body).toMatchObject({
      items: [{ id: world.site.siteId, page_url: "https://fanfare.example/s/pixel-attic", proved: false }],
      next_cursor: null,
    })
    const proof = {
      siteId: world.site.siteId,
      method: "tag",
      place: "x",
      askedAt: NOW,
      checkedAt: NOW,
      opened: "x",
    } as const
    await test.db.insert(siteProofs).values({ ...proof, state: "proved", provedAt: NOW })
    expect((await get("/api/v1/sites")).body).toMatchObject({ items: [{ proved: true }] })
    await test.db.update(siteProofs).set({ state: "lost" })
    expect((await get("/api/v1/sites")).body).toMatchObject({ items: [{ proved: false }] })
    clock.advance(1_000)
    await makeTitle(test.db, clock.now(), "slow-film", "Slow Film")
    const [owner] = await test.db.select().from(users).where(eq(users.email, "slow-film@publisher.example"))
    const actor = { userId: owner!.id, email: owner!.email, roles: ["publisher" as const] }
    const term = { title: "slow-film", referralBps: 1_100, startsAt: NOW, endsAt: addDays(NOW, 9) }
    await addTerm(deps(), { actor, ...term })
    const { body } = await get("/api/v1/titles?limit=1")
    expect(body.items).toMatchObject([
      { slug: "slow-film", price: "30.00", referral_bps: 1_100, terms: [{ referral_bps: 1_100 }] },
    ])
    const rest = await get(`/api/v1/titles?limit=1&cursor=${body.next_cursor}`)
    expect(rest.body).toMatchObject({ items: [{ slug: "tin-comet", referral_bps: 500, terms: [] }], next_cursor: null })
    expect((await get("/api/v1/titles?kind=film")).body.items).toEqual([])
  })

  it("creator codes, their own alone, the retired ones too", async () => {
    await claimCode(deps(), { actor: world.fan, code: "Noorish" })
    const { codeId } = await claimCode(deps(), { actor: world.fan, code: "nightbus" })
    await retireCode(deps(), { actor: world.fan, codeId })
    const { body } = await get("/api/v1/codes")
    expect(body.items.map((c: { code: string; state: string }) => [c.code, c.state]).sort()).toEqual([
      ["NIGHTBUS", "retired"],
      ["NOORISH", "live"],
    ])
    expect(body.items[0]).toMatchObject({ buyers: 0, sales: 0, earned: "0.00" })
    const other = await keyWith(SCOPE_NAMES, await makeUser(test.db, NOW, "codeless@fan.example"))
    expect((await get("/api/v1/codes", { key: other })).body.items).toEqual([])
  })

  it("figures by day and by what tells them apart; a span or a zone that cannot be is refused, not guessed", async () => {
    const at = (text: string) => new Date(text)
    const click = (when: string, subId: string | null, flag: "bot" | null = null) => {
      const id = newClickId(at(when))
      const s1 = subId === "a" ? "poster" : null
      return {
        ...{ id, linkId: link(), at: at(when), subId, s1, deepPath: null, refererHost: null, flag },
        visitHash: id,
      }
    }
    await recordClicks(test.db, [
      click("2026-11-22T23:30:00Z", "a"),
      click("2026-11-23T10:00:00Z", "b"),
      click("2026-11-23T11:00:00Z", "b", "bot"),
    ])
    const { body } = await get("/api/v1/figures?from=2026-11-22&to=2026-11-23&by=sub")
    expect(body).toMatchObject({
      totals: { counted: 2, raw: 3 },
      not_counted: { bot: 1, double: 0 },
      more_groups: false,
    })
    expect(body.days.map((d: { day: string; counted: number }) => [d.day, d.counted])).toEqual([
      ["2026-11-22", 1],
      ["2026-11-23", 1],
    ])
    expect(body.groups.map((g: { key: string; raw: number }) => [g.key, g.raw]).sort()).toEqual([
      ["a", 1],
      ["b", 2],
    ])
    const berlin = await get("/api/v1/figures?from=2026-11-23&to=2026-11-23&zone=Europe/Berlin&sub=a")
    expect(berlin.body).toMatchObject({ zone: "Europe/Berlin", totals: { counted: 1, raw: 1 } })
    const tagged = async (query: string) =>
      (await get(`/api/v1/figures?from=2026-11-22&to=2026-11-23&by=sub&${query}`)).body.groups.map(
        (g: { key: string }) => g.key,
      )
    expect([await tagged("s1=poster"), await tagged("s1=-"), await tagged("s5=poster")]).toEqual([["a"], ["b"], []])
    expect((await get("/api/v1/figures")).body).toMatchObject({ from: "2026-10-25", to: "2026-11-23", by: "link" })
    const wrong: [string, string][] = [
      ["from=2026-11-24&to=2026-11-23", "from"],
      ["from=2020-01-01", "from"],
      ["from=2026-02-30", "from"],
      ["zone=Mars/Olympus", "zone"],
      ["by=weather", "by"],
      ["device=toaster", "device"],
      ["sub=%00", "sub"],
      ["host=a%00b", "host"],
      ["from=0000-01-01&to=0000-01-02", "from"],
      ["to=1999-12-31", "to"],
    ]
    for (const [query, field] of wrong)
      expect([query, (await get(`/api/v1/figures?${query}`)).body.field]).toEqual([query, field])
    const other = await keyWith(SCOPE_NAMES, await makeUser(test.db, NOW, "figureless@fan.example"))
    const theirs = await get(`/api/v1/figures?from=2026-11-22&to=2026-11-23&link=${link()}`, { key: other })
    expect(theirs.body).toMatchObject({ totals: { counted: 0, raw: 0 }, groups: [] })
  })

  it("clicks one by one with why they do not count, and nothing of who came", async () => {
    const click = (seconds: number, flag: "bot" | null = null) => {
      const at = addMs(NOW, seconds * 1_000)
      const id = newClickId(at)
      const facts = { subId: "a", deepPath: "/extras", refererHost: "blog.example", flag, visitHash: id }
      return { id, linkId: link(), at, ...facts, utm: '{"utm_source":"mail"}' }
    }
    const rows = [click(1), click(2, "bot"), click(2), click(3)]
    await recordClicks(test.db, rows)
    const all = await get("/api/v1/clicks?limit=2")
    const more = await get(`/api/v1/clicks?limit=2&cursor=${all.body.next_cursor}`)
    const read = [...all.body.items, ...more.body.items]
    expect(read.map((c: { id: string }) => c.id).sort()).toEqual(rows.map((r) => r.id).sort())
    expect(read.map((c: { at: string }) => c.at)).toEqual([...read.map((c: { at: string }) => c.at)].sort().reverse())
    expect(read.at(-1)).toMatchObject({
      counted: true,
      path: "/extras",
      referer_host: "blog.example",
      utm: { utm_source: "mail" },
    })
    expect((await get("/api/v1/clicks?counted=false")).body.items).toMatchObject([{ flag: "bot", counted: false }])
    const span = `from=${rows[2]!.at.toISOString()}&to=${rows[3]!.at.toISOString()}`
    expect((await get(`/api/v1/clicks?${span}&counted=true`)).body).toMatchObject({ items: [{ id: rows[2]!.id }] })
    expect((await get("/api/v1/clicks?from=2026-11-23T13:00:02%2B01:00")).body.items).toHaveLength(3)
    for (const odd of ["yesterday", "0000-01-01T00:00:00Z", "1999-12-31T23:59:59Z"])
      expect([odd, (await get(`/api/v1/clicks?from=${odd}`)).body.field]).toEqual([odd, "from"])
    const hashes = await test.db.select({ hash: clicks.visitHash, id: clicks.id }).from(clicks)
    expect(hashes).toHaveLength(4)
    expect(JSON.stringify(read)).not.toMatch(/visit|hash|address/)
  })
})

describe("money", () => {
  it("every commission with its order but never its buyer, explained, with balance and payouts", async () => {
    await test.db.update(titles).set({ slug: "another" })
    const sale = await saleWorld(test.db, { pieces: 4 })
    try {
      const saleConfig = { ...sale.deps.config, publicUrl: config.publicUrl }
      globalThis.__fanfare = { ...sale.deps, config: saleConfig, caches: NO_CACHES } as unknown as Deps
      const fan = await makeUser(test.db, sale.clock.now(), "seller@fan.example")
      const rival = await makeUser(test.db, sale.clock.now(), "rival@fan.example")
      const buyer = await makeUser(test.db, sale.clock.now(), "buyer@example.test")
      await makeCarrier(sale, 1)
      const first = await clickThrough(sale, rival)
      sale.clock.advance(1_000)
      const touches = [first, await clickThrough(sale, fan)]
      await buy(sale, buyer.userId, touches)
      const fans = (await makeKey(sale.deps, { actor: fan, name: "money", scopes: ["earnings:read"], expiresAt: null }))
        .key
      const { body } = await get("/api/v1/commissions", { key: fans })
      expect(body.items).toMatchObject([
        {
          kind: "referral",
          amount: "1.50",
          state: "pending",
          unpaid: [{ amount: "1.50", code: "hold" }],
          order: { price: "30.00" },
          link: { id: expect.any(String), code: expect.any(String) },
          sub_id: null,
          code: null,
        },
      ])
      const [{ id }] = body.items
      const story = await get(`/api/v1/commissions/${id}`, { key: fans })
      expect(story.body.touches).toMatchObject([
        { verdict: "lost", yours: false, link_id: null, click_id: null, sub_id: null, code: null },
        { verdict: "won", yours: true, click_id: touches[1] },
      ])
      const others = (
        await makeKey(sale.deps, { actor: rival, name: "money", scopes: ["earnings:read"], expiresAt: null })
      ).key
      for (const other of [id, "0", "999999", "1;drop", "1e3"])
        expect([other, (await get(`/api/v1/commissions/${other}`, { key: others })).status]).toEqual([other, 404])
      expect((await get("/api/v1/balance", { key: fans })).body).toMatchObject({
        referral: { pending: "1.50", paid: "0.00" },
        carriage: { pending: "0.00" },
        next_payout: { amount: "0.00", kept_by: "payee_missing" },
      })
      expect((await get("/api/v1/payouts", { key: fans })).body).toEqual({ items: [], next_cursor: null })
      for (const none of ["state=paid", "kind=carriage", `to=${NOW.toISOString().replace("2026", "2020")}`])
        expect([none, (await get(`/api/v1/commissions?${none}`, { key: fans })).body.items]).toEqual([none, []])
      const forged = Buffer.from(JSON.stringify(["commissions", "999999"])).toString("base64url")
      expect((await get(`/api/v1/commissions?cursor=${forged}`, { key: fans })).body.field).toBe("cursor")
      const texts = JSON.stringify([body, story.body])
      for (const secret of [buyer.userId, buyer.email, "buyer@paypal.example", rival.userId])
        expect(texts).not.toContain(secret)
    } finally {
      await sale.close()
    }
  })
})

it("every endpoint was seen to succeed here", () => {
  const good = (name: string) => [...(seen.get(name) ?? [])].some((status) => status < 300)
  // Webhooks have a file of their own: webhook-api.test.ts.
  const here = ENDPOINTS.filter((e) => !e.path.startsWith("/api/v1/webhooks"))
  expect(here.map((e) => e.name).filter((name) => !good(name))).toEqual([])
})
