/** The kinds of things a block of a promo page may hold, each with the rule that reads it from JSON of unknown origin. */
import { AppError } from "../kernel/errors.ts"

/** Where something stands: in people's words, and as a path for the form. */
export type Place = { what: string; path: string }
/** `fallback` stands where nothing was given; `read` throws invalid_input naming the place. */
export type Field<T> = { fallback: T; read(raw: unknown, at: Place): T }
export type Infer<F> = F extends Field<infer T> ? T : never

const field = (at: Place) => ({ field: at.path })

const URL_CHARS = 500
const ID = /^[A-Za-z0-9_-]{1,64}$/

// Controls, and the marks that turn the reading direction round and stay in force behind the text they stand in. Marks
// that act on one place (U+200E, U+200F) stay: Arabic and Hebrew need them.
const HIDDEN = /[\p{Cc}\u2028-\u202e\u2066-\u2069\ufeff]/gu
const HIDDEN_BUT_BREAKS = /[^\P{Cc}\n]|[\u2028-\u202e\u2066-\u2069\ufeff]/gu

/** Text as it is kept: whole characters (JSON columns refuse halves and zero bytes), `\n` line ends, nothing hidden. */
const tidy = (raw: string, hidden: RegExp): string => raw.toWellFormed().replace(/\r\n?/g, "\n").replace(hidden, "")

function text(max: number, hidden: RegExp): Field<string> {
  return {
    fallback: "",
    read(raw, at) {
      if (raw === null) return ""
      if (typeof raw !== "string") throw new AppError("invalid_input", `${at.what} must be text.`, field(at))
      // Counting characters of something huge would itself be work; no character has more than two units.
      if (raw.length > 2 * max + 100 || [...raw].length > max)
        throw new AppError("invalid_input", `${at.what} has at most ${max} characters.`, field(at))
      return tidy(raw, hidden)
    },
  }
}

/** One line of at most `max` characters. */
export const line = (max: number): Field<string> => text(max, HIDDEN)
/** Several lines of at most `max` characters in all. */
export const lines = (max: number): Field<string> => text(max, HIDDEN_BUT_BREAKS)

/** One of the words; the first where nothing was given. */
export function choice<const W extends string>(words: readonly [W, ...W[]]): Field<W> {
  return {
    fallback: words[0],
    read(raw, at) {
      if (!words.includes(raw as W))
        throw new AppError("invalid_input", `${at.what} must be one of ${words.join(", ")}.`, field(at))
      return raw as W
    },
  }
}

export const flag = (fallback: boolean): Field<boolean> => ({
  fallback,
  read(raw, at) {
    if (typeof raw !== "boolean") throw new AppError("invalid_input", `${at.what} must be yes or no.`, field(at))
    return raw
  },
})

/** An absolute http(s) address without a password, or nothing. */
export const webUrl: Field<string> = {
  fallback: "",
  read(raw, at) {
    if (raw === null || raw === "") return ""
    if (typeof raw !== "string" || raw.length > URL_CHARS)
      throw new AppError("invalid_input", `${at.what} has at most ${URL_CHARS} characters.`, field(at))
    const url = URL.canParse(raw.trim()) ? new URL(raw.trim()) : null
    if (!url || (url.protocol !== "https:" && url.protocol !== "http:"))
      throw new AppError(
        "invalid_input",
        `${at.what} must be a full address beginning with https:// or http://.`,
        field(at),
      )
    if (url.username || url.password)
      throw new AppError("invalid_input", `${at.what} must not hold a user name or password.`, field(at))
    return url.href.toWellFormed()
  },
}

/** The id of something kept elsewhere (a title, a picture), or nothing; whether it exists is seen when the page is shown. */
export const reference: Field<string> = {
  fallback: "",
  read(raw, at) {
    if (raw === null || raw === "") return ""
    if (typeof raw !== "string" || !ID.test(raw))
      throw new AppError("invalid_input", `${at.what} is not an id we know.`, field(at))
    return raw
  },
}

/** At most `max` of the same kind; more are refused before any is read. */
export function list<T>(item: Field<T>, max: number): Field<T[]> {
  return {
    fallback: [],
    read(raw, at) {
      if (raw === null) return []
      if (!Array.isArray(raw)) throw new AppError("invalid_input", `${at.what} must be a list.`, field(at))
      if (raw.length > max) throw new AppError("invalid_input", `${at.what} holds at most ${max} entries.`, field(at))
      return raw.map((entry, i) => item.read(entry, { what: `${at.what} ${i + 1}`, path: `${at.path}.${i}` }))
    },
  }
}

type Fields = Readonly<Record<string, Field<unknown>>>
type Values<F extends Fields> = { -readonly [K in keyof F]: Infer<F[K]> }

/** Named fields; others are left behind unread, so that nothing deep is ever walked. */
export function record<F extends Fields>(fields: F): Field<Values<F>> {
  const entries = Object.entries(fields)
  return {
    fallback: Object.fromEntries(entries.map(([name, field]) => [name, field.fallback])) as Values<F>,
    read(raw, at) {
      if (typeof raw !== "object" || raw === null || Array.isArray(raw))
        throw new AppError("invalid_input", `${at.what} must be an object.`, field(at))
      const given = raw as Record<string, unknown>
      const read = entries.map(([name, field]) => {
        const value = Object.hasOwn(given, name) ? given[name] : undefined
        const place = { what: `${at.what}, ${name}`, path: `${at.path}.${name}` }
        return [name, value === undefined ? structuredClone(field.fallback) : field.read(value, place)]
      })
      return Object.fromEntries(read) as Values<F>
    },
  }
}

export const isReference = (raw: unknown): raw is string => typeof raw === "string" && ID.test(raw)
