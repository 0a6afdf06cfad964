/** What a fan may write about a site, checked once for every door it can come through. */
import { AppError } from "../kernel/errors.ts"

export type SiteText = { name: string; slug: string; url: string; words: string }

/** Characters, not bytes: the lengths people see. */
export const SITE_LIMITS = { name: 80, slug: 40, url: 300, words: 4_000 } as const
/** Sites per account: far above any real fan, far below what could fill the database. */
export const SITES_PER_OWNER = 50
export const TITLES_PER_SITE = 60
export const LINKS_PER_OWNER = 2_000

const SLUG = /^[a-z0-9](?:[a-z0-9-]{1,38})[a-z0-9]$/
// Controls, and the marks that turn the reading direction round or hide: names must read as they are stored.
// Joiners (U+200C, U+200D) stay allowed: Persian and many emoji need them.
const HIDDEN = /[\p{Cc}\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u

/** Trims and checks every field. Throws invalid_input naming the field and what would be accepted. */
export function checkSiteText(raw: SiteText): SiteText {
  return {
    name: checkName(raw.name),
    slug: checkSlug(raw.slug),
    url: checkSiteUrl(raw.url),
    words: checkWords(raw.words),
  }
}

function checkName(raw: string): string {
  const name = raw.trim()
  if (!name) throw refuse("name", "Give the site a name.")
  if ([...name].length > SITE_LIMITS.name) throw refuse("name", `A name has at most ${SITE_LIMITS.name} characters.`)
  if (HIDDEN.test(name)) throw refuse("name", "A name is one line of visible characters.")
  return name
}

function checkSlug(raw: string): string {
  const slug = raw.trim().toLowerCase()
  if (!SLUG.test(slug)) {
    throw refuse(
      "slug",
      "The address is 3 to 40 small letters, digits or hyphens, and neither begins nor ends with a hyphen.",
    )
  }
  return slug
}

/** An absolute http(s) address without a password in it; throws invalid_input otherwise. */
export function checkSiteUrl(raw: string): string {
  const trimmed = raw.trim()
  if (trimmed.length > SITE_LIMITS.url) throw refuse("url", `An address has at most ${SITE_LIMITS.url} characters.`)
  const url = URL.canParse(trimmed) ? new URL(trimmed) : null
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw refuse("url", "Give the site's full address, beginning with https:// or http://.")
  }
  if (url.username || url.password) throw refuse("url", "The address must not hold a user name or password.")
  return url.href
}

function checkWords(raw: string): string {
  const words = raw.replaceAll("\r\n", "\n").trim()
  if ([...words].length > SITE_LIMITS.words) throw refuse("words", `At most ${SITE_LIMITS.words} characters.`)
  if (HIDDEN.test(words.replaceAll("\n", "")))
    throw refuse("words", "The words hold characters nobody can see; leave them out.")
  return words
}

const refuse = (field: string, detail: string) => new AppError("invalid_input", detail, { field })
