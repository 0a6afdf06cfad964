/** Where the bars, lines and labels of a chart stand: pure arithmetic, in a box one wide per day and HEIGHT high. */

export const HEIGHT = 100
/** What a day's bar leaves free on each side. */
const GAP = 0.14

const STEPS = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]

/** The round number at or above `most` that a scale ends with, a whole one; at least `least`. */
export function roundTop(most: number, least = 4): number {
  if (!Number.isFinite(most) || most <= least) return least
  const power = 10 ** Math.floor(Math.log10(most))
  const step = STEPS.find((one) => one * power >= most) ?? 10
  return Math.ceil(step * power)
}

const round = (value: number): number => Math.round(value * 100) / 100
const heightOf = (value: number, top: number): number => round((Math.max(0, value) / top) * HEIGHT)

/** A bar for each day that has any, as one path; zero is the foot. */
export function barsPath(values: readonly number[], top: number): string {
  return values
    .map((value, i) => {
      const high = heightOf(value, top)
      return high === 0 ? "" : `M${round(i + GAP)} ${HEIGHT}V${round(HEIGHT - high)}H${round(i + 1 - GAP)}V${HEIGHT}Z`
    })
    .join("")
}

/** A line through the middle of each day; one day alone is drawn across it. */
export function linePath(values: readonly number[], top: number): string {
  const y = (value: number) => round(HEIGHT - heightOf(value, top))
  if (values.length === 1) return `M0 ${y(values[0]!)}H1`
  return values.map((value, i) => `${i === 0 ? "M" : "L"}${i + 0.5} ${y(value)}`).join("")
}

/** The days under which a date stands: the first, and at most `count` in even steps. */
export function tickDays(dayCount: number, count = 6): number[] {
  const step = Math.max(1, Math.ceil(dayCount / count))
  return Array.from({ length: Math.ceil(dayCount / step) }, (_, i) => i * step)
}
