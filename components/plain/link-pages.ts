/** What a link shows that leads nowhere: an unknown code, a title that is no longer offered, a database that does not answer. */
import { formatPrice } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { type Cents, cents } from "#lib/kernel/money.ts"
import type { PictureView } from "#lib/media/picture.ts"
import { coverImage } from "../landing/cover.ts"
import { type Html, html } from "./html.ts"
import { messagePage, type PlainDocument, plainPage } from "./plain-page.ts"

const catalogue = (t: Translate): Html => html`<a class="button" href="/store">${t("See what can be had")}</a>`

export const unknownLinkPage = (t: Translate): PlainDocument =>
  messagePage(
    t("This link leads nowhere"),
    t(
      "No fan has a link with this code. It may have lost a character on the way; the page you came from can tell you the right one.",
    ),
    catalogue(t),
    t,
  )

export const unavailablePage = (t: Translate): PlainDocument =>
  messagePage(
    t("One moment"),
    t("We cannot look this link up right now. Load the page again in a few seconds."),
    catalogue(t),
    t,
  )

export type ReplacementTitle = {
  slug: string
  name: string
  tagline: string
  priceCents: Cents
  hasCover: boolean
  cover: PictureView | null
  /** The fan's link to it; null leads to the title itself. */
  code: string | null
}

export type WithdrawnView = {
  name: string
  /** The fan's page; null where there is none to be seen. */
  site: { slug: string; name: string } | null
  titles: readonly ReplacementTitle[]
}

const STYLE = `
.shelf{list-style:none;margin:24px 0 32px;padding:0;display:grid;gap:24px;grid-template-columns:repeat(auto-fill,minmax(min(240px,100%),1fr));align-items:end}
.shelf a{display:grid;gap:10px;text-decoration:none;border-radius:10px}
.shelf .mat{display:grid;place-items:center;background:var(--sunken);border-radius:10px;overflow:hidden;min-height:120px}
.shelf img{display:block;width:100%;height:auto;max-height:300px;object-fit:contain}
.shelf .name{font:600 18px/1.2 "Bricolage Grotesque Variable","Bricolage Fallback",ui-sans-serif,system-ui,sans-serif;letter-spacing:-.02em;overflow-wrap:anywhere}
.shelf a:hover .name{text-decoration:underline;text-decoration-color:var(--brass);text-decoration-thickness:2px;text-underline-offset:3px}
.shelf .none{font:600 28px/1.1 "Bricolage Grotesque Variable","Bricolage Fallback",ui-sans-serif,system-ui,sans-serif;padding:32px 16px;text-align:center;overflow-wrap:anywhere}
.others{margin-top:56px}.ways{display:flex;flex-wrap:wrap;gap:12px 24px;align-items:center}
.disclosure{margin-top:24px}
`

/** Why nothing is sold here, and what the same fan recommends instead. */
export function withdrawnPage(t: Translate, { name, site, titles }: WithdrawnView): PlainDocument {
  const title = t("{title} is no longer offered", { title: name })
  const has = titles.length > 0
  return plainPage({
    t,
    title: `${title} · Fanfare`,
    head: html`<meta name="robots" content="noindex">`,
    style: STYLE,
    body: html`<main><h1>${title}</h1>
<p class="lead">${t("Its publisher has withdrawn it. Whoever bought it keeps it: it is in their library and can be downloaded again.")}</p>
${has && site ? html`<section class="others" aria-labelledby="others"><h2 id="others">${t("{site} also recommends", { site: site.name })}</h2><ul class="shelf">${titles.map((one) => card(t, one))}</ul></section>` : null}
<p class="ways">${site ? html`<a class="button" href="/s/${site.slug}">${t("See the page of {site}", { site: site.name })}</a>` : catalogue(t)}${site ? html`<a href="/store">${t("See what can be had")}</a>` : null}<a href="/library">${t("Open your library")}</a></p>
${has ? html`<p class="small muted disclosure">${t("The fan who brought you here earns from purchases and for carrying the download.")}</p>` : null}</main>`,
  })
}

const card = (t: Translate, title: ReplacementTitle): Html => html`<li><a href="${wayTo(title)}">
<span class="mat">${title.hasCover ? coverImage({ ...title, price: "" }, { sizes: "(min-width:600px) 280px, 90vw", alt: "" }) : html`<span class="none" aria-hidden="true">${title.name}</span>`}</span>
<span><span class="name">${title.name}</span><br><span class="muted small">${priceOf(t, title.priceCents)}${title.tagline ? ` · ${title.tagline}` : null}</span></span></a></li>`

const wayTo = ({ code, slug }: ReplacementTitle): string => (code ? `/r/${code}` : `/titles/${slug}`)
const priceOf = (t: Translate, price: Cents): string => (price === cents(0) ? t("Free") : formatPrice(price, t.locale))
