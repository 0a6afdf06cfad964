/** When an attempt that failed is made again, and when a webhook is given up: pure, by the table Standard Webhooks suggests. */
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../kernel/period.ts"

/** After the first failure, the second, and so on: a little over three days in all. */
export const RETRY_PAUSES_MS: readonly number[] = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
]
/** Up to a tenth longer, so that what failed together does not come back together. */
const JITTER = 0.1
/** What a receiver may ask for by `Retry-After`. */
export const LONGEST_WAIT_MS = DAY_MS

/**
 * When to try again after `failures` (1 and more) in a row; null: not any more. `random` is 0…1; `retryAfterMs` is what the
 * receiver asked for: later than the table is granted, earlier is not.
 */
export function nextAttemptAt(
  now: Date,
  { failures, random, retryAfterMs = 0 }: { failures: number; random: number; retryAfterMs?: number },
): Date | null {
  const pause = RETRY_PAUSES_MS[failures - 1]
  if (pause === undefined) return null
  const wanted = Math.min(Math.max(0, retryAfterMs), LONGEST_WAIT_MS)
  return addMs(now, Math.round(Math.max(pause * (1 + JITTER * random), wanted)))
}

/** `Retry-After` in milliseconds from `real`, real time: seconds or a date (RFC 9110, 10.2.3); 0 for anything else. */
export function retryAfterOf(value: string | undefined, real: Date): number {
  if (value === undefined) return 0
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * SECOND_MS
  const at = Date.parse(value)
  return Number.isNaN(at) ? 0 : Math.max(0, at - real.getTime())
}

/** A day without one arrival is worth a mail, five are the end. */
export const WARN_AFTER_MS = DAY_MS
export const DISABLE_AFTER_MS = 5 * DAY_MS
/** One message alone fails ten times in three days; so it takes a second one before anything is ended. */
export const DISABLE_AFTER_FAILURES = 15

export type Failing = { failingSince: Date; failuresInRow: number; warned: boolean }

/** What follows from a failure at `now` that is counted already. */
export function verdictOn({ failingSince, failuresInRow, warned }: Failing, now: Date): "disable" | "warn" | null {
  const lastsMs = now.getTime() - failingSince.getTime()
  if (lastsMs >= DISABLE_AFTER_MS && failuresInRow >= DISABLE_AFTER_FAILURES) return "disable"
  return lastsMs >= WARN_AFTER_MS && !warned ? "warn" : null
}
