/**
 * Sends a payout run to PayPal. The run and its payouts were written before; the call is repeated with the same ids until
 * PayPal answers clearly or names the batch it already has. An unclear answer is never taken for a failure.
 */
import { and, eq, inArray, isNull } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { flags } from "#db/schema/carriage.ts"
import { payoutRuns, payouts } from "#db/schema/payouts.ts"
import type { Deps } from "#lib/deps.ts"
import { invariant } from "#lib/kernel/errors.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { addDays, addMs, DAY_MS, HOUR_MS, MINUTE_MS } from "#lib/kernel/period.ts"
import { notifyOperators } from "#lib/notices/notify.ts"
import { type ProgramNews, tellPrograms } from "#lib/notices/tell-programs.ts"
import { enqueue } from "#lib/outbox/enqueue.ts"
import type { CreatePayoutOutcome, PayoutItemView, Rejected } from "#lib/paypal/port.ts"
import { PAYOUT_RUN_TRANSITIONS, type PayoutRunState } from "./payout-run-state.ts"
import { readBatch } from "./read-batch.ts"
import { refusePayoutRun } from "./refuse-payout-run.ts"

type SendDeps = Pick<Deps, "db" | "clock" | "config" | "paypal">
type Run = typeof payoutRuns.$inferSelect
type Payout = typeof payouts.$inferSelect

/** After an unclear answer the same call is made again, later and later, for as long as PayPal remembers the batch id. */
const RETRY_MS = [MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS, DAY_MS]
/** PayPal forgets a batch id after 30 days, and would then pay the same batch again. */
const RETRY_DAYS = 25
const FIRST_POLL_MS = 5_000

/** A no-op unless the run is approved, or its answer was unclear for less than 25 days: after that a person must ask PayPal. */
export async function sendPayoutRun(deps: SendDeps, runId: Id<"payoutRun">): Promise<PayoutRunState> {
  const claimed = await inTx(deps.db, "submit-payout-run", (tx) => claim(tx, deps, runId))
  if (!claimed) return (await getRun(deps.db, runId)).state
  const { run, items } = claimed
  const outcome = await deps.paypal.createPayout({
    requestId: run.id,
    senderBatchId: run.id,
    currency: items[0]!.currency,
    emailSubject: "Your Fanfare earnings",
    emailMessage: "What you earned by bringing people and by carrying downloads. The statement is on your dashboard.",
    items: items.map((p) => ({ senderItemId: p.id, receiver: p.receiver, amountCents: p.amountCents })),
  })
  return settleOutcome(deps, run, items, outcome)
}

async function getRun(db: Deps["db"] | Tx, runId: Id<"payoutRun">): Promise<Run> {
  const [run] = await db.select().from(payoutRuns).where(eq(payoutRuns.id, runId))
  invariant(run, "the payout run exists")
  return run
}

/** Commits the intent; a crash after this leaves `submitting`, which the job loop treats like an unclear answer. */
async function claim(tx: Tx, deps: SendDeps, runId: Id<"payoutRun">): Promise<{ run: Run; items: Payout[] } | null> {
  const at = deps.clock.now()
  const [run] = await tx.select().from(payoutRuns).where(eq(payoutRuns.id, runId)).for("update")
  invariant(run, "the payout run exists")
  const retry = run.state === "submitting" && (run.nextAttemptAt === null || run.nextAttemptAt <= at)
  if (!retry && !(PAYOUT_RUN_TRANSITIONS.submit.from as readonly PayoutRunState[]).includes(run.state)) return null
  if (run.attempts > 0 && at >= addDays(run.createdAt, RETRY_DAYS)) return giveUp(tx, runId, at)
  const attempts = run.attempts + 1
  const nextAttemptAt = addMs(at, RETRY_MS[Math.min(run.attempts, RETRY_MS.length - 1)]!)
  await tx.update(payoutRuns).set({ state: "submitting", attempts, nextAttemptAt }).where(eq(payoutRuns.id, runId))
  await tx
    .update(payouts)
    .set({ state: "submitting", updatedAt: at })
    .where(and(eq(payouts.runId, runId), eq(payouts.state, "approved")))
  await enqueue(tx, { kind: "payout.send", key: `send:${runId}`, payload: { runId }, dueAt: nextAttemptAt })
  const items = await tx.select().from(payouts).where(eq(payouts.runId, runId)).orderBy(payouts.id)
  return { run: { ...run, attempts, nextAttemptAt }, items }
}

async function giveUp(tx: Tx, runId: Id<"payoutRun">, at: Date): Promise<null> {
  const reason = `PayPal has not said in ${RETRY_DAYS} days whether it took this run. Look it up there; it is not sent again.`
  await tellOperator(tx, runId, reason, at)
  return null
}

