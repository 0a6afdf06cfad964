/** The utm_* of an address: what campaigns are told apart by, read from a click and written to where it leads. */
export const UTM_KEYS = ["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id"] as const
export type UtmKey = (typeof UTM_KEYS)[number]
/** Six of these are 600 characters: a click stays under 4 kB in the click journal. */
export const UTM_LENGTH = 100
export type Utm = Partial<Record<UtmKey, string>>

const CONTROL = /\p{Cc}/u

/** One value as it may be kept; null when it is empty, too long or holds control characters. */
export function parseUtmValue(raw: string | null | undefined): string | null {
  const value = raw?.trim()
  return value && value.length <= UTM_LENGTH && !CONTROL.test(value) ? value : null
}

/** The utm_* of an address; what cannot be kept is left out, and null when none is left. */
export function parseUtm(query: URLSearchParams): Utm | null {
  let utm: Utm | null = null
  for (const key of UTM_KEYS) {
    const value = parseUtmValue(query.get(key))
    if (value === null) continue
    utm ??= {}
    utm[key] = value
  }
  return utm
}
