/**
 * A database for a test file: the embedded one in memory, or, when DATABASE_URL is given, a database of its own on that
 * PostgreSQL. Both are copied from a migrated template and emptied before every test.
 */
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs"
import { join } from "node:path"
import pg from "pg"
import { afterAll, beforeAll, beforeEach } from "vitest"
import { type Database, type DatabaseAddress, type Db, openDatabase } from "#db/client.ts"
import { startInMemory } from "#db/embedded.ts"
import { MIGRATIONS_FOLDER, migrateDatabase } from "#db/migrate.ts"
import { patiently } from "./patience.ts"

type Opened = { database: Database; close(): Promise<void> }

const CACHE = join(import.meta.dirname, "../../node_modules/.cache/fanfare")
const START_MS = patiently(60_000)

/**
 * Call once at the top of a test file; `db` is ready inside its tests.
 * @example const test = databaseForTests(); it("…", async () => { await test.db.select()… })
 */
export function databaseForTests(): {
  readonly db: Db
  readonly database: Database
  readonly address: DatabaseAddress
} {
  let opened: (Opened & { address: DatabaseAddress }) | undefined
  let wipe = ""
  beforeAll(async () => {
    opened = await openTestDatabase()
    wipe = await wipeStatement(opened.database)
  }, START_MS)
  beforeEach(async () => {
    await opened!.database.pool.query(wipe)
  })
  afterAll(async () => {
    await opened?.close()
  })
  return {
    get db() {
      return opened!.database.db
    },
    get database() {
      return opened!.database
    },
    get address() {
      return opened!.address
    },
  }
}

/** A fresh, migrated, empty database, for scripts and tests that manage its life themselves. */
export function openTestDatabase(): Promise<Opened & { address: DatabaseAddress }> {
  const url = process.env.DATABASE_URL
  return url ? onPostgres(url) : embedded()
}

async function embedded() {
  const server = await startInMemory(await templateImage())
  const database = openDatabase(server.address)
  const close = async () => {
    await database.close()
    await server.stop()
  }
  return { database, close, address: server.address }
}

/** Starting from an image takes a tenth of what making a cluster and migrating it does. */
async function templateImage(): Promise<string> {
  const path = join(CACHE, `database-${migrationsHash()}.tar`)
  if (existsSync(path)) return path
  mkdirSync(CACHE, { recursive: true })
  const server = await startInMemory(null)
  const database = openDatabase(server.address)
  await migrateDatabase(database)
  await database.close()
  const draft = `${path}.${process.pid}`
  await server.save(draft)
  await server.stop()
  renameSync(draft, path)
  return path
}

async function onPostgres(url: string) {
  const template = `fanfare_template_${migrationsHash()}`
  const name = `fanfare_test_${process.pid}_${crypto.randomUUID().slice(0, 8)}`
  await asAdmin(url, async (admin) => {
    // One at a time: a template cannot be copied while somebody is still migrating it.
    await admin.query("select pg_advisory_lock(7203301)")
    const made = await admin.query("select 1 from pg_database where datname = $1", [template])
    if (made.rowCount === 0) await makeTemplate(admin, url, template)
    await admin.query(`create database ${name} template ${template}`)
    await admin.query("select pg_advisory_unlock(7203301)")
  })
  const address = { url: withDatabase(url, name) }
  const database = openDatabase(address)
  const close = async () => {
    await database.close()
    await asAdmin(url, (admin) => admin.query(`drop database if exists ${name} with (force)`))
  }
  return { database, close, address }
}

async function makeTemplate(admin: pg.Client, url: string, template: string): Promise<void> {
  const draft = `${template}_${process.pid}`
  await admin.query(`create database ${draft}`)
  const database = openDatabase({ url: withDatabase(url, draft) })
  await migrateDatabase(database)
  await database.close()
  await admin.query(`alter database ${draft} rename to ${template}`)
}

async function asAdmin(url: string, work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  try {
    await work(admin)
  } finally {
    await admin.end()
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.toString()
}

function migrationsHash(): string {
  const hash = createHash("sha256")
  // The journal too: it says which of the files are migrations.
  for (const file of [...readdirSync(MIGRATIONS_FOLDER).sort(), "meta/_journal.json"]) {
    if (/\.(?:sql|json)$/.test(file)) hash.update(readFileSync(join(MIGRATIONS_FOLDER, file)))
  }
  return hash.digest("hex").slice(0, 16)
}

/** Deletes with triggers off: the ledger's are there to refuse it, and truncating 40 tables takes far longer. */
async function wipeStatement(database: Database): Promise<string> {
  const { rows } = await database.pool.query<{ name: string }>(
    "select quote_ident(tablename) as name from pg_tables where schemaname = 'public' order by 1",
  )
  const deletes = rows.map((row) => `delete from ${row.name};`).join(" ")
  return `begin; set local session_replication_role = replica; ${deletes} commit;`
}
