/** What an operator sees: the trial balance with its proof of zero, open flags, payout runs, work and mails that are stuck. */
import { and, asc, count, desc, gt, isNotNull, isNull, lte, ne } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { flags } from "#db/schema/carriage.ts"
import { payoutRuns } from "#db/schema/payouts.ts"
import { mails, outbox } from "#db/schema/platform.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { PageAfter } from "#lib/kernel/page-after.ts"
import { REPEATING } from "#lib/outbox/work-outbox.ts"

export const listOpenFlags = (db: DbOrTx) =>
  db.select().from(flags).where(isNull(flags.closedAt)).orderBy(desc(flags.openedAt)).limit(100)

/** By id, which is oldest first. */
export const pageOfOpenFlags = (db: DbOrTx, { after, limit }: PageAfter<Id<"flag">>) =>
  db
    .select()
    .from(flags)
    .where(and(isNull(flags.closedAt), after ? gt(flags.id, after) : undefined))
    .orderBy(asc(flags.id))
    .limit(limit)

export const listPayoutRuns = (db: DbOrTx) => db.select().from(payoutRuns).orderBy(desc(payoutRuns.createdAt)).limit(50)

/** By id, which is oldest first. */
export const pageOfPayoutRuns = (db: DbOrTx, { after, limit }: PageAfter<Id<"payoutRun">>) =>
  db
    .select()
    .from(payoutRuns)
    .where(after ? gt(payoutRuns.id, after) : undefined)
    .orderBy(asc(payoutRuns.id))
    .limit(limit)

const selectWork = (db: DbOrTx) =>
  db
    .select({
      id: outbox.id,
      key: outbox.key,
      kind: outbox.kind,
      attempts: outbox.attempts,
      lastError: outbox.lastError,
      dueAt: outbox.dueAt,
    })
    .from(outbox)

const isStuck = and(isNull(outbox.doneAt), isNotNull(outbox.lastError))

/** Work that failed at least once and is not done. */
export const listStuckWork = (db: DbOrTx) => selectWork(db).where(isStuck).orderBy(desc(outbox.dueAt)).limit(50)

/** By id. */
export const pageOfStuckWork = (db: DbOrTx, { after, limit }: PageAfter<Id<"outbox">>) =>
  selectWork(db)
    .where(and(isStuck, after ? gt(outbox.id, after) : undefined))
    .orderBy(asc(outbox.id))
    .limit(limit)

/** How much work is due now and not done; what repeats is always due sooner or later and does not count. */
export async function countDueWork(db: DbOrTx, now: Date): Promise<number> {
  const [row] = await db
    .select({ n: count() })
    .from(outbox)
    .where(and(isNull(outbox.doneAt), lte(outbox.dueAt, now), ne(outbox.kind, REPEATING)))
  return row?.n ?? 0
}

const selectMails = (db: DbOrTx) =>
  db
    .select({
      id: mails.id,
      to: mails.to,
      kind: mails.kind,
      attempts: mails.attempts,
      lastError: mails.lastError,
      at: mails.createdAt,
    })
    .from(mails)

const isUndelivered = and(isNull(mails.sentAt), isNotNull(mails.lastError))

/** Mails that no server has taken yet after a first try. */
export const listUndelivered = (db: DbOrTx) =>
  selectMails(db).where(isUndelivered).orderBy(desc(mails.createdAt)).limit(50)

/** By id, which is oldest first. */
export const pageOfUndelivered = (db: DbOrTx, { after, limit }: PageAfter<Id<"mail">>) =>
  selectMails(db)
    .where(and(isUndelivered, after ? gt(mails.id, after) : undefined))
    .orderBy(asc(mails.id))
    .limit(limit)
