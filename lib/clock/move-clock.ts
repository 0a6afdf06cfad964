/** The time machine: moves the sample world's clock forward, so that holds mature and payouts run while one watches. */
import { sql } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { clockState } from "#db/schema/platform.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { DAY_MS } from "#lib/kernel/period.ts"
import { CLOCK_ROW, readClockOffset } from "./platform-clock.ts"

/** One move; a demo and its window are 60 days, a hold is 45. */
export const MAX_MOVE_MS = 400 * DAY_MS
/** In all: the stand-ins' certificates are good for longer than this. */
const MAX_OFFSET_MS = 3_650 * DAY_MS

/**
 * Moves by `byMs` milliseconds (> 0) and answers how far ahead the clock is then; every process follows within a second.
 * Refuses `forbidden` outside the sample world, `invalid_input` for a move backwards or too far.
 */
export async function moveClock(
  deps: Pick<Deps, "db" | "config">,
  input: { byMs: number },
): Promise<{ offsetMs: number }> {
  if (deps.config.mode !== "sample") throw new AppError("forbidden", "Only the sample world has a time machine.")
  const { byMs } = input
  if (!Number.isSafeInteger(byMs) || byMs <= 0)
    throw new AppError("invalid_input", "Time moves forward only.", { field: "by" })
  if (byMs > MAX_MOVE_MS) throw new AppError("invalid_input", "At most 400 days in one move.", { field: "by" })
  return inTx(deps.db, "move-clock", async (tx) => {
    if ((await readClockOffset(tx)) + byMs > MAX_OFFSET_MS)
      throw new AppError("conflict", "The clock is ten years ahead; start a fresh sample world (--data DIR).")
    const moved = await tx
      .insert(clockState)
      .values({ id: CLOCK_ROW, offsetMs: byMs })
      .onConflictDoUpdate({
        target: clockState.id,
        set: { offsetMs: sql`${clockState.offsetMs} + excluded.offset_ms` },
      })
      .returning({ offsetMs: clockState.offsetMs })
    return moved[0]!
  })
}
