/** Questions to the ledger; balances are sums, never counters. */
import { eq, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { ledgerEntries } from "#db/schema/ledger.ts"
import { type Micros, micros } from "#lib/kernel/money.ts"
import type { Account } from "./accounts.ts"

/** What stands on an account, in micros. */
export async function balanceOf(db: DbOrTx, account: Account): Promise<Micros> {
  const [row] = await db
    .select({ sum: sql<string>`coalesce(sum(${ledgerEntries.amountMicros}), 0)` })
    .from(ledgerEntries)
    .where(eq(ledgerEntries.account, account))
  return micros(row?.sum ?? 0)
}

/** Every account with its balance; the last figure, the sum of all, must be zero. */
export async function trialBalance(
  db: DbOrTx,
): Promise<{ accounts: { account: string; balanceMicros: Micros }[]; sumMicros: Micros }> {
  const rows = await db
    .select({ account: ledgerEntries.account, sum: sql<string>`sum(${ledgerEntries.amountMicros})` })
    .from(ledgerEntries)
    .groupBy(ledgerEntries.account)
    .orderBy(ledgerEntries.account)
  const accounts = rows.map((r) => ({ account: r.account, balanceMicros: micros(r.sum) }))
  return { accounts, sumMicros: micros(accounts.reduce((a, r) => a + r.balanceMicros, 0n)) }
}
