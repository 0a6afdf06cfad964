/** A publisher's money: what is owed, what is kept back and until when, what the next payout run will do, what was sent. */
import { and, desc, eq, gt, inArray, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { payees } from "#db/schema/auth.ts"
import { titles } from "#db/schema/catalog.ts"
import { orders } from "#db/schema/checkout.ts"
import { ledgerEntries, ledgerTransactions } from "#db/schema/ledger.ts"
import { payouts } from "#db/schema/payouts.ts"
import type { Deps } from "#lib/deps.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { type Micros, micros } from "#lib/kernel/money.ts"
import { addDays } from "#lib/kernel/period.ts"
import { publisherAccount } from "#lib/ledger/accounts.ts"
import { type GateDecision, nextPayoutRun } from "#lib/payouts/gate.ts"
import { maturedOf, type PublisherMoney, publisherMoney } from "#lib/payouts/matured.ts"
import { decide } from "#lib/payouts/open-payout-run.ts"

type ReadDeps = Pick<Deps, "db" | "clock" | "config">
type Publisher = { id: Id<"publisher">; ownerId: Id<"user"> }

export type PublisherStanding = PublisherMoney & {
  /** Sent and confirmed by PayPal, or on its way there, out of this publisher's account. */
  paidMicros: Micros
  inTransitMicros: Micros
  nextRunAt: Date
  /** What that run would do now with everything the person has earned, as fan and publisher together. */
  gate: GateDecision
}

export async function publisherStanding(deps: ReadDeps, { id, ownerId }: Publisher): Promise<PublisherStanding> {
  const { db, clock, config } = deps
  const now = clock.now()
  const [payee] = await db.select().from(payees).where(eq(payees.userId, ownerId))
  const matured = await maturedOf(db, ownerId, now, config)
  const gate = await decide(db, deps, { payee: payee ?? null, matured, at: now, userId: ownerId })
  const sent = await sentFrom(db, id)
  return { ...(await publisherMoney(db, id, now, config.holdDays)), ...sent, nextRunAt: nextPayoutRun(now), gate }
}

/** What payouts drew on the publisher's account; money that came back was booked back, so it does not count. */
async function sentFrom(db: DbOrTx, publisherId: Id<"publisher">) {
  const rows = await db
    .select({ state: payouts.state, drawn: sql<string>`-sum(${ledgerEntries.amountMicros})` })
    .from(ledgerEntries)
    .innerJoin(ledgerTransactions, eq(ledgerTransactions.id, ledgerEntries.txId))
    .innerJoin(payouts, eq(payouts.id, ledgerTransactions.payoutId))
    .where(eq(ledgerEntries.account, publisherAccount(publisherId)))
    .groupBy(payouts.state)
  const of = (paid: boolean) =>
    micros(rows.filter((r) => (r.state === "paid") === paid).reduce((sum, r) => sum + BigInt(r.drawn), 0n))
  return { paidMicros: of(true), inTransitMicros: of(false) }
}

export type PendingSale = { orderId: Id<"order">; titleName: string; amountMicros: Micros; at: Date; maturesAt: Date }

/** Sales whose hold is not over, the first to mature first. */
export async function pendingSales(deps: ReadDeps, publisherId: Id<"publisher">, limit = 100): Promise<PendingSale[]> {
  const { holdDays } = deps.config
  const rows = await deps.db
    .select({
      orderId: orders.id,
      titleName: titles.name,
      at: sql<Date>`min(${ledgerTransactions.at})`.mapWith(ledgerTransactions.at),
      amount: sql<string>`sum(${ledgerEntries.amountMicros})`,
    })
    .from(ledgerEntries)
    .innerJoin(ledgerTransactions, eq(ledgerTransactions.id, ledgerEntries.txId))
    .innerJoin(orders, eq(orders.id, ledgerTransactions.orderId))
    .innerJoin(titles, eq(titles.id, orders.titleId))
    .where(
      and(
        eq(ledgerEntries.account, publisherAccount(publisherId)),
        inArray(ledgerTransactions.kind, ["capture", "refund"]),
        gt(ledgerTransactions.at, addDays(deps.clock.now(), -holdDays)),
      ),
    )
    .groupBy(orders.id, titles.name)
    .having(sql`sum(${ledgerEntries.amountMicros}) > 0`)
    .orderBy(sql`min(${ledgerTransactions.at})`, desc(orders.id))
    .limit(limit)
  return rows.map(({ amount, ...row }) => ({
    ...row,
    amountMicros: micros(amount),
    maturesAt: addDays(row.at, holdDays),
  }))
}
