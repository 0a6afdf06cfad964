/** Tables that are grouped or read along an id, as long as they can get: written as files in memory that stays where it was. */
import { sql } from "drizzle-orm"
import { expect, it } from "vitest"
import type { Actor } from "#lib/auth/actor.ts"
import { type ExportName, openExport } from "#lib/exports/open-export.ts"
import { writeTable } from "#lib/exports/write-table.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { testConfig } from "../support/config.ts"
import { databaseForTests } from "../support/database.ts"
import { makeFanWorld } from "../support/fan-world.ts"
import { makeOperator } from "../support/operate-world.ts"

const database = databaseForTests()
const NOW = new Date("2026-11-23T12:00:00Z")
const [ORDERS, FANS] = [1_000_000, 20_000]
/** Held as objects a million orders would be over 500 MB. */
const HEAP_LIMIT_BYTES = 150 * 1024 * 1024

async function fill(): Promise<{ operator: Actor; publisher: Actor }> {
  const { db } = database
  const { titleId } = await makeFanWorld({ db, clock: fixedClock(NOW) })
  const at = NOW.toISOString()
  await db.execute(sql`insert into "user" (id, name, email, created_at)
    select 'usr_' || n, 'Fan ' || n, 'fan' || n || '@example.test', ${at} from generate_series(1, ${FANS}::int) n`)
  for (let from = 0; from < ORDERS; from += 50_000)
    await db.execute(sql`
      insert into "order" (id, buyer_id, title_id, state, price_cents, tax_micros, currency, referral_bps, carriage_bps,
        publisher_bps, platform_bps, referrer_id, attribution_rule, touches, request_key, created_at, expires_at, captured_at)
      select 'ord_' || (${from}::int + n), 'usr_' || (n % ${FANS}::int + 1), ${titleId}, 'refunded', 100, 0, 'USD', 500, 500, 8000, 1000,
        'usr_' || (n % ${FANS}::int + 1), 'last_click', '[]', 'key' || (${from}::int + n), ${at}, ${at}, ${at}
      from generate_series(1, 50000) n`)
  await db.execute(sql`analyze`)
  const [owner] = (await db.execute<{ owner_id: Actor["userId"] }>(sql`select owner_id from publisher`)).rows
  const publisher = { userId: owner!.owner_id, email: "", roles: [] }
  return { operator: await makeOperator(db, NOW), publisher }
}

it("streams a million orders, their buyers and the sales of every fan in bounded memory", async () => {
  const { operator, publisher } = await fill()
  const config = testConfig({ dataDir: "/nowhere", databaseUrl: null })
  const deps = { db: database.db, clock: fixedClock(NOW), config }
  const files: [ExportName, Actor, number][] = [
    ["operator-orders", operator, ORDERS],
    ["operator-people", operator, FANS + 3],
    ["publisher-sales", publisher, FANS],
  ]
  for (const [name, actor, expected] of files) {
    const [before, began] = [process.memoryUsage().heapUsed, performance.now()]
    let [lines, most] = [-1, 0]
    const table = await openExport(deps, name, { actor, query: new URLSearchParams(), zone: null })
    for await (const piece of writeTable("rows", table, "csv")) {
      lines += piece.split("\r\n").length - 1
      most = Math.max(most, process.memoryUsage().heapUsed - before)
    }
    const seconds = (performance.now() - began) / 1000
    console.log(`${name}: ${lines} rows in ${seconds.toFixed(1)} s, heap at most ${(most / 1e6).toFixed(0)} MB above`)
    expect(lines, name).toBe(expected)
    expect(most, name).toBeLessThan(HEAP_LIMIT_BYTES)
  }
})
