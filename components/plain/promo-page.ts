/** A fan site's public page: the covers first, the fan's words, a button for each title; no framework, no script. */
import { DISCLOSURE } from "../embed/copy-forms.ts"
import { type Html, html } from "./html.ts"
import { plainPage } from "./plain-page.ts"

export type PromoTitle = {
  slug: string
  name: string
  tagline: string
  price: string
  hasCover: boolean
  hasDemo: boolean
  href: string
}
export type Promo = {
  slug: string
  name: string
  url: string
  words: string
  titles: readonly PromoTitle[]
  publicUrl: string
}

const STYLE = `
.hero{padding:24px 0 40px;max-width:68ch}.hero p{font-size:18px;white-space:pre-line}
.shelf{list-style:none;margin:0;padding:0;display:grid;gap:56px 40px;grid-template-columns:repeat(auto-fit,minmax(min(100%,320px),1fr))}
.shelf li:first-child:nth-last-child(odd){grid-column:1/-1}
.shelf li:first-child:nth-last-child(odd) article{display:grid;gap:24px 40px;grid-template-columns:repeat(auto-fit,minmax(min(100%,340px),1fr));align-items:end}
.mat{background:var(--sunken);border-radius:10px;overflow:hidden;display:block;margin-bottom:16px}.mat img{display:block;width:100%;height:auto}
.mat.none{display:grid;place-items:center;aspect-ratio:4/3;padding:24px;font:600 28px/1.15 "Bricolage Grotesque Variable",Georgia,serif;text-align:center;text-decoration:none}
.buy{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center}.price{font-variant-numeric:tabular-nums;font-weight:600}
.note{border-inline-start:4px solid var(--referral);padding-inline-start:12px}
`

export function promoPage(promo: Promo): string {
  const first = promo.words.split("\n")[0]!.slice(0, 160)
  return plainPage({
    title: `${promo.name} · Fanfare`,
    description: first || `What ${promo.name} recommends`,
    head: openGraph(promo, first),
    style: STYLE,
    body: html`<main><section class="hero"><h1>${promo.name}</h1>${promo.words && html`<p>${promo.words}</p>`}
<p class="small note">${DISCLOSURE} It costs you nothing.</p></section>
${promo.titles.length === 0 ? html`<p class="lead">Nothing stands here yet.</p>` : html`<ul class="shelf">${promo.titles.map(card)}</ul>`}</main>`,
    foot: html`<span><a href="${promo.url}" rel="nofollow ugc noopener">${hostOf(promo.url)}</a></span><span>A fan's page on <a href="/">Fanfare</a></span>`,
  })
}

function card(title: PromoTitle, index: number): Html {
  const cover = title.hasCover
    ? html`<a class="mat" href="${title.href}" rel="sponsored"><img src="/titles/${title.slug}/cover" alt="Cover of ${title.name}" loading="${index < 2 ? "eager" : "lazy"}"></a>`
    : html`<a class="mat none" href="${title.href}" rel="sponsored">${title.name}</a>`
  return html`<li><article>${cover}<div><h2>${title.name}</h2>${title.tagline && html`<p class="muted">${title.tagline}</p>`}
<p class="buy"><a class="button" href="${title.href}" rel="sponsored">Get ${title.name}</a><span class="price">${title.price}</span>${title.hasDemo && html`<span class="muted small">free 30-day demo</span>`}</p></div></article></li>`
}

function openGraph(promo: Promo, description: string): Html {
  const cover = promo.titles.find((title) => title.hasCover)
  return html`<link rel="canonical" href="${promo.publicUrl}/s/${promo.slug}"><meta property="og:title" content="${promo.name}"><meta property="og:description" content="${description}">${cover && html`<meta property="og:image" content="${promo.publicUrl}/titles/${cover.slug}/cover">`}`
}

const hostOf = (url: string): string => new URL(url).host
