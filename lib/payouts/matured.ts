/** What of an account's money has matured: the balance less what is pending, held, or kept in a publisher's reserve. */
import { and, eq, gt, inArray, isNotNull, or, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { publishers } from "#db/schema/catalog.ts"
import { commissions, ledgerEntries, ledgerTransactions } from "#db/schema/ledger.ts"
import type { Config } from "#lib/config.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { bpsOf, type Micros, micros, ZERO_MICROS } from "#lib/kernel/money.ts"
import { addDays } from "#lib/kernel/period.ts"
import { type Account, fanAccount, publisherAccount } from "#lib/ledger/accounts.ts"
import { balanceOf } from "#lib/ledger/queries.ts"

/** A publisher can buy from himself with stolen cards, so a tenth of the last 90 days stays until they are over. */
export const PUBLISHER_RESERVE_BPS = 1_000
export const PUBLISHER_RESERVE_DAYS = 90

export type Matured = { account: Account; balanceMicros: Micros; maturedMicros: Micros }

/** Every account the person is paid from, in the order they are drawn on. A negative balance counts against the rest. */
export async function maturedOf(
  db: DbOrTx,
  userId: Id<"user">,
  now: Date,
  config: Pick<Config, "holdDays">,
): Promise<Matured[]> {
  const [publisher] = await db.select({ id: publishers.id }).from(publishers).where(eq(publishers.ownerId, userId))
  return [
    await maturedFan(db, userId, "referral", now),
    await maturedFan(db, userId, "carriage", now),
    ...(publisher ? [await maturedPublisher(db, publisher.id, now, config.holdDays)] : []),
  ]
}

async function maturedFan(db: DbOrTx, userId: Id<"user">, kind: "referral" | "carriage", now: Date): Promise<Matured> {
  const account = fanAccount(userId, kind)
  const balanceMicros = await balanceOf(db, account)
  const [row] = await db
    .select({ sum: sql<string>`coalesce(sum(${commissions.amountMicros}), 0)` })
    .from(commissions)
    .where(
      and(
        eq(commissions.userId, userId),
        eq(commissions.kind, kind),
        or(gt(commissions.maturesAt, now), isNotNull(commissions.heldReason)),
      ),
    )
  return { account, balanceMicros, maturedMicros: micros(balanceMicros - BigInt(row?.sum ?? 0)) }
}

async function maturedPublisher(
  db: DbOrTx,
  publisherId: Id<"publisher">,
  now: Date,
  holdDays: number,
): Promise<Matured> {
  const { balanceMicros, maturedMicros } = await publisherMoney(db, publisherId, now, holdDays)
  return { account: publisherAccount(publisherId), balanceMicros, maturedMicros }
}

export type PublisherMoney = {
  /** All that is owed and not sent: the three below together. */
  balanceMicros: Micros
  /** Of sales whose hold is not over. */
  pendingMicros: Micros
  /** A tenth of the last 90 days, kept back beyond the hold. */
  reserveMicros: Micros
  /** In the next payout; negative after refunds of what was paid. */
  maturedMicros: Micros
}

/** Where a publisher's money stands. */
export async function publisherMoney(
  db: DbOrTx,
  publisherId: Id<"publisher">,
  now: Date,
  holdDays: number,
): Promise<PublisherMoney> {
  const account = publisherAccount(publisherId)
  const balanceMicros = await balanceOf(db, account)
  const pendingMicros = await earnedSince(db, account, addDays(now, -holdDays))
  const recent = await earnedSince(db, account, addDays(now, -PUBLISHER_RESERVE_DAYS))
  // A hold longer than the reserve keeps all of it back already.
  const beyond = recent > pendingMicros ? micros(recent - pendingMicros) : ZERO_MICROS
  const reserveMicros = bpsOf(beyond, PUBLISHER_RESERVE_BPS)
  const maturedMicros = micros(balanceMicros - pendingMicros - reserveMicros)
  return { balanceMicros, pendingMicros, reserveMicros, maturedMicros }
}

async function earnedSince(db: DbOrTx, account: Account, since: Date): Promise<Micros> {
  const [row] = await db
    .select({ sum: sql<string>`coalesce(sum(${ledgerEntries.amountMicros}), 0)` })
    .from(ledgerEntries)
    .innerJoin(ledgerTransactions, eq(ledgerTransactions.id, ledgerEntries.txId))
    .where(
      and(
        eq(ledgerEntries.account, account),
        inArray(ledgerTransactions.kind, ["capture", "refund"]),
        gt(ledgerTransactions.at, since),
      ),
    )
  const sum = micros(row?.sum ?? 0)
  return sum > 0n ? sum : ZERO_MICROS
}
