/** Applies what became of one payout: its state, its money and its owner's news, once, in the caller's tx. */
import { eq, sql } from "drizzle-orm"
import type { Tx } from "#db/client.ts"
import { payees } from "#db/schema/auth.ts"
import { ledgerEntries, ledgerTransactions } from "#db/schema/ledger.ts"
import { payouts } from "#db/schema/payouts.ts"
import { invariant } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { type Cents, cents } from "#lib/kernel/money.ts"
import { step } from "#lib/kernel/transitions.ts"
import type { Account } from "#lib/ledger/accounts.ts"
import { postTransaction, wasPosted } from "#lib/ledger/post-transaction.ts"
import { type Entry, payoutPaidPosting, payoutReturnedPosting } from "#lib/ledger/postings.ts"
import { notify } from "#lib/notices/notify.ts"
import { recordActivity } from "#lib/outbox/record-activity.ts"
import { PAYOUT_TRANSITIONS, PAYOUT_UNPAID_STATES, type PayoutEvent, type PayoutState } from "./payout-state.ts"
import { tellPayee } from "./tell-payee.ts"

type Payout = typeof payouts.$inferSelect

export type PayoutNews = {
  payoutId: Id<"payout">
  event: PayoutEvent
  /** For the payee to read. */
  reason: string | null
  at: Date
  paypalItemId?: string
  paypalStatus?: string
  feeCents?: Cents
  /** It failed with its whole run or batch, for no fault of this payee's: it counts towards no pause. */
  blameless?: boolean
}

/** After so many failures in a row a payee is paused until they change or confirm their address. */
const PAUSE_AFTER_FAILURES = 3

/** Answers the state the payout is in now. A repeated event changes nothing; a contradicting one is a bug upstream. */
export async function applyPayoutEvent(tx: Tx, news: PayoutNews): Promise<PayoutState> {
  const [payout] = await tx.select().from(payouts).where(eq(payouts.id, news.payoutId)).for("update")
  invariant(payout, "the payout exists")
  const verdict = step<PayoutState, typeof PAYOUT_TRANSITIONS>(PAYOUT_TRANSITIONS, news.event, payout.state)
  if (verdict !== "apply") return payout.state
  const to = PAYOUT_TRANSITIONS[news.event].to
  const unpaid = (PAYOUT_UNPAID_STATES as readonly PayoutState[]).includes(to)
  await tx
    .update(payouts)
    .set({
      state: to,
      reason: news.reason,
      paypalItemId: news.paypalItemId ?? payout.paypalItemId,
      paypalStatus: news.paypalStatus ?? payout.paypalStatus,
      feeCents: news.feeCents ?? payout.feeCents,
      moneyReturned: unpaid || payout.moneyReturned,
      updatedAt: news.at,
    })
    .where(eq(payouts.id, payout.id))
  if (to === "paid") await postPaid(tx, payout, news)
  if (unpaid) await postReturned(tx, payout, news)
  if (!news.blameless) await noteFailures(tx, payout, to, news.at)
  await tellPayee(tx, payout, { state: to, reason: news.reason, at: news.at })
  const payload = { payoutId: payout.id, state: to, cents: `${payout.amountCents}` }
  await recordActivity(tx, { userId: payout.userId, kind: "payout", payload, at: news.at })
  return to
}

async function postPaid(tx: Tx, payout: Payout, news: PayoutNews): Promise<void> {
  await postTransaction(tx, {
    kind: "payout_paid",
    idempotencyKey: `payout-paid:${payout.id}`,
    payoutId: payout.id,
    at: news.at,
    currency: payout.currency,
    entries: payoutPaidPosting({
      payoutId: payout.id,
      amountCents: payout.amountCents,
      feeCents: news.feeCents ?? cents(0),
    }),
  })
}

/** Once per payout, by its key; back to the accounts it was drawn from. */
async function postReturned(tx: Tx, payout: Payout, news: PayoutNews): Promise<void> {
  const wasPaid = await wasPosted(tx, `payout-paid:${payout.id}`)
  await postTransaction(tx, {
    kind: "payout_returned",
    idempotencyKey: `payout-returned:${payout.id}`,
    payoutId: payout.id,
    at: news.at,
    currency: payout.currency,
    entries: payoutReturnedPosting({
      payoutId: payout.id,
      payoutEntries: await entriesOf(tx, `payout:${payout.id}`),
      wasPaid,
      feeCents: cents(0),
    }),
  })
}

async function entriesOf(tx: Tx, idempotencyKey: string): Promise<Entry[]> {
  const rows = await tx
    .select({ account: ledgerEntries.account, amountMicros: ledgerEntries.amountMicros })
    .from(ledgerEntries)
    .innerJoin(ledgerTransactions, eq(ledgerTransactions.id, ledgerEntries.txId))
    .where(eq(ledgerTransactions.idempotencyKey, idempotencyKey))
  return rows.map((r) => ({ account: r.account as Account, amountMicros: r.amountMicros }))
}

async function noteFailures(tx: Tx, payout: Payout, to: PayoutState, at: Date): Promise<void> {
  if (to === "paid") {
    await tx.update(payees).set({ failuresInRow: 0 }).where(eq(payees.userId, payout.userId))
    return
  }
  if (to !== "failed" && to !== "returned") return
  const text = `Three payouts to ${payout.receiver} failed. Check the address and confirm it again.`
  const [payee] = await tx
    .update(payees)
    .set({
      failuresInRow: sql`${payees.failuresInRow} + 1`,
      pausedReason: sql`case when ${payees.failuresInRow} + 1 >= ${PAUSE_AFTER_FAILURES} then ${text} else ${payees.pausedReason} end`,
    })
    .where(eq(payees.userId, payout.userId))
    .returning({ failuresInRow: payees.failuresInRow })
  if (payee?.failuresInRow !== PAUSE_AFTER_FAILURES) return
  const { userId, receiver } = payout
  await notify(tx, { userId, kind: "payouts-paused", key: `paused:${payout.id}`, payload: { receiver }, at })
}
