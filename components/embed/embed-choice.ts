/** What a fan may choose about an embed: its colours, light or dark, language, where it leads; as it stands in an address. */
import { isLocale, type Locale } from "../../lib/kernel/messages.ts"

export const SCHEMES = ["auto", "light", "dark"] as const
export type Scheme = (typeof SCHEMES)[number]
/** Our own colours, or those of the fan's page. */
export const COLOURS = ["house", "page"] as const
export type Colours = (typeof COLOURS)[number]

export type EmbedChoice = {
  colours: Colours
  /** "auto" follows the reader. */
  scheme: Scheme
  /** "auto" follows the reader's browser. */
  lang: Locale | "auto"
  /** Leads to the demo on the title's page rather than to its price. */
  demo: boolean
  /** Says how many nodes carry the title now. */
  count: boolean
}

export const PLAIN_CHOICE: EmbedChoice = { colours: "house", scheme: "auto", lang: "auto", demo: false, count: false }

/** Reads an embed's address; what is unknown in it is as if it were not there. */
export function readChoice(query: URLSearchParams): EmbedChoice {
  const theme = query.get("theme")
  const lang = query.get("lang")
  return {
    colours: query.get("colours") === "page" ? "page" : "house",
    scheme: theme === "light" || theme === "dark" ? theme : "auto",
    lang: isLocale(lang) ? lang : "auto",
    demo: query.get("as") === "demo",
    count: query.get("count") === "carriers",
  }
}

/** The same as pairs, shortest first choice: what is as usual is left out. */
export const choicePairs = ({ colours, scheme, lang, demo, count }: EmbedChoice): [string, string][] => [
  ...(demo ? [["as", "demo"] as [string, string]] : []),
  ...(scheme === "auto" ? [] : [["theme", scheme] as [string, string]]),
  ...(colours === "house" ? [] : [["colours", colours] as [string, string]]),
  ...(lang === "auto" ? [] : [["lang", lang] as [string, string]]),
  ...(count ? [["count", "carriers"] as [string, string]] : []),
]

/** `?as=demo&theme=dark`, or nothing where all is as usual. */
export function choiceQuery(choice: EmbedChoice, more: readonly [string, string][] = []): string {
  const query = new URLSearchParams([...choicePairs(choice), ...more]).toString()
  return query && `?${query}`
}

/** How a visitor met the link; kept with the click. */
export type EmbedTrigger = "badge" | "card" | "button" | "oembed" | "shelf" | "demo"

/** The way to the store, under `base` (no slash at its end, or empty). Browsers keep the fragment through the redirect. */
export function linkHref(
  base: string,
  code: string,
  trigger: EmbedTrigger,
  { demo = false, subId = null }: { demo?: boolean; subId?: string | null } = {},
): string {
  const tag = subId === null ? "" : `&s=${encodeURIComponent(subId)}`
  return `${base}/r/${code}?t=${demo ? "demo" : trigger}${tag}${demo ? "#demo" : ""}`
}
