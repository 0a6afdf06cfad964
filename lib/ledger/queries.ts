/** Questions to the ledger; balances are sums, never counters. */
import { eq, gt, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { ledgerEntries } from "#db/schema/ledger.ts"
import { type Micros, micros } from "#lib/kernel/money.ts"
import type { PageAfter } from "#lib/kernel/page-after.ts"
import type { Account } from "./accounts.ts"

/** What stands on an account, in micros. */
export async function balanceOf(db: DbOrTx, account: Account): Promise<Micros> {
  const [row] = await db
    .select({ sum: sql<string>`coalesce(sum(${ledgerEntries.amountMicros}), 0)` })
    .from(ledgerEntries)
    .where(eq(ledgerEntries.account, account))
  return micros(row?.sum ?? 0)
}

const selectBalances = (db: DbOrTx) =>
  db
    .select({ account: ledgerEntries.account, sum: sql<string>`sum(${ledgerEntries.amountMicros})` })
    .from(ledgerEntries)

type Balance = { account: string; balanceMicros: Micros }

const balanceIn = (row: { account: string; sum: string }): Balance => ({
  account: row.account,
  balanceMicros: micros(row.sum),
})

/** Every account with its balance; the last figure, the sum of all, must be zero. */
export async function trialBalance(db: DbOrTx): Promise<{ accounts: Balance[]; sumMicros: Micros }> {
  const rows = await selectBalances(db).groupBy(ledgerEntries.account).orderBy(ledgerEntries.account)
  const accounts = rows.map(balanceIn)
  return { accounts, sumMicros: micros(accounts.reduce((a, r) => a + r.balanceMicros, 0n)) }
}

/** The same by the account's name. */
export async function pageOfBalances(db: DbOrTx, { after, limit }: PageAfter<string>): Promise<Balance[]> {
  const rows = await selectBalances(db)
    .where(after === null ? undefined : gt(ledgerEntries.account, after))
    .groupBy(ledgerEntries.account)
    .orderBy(ledgerEntries.account)
    .limit(limit)
  return rows.map(balanceIn)
}
