/** The secret of the day: it tells one visitor's second click from another's first, and with the day it is destroyed. */
import { eq, lt } from "drizzle-orm"
import type { Db, DbOrTx } from "#db/client.ts"
import { daySecrets } from "#db/schema/attribution.ts"
import { invariant } from "#lib/kernel/errors.ts"
import { addMs, HOUR_MS } from "#lib/kernel/period.ts"

/**
 * A process whose clock is behind may still be in yesterday, and would make yesterday's secret anew. Clicks that
 * wait in the journal need none: they were hashed as they came.
 */
const KEPT_AFTER_MS = HOUR_MS
const SECRET_BYTES = 32

/** The UTC day an instant falls on, as "2026-11-23". */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10)

/** The secret of this UTC day, made by whichever process asks first. */
export async function daySecret(db: DbOrTx, day: string): Promise<Uint8Array> {
  const known = await findSecret(db, day)
  if (known) return known
  await db
    .insert(daySecrets)
    .values({ day, secret: crypto.getRandomValues(new Uint8Array(SECRET_BYTES)) })
    .onConflictDoNothing()
  const made = await findSecret(db, day)
  invariant(made, "a day secret vanished while it was being made")
  return made
}

async function findSecret(db: DbOrTx, day: string): Promise<Uint8Array | null> {
  const [row] = await db.select({ secret: daySecrets.secret }).from(daySecrets).where(eq(daySecrets.day, day))
  return row?.secret ?? null
}

/** Destroys the secrets of days that ended an hour or more before `now`; the hashes made with them can never be tried again. Returns how many. */
export async function destroyOldDaySecrets(db: Db, now: Date): Promise<number> {
  const gone = await db
    .delete(daySecrets)
    .where(lt(daySecrets.day, dayOf(addMs(now, -KEPT_AFTER_MS))))
    .returning({ day: daySecrets.day })
  return gone.length
}
