/** Several titles of one fan's site in one frame: covers in a row, or one under the other where the frame is narrow. */
import type { Translate } from "../../lib/kernel/messages.ts"
import type { Cents } from "../../lib/kernel/money.ts"
import { type Html, html } from "../plain/html.ts"
import { colourRules, type EmbedColours } from "./embed-colours.ts"
import { disclosure, offerWords } from "./embed-words.ts"
import { BASE_STYLE, embedPage, type FrameDocument, linkAttributes, type Thumb } from "./frame.ts"

/** More would not fit 6 kB with their covers. */
export const SHELF_TITLES = 6

export type ShelfItem = { name: string; priceCents: Cents; href: string; cover: Thumb | null }
export type ShelfView = {
  t: Translate
  siteName: string
  items: readonly ShelfItem[]
  colours: EmbedColours
  isPost: boolean
}

const SHELF_STYLE = `.w{display:flex;flex-direction:column;gap:8px;height:100%;padding:12px 16px;border:1px solid var(--l);border-top:6px solid var(--a)}
h1{font-size:17px}ul{display:flex;flex:1;min-height:0;gap:12px;margin:0;padding:3px;list-style:none;overflow:auto hidden}
li{flex:1 0 104px;max-width:168px;min-height:0}
li a{display:flex;flex-direction:column;gap:4px;height:100%;text-decoration:none}li a:hover h2{text-decoration:underline}
a:focus-visible{outline-offset:0}.v{flex:1;min-height:0;background:var(--l);display:grid;place-items:center;font-size:32px;color:var(--i)}.v img{width:100%;height:100%;min-height:0}
h2{font-size:14px}b{font-size:13px;font-weight:400;color:var(--m);font-variant-numeric:tabular-nums}
@media(max-width:359px){ul{flex-direction:column;overflow:hidden auto}li{flex:0 0 64px;max-width:none}li a{display:grid;grid-template:auto auto/64px 1fr;column-gap:10px;align-content:center}.v{grid-row:1/3;height:64px}h2{align-self:end}}`

/** Covers' mean colours as style: a policy without inline styles allows no other place for them. */
const mats = (items: readonly ShelfItem[]): string =>
  items.map(({ cover }, i) => (cover ? `li:nth-child(${i + 1}) .v{background:${cover.colour}}` : "")).join("") +
  ".v img{background:none}"

export function shelfDocument(view: ShelfView): FrameDocument {
  const { t, siteName, colours } = view
  const items = view.items.slice(0, SHELF_TITLES)
  const body =
    items.length > 0
      ? html`<ul>${items.map((item) => shelfItem(t, item))}</ul>`
      : html`<p>${t("There is nothing on this shelf at the moment.")}</p>`
  return embedPage({
    t,
    title: t("{name} recommends", { name: siteName }),
    style: colourRules(colours, ":root") + BASE_STYLE + SHELF_STYLE + mats(items),
    body: html`<div class="w"><h1 class="k">${t("{name} recommends", { name: siteName })}</h1>${body}<small>${disclosure(t)}</small></div>`,
    isPost: view.isPost,
  })
}

const shelfItem = (t: Translate, { name, priceCents, href, cover }: ShelfItem): Html =>
  html`<li><a ${linkAttributes(href)}><span class="v">${cover ? html`<img src="${cover.dataUri}" width="${cover.width}" height="${cover.height}" alt="">` : html`<span aria-hidden="true">${[...name][0] ?? ""}</span>`}</span><h2 class="k">${name}</h2><b>${offerWords(t, { offered: true, priceCents })}</b></a></li>`

/** What stands in the frame of a shelf that is not there. */
export const unknownShelf = (t: Translate, colours: EmbedColours): FrameDocument =>
  embedPage({
    t,
    title: "Fanfare",
    style: colourRules(colours, ":root") + BASE_STYLE + SHELF_STYLE,
    body: html`<div class="w"><h1>${t("Nothing here")}</h1><p>${t("No fan has a shelf at this address.")}</p></div>`,
    isPost: false,
  })
