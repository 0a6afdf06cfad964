/** Keys: shown once and kept as a hash, theirs alone, bounded, ended by date, by hand and by suspension; publish keys live on. */
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { eq, sql } from "drizzle-orm"
import { describe, expect, it } from "vitest"
import { MIGRATIONS_FOLDER } from "#db/migrate.ts"
import { apiKeys } from "#db/schema/api.ts"
import { users } from "#db/schema/auth.ts"
import { notices } from "#db/schema/notices.ts"
import { authenticateKey } from "#lib/api/authenticate-key.ts"
import { KEYS_PER_OWNER, makeKey } from "#lib/api/make-key.ts"
import { listKeys } from "#lib/api/queries.ts"
import { revokeKey } from "#lib/api/revoke-key.ts"
import { createPublisher } from "#lib/catalog/create-publisher.ts"
import { createPublishKey, publishKeyActor } from "#lib/catalog/publish-key.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { newId } from "#lib/kernel/ids.ts"
import { addDays, addMs } from "#lib/kernel/period.ts"
import { databaseForTests } from "../support/database.ts"
import { makeUser } from "../support/fan-world.ts"

const test = databaseForTests()
const NOW = new Date("2026-11-23T12:00:00Z")

async function world() {
  const clock = fixedClock(NOW)
  const deps = { db: test.db, clock }
  return { clock, deps, actor: await makeUser(test.db, NOW, "fan@keys.example") }
}
const overlay = { name: "stream overlay", scopes: ["links:read", "figures:read"], expiresAt: null }

describe("a key", () => {
  it("is shown once, kept as a hash, told of, and opens what it was made for", async () => {
    const { deps, actor } = await world()
    const { key, keyId } = await makeKey(deps, { actor, ...overlay, scopes: [...overlay.scopes, "links:read"] })
    const [row] = await test.db.select().from(apiKeys)
    expect(JSON.stringify(row)).not.toContain(key.slice(3, 20))
    expect(row).toMatchObject({ scopes: ["links:read", "figures:read"], hint: key.slice(-4), lastUsedAt: null })
    expect(await test.db.select({ kind: notices.kind }).from(notices)).toEqual([{ kind: "key-made" }])
    expect(await authenticateKey(deps, `Bearer ${key}`, "203.0.113.0/24")).toEqual({
      ...{ keyId, name: "stream overlay", scopes: ["links:read", "figures:read"], expiresAt: null },
      actor: { userId: actor.userId, roles: ["fan"], email: actor.email },
    })
    expect(await listKeys(test.db, actor.userId)).toMatchObject([{ lastUsedAt: NOW, lastUsedFrom: "203.0.113.0/24" }])
  })

  it("says what is wrong with it: none, mistyped, unknown, revoked, ended, suspended", async () => {
    const { deps, clock, actor } = await world()
    const { key, keyId } = await makeKey(deps, { actor, ...overlay, expiresAt: addDays(NOW, 7) })
    const swapped = `${key.slice(0, -1)}${key.endsWith("x") ? "y" : "x"}`
    for (const header of [null, "", "Basic abc", "Bearer ", `Bearer ${swapped}`, `Bearer ${key} ${key}`, key])
      await expect(authenticateKey(deps, header), String(header)).rejects.toMatchObject({ code: "unauthenticated" })
    expect(await authenticateKey(deps, `bearer ${key}`)).toMatchObject({ keyId })
    clock.set(addMs(addDays(NOW, 7), -1))
    expect(await authenticateKey(deps, `Bearer ${key}`)).toMatchObject({ keyId })
    clock.set(addDays(NOW, 7))
    await expect(authenticateKey(deps, `Bearer ${key}`)).rejects.toMatchObject({ code: "key_expired" })
    clock.set(NOW)
    await test.db.update(users).set({ suspendedAt: NOW })
    await expect(authenticateKey(deps, `Bearer ${key}`)).rejects.toMatchObject({ code: "account_suspended" })
    await test.db.update(users).set({ suspendedAt: null })
    await revokeKey(deps, { actor, keyId })
    const refusal = { code: "key_revoked", detail: expect.stringContaining("2026-11-23") }
    await expect(authenticateKey(deps, `Bearer ${key}`)).rejects.toMatchObject(refusal)
    await test.db.delete(apiKeys)
    await expect(authenticateKey(deps, `Bearer ${key}`)).rejects.toMatchObject({ code: "unauthenticated" })
  })

  it("writes its use once a minute, at once from elsewhere, and forgets no place it does not know", async () => {
    const { deps, clock, actor } = await world()
    const { key } = await makeKey(deps, { actor, ...overlay })
    const used = async (afterMs: number, from: string | null) => {
      clock.advance(afterMs)
      await authenticateKey(deps, `Bearer ${key}`, from)
      const [row] = await listKeys(test.db, actor.userId)
      return [row!.lastUsedAt!.getTime() - NOW.getTime(), row!.lastUsedFrom]
    }
    expect(await used(0, "a")).toEqual([0, "a"])
    expect(await used(30_000, "a")).toEqual([0, "a"])
    expect(await used(1_000, "b")).toEqual([31_000, "b"])
    expect(await used(60_000, null)).toEqual([91_000, "b"])
  })

  it("is its owner's alone to revoke; twice changes nothing", async () => {
    const { deps, clock, actor } = await world()
    const { key, keyId } = await makeKey(deps, { actor, ...overlay })
    const stranger = await makeUser(test.db, NOW, "stranger@keys.example")
    await expect(revokeKey(deps, { actor: stranger, keyId })).rejects.toMatchObject({ code: "not_found" })
    expect(await authenticateKey(deps, `Bearer ${key}`)).toMatchObject({ keyId })
    await revokeKey(deps, { actor, keyId })
    clock.advance(60_000)
    await revokeKey(deps, { actor, keyId })
    expect((await listKeys(test.db, actor.userId))[0]!.revokedAt).toEqual(NOW)
  })

  it.each([
    [{ name: "  " }, "name"],
    [{ name: "x".repeat(81) }, "name"],
    [{ name: "a\u0000b" }, "name"],
    [{ scopes: [] }, "scopes"],
    [{ scopes: ["links:read", "everything"] }, "scopes"],
    [{ scopes: ["constructor"] }, "scopes"],
    [{ expiresAt: NOW }, "lastDay"],
    [{ expiresAt: addDays(NOW, 731) }, "lastDay"],
    [{ expiresAt: new Date(Number.NaN) }, "lastDay"],
  ])("is not made of %j", async (wrong, field) => {
    const { deps, actor } = await world()
    const made = makeKey(deps, { actor, ...overlay, ...wrong })
    await expect(made).rejects.toMatchObject({ code: "invalid_input", field })
  })

  it("is one of fifty live ones at most, also when two are asked for at once", async () => {
    const { deps, actor } = await world()
    const row = (i: number) => ({ ...overlay, id: newId("apiKey", NOW), keyHash: `h${i}`, hint: "", createdAt: NOW })
    const rows = Array.from({ length: KEYS_PER_OWNER + 1 }, (_, i) => ({ ...row(i), ownerId: actor.userId }))
    await test.db.insert(apiKeys).values(rows.map((r) => ({ ...r, scopes: ["links:read" as const] })))
    await test.db.update(apiKeys).set({ revokedAt: NOW }).where(eq(apiKeys.keyHash, "h0"))
    await test.db.update(apiKeys).set({ expiresAt: NOW }).where(eq(apiKeys.keyHash, "h1"))
    const tries = await Promise.allSettled([1, 2].map(() => makeKey(deps, { actor, ...overlay })))
    expect(tries.map((t) => t.status).toSorted()).toEqual(["fulfilled", "rejected"])
    expect(tries.find((t) => t.status === "rejected")?.reason).toMatchObject({ code: "too_many" })
  })
})

