/** A million clicks of one fan written as a file: every one once, and memory that stays where it was. */
import { sql } from "drizzle-orm"
import { expect, it } from "vitest"
import { exportClicks } from "#lib/exports/clicks.ts"
import { writeTable } from "#lib/exports/write-table.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { databaseForTests } from "../support/database.ts"
import { makeFanWorld } from "../support/fan-world.ts"

const database = databaseForTests()
const ROWS = 1_000_000
/** Held as objects they would be over 600 MB; a page of a thousand and its text is under 2 MB, the rest is uncollected. */
const HEAP_LIMIT_BYTES = 150 * 1024 * 1024

it("streams a million clicks as CSV and as JSON in bounded memory", async () => {
  const { link, fan } = await makeFanWorld({ db: database.db, clock: fixedClock(new Date("2026-11-23T12:00:00Z")) })
  for (let from = 0; from < ROWS; from += 50_000)
    await database.db.execute(sql`
      insert into click (id, link_id, at, sub_id, referer_host, visit_hash, trigger)
      select 'c' || (${from}::int + n), ${link.linkId}, timestamptz '2026-08-01' + (${from}::int + n) * interval '7 seconds',
        'post-' || n % 97, 'blog.example', 'v' || n, 'badge' from generate_series(1, 50000) n`)
  for (const format of ["csv", "json"] as const) {
    const before = process.memoryUsage().heapUsed
    let [lines, bytes, most] = [0, 0, 0]
    for await (const piece of writeTable("clicks", exportClicks(database.db, fan.userId, null), format)) {
      lines += piece.split("badge").length - 1
      bytes += piece.length
      most = Math.max(most, process.memoryUsage().heapUsed - before)
    }
    console.log(
      `${format}: ${lines} rows, ${(bytes / 1e6).toFixed(0)} MB, heap at most ${(most / 1e6).toFixed(0)} MB above`,
    )
    expect(lines).toBe(ROWS)
    expect(most).toBeLessThan(HEAP_LIMIT_BYTES)
  }
})
