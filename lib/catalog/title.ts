/** What a title may say and cost: the rules of its words, its price and its demo terms. */
import { AppError } from "../kernel/errors.ts"
import { m } from "../kernel/messages.ts"
import { type Cents, cents } from "../kernel/money.ts"
import { DEMO_TERMS, type DemoTerms, TITLE_KINDS, type TitleKind } from "./title-state.ts"

export type TitleWords = {
  name: string
  tagline: string
  description: string
  kind: TitleKind
  /** 0 (free), or 99 to 100 000. */
  priceCents: Cents
  demoTerms: DemoTerms
}

/** Below 99 cents PayPal's fixed fee would eat the price; above $1 000 a person should look first. */
export const MIN_PRICE_CENTS = cents(99)
export const MAX_PRICE_CENTS = cents(100_000)
export const MAX_NAME = 120
export const MAX_TAGLINE = 160
export const MAX_DESCRIPTION = 20_000
/** With a version of 32 characters and ".ffr" a torrent's name stays under 100. */
export const MAX_SLUG = 60
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/
/** Control characters have no place in words; line breaks and tabs only in the description. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is being refused
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is being refused
const LINE_CONTROL = /[\u0000-\u001f\u007f]/

/** Words as they are kept: trimmed, NFC, `\n` line ends. Throws AppError `invalid_input` with the field. */
export function checkTitleWords(input: TitleWords): TitleWords {
  const words = {
    ...input,
    name: tidy(input.name),
    tagline: tidy(input.tagline),
    description: tidy(input.description),
  }
  refuseUnless(
    words.name.length >= 1 && words.name.length <= MAX_NAME,
    "name",
    `Give it a name of up to ${MAX_NAME} characters.`,
  )
  refuseUnless(!LINE_CONTROL.test(words.name), "name", "The name must be one line of plain text.")
  refuseUnless(words.tagline.length <= MAX_TAGLINE, "tagline", `Keep the tagline under ${MAX_TAGLINE} characters.`)
  refuseUnless(!LINE_CONTROL.test(words.tagline), "tagline", "The tagline must be one line of plain text.")
  refuseUnless(
    words.description.length <= MAX_DESCRIPTION,
    "description",
    `Keep the description under ${MAX_DESCRIPTION} characters.`,
  )
  refuseUnless(!CONTROL.test(words.description), "description", "The description must be plain text.")
  refuseUnless(
    (TITLE_KINDS as readonly string[]).includes(words.kind),
    "kind",
    `Choose one of ${TITLE_KINDS.join(", ")}.`,
  )
  checkDeal(words)
  return words
}

function checkDeal({ priceCents, demoTerms }: TitleWords): void {
  const inRange = priceCents >= MIN_PRICE_CENTS && priceCents <= MAX_PRICE_CENTS
  refuseUnless(priceCents === 0n || inRange, "price", "The price is 0 (free), or from $0.99 to $1,000.00.")
  refuseUnless((DEMO_TERMS as readonly string[]).includes(demoTerms), "demoTerms", "Choose trial, timed or none.")
  refuseUnless(priceCents > 0n || demoTerms === "none", "demoTerms", "A free title needs no demo: choose none.")
}

/** Throws AppError `invalid_input` on field `slug`. */
export function checkSlug(slug: string): string {
  refuseUnless(
    slug.length <= MAX_SLUG && SLUG.test(slug),
    "slug",
    `Use up to ${MAX_SLUG} letters a-z, digits and single hyphens.`,
  )
  return slug
}

/** A slug to start from, made of a name; may be empty when the name has no Latin letters. */
export const slugFrom = (name: string): string =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f'’]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, MAX_SLUG)
    .replace(/^-+|-+$/g, "")

/** What a publisher must know before choosing timed terms. */
export const TIMED_DEMO_WARNING = m(
  "A timed demo hands the keys of the whole title to the reader's own computer and ends because our program keeps the date, not because mathematics does. Somebody with the skill can keep a copy. With trial terms the demo licence holds the trial part's key only.",
)

const tidy = (s: string): string => s.replace(/\r\n?/g, "\n").normalize("NFC").trim()

function refuseUnless(ok: boolean, field: string, detail: string): void {
  if (!ok) throw new AppError("invalid_input", detail, { field })
}
