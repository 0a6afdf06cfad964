/** A visitor may be at the next page, or have ordered, before the database has the click that led there. */
import { setTimeout as sleep } from "node:timers/promises"
import { inArray } from "drizzle-orm"
import type { Db } from "#db/client.ts"
import { clicks } from "#db/schema/attribution.ts"
import { COOKIE_CLICKS, clickTime, isClickId } from "#lib/attribution/visit.ts"
import { MINUTE_MS } from "#lib/kernel/period.ts"

/** A click follows its redirect into the database by milliseconds; after an outage it may be minutes old by then. */
const YOUNG_MS = 15 * MINUTE_MS
/** 1.3 s in all, which is also what somebody pays who makes ids up. */
const WAITS_MS = [5, 10, 20, 40, 80, 160, 320, 640] as const

/**
 * Waits for clicks that are younger than a quarter of an hour and not in the database yet, a second at most. Never within a tx: the
 * embedded database has one at a time, and the clicks would wait for it.
 */
export async function clicksArrived(
  db: Db,
  { clickIds, at }: { clickIds: readonly string[]; at: Date },
): Promise<void> {
  const ageMs = (id: string) => Math.abs(at.getTime() - clickTime(id))
  const young = [...new Set(clickIds)]
    .filter(isClickId)
    .slice(0, COOKIE_CLICKS)
    .filter((id) => ageMs(id) < YOUNG_MS)
  if (young.length === 0) return
  for (const waitMs of WAITS_MS) {
    const arrived = await db.select({ id: clicks.id }).from(clicks).where(inArray(clicks.id, young))
    if (arrived.length === young.length) return
    await sleep(waitMs)
  }
}
