/** What an operator sees: the trial balance with its proof of zero, open flags, payout runs, work that is stuck. */
import { and, desc, isNotNull, isNull } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { flags } from "#db/schema/carriage.ts"
import { payoutRuns } from "#db/schema/payouts.ts"
import { outbox } from "#db/schema/platform.ts"

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
