/**
 * What people read, in their language. The English sentence is the key, as in gettext: code stays readable, English is
 * complete by construction, and `messages/de.json` holds the other language under the same sentences.
 */
export const LOCALES = ["en", "de"] as const
export type Locale = (typeof LOCALES)[number]
export const LOCALE_NAMES: Readonly<Record<Locale, string>> = { en: "English", de: "Deutsch" }

/** Which way a language is written, for `dir` on the page. Languages written from the right join the list when we speak them. */
export const directionOf = (locale: string): "ltr" | "rtl" => (/^(?:ar|fa|he|ur)\b/.test(locale) ? "rtl" : "ltr")

/** One sentence, or one for each plural category of the language (CLDR's names). */
export type Message = string | Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>
/** English sentence -> the same in another language. */
export type Catalogue = Readonly<Record<string, Message>>
export type Values = Readonly<Record<string, string | number>>

export type Translate = {
  /** `t("Get {name}", { name })`. The sentence must stand in the call itself, so that it is found. */
  (sentence: string, values?: Values): string
  /** `t.n("One node carries", "{count} nodes carry", count)`; `{count}` is written by the language's own rules. */
  n(one: string, other: string, count: number, values?: Values): string
  /** A sentence that was marked by `m(…)` or belongs to a refusal; with its numbers and names already in it. */
  known(sentence: string): string
  readonly locale: Locale
}

/** Marks a sentence that is translated later, where it is shown. */
export const m = (sentence: string): string => sentence

export const isLocale = (value: unknown): value is Locale => LOCALES.includes(value as Locale)

/** Fills `{name}` places; a place without a value stays as it is. */
const fill = (sentence: string, values: Values | undefined): string =>
  values ? sentence.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place)) : sentence

export function translator(locale: Locale, catalogue: Catalogue): Translate {
  const plurals = new Intl.PluralRules(locale)
  const numbers = new Intl.NumberFormat(locale)
  const t = (sentence: string, values?: Values): string => {
    const found = catalogue[sentence]
    return fill(typeof found === "string" ? found : (found?.other ?? sentence), values)
  }
  const n = (one: string, other: string, count: number, values?: Values): string => {
    const found = catalogue[other] ?? { one, other }
    const category = plurals.select(count)
    const sentence = typeof found === "string" ? found : (found[category] ?? found.other)
    return fill(sentence, { ...values, count: numbers.format(count) })
  }
  return Object.assign(t, { n, known: knownIn(catalogue), locale })
}

/** Looks a finished sentence up: as it is, else by the pattern it was made from. */
function knownIn(catalogue: Catalogue): (sentence: string) => string {
  let patterns: { pattern: RegExp; names: string[]; message: string }[] | null = null
  return (sentence) => {
    const found = catalogue[sentence]
    if (typeof found === "string") return found
    patterns ??= Object.entries(catalogue).flatMap(([key, message]) =>
      typeof message === "string" && /\{\w+\}/.test(key) ? [{ ...toPattern(key), message }] : [],
    )
    for (const { pattern, names, message } of patterns) {
      const match = pattern.exec(sentence)
      if (match) return fill(message, Object.fromEntries(names.map((name, i) => [name, match[i + 1]!])))
    }
    return sentence
  }
}

function toPattern(key: string): { pattern: RegExp; names: string[] } {
  const names: string[] = []
  const source = key
    .split(/(\{\w+\})/)
    .map((part) => {
      if (!/^\{\w+\}$/.test(part)) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
      names.push(part.slice(1, -1))
      return "(.+?)"
    })
    .join("")
  return { pattern: new RegExp(`^${source}$`, "s"), names }
}

/** English: nothing to look up. */
export const english: Translate = translator("en", {})

/** The first language of `Accept-Language` (RFC 9110, 12.5.4) that we speak; English when there is none. */
export function preferredLocale(header: string | null | undefined): Locale {
  const wishes = (header ?? "")
    .slice(0, 500)
    .split(",")
    .map((part, i) => {
      const [tag = "", quality = ""] = part.trim().toLowerCase().split(";q=")
      return { language: tag.split("-")[0]!, weight: quality === "" ? 1 : Number(quality) || 0, i }
    })
    .filter((wish) => wish.weight > 0)
    .sort((a, b) => b.weight - a.weight || a.i - b.i)
  return wishes.map((wish) => wish.language).find(isLocale) ?? "en"
}
