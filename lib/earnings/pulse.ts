/** A fan's last thirty days at a glance: clicks, demos, sales and bytes carried, day by day, against the thirty before. */
import { addDays } from "../kernel/period.ts"

export const PULSE_DAYS = 30

export const PULSE_KINDS = ["clicks", "demos", "sales", "bytes"] as const
export type PulseKind = (typeof PULSE_KINDS)[number]

export type Pulse = {
  /** One figure a day, oldest first; the last is today, as far as it has come. */
  days: number[]
  total: number
  /** The same over the thirty days before these. */
  before: number
}

/** `day` is "2026-11-23" (UTC). */
export type DayFigure = { day: string; figure: number }

const dayOf = (at: Date): string => at.toISOString().slice(0, 10)

/** The first instant the pulse looks at: midnight (UTC) 59 days before today. */
export const pulseSince = (now: Date): Date => new Date(`${dayOf(addDays(now, 1 - 2 * PULSE_DAYS))}T00:00:00Z`)

/** Days without a figure are zero; figures outside the sixty days are left out. */
export function toPulse(figures: readonly DayFigure[], now: Date): Pulse {
  const byDay = new Map(figures.map(({ day, figure }) => [day, figure]))
  const at = (daysAgo: number) => byDay.get(dayOf(addDays(now, -daysAgo))) ?? 0
  const span = (from: number) => Array.from({ length: PULSE_DAYS }, (_, i) => at(from + PULSE_DAYS - 1 - i))
  const sum = (days: readonly number[]) => days.reduce((total, figure) => total + figure, 0)
  const days = span(0)
  return { days, total: sum(days), before: sum(span(PULSE_DAYS)) }
}

/** How much more than before, as a share of it; null when there was nothing before. */
export const pulseChange = ({ total, before }: Pulse): number | null =>
  before === 0 ? null : (total - before) / before
