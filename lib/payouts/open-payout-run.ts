/** Opens the week's payout run: who is paid is decided, written and taken off the accounts before PayPal hears of it. */
import { and, desc, eq, inArray, isNotNull, like, sql } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { payees } from "#db/schema/auth.ts"
import { payoutRuns, payouts } from "#db/schema/payouts.ts"
import type { Deps } from "#lib/deps.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { type Cents, cents, sumMicros, ZERO_MICROS } from "#lib/kernel/money.ts"
import { payoutMonday } from "#lib/kernel/period.ts"
import { postTransaction } from "#lib/ledger/post-transaction.ts"
import { payoutPosting } from "#lib/ledger/postings.ts"
import { enqueue } from "#lib/outbox/enqueue.ts"
import { dayName, decidePayout, type GateDecision, ITEM_LIMIT_CENTS, splitIntoRuns } from "./gate.ts"
import { type Matured, maturedOf } from "./matured.ts"
import { PAYOUT_IN_FLIGHT_STATES } from "./payout-state.ts"

type OpenDeps = Pick<Deps, "db" | "clock" | "config">
type Payee = typeof payees.$inferSelect
type Planned = { payee: Payee; payCents: Cents; sources: Matured[] }

/** One run per Monday (06:00 UTC), however often and in however many processes this is called. */
export async function openPayoutRun(deps: OpenDeps): Promise<{ opened: Id<"payoutRun">[] }> {
  const at = deps.clock.now()
  const period = dayName(payoutMonday(at))
  return inTx(deps.db, "open-payout-run", async (tx) => {
    // Two processes at the same Monday wait for each other here.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`payout-run:${period}`}))`)
    const [present] = await tx
      .select({ id: payoutRuns.id })
      .from(payoutRuns)
      .where(like(payoutRuns.period, `${period}%`))
      .limit(1)
    if (present) return { opened: [] }
    const parts = splitIntoRuns(await plan(tx, deps, at))
    // A Monday on which nobody is due is written down too, so that it is not asked again all week.
    if (parts.length === 0) await insertRun(tx, period, "completed", at)
    const opened: Id<"payoutRun">[] = []
    for (const [i, part] of parts.entries())
      opened.push(await writeRun(tx, i === 0 ? period : `${period}#${i + 1}`, part, at))
    return { opened }
  })
}

/**
 * The same Monday's next run, for payees whose run PayPal refused for somebody else's fault; null when none of them is
 * due any more. Runs in the caller's tx.
 */
export async function openFollowUpRun(
  tx: Tx,
  deps: Pick<OpenDeps, "config">,
  input: { period: string; userIds: readonly Id<"user">[]; at: Date },
): Promise<Id<"payoutRun"> | null> {
  const planned = await plan(tx, deps, input.at, input.userIds)
  if (planned.length === 0) return null
  const monday = input.period.split("#")[0]!
  const number = (await tx.$count(payoutRuns, like(payoutRuns.period, `${monday}%`))) + 1
  return writeRun(tx, `${monday}#${number}`, planned, input.at)
}

async function plan(
  tx: Tx,
  deps: Pick<OpenDeps, "config">,
  at: Date,
  only?: readonly Id<"user">[],
): Promise<Planned[]> {
  const asked = only ? inArray(payees.userId, [...only]) : undefined
  const confirmed = and(isNotNull(payees.confirmedAt), asked)
  const people = await tx.select().from(payees).where(confirmed).orderBy(payees.userId)
  const planned: Planned[] = []
  for (const payee of people) {
    const matured = await maturedOf(tx, payee.userId, at, deps.config)
    const decision = await decide(tx, deps, { payee, matured, at })
    if ("payCents" in decision) planned.push({ payee, payCents: decision.payCents, sources: matured })
  }
  return planned
}

type Question = { payee: Payee | null; matured: readonly Matured[]; at: Date; userId?: Id<"user">; t?: Translate }

/** The gate's answer for one payee now: also what "why not paid" asks. */
export async function decide(
  db: Tx | Deps["db"],
  deps: Pick<Deps, "config">,
  question: Question,
): Promise<GateDecision> {
  const { payee, matured, at } = question
  const userId = payee?.userId ?? question.userId!
  const available = sumMicros(matured.map((m) => m.maturedMicros))
  return decidePayout(
    {
      userId,
      payeeEmail: payee?.paypalEmail ?? null,
      confirmed: payee?.confirmedAt != null,
      frozenUntil: payee?.frozenUntil ?? null,
      pausedReason: payee?.pausedReason ?? null,
      inFlight: await hasPayoutInFlight(db, userId),
      maturedMicros: available,
      reserveMicros: ZERO_MICROS,
      // One item per payee and run; what is above PayPal's limit goes with the next run.
      capCents: cents(ITEM_LIMIT_CENTS),
    },
    deps.config.payoutMinimumCents,
    at,
    question.t,
  )
}

async function hasPayoutInFlight(db: Tx | Deps["db"], userId: Id<"user">): Promise<boolean> {
  const [row] = await db
    .select({ state: payouts.state })
    .from(payouts)
    .where(sql`${eq(payouts.userId, userId)} and ${inArray(payouts.state, [...PAYOUT_IN_FLIGHT_STATES])}`)
    .orderBy(desc(payouts.createdAt))
    .limit(1)
  return row !== undefined
}

async function insertRun(tx: Tx, period: string, state: "approved" | "completed", at: Date): Promise<Id<"payoutRun">> {
  const id = newId("payoutRun", at)
  await tx.insert(payoutRuns).values({ id, period, state, createdAt: at })
  return id
}

/** A run is written approved: two-person approval of large sums belongs to the operator's money desk. */
async function writeRun(tx: Tx, period: string, part: readonly Planned[], at: Date): Promise<Id<"payoutRun">> {
  const runId = await insertRun(tx, period, "approved", at)
  for (const planned of part) await writePayout(tx, runId, planned, at)
  await enqueue(tx, { kind: "payout.send", key: `send:${runId}`, payload: { runId }, dueAt: at })
  return runId
}

async function writePayout(tx: Tx, runId: Id<"payoutRun">, planned: Planned, at: Date): Promise<void> {
  const payoutId = newId("payout", at)
  await tx.insert(payouts).values({
    id: payoutId,
    runId,
    userId: planned.payee.userId,
    receiver: planned.payee.paypalEmail,
    amountCents: planned.payCents,
    currency: "USD",
    state: "approved",
    createdAt: at,
    updatedAt: at,
  })
  await postTransaction(tx, {
    kind: "payout",
    idempotencyKey: `payout:${payoutId}`,
    payoutId,
    at,
    currency: "USD",
    entries: payoutPosting({ payoutId, amountCents: planned.payCents, sources: planned.sources }),
  })
}
