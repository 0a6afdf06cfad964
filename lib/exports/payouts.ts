/** An account's payouts for a file. */
import { sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import type { CsvCell } from "#lib/kernel/csv.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { type ExportRow, type ExportTable, instantOf, ROWS_PER_PAGE } from "./export-table.ts"

/** The account's payouts, oldest first. */
export const exportPayouts = (db: DbOrTx, userId: Id<"user">): ExportTable => ({
  columns: ["id", "made_at", "state", "amount", "currency", "paid_to", "reason", "changed_at"],
  pages: payoutPages(db, userId),
})

async function* payoutPages(db: DbOrTx, userId: Id<"user">): AsyncGenerator<readonly ExportRow[]> {
  let after = ""
  for (;;) {
    const { rows } = await db.execute<Record<string, CsvCell>>(sql`
      select id, created_at as made_at, state, (amount_cents / 100.0)::numeric(20, 2)::text as amount, currency,
        receiver as paid_to, reason, updated_at as changed_at
      from payout where user_id = ${userId} and id > ${after} order by id limit ${ROWS_PER_PAGE}`)
    yield rows.map((row) => ({ ...row, made_at: instantOf(row.made_at), changed_at: instantOf(row.changed_at) }))
    if (rows.length < ROWS_PER_PAGE) return
    after = rows.at(-1)!.id as string
  }
}
