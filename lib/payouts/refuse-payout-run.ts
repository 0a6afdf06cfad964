/** PayPal refused a payout run as a whole, so nothing was paid: the money goes back, and who was not at fault is paid anew. */
import { and, eq, inArray } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { flags } from "#db/schema/carriage.ts"
import { payoutRuns, payouts } from "#db/schema/payouts.ts"
import type { Deps } from "#lib/deps.ts"
import { invariant } from "#lib/kernel/errors.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { notifyOperators } from "#lib/notices/notify.ts"
import type { Rejected } from "#lib/paypal/port.ts"
import { applyPayoutEvent } from "./apply-payout-event.ts"
import { openFollowUpRun } from "./open-payout-run.ts"
import { PAYOUT_RUN_TRANSITIONS, type PayoutRunState } from "./payout-run-state.ts"

type RefuseDeps = Pick<Deps, "db" | "clock" | "config">
type Payout = typeof payouts.$inferSelect

/** PayPal names a malformed item by its place in the call. */
const NAMED_ITEM = /^\/?items[[/](\d{1,5})\b/

/** Answers the run's state. The items were sent in the order of their ids. */
export async function refusePayoutRun(
  deps: RefuseDeps,
  runId: Id<"payoutRun">,
  rejected: Rejected,
): Promise<PayoutRunState> {
  return inTx(deps.db, "refuse-payout-run", async (tx): Promise<PayoutRunState> => {
    const [run] = await tx
      .update(payoutRuns)
      .set({ state: "refused", lastError: `${rejected.status} ${rejected.issue}: ${rejected.message}`.slice(0, 1_000) })
      .where(and(eq(payoutRuns.id, runId), inArray(payoutRuns.state, [...PAYOUT_RUN_TRANSITIONS.refuse.from])))
      .returning()
    if (!run) return stateOf(tx, runId)
    const items = await tx.select().from(payouts).where(eq(payouts.runId, runId)).orderBy(payouts.id)
    const named = namedItems(rejected, items)
    const at = deps.clock.now()
    for (const payout of items) await giveBack(tx, payout, named.has(payout.id), rejected, at)
    const userIds = items.filter((p) => !named.has(p.id)).map((p) => p.userId)
    // Where no item is named the fault is ours or the account's: asking again at once would be refused again.
    if (named.size > 0 && userIds.length > 0) await openFollowUpRun(tx, deps, { period: run.period, userIds, at })
    const reason = `PayPal refused a payout run: ${rejected.message}`
    await tx.insert(flags).values({ id: newId("flag", at), kind: "PAYOUT_RUN", subject: runId, reason, openedAt: at })
    await notifyOperators(tx, { subject: runId, reason, at })
    return "refused"
  })
}

async function stateOf(tx: Tx, runId: Id<"payoutRun">): Promise<PayoutRunState> {
  const [run] = await tx.select({ state: payoutRuns.state }).from(payoutRuns).where(eq(payoutRuns.id, runId))
  invariant(run, "the payout run exists")
  return run.state
}

function namedItems(rejected: Rejected, items: readonly Payout[]): Set<string> {
  const places = rejected.details.flatMap(({ field }) => NAMED_ITEM.exec(field ?? "")?.[1] ?? [])
  return new Set(places.flatMap((place) => items[Number(place)]?.id ?? []))
}

async function giveBack(tx: Tx, payout: Payout, named: boolean, rejected: Rejected, at: Date): Promise<void> {
  const reason = named
    ? `PayPal does not take a payout to ${payout.receiver}: ${rejected.message} The money is back on your balance.`
    : "PayPal refused the whole run; the money is back on your balance and goes out again."
  await applyPayoutEvent(tx, { payoutId: payout.id, event: "refuse", reason, blameless: !named, at })
}
