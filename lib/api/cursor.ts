/**
 * Cursors: where a page of a list ended, as an opaque word. They name a place in an order that does not move, so that
 * what is added meanwhile neither repeats nor hides anything. Unsigned: a list is always read for one account, and a
 * cursor can only say where to go on in it.
 */
import { AppError } from "../kernel/errors.ts"
import { isInOurYears } from "../kernel/period.ts"

/** Two ids and an instant, as base64url. */
const MAX_CHARS = 300

/** `list` keeps a cursor of one list from being used for another. */
export const writeCursor = (list: string, place: readonly string[]): string =>
  Buffer.from(JSON.stringify([list, ...place])).toString("base64url")

/** Throws invalid_input on field `cursor` unless each part has the shape its check asks for. */
export function readCursor(list: string, text: string, checks: readonly ((part: string) => boolean)[]): string[] {
  const [name, ...place] = text.length <= MAX_CHARS ? partsOf(text) : []
  const fits = name === list && place.length === checks.length && checks.every((check, i) => check(place[i]!))
  if (fits && writeCursor(list, place) === text) return place
  throw new AppError("invalid_input", "This cursor is not one of this list; begin again without it.", {
    field: "cursor",
  })
}

function partsOf(text: string): string[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"))
    return Array.isArray(value) && value.every((part) => typeof part === "string") ? value : []
  } catch {
    return []
  }
}

/** A check for cursors: exactly what `toISOString` writes. */
export function isInstant(text: string): boolean {
  const at = new Date(text)
  return isInOurYears(text) && !Number.isNaN(at.getTime()) && at.toISOString() === text
}

/** The page, and the cursor of the next one when there was a row more than asked for. */
export function pageOf<T>(
  list: string,
  rows: readonly T[],
  limit: number,
  placeOf: (row: T) => readonly string[],
): { items: T[]; nextCursor: string | null } {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > limit && last ? writeCursor(list, placeOf(last)) : null }
}