describe("publish keys", () => {
  it("are keys with the one scope; another key does not publish, and a publish key reads nothing else", async () => {
    const { deps, actor } = await world()
    await expect(createPublishKey(deps, { actor, name: "" })).rejects.toMatchObject({ code: "forbidden" })
    await createPublisher(deps, { actor, name: "Attic Works" })
    const { key } = await createPublishKey(deps, { actor, name: "" })
    expect(await publishKeyActor(deps, `Bearer ${key}`)).toMatchObject({ userId: actor.userId })
    expect((await authenticateKey(deps, `Bearer ${key}`)).scopes).toEqual(["releases:write"])
    const other = await makeKey(deps, { actor, ...overlay })
    const refusal = { code: "missing_scope", detail: expect.stringContaining("releases:write") }
    await expect(publishKeyActor(deps, `Bearer ${other.key}`)).rejects.toMatchObject(refusal)
  })

  it("that were made before there was one kind of key are carried over by the migration and open as before", async () => {
    const { deps, actor } = await world()
    await createPublisher(deps, { actor, name: "Attic Works" })
    const old = `ffp_${"k".repeat(43)}`
    const hash = createHash("sha256").update(old).digest("base64url")
    await test.db.execute(sql`create table publish_key (key_hash text primary key, publisher_id text not null, name text not null,
      created_at timestamptz(3) not null, last_used_at timestamptz(3), revoked_at timestamptz(3))`)
    await test.db.execute(
      sql`insert into publish_key select ${hash}, id, 'build server', created_at, null, null from publisher`,
    )
    const file = readFileSync(join(MIGRATIONS_FOLDER, "0015_api_keys.sql"), "utf8")
    const moving = file.split("--> statement-breakpoint").filter((part) => /insert into api_key|drop table/.test(part))
    expect(moving).toHaveLength(2)
    for (const statement of moving) await test.db.execute(sql.raw(statement))
    expect(await publishKeyActor(deps, `Bearer ${old}`)).toMatchObject({ userId: actor.userId })
    expect(await listKeys(test.db, actor.userId)).toMatchObject([{ name: "build server", hint: "" }])
  })
})
