/** Looks at a sent run by asking PayPal for the batch, and applies what became of each item; webhooks only hurry it. */
import { and, eq, inArray, isNull, notInArray } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { flags } from "#db/schema/carriage.ts"
import { payoutRuns, payouts } from "#db/schema/payouts.ts"
import type { Deps } from "#lib/deps.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "#lib/kernel/period.ts"
import { notifyOperators } from "#lib/notices/notify.ts"
import type { PayoutItemView } from "#lib/paypal/port.ts"
import { applyPayoutEvent } from "./apply-payout-event.ts"
import { BLOCKED_CONFIRM_HOURS, eventOfItemStatus, type PayoutEvent } from "./payout-state.ts"
import { readBatch } from "./read-batch.ts"
import { poll } from "./send-payout-run.ts"

type ReconcileDeps = Pick<Deps, "db" | "clock" | "paypal">
type Payout = typeof payouts.$inferSelect

/** Nothing more is expected of these, except that a paid one may be taken back for a while. */
const SETTLED_STATES = ["paid", "failed", "returned", "refunded", "reversed", "canceled"] as const
/** Their money came back after PayPal had paid it; a look may still find the old SUCCESS. */
const PAID_BEFORE: readonly string[] = ["returned", "refunded", "reversed"]
/** PayPal may take back what it called a SUCCESS; we look for as long as an unclaimed payment may hang. */
const WATCH_DAYS = 30

/** Answers whether every payout of the run has come to an end. */
export async function reconcileRun(deps: ReconcileDeps, runId: Id<"payoutRun">): Promise<boolean> {
  const [run] = await deps.db.select().from(payoutRuns).where(eq(payoutRuns.id, runId))
  if (!run?.paypalBatchId || (run.state !== "submitted" && run.state !== "completed")) return false
  const batch = await readBatch(deps.paypal, run.paypalBatchId)
  const at = deps.clock.now()
  return inTx(deps.db, "reconcile-payout-run", async (tx) => {
    if (!batch) {
      await poll(tx, runId, addMs(at, MINUTE_MS))
      return false
    }
    const items = new Map(batch.items.map((i) => [i.senderItemId, i]))
    const ours = await tx.select().from(payouts).where(eq(payouts.runId, runId)).orderBy(payouts.id)
    for (const payout of ours) {
      const item = items.get(payout.id)
      if (batch.status === "DENIED") await applyDenied(tx, payout, at)
      else if (item) await applyItem(tx, payout, item, at)
    }
    return finish(tx, run, at)
  })
}

async function applyDenied(tx: Tx, payout: Payout, at: Date): Promise<void> {
  const reason = "PayPal denied the whole batch; the money is back on your balance."
  await applyPayoutEvent(tx, { payoutId: payout.id, event: "fail", reason, blameless: true, at })
}

async function applyItem(tx: Tx, payout: Payout, item: PayoutItemView, at: Date): Promise<void> {
  const { event, alert } = eventOfItemStatus(item.rawStatus)
  if (alert) await raise(tx, payout, `PayPal gave a status we do not know: ${item.rawStatus}`, at)
  if (!event) return
  if (event === "pay" && payout.moneyReturned && !PAID_BEFORE.includes(payout.state)) {
    return raise(tx, payout, "PayPal paid what had been given back to the balance: it is out twice.", at)
  }
  await applyPayoutEvent(tx, {
    payoutId: payout.id,
    event: giveUpBlocked(payout, event, at),
    reason: item.errorMessage ?? REASONS[event] ?? null,
    paypalItemId: item.payoutItemId,
    paypalStatus: item.rawStatus,
    feeCents: item.feeCents,
    at,
  })
}

/** PayPal does not say whether BLOCKED is final; still blocked a day later, it is given up. */
function giveUpBlocked(payout: Payout, event: PayoutEvent, at: Date): PayoutEvent {
  const since = at.getTime() - payout.updatedAt.getTime()
  return event === "block" && payout.state === "blocked" && since >= BLOCKED_CONFIRM_HOURS * HOUR_MS ? "fail" : event
}

const REASONS: Partial<Record<PayoutEvent, string>> = {
  unclaim:
    "The address has no PayPal account yet; PayPal waits 30 days for it, then the money comes back to your balance.",
  hold: "PayPal is reviewing this payment.",
  block: "PayPal has blocked this payment.",
  return: "Nobody claimed the payment for 30 days; the money is back on your balance.",
  refund: "The payment was sent back; the money is back on your balance.",
  reverse: "PayPal took the payment back; the money is back on your balance.",
  fail: "PayPal could not pay this; the money is back on your balance.",
}

/** Every look finds the same again; one open flag is enough. */
async function raise(tx: Tx, payout: Payout, reason: string, at: Date): Promise<void> {
  const same = and(eq(flags.subject, payout.id), eq(flags.reason, reason), isNull(flags.closedAt))
  if ((await tx.$count(flags, same)) > 0) return
  await tx
    .insert(flags)
    .values({ id: newId("flag", at), kind: "PAYOUT_STATUS", subject: payout.id, reason, openedAt: at })
  await notifyOperators(tx, { subject: payout.id, reason, at })
}

async function finish(tx: Tx, run: typeof payoutRuns.$inferSelect, at: Date): Promise<boolean> {
  const open = await tx
    .select({ id: payouts.id })
    .from(payouts)
    .where(and(eq(payouts.runId, run.id), notInArray(payouts.state, [...SETTLED_STATES])))
    .limit(1)
  const done = open.length === 0
  if (done) {
    await tx
      .update(payoutRuns)
      .set({ state: "completed" })
      .where(and(eq(payoutRuns.id, run.id), inArray(payoutRuns.state, ["submitted"])))
  }
  await scheduleNextLook(tx, run, done, at)
  return done
}

/** Soon while PayPal works, hourly while something hangs, daily for a month after all is paid. */
async function scheduleNextLook(tx: Tx, run: typeof payoutRuns.$inferSelect, done: boolean, at: Date): Promise<void> {
  const age = at.getTime() - (run.sentAt ?? run.createdAt).getTime()
  if (done && age > WATCH_DAYS * DAY_MS) return
  const wait = done ? DAY_MS : age < 10 * MINUTE_MS ? 5 * SECOND_MS : HOUR_MS
  await poll(tx, run.id, addMs(at, wait))
}
