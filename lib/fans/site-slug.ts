/** An address for a promo page made of the site's name, so that nobody must think one up before the first button. */
import { SITE_LIMITS } from "./site.ts"

/** Of letters that do not come apart into a plain one and its marks. */
const SPELT: Readonly<Record<string, string>> = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th" }
/** What a name without a Latin letter becomes. */
const FALLBACK = "fan-page"
const MIN_CHARS = 3

/** The first is the name itself, the next ones have a number behind it. Every one is a valid address (lib/fans/site.ts). */
export function slugFor(name: string, attempt = 1): string {
  const tail = attempt === 1 ? "" : `-${attempt}`
  const plain = name
    .toLowerCase()
    .replace(/[ßæœøłđðþ]/g, (letter) => SPELT[letter]!)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
  const base = plain
    .replace(/^-+/, "")
    .slice(0, SITE_LIMITS.slug - tail.length)
    .replace(/-+$/, "")
  const long = base.length === 0 ? FALLBACK : base.length < MIN_CHARS ? `${base}-${FALLBACK}` : base
  return long + tail
}
