/** Sums what the database counted by bins of time into days of the reader's time zone, and into the groups of a split. */
import type { ClickFlag } from "../attribution/click.ts"
import type { Id } from "../kernel/ids.ts"
import { type Micros, micros } from "../kernel/money.ts"
import type { Day } from "../kernel/zoned-day.ts"
import { dayIndex, type FiguresView, type Span } from "./figures-view.ts"

export type DayFigures = {
  day: Day
  /** Clicks that count. */
  counted: number
  /** Every click as it came. */
  raw: number
  /** Demos of which something was downloaded. */
  demos: number
  purchases: number
  /** Null where the figures are narrowed to something bytes have not: a link, a sub-id … */
  bytes: number | null
}
export type Totals = Omit<DayFigures, "day">

export type Group = {
  /** The link's or title's id, the tag, the host …; null: clicks that have none. */
  key: string | null
  /** What people call it; the key where that says it. */
  label: string | null
  counted: number
  raw: number
  demos: number
  purchases: number
  /** Referral as earned at the captures. */
  earnedMicros: Micros
}

export type Figures = {
  days: DayFigures[]
  totals: Totals
  /** The same over as many days before. */
  before: Totals
  /** Most counted clicks first; at most MAX_GROUPS. */
  groups: Group[]
  /** Whether there are more groups than these. */
  hasMoreGroups: boolean
  /** What a link or title that the view is narrowed to is called. */
  names: Readonly<Partial<Record<"link" | "title", string>>>
  /** Clicks of the span that do not count, by the reason. */
  notCounted: Readonly<Record<ClickFlag | "double", number>>
}

export const MAX_GROUPS = 200
export type OwnLink = {
  id: Id<"link">
  code: string
  name: string
  titleId: Id<"title">
  /** Where it led before, in no order. */
  pastTitleIds: readonly Id<"title">[]
}
/** A bin of time over both spans; a reason or a group over the span alone. */
export type ClickRow = {
  kind: "bin" | "why" | "group"
  at: Date | null
  why: string | null
  key: string | null
  raw: number
  counted: number
}

/** `earned` is micros in decimal. */
export type EventRow = { at: Date; key: string | null; figure: number; earned: string }

type Question = {
  view: FiguresView
  span: Span
  links: readonly OwnLink[]
  /** Names by id. */
  titles: ReadonlyMap<string, string>
}
export type Counted = {
  clicks: readonly ClickRow[]
  demos: readonly EventRow[]
  purchases: readonly EventRow[]
  /** Null where bytes cannot be told apart by what the view is narrowed to. */
  bytes: readonly EventRow[] | null
}

/** Rows of both spans in, the figures of the view out. */
export function sumFigures(question: Question, counted: Counted): Figures {
  const days = toDays(question, counted)
  const half = question.span.days.length
  const groups = toGroups(question, counted)
  return {
    days: days.slice(half),
    totals: sumOf(days.slice(half)),
    before: sumOf(days.slice(0, half)),
    groups: groups.slice(0, MAX_GROUPS),
    hasMoreGroups: groups.length > MAX_GROUPS,
    names: namesOf(question),
    notCounted: notCountedOf(counted.clicks),
  }
}

const linkWord = ({ code, name }: OwnLink): string => (name === "" ? `/r/${code}` : `${name} · /r/${code}`)

function namesOf({ view, links, titles }: Question): Figures["names"] {
  const link = links.find(({ id }) => id === view.only.link)
  const title = titles.get(view.only.title ?? "")
  return { ...(link && { link: linkWord(link) }), ...(title && { title }) }
}

function toDays({ span, view }: Question, { clicks, demos, purchases, bytes }: Counted): DayFigures[] {
  const half = span.days.length
  const days: DayFigures[] = Array.from({ length: 2 * half }, (_, i) => ({
    day: span.days[i - half] ?? view.from,
    counted: 0,
    raw: 0,
    demos: 0,
    purchases: 0,
    bytes: bytes && 0,
  }))
  const at = (instantOf: Date): DayFigures | undefined => days[dayIndex(span, instantOf)]
  for (const row of clicks) {
    const day = row.kind === "bin" && row.at ? at(row.at) : undefined
    if (!day) continue
    day.raw += row.raw
    day.counted += row.counted
  }
  for (const row of demos) addTo(at(row.at), "demos", row.figure)
  for (const row of purchases) addTo(at(row.at), "purchases", row.figure)
  for (const row of bytes ?? []) addTo(at(row.at), "bytes", row.figure)
  return days
}

function addTo(day: DayFigures | undefined, name: "demos" | "purchases" | "bytes", figure: number): void {
  if (day) day[name] = (day[name] ?? 0) + figure
}

function sumOf(days: readonly DayFigures[]): Totals {
  const sum = (pick: (day: DayFigures) => number) => days.reduce((total, day) => total + pick(day), 0)
  return {
    counted: sum((d) => d.counted),
    raw: sum((d) => d.raw),
    demos: sum((d) => d.demos),
    purchases: sum((d) => d.purchases),
    bytes: days[0]?.bytes == null ? null : sum((d) => d.bytes ?? 0),
  }
}

function toGroups(question: Question, { clicks, demos, purchases }: Counted): Group[] {
  const { span } = question
  const labelOf = labels(question)
  const groups = new Map<string | null, Group>()
  const at = (key: string | null): Group => {
    const known = groups.get(key)
    if (known) return known
    const label = key === null ? null : labelOf(key)
    const made = { key, label, counted: 0, raw: 0, demos: 0, purchases: 0, earnedMicros: micros(0n) }
    groups.set(key, made)
    return made
  }
  for (const row of clicks) {
    if (row.kind !== "group") continue
    const group = at(row.key)
    group.counted += row.counted
    group.raw += row.raw
  }
  for (const row of demos) if (row.at >= span.from) at(row.key).demos += row.figure
  for (const row of purchases) {
    if (row.at < span.from) continue
    const group = at(row.key)
    group.purchases += row.figure
    group.earnedMicros = micros(group.earnedMicros + BigInt(row.earned))
  }
  return [...groups.values()].sort((a, b) => b.counted - a.counted || b.purchases - a.purchases || b.raw - a.raw)
}

function labels({ view, links, titles }: Question): (key: string) => string | null {
  if (view.by === "title") return (key) => titles.get(key) ?? null
  if (view.by !== "link") return (key) => key
  const words = new Map<string, string>(links.map((link) => [link.id, linkWord(link)]))
  return (key) => words.get(key) ?? null
}

function notCountedOf(clicks: readonly ClickRow[]): Figures["notCounted"] {
  const sums = { bot: 0, preview: 0, no_agent: 0, head: 0, prefetch: 0, own: 0, double: 0 }
  for (const { kind, why, raw } of clicks) {
    if (kind === "why" && why !== null && why in sums) sums[why as keyof typeof sums] += raw
  }
  return sums
}
