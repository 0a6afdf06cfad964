/** Takes due work from the outbox: each row by one worker at a time under a lease, at least once, with growing pauses. */
import { and, asc, eq, inArray, isNull, lt, lte, or, sql } from "drizzle-orm"
import { type Db, inTx } from "#db/client.ts"
import { outbox } from "#db/schema/platform.ts"
import { newId } from "#lib/kernel/ids.ts"
import { addMs, MINUTE_MS, SECOND_MS } from "#lib/kernel/period.ts"

export type OutboxRow = typeof outbox.$inferSelect
/** Null: the work is done. A date: the same work is due again then. */
export type WorkResult = { againAt: Date } | null

/** Real time; renewed at a third of it. A crash leaves its work untouched for this long. */
export const LEASE_MS = 15 * SECOND_MS
/** Pauses after a failure, by attempts made so far; the last one repeats. */
const PAUSE_MINUTES = [1, 5, 15, 60, 180, 360]
/** With the pauses above about five days: after that somebody must look. */
export const MAX_ATTEMPTS = 24
const ERROR_LIMIT_CHARS = 500

/** Claims up to `limit` rows that are due at `now` (platform time), oldest first. */
export async function claimWork(db: Db, now: Date, limit: number): Promise<OutboxRow[]> {
  const real = new Date()
  const free = or(isNull(outbox.leasedUntil), lt(outbox.leasedUntil, real))
  const alive = or(lt(outbox.attempts, MAX_ATTEMPTS), eq(outbox.kind, REPEATING))
  return inTx(db, "claim-work", async (tx) => {
    const due = await tx
      .select({ id: outbox.id })
      .from(outbox)
      .where(and(isNull(outbox.doneAt), lte(outbox.dueAt, now), free, alive))
      .orderBy(asc(outbox.dueAt))
      .limit(limit)
      .for("update", { skipLocked: true })
    if (due.length === 0) return []
    return tx
      .update(outbox)
      .set({ leasedUntil: addMs(real, LEASE_MS), attempts: sql`${outbox.attempts} + 1` })
      .where(
        inArray(
          outbox.id,
          due.map((row) => row.id),
        ),
      )
      .returning()
  })
}

/** Keeps a row while its work goes on. */
export async function renewLease(db: Db, row: OutboxRow): Promise<void> {
  await db
    .update(outbox)
    .set({ leasedUntil: addMs(new Date(), LEASE_MS) })
    .where(eq(outbox.id, row.id))
}

/** Records that the work was done; if it was asked for again meanwhile it stays open and is due as asked. */
export async function finishWork(db: Db, row: OutboxRow, result: WorkResult, now: Date): Promise<void> {
  const same = sql`${outbox.revision} = ${row.revision}`
  const date = (at: Date) => sql`${at.toISOString()}::timestamptz`
  await db
    .update(outbox)
    .set({
      leasedUntil: null,
      lastError: null,
      attempts: 0,
      dueAt: result
        ? sql`case when ${same} then ${date(result.againAt)} else ${outbox.dueAt} end`
        : sql`${outbox.dueAt}`,
      doneAt: result ? null : sql`case when ${same} then ${date(now)} end`,
    })
    .where(eq(outbox.id, row.id))
}

/** Records a failure; the work is due again after a pause that grows with the attempts. */
export async function postponeWork(db: Db, row: OutboxRow, error: unknown, now: Date): Promise<void> {
  const lastError = (error instanceof Error ? error.message : String(error)).slice(0, ERROR_LIMIT_CHARS)
  const minutes = PAUSE_MINUTES[Math.min(row.attempts, PAUSE_MINUTES.length) - 1]!
  await db
    .update(outbox)
    .set({ leasedUntil: null, lastError, dueAt: addMs(now, minutes * MINUTE_MS) })
    .where(eq(outbox.id, row.id))
}

/** Makes sure a repeating job has its row; due at once the first time. */
export async function ensureRepeating(db: Db, names: readonly string[], now: Date): Promise<void> {
  const values = names.map((name) => ({
    id: newId("outbox", now),
    kind: REPEATING,
    key: `${REPEATING}:${name}`,
    payload: { name },
    dueAt: now,
  }))
  if (values.length > 0) await db.insert(outbox).values(values).onConflictDoNothing({ target: outbox.key })
}

/** The kind of rows that stand for a repeating job; they are never done, only due again. */
export const REPEATING = "repeating"

/** Gives up every lease: only for the embedded database, whose only worker this process is. */
export async function freeLeases(db: Db): Promise<void> {
  await db.update(outbox).set({ leasedUntil: null }).where(isNull(outbox.doneAt))
}
