/** Tells fans, once for each day, what of their commissions has matured; a repeating job on the platform clock. */
import { and, count, gte, inArray, isNull, lt, sql } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { commissions } from "#db/schema/ledger.ts"
import { notices } from "#db/schema/notices.ts"
import type { Deps } from "#lib/deps.ts"
import { addDays } from "#lib/kernel/period.ts"
import { type NewNotice, notifyAll } from "#lib/notices/notify.ts"
import { nextPayoutRun } from "./gate.ts"

/** Days that an outage, or a jump of the sample world's clock, may leave to be told later. */
const LOOK_BACK_DAYS = 62

/** Answers how many notices are new. Only whole days (UTC) are told, so that a day is told once. */
export async function tellMatured(deps: Pick<Deps, "db" | "clock">): Promise<number> {
  const now = deps.clock.now()
  const today = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()))
  const day = sql<string>`to_char(${commissions.maturesAt} at time zone 'UTC', 'YYYY-MM-DD')`
  return inTx(deps.db, "tell-matured", async (tx) => {
    const days = await tx
      .select({
        userId: commissions.userId,
        day,
        lines: count(),
        micros: sql<string>`sum(${commissions.amountMicros})`,
      })
      .from(commissions)
      .where(
        and(
          gte(commissions.maturesAt, addDays(today, -LOOK_BACK_DAYS)),
          lt(commissions.maturesAt, today),
          isNull(commissions.heldReason),
        ),
      )
      .groupBy(commissions.userId, day)
    const keyOf = (d: { day: string }) => `matured:${d.day}`
    const keys = [...new Set(days.map(keyOf))]
    if (keys.length === 0) return 0
    const told = await tx
      .select({ userId: notices.userId, key: notices.key })
      .from(notices)
      .where(inArray(notices.key, keys))
    const known = new Set(told.map((n) => `${n.userId} ${n.key}`))
    const news = days
      .filter((d) => !known.has(`${d.userId} ${keyOf(d)}`))
      .map(({ userId, micros, lines, ...d }): NewNotice => {
        const payload = { micros, lines: String(lines), payoutAt: nextPayoutRun(now).toISOString(), day: d.day }
        return { userId, kind: "matured", key: keyOf(d), payload, at: now }
      })
    await notifyAll(tx, news)
    return news.length
  })
}
