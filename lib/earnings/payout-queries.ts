/** Questions about payouts: what was drawn, what the next run will do, and every payout an account has had. */
import { and, desc, eq, lt, notInArray, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { payees } from "#db/schema/auth.ts"
import { ledgerEntries, ledgerTransactions } from "#db/schema/ledger.ts"
import { payouts } from "#db/schema/payouts.ts"
import type { Deps } from "#lib/deps.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { type Micros, micros, sumMicros } from "#lib/kernel/money.ts"
import { type GateDecision, nextPayoutRun } from "#lib/payouts/gate.ts"
import { maturedOf } from "#lib/payouts/matured.ts"
import { decide } from "#lib/payouts/open-payout-run.ts"
import { PAYOUT_UNPAID_STATES, type PayoutState } from "#lib/payouts/payout-state.ts"
import type { LinePayout } from "./line-state.ts"

type ReadDeps = Pick<Deps, "clock" | "config"> & { db: DbOrTx }

/** What each payout drew on the two fan accounts; money that came back does not count. */
export async function readPayouts(db: DbOrTx, userId: Id<"user">): Promise<LinePayout[]> {
  const rows = await db
    .select({
      at: payouts.createdAt,
      state: payouts.state,
      drawn: sql<string>`-sum(${ledgerEntries.amountMicros})`,
    })
    .from(payouts)
    .innerJoin(ledgerTransactions, eq(ledgerTransactions.idempotencyKey, sql`'payout:' || ${payouts.id}`))
    .innerJoin(ledgerEntries, eq(ledgerEntries.txId, ledgerTransactions.id))
    .where(
      and(
        eq(payouts.userId, userId),
        notInArray(payouts.state, [...PAYOUT_UNPAID_STATES]),
        sql`${ledgerEntries.account} like ${`fan:${userId}:%`}`,
      ),
    )
    .groupBy(payouts.id)
  return rows.map((r) => ({
    at: r.at,
    amountMicros: micros(r.drawn),
    state: r.state === "paid" ? "paid" : "processing",
  }))
}

/** What the gate would say of this account now. */
export const gateOf = async (deps: ReadDeps, userId: Id<"user">, t: Translate): Promise<GateDecision> =>
  (await payoutOutlook(deps, userId, t)).decision

export type PayoutOutlook = {
  decision: GateDecision
  /** The run it is asked for: the next Monday, 06:00 UTC. */
  runAt: Date
  maturedMicros: Micros
  /** Where it would go; null when no address is given or confirmed. */
  receiver: string | null
}

/** The next payout as it stands now: how much, when and to whom, or why not. */
export async function payoutOutlook(deps: ReadDeps, userId: Id<"user">, t: Translate): Promise<PayoutOutlook> {
  const at = deps.clock.now()
  const [payee] = await deps.db.select().from(payees).where(eq(payees.userId, userId))
  const matured = await maturedOf(deps.db, userId, at, deps.config)
  const question = { payee: payee ?? null, matured, at, userId, t }
  return {
    decision: await decide(deps.db as Parameters<typeof decide>[0], deps, question),
    runAt: nextPayoutRun(at),
    maturedMicros: sumMicros(matured.map((m) => m.maturedMicros)),
    receiver: payee?.confirmedAt ? payee.paypalEmail : null,
  }
}

export type PayoutView = {
  id: Id<"payout">
  amountCents: bigint
  state: PayoutState
  reason: string | null
  receiver: string
  at: Date
}

/** The account's payouts, newest first. */
export const listPayouts = (db: DbOrTx, userId: Id<"user">): Promise<PayoutView[]> =>
  pageOfPayouts(db, userId, { after: null, limit: 199 })

/** One more than `limit` when there are more. */
export async function pageOfPayouts(
  db: DbOrTx,
  userId: Id<"user">,
  { after, limit }: { after: Id<"payout"> | null; limit: number },
): Promise<PayoutView[]> {
  const rows = await db
    .select()
    .from(payouts)
    .where(and(eq(payouts.userId, userId), after ? lt(payouts.id, after) : undefined))
    .orderBy(desc(payouts.id))
    .limit(limit + 1)
  return rows.map(viewOf)
}

/** One of the account's payouts, or null. */
export async function findPayout(db: DbOrTx, userId: Id<"user">, id: Id<"payout">): Promise<PayoutView | null> {
  const [row] = await db
    .select()
    .from(payouts)
    .where(and(eq(payouts.id, id), eq(payouts.userId, userId)))
  return row ? viewOf(row) : null
}

const viewOf = (p: typeof payouts.$inferSelect): PayoutView => ({
  id: p.id,
  amountCents: p.amountCents,
  state: p.state,
  reason: p.reason,
  receiver: p.receiver,
  at: p.createdAt,
})
