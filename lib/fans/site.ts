/** What a fan may write about a site, checked once for every door it can come through. */
import { refuseField } from "../kernel/errors.ts"
import { hasHidden } from "../kernel/hidden.ts"

export type SiteText = { name: string; slug: string; url: string; words: string }

/** Characters, not bytes: the lengths people see. */
export const SITE_LIMITS = { name: 80, slug: 40, url: 300, words: 4_000 } as const
/** Sites per account: far above any real fan, far below what could fill the database. */
export const SITES_PER_OWNER = 50
export const TITLES_PER_SITE = 60
export const LINKS_PER_OWNER = 2_000

const SLUG = /^[a-z0-9](?:[a-z0-9-]{1,38})[a-z0-9]$/
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
  if (!name) throw refuseField("name", "Give the site a name.")
  if ([...name].length > SITE_LIMITS.name)
    throw refuseField("name", `A name has at most ${SITE_LIMITS.name} characters.`)
  if (hasHidden(name)) throw refuseField("name", "A name is one line of visible characters.")
  return name
}

function checkSlug(raw: string): string {
  const slug = raw.trim().toLowerCase()
  if (!SLUG.test(slug)) {
    throw refuseField(
      "slug",
      "The address is 3 to 40 small letters, digits or hyphens, and neither begins nor ends with a hyphen.",
    )
  }
  return slug
}

/** An absolute http(s) address without a password in it; throws invalid_input otherwise. */
export function checkSiteUrl(raw: string): string {
  const trimmed = raw.trim()
  if (trimmed.length > SITE_LIMITS.url)
    throw refuseField("url", `An address has at most ${SITE_LIMITS.url} characters.`)
  const url = URL.canParse(trimmed) ? new URL(trimmed) : null
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw refuseField("url", "Give the site's full address, beginning with https:// or http://.")
  }
  if (url.username || url.password) throw refuseField("url", "The address must not hold a user name or password.")
  return url.href
}

function checkWords(raw: string): string {
  const words = raw.replaceAll("\r\n", "\n").trim()
  if ([...words].length > SITE_LIMITS.words) throw refuseField("words", `At most ${SITE_LIMITS.words} characters.`)
  if (hasHidden(words.replaceAll("\n", "")))
    throw refuseField("words", "The words hold characters nobody can see; leave them out.")
  return words
}
