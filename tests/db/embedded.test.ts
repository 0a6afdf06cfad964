/** The embedded database: one holder of a folder, many connections that never mix, nothing lost by kill -9. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, it } from "vitest"
import { type Database, openDatabase } from "#db/client.ts"
import { type Embedded, embeddedAddress, startEmbedded } from "#db/embedded.ts"
import { FolderHeldError, lockFolder } from "#db/folder-lock.ts"

const folder = mkdtempSync(join(tmpdir(), "fanfare-embedded-"))
let embedded: Embedded
let database: Database

beforeAll(async () => {
  embedded = await startEmbedded(folder)
  database = openDatabase(embedded.address)
})

afterAll(async () => {
  await database.close()
  await embedded.stop()
  rmSync(folder, { recursive: true, force: true })
})

it("lets nobody else enter, and says who holds the folder", async () => {
  expect(() => lockFolder(folder)).toThrow(FolderHeldError)
  expect(() => lockFolder(folder)).toThrow(`process ${process.pid}`)
  expect(statSync(join(folder, "socket")).mode & 0o777).toBe(0o700)
})

it("takes over a lock whose process is gone or whose pid is another's now", async () => {
  const other = mkdtempSync(join(tmpdir(), "fanfare-lock-"))
  const holder = { pid: process.pid, started: "another start", since: "then", command: "gone" }
  writeFileSync(join(other, "lock"), JSON.stringify(holder))
  lockFolder(other)()
  const release = lockFolder(other)
  expect(() => lockFolder(other)).toThrow(FolderHeldError)
  release()
  rmSync(other, { recursive: true })
})

it("keeps concurrent queries of eight connections apart", async () => {
  const rows = await Promise.all(
    Array.from({ length: 300 }, async (_, i) => {
      if (i % 3 === 0) return (await database.pool.query("select $1::int as v", [i])).rows[0].v
      if (i % 3 === 1)
        return Number((await database.pool.query("select $1::text as v, $2::int", [String(i), i])).rows[0].v)
      await database.pool.query("this is not sql").catch(() => {})
      return i
    }),
  )
  expect(rows).toEqual(Array.from({ length: 300 }, (_, i) => i))
})

it("lets no other connection into an open transaction", async () => {
  await database.pool.query("create table t (v int)")
  const client = await database.pool.connect()
  await client.query("begin")
  await client.query("insert into t values (1)")
  const outside = database.pool.query("select count(*)::int as n from t")
  await client.query("rollback")
  client.release()
  expect((await outside).rows[0].n).toBe(0)
})

it("rolls back what a connection leaves behind when it is cut", async () => {
  const client = await database.pool.connect()
  client.on("error", () => {})
  await client.query("begin")
  await client.query("insert into t values (2)")
  client.release(true)
  expect((await database.pool.query("select count(*)::int as n from t")).rows[0].n).toBe(0)
})

it("carries large values both ways", async () => {
  const large = "ä".repeat(3_000_000)
  const { rows } = await database.pool.query("select $1::text as v", [large])
  expect(rows[0].v).toBe(large)
})

it("is found by another process, and loses nothing committed to kill -9", async () => {
  const other = mkdtempSync(join(tmpdir(), "fanfare-killed-"))
  const script = `
    import { startEmbedded } from "#db/embedded.ts"
    await startEmbedded(${JSON.stringify(other)})
    process.send("ready")`
  const file = join(import.meta.dirname, `.embedded-${process.pid}.ts`)
  writeFileSync(file, script)
  const child = spawn(process.execPath, [file], { stdio: ["ignore", "inherit", "inherit", "ipc"] })
  await once(child, "message")
  rmSync(file)
  const there = openDatabase(embeddedAddress(other)!, () => {})
  await there.pool.query("create table kept (v int)")
  await there.pool.query("insert into kept values (41)")
  child.kill("SIGKILL")
  await once(child, "exit")
  await there.close()
  const again = await startEmbedded(other)
  const reopened = openDatabase(again.address)
  expect((await reopened.pool.query("select v from kept")).rows).toEqual([{ v: 41 }])
  await reopened.close()
  await again.stop()
  rmSync(other, { recursive: true, force: true })
}, 60_000)
