/** A fan's picks as a feed (RSS 2.0): newest first, each leading through the fan's own link. */
import type { Translate } from "#lib/kernel/messages.ts"
import type { PromoContext, PromoTitle } from "#lib/pages/promo-context.ts"
import { escapeHtml, html } from "../plain/html.ts"

type Feed = { context: PromoContext; t: Translate; canonical: string; feedAddress: string }

export function promoFeed({ context, t, canonical, feedAddress }: Feed): string {
  const titles = context.order.flatMap((id) => context.titles[id] ?? [])
  const newest = titles.toSorted((a, b) => (b.pickedAt ?? "").localeCompare(a.pickedAt ?? ""))
  const words = context.site.words.split("\n")[0] || t("What {name} recommends", { name: context.site.name })
  return `<?xml version="1.0" encoding="utf-8"?>\n${
    html`<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>${context.site.name}</title><link>${canonical}</link><description>${words}</description><language>${context.locale}</language><atom:link href="${feedAddress}" rel="self" type="application/rss+xml"/>${newest.map((title) => item(title, context, t))}</channel></rss>\n`
      .html
  }`
}

/** Readers take an item's description for HTML: its words are escaped for them, and once more for XML. */
function item(title: PromoTitle, { publicUrl, site }: PromoContext, t: Translate) {
  const price = title.price || t("Free")
  const words = [title.tagline, t("by {publisher}", { publisher: title.publisherName }), price]
    .filter(Boolean)
    .join(" · ")
  return html`<item><title>${title.name}</title><link>${new URL(title.href, publicUrl).href}</link><guid isPermaLink="false">${site.slug}/${title.titleId}</guid><description>${escapeHtml(words)}</description>${title.pickedAt && html`<pubDate>${new Date(title.pickedAt).toUTCString()}</pubDate>`}</item>`
}
