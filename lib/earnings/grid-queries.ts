/** Questions to the whole grid, for the page that sells it: what carries now, what was carried today, what fans were paid. */
import { and, eq, gt, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { receipts } from "#db/schema/carriage.ts"
import { ledgerEntries, ledgerTransactions } from "#db/schema/ledger.ts"
import { payouts } from "#db/schema/payouts.ts"
import { countAliveNodes } from "#lib/delivery/queries.ts"
import { type Micros, micros } from "#lib/kernel/money.ts"
import { addMs, DAY_MS } from "#lib/kernel/period.ts"

export type GridFigures = {
  carriersAlive: number
  /** Verified bytes of every receipt that was last signed within a day. */
  bytesCarriedToday: bigint
  /** What has arrived at fans' PayPal accounts, ever. */
  paidMicros: Micros
}

export async function gridFigures(db: DbOrTx, now: Date): Promise<GridFigures> {
  const [carriersAlive, bytesCarriedToday, paidMicros] = await Promise.all([
    countAliveNodes(db, now),
    bytesCarriedSince(db, addMs(now, -DAY_MS)),
    paidToFans(db),
  ])
  return { carriersAlive, bytesCarriedToday, paidMicros }
}

/** A ticket lives four hours, so a receipt of the last day says what was carried in it, to those four hours. */
async function bytesCarriedSince(db: DbOrTx, since: Date): Promise<bigint> {
  const [row] = await db
    .select({ sum: sql<string>`coalesce(sum(${receipts.cumulativeBytes}), 0)` })
    .from(receipts)
    .where(gt(receipts.signedAt, since))
  return BigInt(row?.sum ?? "0")
}

/** What paid payouts drew on fans' accounts; a publisher's payouts are not in it. */
async function paidToFans(db: DbOrTx): Promise<Micros> {
  const [row] = await db
    .select({ sum: sql<string>`coalesce(-sum(${ledgerEntries.amountMicros}), 0)` })
    .from(payouts)
    .innerJoin(ledgerTransactions, eq(ledgerTransactions.idempotencyKey, sql`'payout:' || ${payouts.id}`))
    .innerJoin(ledgerEntries, eq(ledgerEntries.txId, ledgerTransactions.id))
    .where(and(eq(payouts.state, "paid"), sql`${ledgerEntries.account} like 'fan:%'`))
  return micros(row?.sum ?? "0")
}
