/** The database handle: drizzle over a node-postgres pool, and the one way to open a database transaction (`tx`). */
import { DrizzleQueryError } from "drizzle-orm/errors"
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres"
import pg from "pg"
import { faultPoint } from "./faults.ts"
import * as tables from "./tables.ts"

export type Db = NodePgDatabase<typeof tables>
export type Tx = Parameters<Parameters<Db["transaction"]>[0]>[0]
/** What a read or a single statement may run on. */
export type DbOrTx = Db | Tx

/** Where the database is: a PostgreSQL URL, or the folder of the embedded database's unix socket. */
export type DatabaseAddress = { url: string } | { socketDir: string } | { host: string; port: number }

export type Database = { db: Db; pool: pg.Pool; close(): Promise<void> }

const POOL_SIZE = 10
/** The embedded server speaks for one session at a time; a few connections keep its queue filled. */
const EMBEDDED_POOL_SIZE = 8
/** A database behind a dead line answers nothing for as long as TCP hopes; whoever asks is told sooner. */
const CONNECT_LIMIT_MS = 10_000

/**
 * Opens a pool. The caller closes it. Errors of idle connections are logged, never thrown. Whoever gets no connection within
 * `connectLimitMs` is refused.
 */
export function openDatabase(
  address: DatabaseAddress,
  log: (message: string) => void = console.error,
  connectLimitMs = CONNECT_LIMIT_MS,
): Database {
  const pool = new pg.Pool({ ...poolConfig(address), connectionTimeoutMillis: connectLimitMs, keepAlive: true })
  const lost = (error: Error) => log(`database connection lost: ${error.message}`)
  pool.on("error", lost)
  // A connection that is checked out has no listener of the pool's: its loss fails the query, never the process.
  pool.on("connect", (client) => client.on("error", lost))
  return { db: drizzle(pool, { schema: tables }), pool, close: () => pool.end() }
}

function poolConfig(address: DatabaseAddress): pg.PoolConfig {
  if ("url" in address) return { connectionString: address.url, max: POOL_SIZE }
  const where = "socketDir" in address ? { host: address.socketDir } : { host: address.host, port: address.port }
  return { ...where, user: "postgres", database: "postgres", max: EMBEDDED_POOL_SIZE }
}

/**
 * Runs `work` in one database transaction under a name; the name makes its fault points
 * (`tx.NAME.begin`, `tx.NAME.commit` before the commit, `tx.NAME.done` after it). A failed statement is told without its
 * parameters: addresses, tokens and hashes must not stand in a log.
 */
export async function inTx<T>(db: Db, name: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  faultPoint(`tx.${name}.begin`)
  const client = isTx(db) ? null : await poolOf(db).connect()
  try {
    const result = await (client ? handleOf(client) : db).transaction(async (tx) => {
      const value = await work(tx)
      faultPoint(`tx.${name}.commit`)
      return value
    })
    faultPoint(`tx.${name}.done`)
    return result
  } catch (error) {
    throw withoutParameters(error, name)
  } finally {
    // Given a pool, drizzle would keep the client for ever when its "begin" fails; ten such failures, and nobody gets one.
    client?.release()
  }
}

/** The API runs whole use cases in one tx, which they take for the database; theirs is then a savepoint in it. */
const isTx = (db: Db): boolean => !("$client" in db)

/** The pool behind a handle. */
export const poolOf = (db: Db): pg.Pool => (db as Db & { $client: pg.Pool }).$client

const HANDLES = new WeakMap<pg.PoolClient, Db>()

/** One handle for each connection: making one reads the whole schema. */
function handleOf(client: pg.PoolClient): Db {
  const handle = HANDLES.get(client) ?? drizzle(client, { schema: tables })
  HANDLES.set(client, handle)
  return handle
}

const STATEMENT_CHARS = 200

/** PostgreSQL's own error says what failed; its `detail` holds values, so only its code and message are kept. */
function withoutParameters(error: unknown, name: string): unknown {
  if (!(error instanceof DrizzleQueryError)) return error
  const { message = "failed", code } = (error.cause ?? {}) as { message?: string; code?: string }
  const told = new Error(`tx ${name}: ${message} (in: ${error.query.slice(0, STATEMENT_CHARS)})`)
  return Object.assign(told, { code })
}

/** Whether the database answers at all; rejects when it does not. */
export async function isAnswering(db: Db): Promise<void> {
  await db.execute("select 1")
}
