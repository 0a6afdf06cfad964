/** A million lines of one fan's statement written as a file: every one once, and memory that stays where it was. */
import { sql } from "drizzle-orm"
import { expect, it } from "vitest"
import { exportCommissions } from "#lib/exports/commissions.ts"
import { writeTable } from "#lib/exports/write-table.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { databaseForTests } from "../support/database.ts"
import { makeFanWorld } from "../support/fan-world.ts"

const database = databaseForTests()
const ROWS = 1_000_000
/** Held as objects they would be over 600 MB; what is measured is mostly uncollected. */
const HEAP_LIMIT_BYTES = 150 * 1024 * 1024

it("streams a million commissions in bounded memory", async () => {
  const clock = fixedClock(new Date("2026-11-23T12:00:00Z"))
  const { titleId, fan } = await makeFanWorld({ db: database.db, clock })
  await database.db.transaction(async (tx) => {
    // No use case makes so many; without the rows they refer to the file needs only their order and its title.
    await tx.execute(sql`set local session_replication_role = replica`)
    await tx.execute(sql`
      insert into "order" (id, buyer_id, title_id, state, price_cents, tax_micros, currency, referral_bps, carriage_bps,
        publisher_bps, platform_bps, attribution_rule, touches, request_key, created_at, expires_at)
      values ('ord', ${fan.userId}, ${titleId}, 'captured', 100, 0, 'USD', 1, 1, 1, 1, 'none', '[]', 'k', now(), now())`)
    for (let from = 0; from < ROWS; from += 50_000)
      await tx.execute(sql`
        insert into commission (entry_id, user_id, order_id, kind, rate_bps, basis_micros, amount_micros, earned_at, matures_at)
        select ${from}::int + n, ${fan.userId}, 'ord', 'carriage', 500, 9000000, 450000,
          timestamptz '2026-06-01' + (${from}::int + n) / 10 * interval '70 seconds',
          timestamptz '2026-07-01' + (${from}::int + n) / 10 * interval '70 seconds' from generate_series(1, 50000) n`)
  })
  // PostgreSQL does so by itself; without knowing how many lines there are a page is found by sorting all that follow it.
  await database.db.execute(sql`analyze commission`)
  const before = process.memoryUsage().heapUsed
  let [lines, most] = [0, 0]
  const began = performance.now()
  for await (const piece of writeTable(
    "commissions",
    exportCommissions({ db: database.db, clock }, fan.userId),
    "csv",
  )) {
    lines += piece.split("tin-comet").length - 1
    most = Math.max(most, process.memoryUsage().heapUsed - before)
  }
  const seconds = (performance.now() - began) / 1_000
  console.log(`${lines} rows in ${seconds.toFixed(0)} s, heap at most ${(most / 1e6).toFixed(0)} MB above`)
  expect(lines).toBe(ROWS)
  expect(most).toBeLessThan(HEAP_LIMIT_BYTES)
})
