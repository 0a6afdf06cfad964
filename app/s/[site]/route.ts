/** A fan site's public promo page, as plain HTML: what a visitor loads is the page and its covers, nothing else. */
import { deps } from "#app/_server/deps.ts"
import { html } from "#components/plain/html.ts"
import { messagePage, PLAIN_POLICY } from "#components/plain/plain-page.ts"
import { promoPage } from "#components/plain/promo-page.ts"
import { findHiddenNotice, findSiteBySlug, type PromoPage } from "#lib/fans/queries.ts"
import { formatCents } from "#lib/kernel/money.ts"

export async function GET(_request: Request, { params }: { params: Promise<{ site: string }> }): Promise<Response> {
  const { site: slug } = await params
  const { db, config } = deps()
  const page = slug.length <= 60 ? await findSiteBySlug(db, slug) : null
  if (!page) return answerWithout(slug)
  return answer(200, promoPage({ ...page, titles: page.titles.map(toPromoTitle), publicUrl: config.publicUrl }))
}

async function answerWithout(slug: string): Promise<Response> {
  const notice = slug.length <= 60 ? await findHiddenNotice(deps().db, slug) : null
  if (notice === null) return answer(404, NOBODY)
  return answer(
    410,
    messagePage("This page was taken down", notice, html`<a class="button" href="/">See what can be had</a>`),
  )
}

const NOBODY = messagePage(
  "No fan has this page",
  "The address may have changed, or a letter of it got lost.",
  html`<a class="button" href="/store">See what can be had</a>`,
)

const toPromoTitle = (title: PromoPage["titles"][number]) => ({
  ...title,
  price: title.priceCents === 0n ? "Free" : formatCents(title.priceCents),
  // A title whose links were all retired is still shown; then nobody earns.
  href: title.code ? `/r/${title.code}` : `/titles/${title.slug}`,
})

const answer = (status: number, body: string): Response =>
  new Response(body, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": PLAIN_POLICY,
      "cache-control": status === 200 ? "public, max-age=60" : "no-store",
      "referrer-policy": "strict-origin-when-cross-origin",
      "x-content-type-options": "nosniff",
    },
  })
