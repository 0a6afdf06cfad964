/** The card inside an iframe: one request, no cookie, no font, and a link that opens the store in a tab of its own. */
import { directionOf, type Translate } from "../../lib/kernel/messages.ts"
import { type Html, html, raw } from "../plain/html.ts"
import { colourRules, type EmbedColours } from "./embed-colours.ts"
import { disclosure, leadsToDemo, type Offered, offerWords } from "./embed-words.ts"
import { POST_SCRIPT } from "./post-script.ts"

/** A picture small enough to travel inside the document. */
export type Thumb = { dataUri: string; width: number; height: number; colour: string }

export type FrameDocument = {
  body: string
  /** What stands between its style tags, and between its script tags if it has any; for the hashes of its policy. */
  style: string
  script: string | null
}

export type FrameView = Offered & {
  t: Translate
  name: string
  tagline: string
  href: string
  demo: boolean
  carriers: number | null
  cover: Thumb | null
  colours: EmbedColours
  /** In a post made by oEmbed: the link is followed by the page around. */
  isPost: boolean
  /** False where the link credits nobody, so that there is nothing to disclose. */
  isEarning?: boolean
}

/** The ground is the card's own: no corner shows another colour, whatever scheme the page around has. */
export const BASE_STYLE = `*{box-sizing:border-box}html,body{height:100%;margin:0;background:var(--s)}
body{color:var(--i);font:15px/1.4 system-ui,sans-serif}
h1,h2{font-weight:600;letter-spacing:-.02em;line-height:1.15;margin:0}h1{font-size:20px}
p{margin:0}img{display:block;object-fit:contain;background:var(--l)}
a{color:inherit}a:focus-visible{outline:3px solid var(--i);outline-offset:2px}
.q{color:var(--m)}small{display:block;font-size:12px;line-height:1.3;color:var(--m)}
.k{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:1;overflow:hidden;overflow-wrap:anywhere}`

/** One document for every size: beside the cover where there is room, without it where there is not, under it in a tall frame. */
const CARD_STYLE = `.c{display:flex;height:100%;border:1px solid var(--l);border-inline-start:6px solid var(--a)}
.v{flex:0 0 38%;max-width:232px}.v img{width:100%;height:100%}
.t{flex:1;min-width:0;display:flex;flex-direction:column;gap:4px;padding:12px 16px}
.r{margin-block:auto 4px;display:flex;flex-wrap:wrap;gap:6px 12px;align-items:center}
.r a{background:var(--a);color:var(--o);font-weight:600;padding:7px 16px;border-radius:6px;text-decoration:none}.r a:hover{text-decoration:underline}
b{font-variant-numeric:tabular-nums}
h1,p,small{flex:none}@media(max-width:359px){.v{display:none}}@media(max-width:320px) and (max-height:259px){.q{display:none}}
@media(min-height:260px){.c{flex-direction:column}.v{display:block;flex:1 1 40%;min-height:0;max-width:none}.t{flex:0 0 auto}.k{-webkit-line-clamp:2}.r{margin-block-start:8px}}`

/** A whole small document under one style and at most one script. */
export function embedPage(page: {
  t: Translate
  title: string
  style: string
  body: Html
  isPost: boolean
}): FrameDocument {
  const { t, style } = page
  const script = page.isPost ? POST_SCRIPT : null
  const body = `<!doctype html>${
    html`<html lang="${t.locale}" dir="${directionOf(t.locale)}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${page.title}</title><style>${raw(style)}</style>${page.body}${script !== null && html`<script>${raw(script)}</script>`}</html>`
      .html
  }`
  return { body, style, script }
}

/** In a tab of its own; in a post the page around is asked to follow it instead. */
export const linkAttributes = (href: string): Html => html`href="${href}" target="_blank" rel="sponsored noopener"`

export function frameDocument(view: FrameView): FrameDocument {
  const { t, name } = view
  return embedPage({
    t,
    title: t("Get {name} on Fanfare", { name }),
    style: colourRules(view.colours, ":root") + BASE_STYLE + CARD_STYLE + matOf(view.cover),
    body: html`<div class="c">${view.cover && html`<div class="v"><img src="${view.cover.dataUri}" width="${view.cover.width}" height="${view.cover.height}" alt=""></div>`}<div class="t"><h1 class="k">${name}</h1><p class="q k">${lineUnderName(view)}</p><div class="r">${offer(view)}</div>${view.isEarning !== false && html`<small>${disclosure(t)}</small>`}</div></div>`,
    isPost: view.isPost,
  })
}

/** The mean colour fills what a cover of another ratio leaves; six hex digits, so nothing a publisher wrote reaches the style. */
const matOf = (cover: Thumb | null): string => (cover ? `.v,.v img{background:${cover.colour}}` : "")

const lineUnderName = ({ t, tagline, carriers, offered }: FrameView): string =>
  carriers && offered
    ? t.n("One carrier has it ready now", "{count} carriers have it ready now", carriers)
    : tagline || t("On Fanfare")

function offer(view: FrameView): Html {
  const { t } = view
  if (!view.offered) return html`<span>${t("Not available.")}</span>`
  const isDemo = leadsToDemo(view.demo, view)
  const price = offerWords(t, view)
  return html`<a ${linkAttributes(view.href)}>${isDemo ? t("Try the demo") : t("Get it")}</a><b>${isDemo ? t("free, then {price}", { price }) : price}</b>${!isDemo && view.hasDemo && html`<span>${t("or try it free")}</span>`}`
}

/** What stands in the frame when its code is unknown. */
export const unknownFrame = (t: Translate, colours: EmbedColours): FrameDocument =>
  embedPage({
    t,
    title: "Fanfare",
    style: colourRules(colours, ":root") + BASE_STYLE + CARD_STYLE,
    body: html`<div class="c"><div class="t"><h1>${t("Nothing here")}</h1><p>${t("No fan has a link with this code.")}</p></div></div>`,
    isPost: false,
  })
