/** What an operator sees: the trial balance with its proof of zero, open flags, payout runs, work that is stuck. */
import { and, count, desc, isNotNull, isNull, lte, ne } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { flags } from "#db/schema/carriage.ts"
import { payoutRuns } from "#db/schema/payouts.ts"
import { outbox } from "#db/schema/platform.ts"
import { REPEATING } from "#lib/outbox/work-outbox.ts"

export const listOpenFlags = (db: DbOrTx) =>
  db.select().from(flags).where(isNull(flags.closedAt)).orderBy(desc(flags.openedAt)).limit(100)

export const listPayoutRuns = (db: DbOrTx) => db.select().from(payoutRuns).orderBy(desc(payoutRuns.createdAt)).limit(50)

/** Work that failed at least once and is not done. */
export const listStuckWork = (db: DbOrTx) =>
  db
    .select({
      key: outbox.key,
      kind: outbox.kind,
      attempts: outbox.attempts,
      lastError: outbox.lastError,
      dueAt: outbox.dueAt,
    })
    .from(outbox)
    .where(and(isNull(outbox.doneAt), isNotNull(outbox.lastError)))
    .orderBy(desc(outbox.dueAt))
    .limit(50)

/** How much work is due now and not done; what repeats is always due sooner or later and does not count. */
export async function countDueWork(db: DbOrTx, now: Date): Promise<number> {
  const [row] = await db
    .select({ n: count() })
    .from(outbox)
    .where(and(isNull(outbox.doneAt), lte(outbox.dueAt, now), ne(outbox.kind, REPEATING)))
  return row?.n ?? 0
}
