/** A publisher's money: what is owed, what is kept back and until when, what was sent. */
import { and, asc, desc, eq, gt, inArray, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { titles } from "#db/schema/catalog.ts"
import { orders } from "#db/schema/checkout.ts"
import { ledgerEntries, ledgerTransactions } from "#db/schema/ledger.ts"
import { payouts } from "#db/schema/payouts.ts"
import type { Deps } from "#lib/deps.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { type Micros, micros } from "#lib/kernel/money.ts"
import type { PageAfter } from "#lib/kernel/page-after.ts"
import { addDays } from "#lib/kernel/period.ts"
import { publisherAccount } from "#lib/ledger/accounts.ts"
import { type PublisherMoney, publisherMoney } from "#lib/payouts/matured.ts"

type ReadDeps = Pick<Deps, "db" | "clock" | "config">
export type PublisherStanding = PublisherMoney & {
  /** Sent and confirmed by PayPal, or on its way there, out of this publisher's account. */
  paidMicros: Micros
  inTransitMicros: Micros
}

/** What the next payout run will do is `payoutOutlook`: it takes up what the person earned as fan as well. */
export async function publisherStanding(deps: ReadDeps, id: Id<"publisher">): Promise<PublisherStanding> {
  const money = await publisherMoney(deps.db, id, deps.clock.now(), deps.config.holdDays)
  return { ...money, ...(await sentFrom(deps.db, id)) }
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

const firstAt = sql<Date>`min(${ledgerTransactions.at})`.mapWith(ledgerTransactions.at)

const selectPending = ({ db, clock, config }: ReadDeps, publisherId: Id<"publisher">, after: Id<"order"> | null) =>
  db
    .select({
      orderId: orders.id,
      titleName: titles.name,
      at: firstAt,
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
        gt(ledgerTransactions.at, addDays(clock.now(), -config.holdDays)),
        after ? gt(orders.id, after) : undefined,
      ),
    )
    .groupBy(orders.id, titles.name)
    .having(sql`sum(${ledgerEntries.amountMicros}) > 0`)

type PendingRow = Awaited<ReturnType<typeof selectPending>>[number]

const pendingOf = ({ amount, ...row }: PendingRow, holdDays: number): PendingSale => ({
  ...row,
  amountMicros: micros(amount),
  maturesAt: addDays(row.at, holdDays),
})

/** Sales whose hold is not over, the first to mature first. */
export async function pendingSales(deps: ReadDeps, publisherId: Id<"publisher">, limit = 100): Promise<PendingSale[]> {
  const rows = await selectPending(deps, publisherId, null).orderBy(firstAt, desc(orders.id)).limit(limit)
  return rows.map((row) => pendingOf(row, deps.config.holdDays))
}

/** All of them by the order's id, which is the first placed first. */
export async function pageOfPendingSales(
  deps: ReadDeps,
  publisherId: Id<"publisher">,
  { after, limit }: PageAfter<Id<"order">>,
): Promise<PendingSale[]> {
  const rows = await selectPending(deps, publisherId, after).orderBy(asc(orders.id)).limit(limit)
  return rows.map((row) => pendingOf(row, deps.config.holdDays))
}
