/** The platform's clock: the system's own, except in the sample world, where it runs ahead by what the time machine says. */
import { eq } from "drizzle-orm"
import type { Db, DbOrTx } from "#db/client.ts"
import { clockState } from "#db/schema/platform.ts"
import type { Mode } from "#lib/config.ts"
import { type Clock, offsetClock, systemClock } from "#lib/kernel/clock.ts"
import { SECOND_MS } from "#lib/kernel/period.ts"

/** The one row of the clock's table. */
export const CLOCK_ROW = 1
const POLL_MS = SECOND_MS
/** A difference under this is no jump: nobody moves the clock by less. */
const JUMP_MS = SECOND_MS

export interface PlatformClock extends Clock {
  /** Platform time minus real time; always 0 outside the sample world. */
  offsetMs(): number
  /** Called after the clock was seen to have moved. */
  onJump(listener: () => void): void
  stop(): void
}

/** Milliseconds the clock is ahead; 0 where it was never moved. */
export async function readClockOffset(db: DbOrTx): Promise<number> {
  const [row] = await db.select({ offsetMs: clockState.offsetMs }).from(clockState).where(eq(clockState.id, CLOCK_ROW))
  return row?.offsetMs ?? 0
}

/** Follows the clock's row, a second behind at most; while the database is away it keeps its last offset. */
export async function openPlatformClock(db: Db, mode: Mode): Promise<PlatformClock> {
  if (mode !== "sample") return { ...systemClock, offsetMs: () => 0, onJump: () => {}, stop: () => {} }
  const listeners: (() => void)[] = []
  let offsetMs = await readClockOffset(db)
  const poll = async () => {
    const next = await readClockOffset(db).catch(() => offsetMs)
    const jumped = Math.abs(next - offsetMs) >= JUMP_MS
    offsetMs = next
    if (jumped) for (const listener of listeners) listener()
  }
  const timer = setInterval(() => void poll(), POLL_MS)
  timer.unref()
  return {
    ...offsetClock(() => offsetMs),
    offsetMs: () => offsetMs,
    onJump: (listener) => listeners.push(listener),
    stop: () => clearInterval(timer),
  }
}
