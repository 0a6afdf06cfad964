/** The one door by which money moves: a ledger transaction of entries that sum to zero, posted once per key. */
import { eq } from "drizzle-orm"
import type { Tx } from "#db/client.ts"
import { type CommissionKind, commissions, ledgerEntries, ledgerTransactions } from "#db/schema/ledger.ts"
import { invariant } from "#lib/kernel/errors.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { type Micros, sumMicros } from "#lib/kernel/money.ts"
import type { Entry } from "./postings.ts"

/** What a fan's entry was for; `entry` is its index in the posting. */
export type CommissionLine = {
  entry: number
  userId: Id<"user">
  orderId: Id<"order">
  kind: CommissionKind
  rateBps: number
  basisMicros: Micros
  earnedAt: Date
  maturesAt: Date
  settlementId?: Id<"settlement">
  ticketJti?: string
  document?: string
  heldReason?: string
}

export type Posting = {
  kind: string
  /** The same key is the same movement of money: a second post does nothing. */
  idempotencyKey: string
  orderId?: Id<"order">
  payoutId?: Id<"payout">
  at: Date
  currency: string
  entries: readonly Entry[]
  lines?: readonly CommissionLine[]
}

/**
 * Posts inside the caller's tx. Entries of zero are left out. Answers whether it was posted now (false: it was before).
 * The database checks the zero sum again at commit.
 */
export async function postTransaction(tx: Tx, posting: Posting): Promise<boolean> {
  invariant(sumMicros(posting.entries.map((e) => e.amountMicros)) === 0n, `${posting.kind} does not sum to zero`)
  const txId = newId("ledgerTransaction", posting.at)
  const inserted = await tx
    .insert(ledgerTransactions)
    .values({
      id: txId,
      kind: posting.kind,
      idempotencyKey: posting.idempotencyKey,
      orderId: posting.orderId ?? null,
      payoutId: posting.payoutId ?? null,
      currency: posting.currency,
      at: posting.at,
    })
    .onConflictDoNothing({ target: ledgerTransactions.idempotencyKey })
    .returning({ id: ledgerTransactions.id })
  if (inserted.length === 0) return false
  await insertEntries(tx, txId, posting)
  return true
}

async function insertEntries(tx: Tx, txId: Id<"ledgerTransaction">, posting: Posting): Promise<void> {
  const kept = posting.entries.map((e, index) => ({ ...e, index })).filter((e) => e.amountMicros !== 0n)
  if (kept.length === 0) return
  const rows = await tx
    .insert(ledgerEntries)
    .values(kept.map((e) => ({ txId, account: e.account, amountMicros: e.amountMicros })))
    .returning({ id: ledgerEntries.id })
  const entryIds = new Map(kept.map((e, i) => [e.index, rows[i]!.id]))
  const lines = (posting.lines ?? []).filter((line) => entryIds.has(line.entry))
  if (lines.length === 0) return
  await tx.insert(commissions).values(
    lines.map(({ entry, ...line }) => ({
      ...line,
      entryId: entryIds.get(entry)!,
      amountMicros: posting.entries[entry]!.amountMicros,
    })),
  )
}

/** Whether a movement with this key was posted. */
export async function wasPosted(tx: Tx, idempotencyKey: string): Promise<boolean> {
  const rows = await tx
    .select({ id: ledgerTransactions.id })
    .from(ledgerTransactions)
    .where(eq(ledgerTransactions.idempotencyKey, idempotencyKey))
  return rows.length > 0
}
