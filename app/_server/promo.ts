/** A promo page as a request asks for it: found by its address or by the fan's own domain, with everything its blocks show. */
import "server-only"
import { createHash } from "node:crypto"
import type { PromoPage } from "#components/promo/promo-document.tsx"
import type { Translate } from "#lib/kernel/messages.ts"
import { titleIdsIn } from "#lib/pages/page-document.ts"
import { promoContextOf } from "#lib/pages/promo-data.ts"
import { findPublishedPage, type PublishedPage } from "#lib/pages/queries.ts"
import { wordsOf } from "#messages/catalogues.ts"
import { deps } from "./deps.ts"

/** Set by the front door for verified domains, and taken away from everybody else's requests. */
const DOMAIN_HEADER = "x-fanfare-domain"

export type AskedPage = Omit<PromoPage, "pictureVersion"> & {
  page: PublishedPage
  t: Translate
  pictureVersion: string
}

/** Null when no fan has this page. */
export async function askedPage(request: Request, slug: string): Promise<AskedPage | null> {
  const { db, clock, config } = deps()
  const page = await findPublishedPage(db, slug)
  if (!page) return null
  const domain = request.headers.get(DOMAIN_HEADER)
  const { site, locale, document } = page
  const context = await promoContextOf(db, {
    site,
    locale,
    document,
    publicUrl: config.publicUrl,
    onOwnDomain: domain !== null,
    now: clock.now(),
  })
  const canonical = page.domain
    ? `${new URL(config.publicUrl).protocol}//${page.domain}/`
    : `${config.publicUrl}/s/${site.slug}`
  const t = wordsOf(locale)
  const path = domain === null ? `/s/${site.slug}` : ""
  return { page, document, context, t, canonical, path, pictureVersion: pictureVersionOf(page, context) }
}

/** Addresses of the covers a page is known by: what it names itself, in its order, then what else stands on the site. */
export const coversOf = (document: PublishedPage["document"], { titles, order }: PromoPage["context"]): string[] =>
  [...new Set([...titleIdsIn(document), ...order])].flatMap((id) => titles[id]?.cover?.src ?? []).slice(0, 3)

/** What the shared picture is made of, in twelve letters. */
function pictureVersionOf({ document, site }: PublishedPage, context: PromoPage["context"]): string {
  const parts = [document.root.props, document.content[0], site.name, coversOf(document, context)]
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 12)
}
