/**
 * Calendar days as people in a time zone live them: 23, 24 or 25 hours long, or not there at all. A day is "2026-11-23", a zone
 * an IANA name; instants are UTC. All of it from Intl, so no list of our own grows old.
 */
import { addDays, DAY_MS } from "./period.ts"

export type Day = string

export const UTC = "UTC"
const NAME = /^[A-Za-z][A-Za-z0-9]*(?:[/_+-][A-Za-z0-9]+)*$/
/** The longest name has 32 characters (America/Argentina/ComodRivadavia). */
const NAME_LENGTH = 40
const DAY = /^\d{4}-\d{2}-\d{2}$/

const formats = new Map<string, Intl.DateTimeFormat>()

/** en-CA writes a date as we do. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const kept = formats.get(zone)
  if (kept) return kept
  const made = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" })
  formats.set(zone, made)
  return made
}

/** The zone by a name from outside, as Intl spells it; null when there is no such zone. Offsets like "+02:00" are none: they know no summer. */
export function parseZone(raw: string | null | undefined): string | null {
  const name = raw?.trim() ?? ""
  if (name.length > NAME_LENGTH || !NAME.test(name)) return null
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone
  } catch {
    return null
  }
}

/** A day that exists in the calendar, of this century; null for anything else. */
export function parseDay(raw: string | null | undefined): Day | null {
  if (!raw || !DAY.test(raw) || !raw.startsWith("20")) return null
  const at = new Date(`${raw}T00:00:00Z`)
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== raw ? null : raw
}

/** Noon is the same day in UTC whatever is added; only for counting days, never as an instant. */
const noonOf = (day: Day): Date => new Date(`${day}T12:00:00Z`)
export const addToDay = (day: Day, days: number): Day => addDays(noonOf(day), days).toISOString().slice(0, 10)
/** Days from `a` until `b`; negative when `b` comes first. */
export const daysBetween = (a: Day, b: Day): number => Math.round((noonOf(b).getTime() - noonOf(a).getTime()) / DAY_MS)

/** The day an instant falls on in a zone. */
export const dayIn = (at: Date, zone: string): Day => formatOf(zone).format(at)

/** The first instant of a day in a zone; where the clocks skip midnight, the first that is there. */
export function startOfDay(day: Day, zone: string): Date {
  const midnight = Date.parse(`${day}T00:00:00Z`)
  if (zone === UTC) return new Date(midnight)
  // Zones lie between 14 hours before and 12 after UTC. The answer is where the local day turns from earlier to this one.
  let before = midnight - 15 * 3_600_000
  let after = midnight + 15 * 3_600_000
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (dayIn(new Date(middle), zone) < day) before = middle
    else after = middle
  }
  return new Date(after)
}