/** One open flag per run and reason. */
async function tellOperator(tx: Tx, runId: Id<"payoutRun">, reason: string, openedAt: Date): Promise<void> {
  const same = and(eq(flags.subject, runId), eq(flags.reason, reason), isNull(flags.closedAt))
  if ((await tx.$count(flags, same)) > 0) return
  await tx.insert(flags).values({ id: newId("flag", openedAt), kind: "PAYOUT_RUN", subject: runId, reason, openedAt })
  await notifyOperators(tx, { subject: runId, reason, at: openedAt })
}

async function settleOutcome(
  deps: SendDeps,
  run: Run,
  items: Payout[],
  outcome: CreatePayoutOutcome,
): Promise<PayoutRunState> {
  switch (outcome.kind) {
    case "ok":
      return accept(deps, run, outcome.value.payoutBatchId)
    case "duplicate":
      return adopt(deps, run, items, outcome.payoutBatchId)
    case "rejected":
      return saysNothingWasPaid(run, outcome)
        ? refusePayoutRun(deps, run.id, outcome)
        : loseAnswer(deps, run, why(outcome), true)
    case "rate_limited":
      return loseAnswer(deps, run, "PayPal asked us to wait")
    case "unknown":
      return loseAnswer(deps, run, outcome.reason)
  }
}

/** Refusals that are about what was sent, not about its having been sent before. */
const ABOUT_THE_CALL: readonly string[] = ["VALIDATION_ERROR", "INSUFFICIENT_FUNDS"]

/** The first call's refusal is clear. After an unclear answer the batch may be out, and only these say that it is not. */
const saysNothingWasPaid = (run: Run, { status, name }: Rejected): boolean =>
  (status === 400 || status === 422) && (run.attempts === 1 || ABOUT_THE_CALL.includes(name))

const why = (r: Rejected): string => `${r.status} ${r.issue}: ${r.message}`

async function accept(deps: SendDeps, run: Run, paypalBatchId: string): Promise<PayoutRunState> {
  const at = deps.clock.now()
  return inTx(deps.db, "accept-payout-run", async (tx): Promise<PayoutRunState> => {
    await tx
      .update(payoutRuns)
      .set({ state: "submitted", paypalBatchId, sentAt: at, lastError: null })
      .where(and(eq(payoutRuns.id, run.id), inArray(payoutRuns.state, [...PAYOUT_RUN_TRANSITIONS.accept.from])))
    const sent = await tx
      .update(payouts)
      .set({ state: "submitted", updatedAt: at })
      .where(and(eq(payouts.runId, run.id), eq(payouts.state, "submitting")))
      .returning({ id: payouts.id, userId: payouts.userId })
    await tellPrograms(
      tx,
      sent.map((payout) => sentNews(payout, at)),
    )
    await poll(tx, run.id, addMs(at, FIRST_POLL_MS))
    return "submitted"
  })
}

/** No news for a person, but programs keep books. */
const sentNews = ({ id, userId }: Pick<Payout, "id" | "userId">, at: Date): ProgramNews => ({
  ...{ userId, type: "payout.sent", key: `payout:${id}:submitted`, at },
  about: { payoutId: id, state: "submitted" },
})

/** PayPal has a batch under our id: it is ours when every item and amount is. */
async function adopt(deps: SendDeps, run: Run, items: Payout[], batchId: string | null): Promise<PayoutRunState> {
  if (!batchId) return loseAnswer(deps, run, "PayPal says duplicate but names no batch")
  const batch = await readBatch(deps.paypal, batchId)
  if (!batch) return loseAnswer(deps, run, `batch ${batchId} cannot be read`)
  if (!sameItems(items, batch.items))
    return loseAnswer(deps, run, `batch ${batchId} is not ours: items or amounts differ`)
  return accept(deps, run, batchId)
}

function sameItems(ours: readonly Payout[], theirs: readonly PayoutItemView[]): boolean {
  const byId = new Map(theirs.map((i) => [i.senderItemId, i]))
  return (
    ours.length === theirs.length &&
    ours.every((p) => {
      const item = byId.get(p.id)
      return item?.amountCents === p.amountCents && item.receiver.toLowerCase() === p.receiver.toLowerCase()
    })
  )
}

/** A refusal that says nothing of the items (401, 403) is the operator's to mend; the run waits and is asked again. */
async function loseAnswer(deps: SendDeps, run: Run, reason: string, refused = false): Promise<PayoutRunState> {
  return inTx(deps.db, "lose-payout-answer", async (tx): Promise<PayoutRunState> => {
    if (refused)
      await tellOperator(tx, run.id, `PayPal refused a payout run: ${reason}`.slice(0, 500), deps.clock.now())
    await tx
      .update(payoutRuns)
      .set({ state: "unknown", lastError: reason.slice(0, 1000) })
      .where(and(eq(payoutRuns.id, run.id), inArray(payoutRuns.state, [...PAYOUT_RUN_TRANSITIONS.loseAnswer.from])))
    return "unknown"
  })
}

/** Asks the job loop to look at the batch then. */
export const poll = (tx: Tx, runId: Id<"payoutRun">, dueAt: Date): Promise<void> =>
  enqueue(tx, { kind: "payout.reconcile", key: `reconcile:${runId}`, payload: { runId }, dueAt })
