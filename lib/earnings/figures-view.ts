/**
 * What a fan looks at among their figures: a span of days in their time zone, what the clicks are split by, and what they are
 * narrowed to. It lives in the address, so everything here is hostile: what cannot be understood falls back to the last thirty days.
 */
import { SUB_KEYS } from "../attribution/click.ts"
import { addToDay, type Day, dayIn, daysBetween, parseDay, parseZone, startOfDay, UTC } from "../kernel/zoned-day.ts"

export const RANGES = ["7", "30", "90", "month", "last-month", "custom"] as const
export type Range = (typeof RANGES)[number]

export const DIMENSIONS = ["link", "title", "sub", ...SUB_KEYS, "host", "trigger", "device"] as const
export type Dimension = (typeof DIMENSIONS)[number]

/** A leap year; the chart has room for no more days, and the database counts both this and the span before. */
export const MAX_DAYS = 366
/** As long as a host name; everything else is shorter. */
const VALUE_LENGTH = 253
/** "Has none": no tag, host, trigger or device begins with a dash. */
export const NONE = "-"

export type FiguresView = {
  range: Range
  /** Both inclusive, in `zone`. */
  from: Day
  to: Day
  zone: string
  by: Dimension
  /** Narrowed to these; NONE stands for clicks that have no such thing. */
  only: Readonly<Partial<Record<Dimension, string>>>
}

type Params = Readonly<Record<string, string | readonly string[] | undefined>>

const one = (params: Params, name: string): string => {
  const value = params[name]
  return (typeof value === "string" ? value : value?.[0]) ?? ""
}
const oneOf = <T extends string>(list: readonly T[], raw: string, otherwise: T): T =>
  list.find((known) => known === raw) ?? otherwise

/** Never throws. `keptZone` is the reader's own, used when the address names none. */
export function parseFiguresView(params: Params, now: Date, keptZone: string | null = null): FiguresView {
  const zone = parseZone(one(params, "zone")) ?? keptZone ?? UTC
  const today = dayIn(now, zone)
  const named = oneOf(RANGES, one(params, "range"), "30")
  const chosen = named === "custom" ? customSpan(one(params, "from"), one(params, "to"), today) : null
  const range = named === "custom" && !chosen ? "30" : named
  return {
    range,
    ...(chosen ?? namedSpan(range, today)),
    zone,
    by: oneOf(DIMENSIONS, one(params, "by"), "link"),
    only: Object.fromEntries(
      DIMENSIONS.flatMap((dimension) => {
        const value = one(params, `is.${dimension}`)
        return value !== "" && value.length <= VALUE_LENGTH && !value.includes("\0") ? [[dimension, value]] : []
      }),
    ),
  }
}

type Ends = { from: Day; to: Day }

function namedSpan(range: Range, today: Day): Ends {
  const firstOfMonth = `${today.slice(0, 8)}01`
  if (range === "month") return { from: firstOfMonth, to: today }
  if (range !== "last-month") return { from: addToDay(today, 1 - Number(range)), to: today }
  const last = addToDay(firstOfMonth, -1)
  return { from: `${last.slice(0, 8)}01`, to: last }
}

/** Ends in the wrong order are turned round, what lies ahead is cut off, and of a longer span its newest days are kept. */
function customSpan(a: string, b: string, today: Day): Ends | null {
  const [first, second] = [parseDay(a), parseDay(b)]
  if (!first || !second) return null
  const [early, late] = first <= second ? [first, second] : [second, first]
  const to = late < today ? late : today
  if (early > to) return null
  return { from: daysBetween(early, to) < MAX_DAYS ? early : addToDay(to, 1 - MAX_DAYS), to }
}

/** The address part of a view, without "?". Parsed on the same day it gives the same view. */
export function figuresQuery({ range, from, to, zone, by, only }: FiguresView): string {
  const query = new URLSearchParams({ range })
  if (range === "custom") {
    query.set("from", from)
    query.set("to", to)
  }
  query.set("zone", zone)
  query.set("by", by)
  for (const dimension of DIMENSIONS) {
    const value = only[dimension]
    if (value !== undefined) query.set(`is.${dimension}`, value)
  }
  return query.toString()
}

export type Span = {
  /** Oldest first. */
  days: Day[]
  from: Date
  /** The first instant after the last day. */
  to: Date
  /** Where the equally long span before begins; it ends at `from`. */
  beforeFrom: Date
  /** First instant of each day of the span before and of the span, and `to`. */
  starts: Date[]
  /** The longest stretch on whose multiples, counted from `beforeFrom`, every day begins: a day, or an hour where clocks change. */
  binSeconds: number
}

/** The days of a view as instants, and as many before them. */
export function spanOf({ from, to, zone }: Pick<FiguresView, "from" | "to" | "zone">): Span {
  const count = daysBetween(from, to) + 1
  const all = Array.from({ length: 2 * count }, (_, i) => addToDay(from, i - count))
  const starts = [...all, addToDay(to, 1)].map((day) => startOfDay(day, zone))
  const beforeFrom = starts[0]!
  const binSeconds = starts.reduce((bin, at) => greatestCommon(bin, (at.getTime() - beforeFrom.getTime()) / 1_000), 0)
  return { days: all.slice(count), from: starts[count]!, to: starts.at(-1)!, beforeFrom, starts, binSeconds }
}

const greatestCommon = (a: number, b: number): number => (b === 0 ? a : greatestCommon(b, a % b))

/** The place of an instant among `starts`: 0 is the first day of the span before; -1 when it lies outside. */
export function dayIndex({ starts }: Span, at: Date): number {
  const time = at.getTime()
  if (time < starts[0]!.getTime() || time >= starts.at(-1)!.getTime()) return -1
  let [low, high] = [0, starts.length - 1]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (starts[middle]!.getTime() <= time) low = middle
    else high = middle
  }
  return low
}
