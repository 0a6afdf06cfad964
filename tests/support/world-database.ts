/** The database of a running Fanfare, from beside it: for what tests can neither ask nor do at any door. */
import { type Database, openDatabase } from "#db/client.ts"
import { embeddedAddress } from "#db/embedded.ts"
import type { RunningFanfare } from "./running-fanfare.ts"

/** Opens it for as long as `work` takes. */
export async function inDatabaseOf<T>(fanfare: RunningFanfare, work: (database: Database) => Promise<T>): Promise<T> {
  const { DATABASE_URL: url } = process.env
  const address = url ? { url } : embeddedAddress(fanfare.dataDir)
  if (!address) throw new Error(`No database is open in ${fanfare.dataDir}.`)
  const database = openDatabase(address)
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}
