import { fork } from "node:child_process"
import { once } from "node:events"
import { mkdtemp } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it } from "vitest"
import { openDatabase } from "#db/client.ts"
import { startEmbedded } from "#db/embedded.ts"
import { migrateDatabase } from "#db/migrate.ts"
import { systemClock } from "#lib/kernel/clock.ts"
import { openClickPath } from "#server/click-path.ts"
import { runLoad } from "../../bench/load-generator.ts"
import { databaseForTests } from "../support/database.ts"
import { patiently } from "../support/patience.ts"

const url = process.env.DATABASE_URL
const scratch = url ? databaseForTests() : null
const AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0."
/** Answers in the middle of the load: by count, so that a slow machine is tested as hard as a fast one. */
const KILLED_AFTER = 400
const LIMIT_MS = patiently(60_000)

/** Where the clicks are afterwards: the same embedded database after its own recovery, or the same PostgreSQL. */
async function reopen(dataDir: string) {
  const embedded = scratch ? null : await startEmbedded(dataDir)
  const database = openDatabase(scratch?.address ?? embedded!.address)
  await migrateDatabase(database)
  const close = async () => {
    await database.close()
    await embedded?.stop()
  }
  return { db: database.db, pool: database.pool, close }
}

it(
  "stores every click whose redirect was sent, though the server is killed under load",
  async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "click-kill-"))
    const address = scratch?.address
    const args = [dataDir, ...(address && "url" in address ? [address.url] : [])]
    const child = fork(join(import.meta.dirname, "../support/click-server.ts"), args, { execArgv: [] })
    const [{ port, code }] = (await once(child, "message")) as [{ port: number; code: string }]
    const acknowledged: string[] = []
    const load = await runLoad({
      port,
      connections: 32,
      durationMs: patiently(5_000),
      request: (n) => ({ path: `/r/${code}`, headers: `User-Agent: ${AGENT}${n % 50}.0 Safari/537.36\r\n` }),
      onAnswer: (head) => {
        if (acknowledged.push(/ff_click=([\w-]{22})/.exec(head)![1]!) === KILLED_AFTER) child.kill("SIGKILL")
      },
    })
    expect(load.broken).toBeGreaterThan(0)
    expect(acknowledged.length).toBeGreaterThanOrEqual(KILLED_AFTER)

    const { db, pool, close } = await reopen(dataDir)
    const config = { dataDir, databaseUrl: url ?? null, publicUrl: "http://localhost", trustedProxies: [] }
    const path = await openClickPath({ deps: { db, clock: systemClock, config }, log: () => undefined })
    const { rows } = await pool.query<{ id: string }>("select id from click")
    const stored = new Set(rows.map((row) => row.id))
    expect(acknowledged.filter((id) => !stored.has(id))).toEqual([])
    // What was stored without an answer is at most what was under way.
    expect(stored.size - acknowledged.length).toBeLessThanOrEqual(32)
    await path.stop()
    await close()
  },
  LIMIT_MS,
)
