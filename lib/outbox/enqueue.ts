/** Writes work that must follow a committed change: the row commits with the change, the job loop does it after. */
import { sql } from "drizzle-orm"
import type { Tx } from "#db/client.ts"
import { outbox } from "#db/schema/platform.ts"
import { newId } from "#lib/kernel/ids.ts"
import { MAX_ATTEMPTS } from "./work-outbox.ts"

/** Every kind of work there is; server/jobs.ts has a handler for each. */
export type OutboxKind =
  | "order.capture"
  | "settlement.due"
  | "release.publish"
  | "paypal.webhook"
  | "payout.send"
  | "payout.reconcile"
  | "takedown.tell"
  | "erasure.due"

export type OutboxWork = {
  kind: OutboxKind
  /** Two rows with the same key are one piece of work. */
  key: string
  payload: Record<string, string>
  dueAt: Date
}

/** The same key again brings open work forward (never back) and re-opens work that was done or given up. */
export async function enqueue(tx: Tx, work: OutboxWork): Promise<void> {
  const id = newId("outbox", work.dueAt)
  // Work that is being done at this moment is not waiting: what is asked for now is a run after it.
  const inHand = sql`${outbox.leasedUntil} > ${new Date().toISOString()}::timestamptz`
  const waiting = sql`${outbox.doneAt} is null and not coalesce(${inHand}, false)`
  await tx
    .insert(outbox)
    .values({ id, ...work })
    .onConflictDoUpdate({
      target: outbox.key,
      set: {
        dueAt: sql`case when ${waiting} then least(${outbox.dueAt}, excluded.due_at) else excluded.due_at end`,
        payload: sql`excluded.payload`,
        attempts: sql`case when ${outbox.doneAt} is null and ${outbox.attempts} < ${MAX_ATTEMPTS} then ${outbox.attempts} else 0 end`,
        doneAt: null,
        revision: sql`${outbox.revision} + 1`,
      },
    })
}
