/** Spans of time are half open: `from <= t < to`. */
export const SECOND_MS = 1_000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

export const addMs = (at: Date, ms: number): Date => new Date(at.getTime() + ms)
export const addDays = (at: Date, days: number): Date => addMs(at, days * DAY_MS)
export const isBefore = (a: Date, b: Date): boolean => a.getTime() < b.getTime()
/** Whole days from `from` until `to`, rounded up, never negative: "days left". */
export const daysUntil = (from: Date, to: Date): number =>
  Math.max(0, Math.ceil((to.getTime() - from.getTime()) / DAY_MS))

/**
 * Whether an instant or day as text lies in the years 2000 to 2999: nothing of ours is older, and databases know no year
 * 0000. The rest of the text is for the caller to check.
 */
export const isInOurYears = (iso: string): boolean => /^2\d{3}-/.test(iso)

/** The latest Monday 06:00 UTC at or before `at`: the payout run's period. */
export function payoutMonday(at: Date): Date {
  const day = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate(), 6))
  const back = (day.getUTCDay() + 6) % 7
  const monday = addDays(day, -back)
  return isBefore(at, monday) ? addDays(monday, -7) : monday
}
