/** Money, bytes, dates, shares and counts as people of a language write them (Intl); exact where it is money. */
import type { Locale } from "./messages.ts"
import type { Cents, Micros } from "./money.ts"
import { centsToMicros, microsToDecimal } from "./money.ts"

/** Region matters for dates: day before month in both, and a 24-hour clock. */
const REGION: Readonly<Record<Locale, string>> = { en: "en-GB", de: "de-DE" }
/** American English writes "$1.50", which is what everybody expects of dollars. */
const MONEY_REGION: Readonly<Record<Locale, string>> = { en: "en-US", de: "de-DE" }

const cache = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>()
function kept<F extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, make: () => F): F {
  const found = cache.get(key) as F | undefined
  if (found) return found
  const made = make()
  cache.set(key, made)
  return made
}

/** Exact, never rounded: at least two decimals, at most six. "$1.4995", "1,4995 $". */
export function formatMoney(amount: Micros, locale: Locale, currency = "USD"): string {
  const format = kept(
    `money ${locale} ${currency}`,
    () => new Intl.NumberFormat(MONEY_REGION[locale], { style: "currency", currency, maximumFractionDigits: 6 }),
  )
  return format.format(microsToDecimal(amount) as Intl.StringNumericLiteral).replace("-", "\u2212")
}

export const formatPrice = (amount: Cents, locale: Locale, currency = "USD"): string =>
  formatMoney(centsToMicros(amount), locale, currency)

export const formatCount = (count: number | bigint, locale: Locale): string =>
  kept(`count ${locale}`, () => new Intl.NumberFormat(locale)).format(count)

/** `share` is 0…1: "30.5 %". */
export function formatShare(share: number, locale: Locale): string {
  const number = kept(`share ${locale}`, () => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }))
  return `${number.format(share * 100)}\u00a0%`
}

const UNITS = ["B", "kB", "MB", "GB", "TB", "PB"] as const

/** `{figure: "312", unit: "MB"}`: three digits, decimal units as disks and networks are sold (1 MB = 10^6 bytes). */
export function splitBytes(count: number | bigint, locale: Locale): { figure: string; unit: string } {
  let value = Number(count)
  let unit = 0
  // 999.5 would print as 1 000 of the smaller unit.
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000
    unit += 1
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2
  const number = kept(
    `bytes ${locale} ${digits}`,
    () => new Intl.NumberFormat(locale, { maximumFractionDigits: digits }),
  )
  return { figure: number.format(value), unit: UNITS[unit]! }
}

/** "312 MB", "1.02 GB"; the space does not break. */
export function formatBytes(count: number | bigint, locale: Locale): string {
  const { figure, unit } = splitBytes(count, locale)
  return `${figure}\u00a0${unit}`
}

export type DateStyle = "day" | "dayMonth" | "minute" | "month" | "time"
const DATE_STYLES: Readonly<Record<DateStyle, Intl.DateTimeFormatOptions>> = {
  day: { day: "numeric", month: "long", year: "numeric" },
  dayMonth: { day: "numeric", month: "short" },
  minute: {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  },
  month: { month: "long", year: "numeric" },
  time: { hour: "2-digit", minute: "2-digit", timeZoneName: "short" },
}

/** "22 December 2026", "22. Dezember 2026". `timeZone` is an IANA name; UTC where the reader's is not known. */
export const formatDate = (at: Date, locale: Locale, style: DateStyle = "day", timeZone = "UTC"): string =>
  kept(
    `date ${locale} ${style} ${timeZone}`,
    () => new Intl.DateTimeFormat(REGION[locale], { ...DATE_STYLES[style], timeZone }),
  ).format(at)
