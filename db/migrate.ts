/** Brings a database to the present schema; many processes may ask at once, one of them does it. */
import { fileURLToPath } from "node:url"
import { drizzle } from "drizzle-orm/node-postgres"
import { migrate } from "drizzle-orm/node-postgres/migrator"
import type { Database } from "./client.ts"

export const MIGRATIONS_FOLDER = fileURLToPath(new URL("./migrations", import.meta.url))

/** Any constant will do, as long as nobody else takes it: "fanf" in ASCII. */
const MIGRATION_LOCK = 0x66616e66

/** Runs the migrations that are missing, in order, under a lock of the database. */
export async function migrateDatabase(database: Database): Promise<void> {
  const client = await database.pool.connect()
  try {
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK])
    await client.query("set client_min_messages = warning")
    await migrate(drizzle(client), { migrationsFolder: MIGRATIONS_FOLDER })
  } finally {
    // Closing the connection lets go of the lock whatever happened; the embedded session is shared, so it is freed by hand.
    await client.query("select pg_advisory_unlock($1)", [MIGRATION_LOCK]).catch(() => {})
    client.release(true)
  }
}
