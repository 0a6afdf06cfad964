/** The shell of a page without a framework: our paper, ink and brass in one inline style sheet, no script, no request more. */
import { directionOf, english, type Translate } from "#lib/kernel/messages.ts"
import { firstFonts, fontFaces } from "./fonts.ts"
import { type Html, html, raw } from "./html.ts"
import { plainPolicy } from "./policy.ts"
import { TOKENS_CSS } from "./tokens-css.ts"

const FAMILIES = ["bricolage", "instrument"] as const
const STYLE = `${fontFaces(FAMILIES)}
${TOKENS_CSS}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 "Instrument Sans Variable","Instrument Fallback",ui-sans-serif,system-ui,sans-serif}
h1,h2{font-family:"Bricolage Grotesque Variable","Bricolage Fallback",ui-sans-serif,system-ui,sans-serif;letter-spacing:-.02em;line-height:1.1;text-wrap:balance;margin:0}
h1{font-size:clamp(36px,7vw,64px)}h2{font-size:22px}
a{color:inherit;text-decoration-color:var(--brass);text-decoration-thickness:2px;text-underline-offset:3px}
:focus-visible{outline:3px solid var(--focus);outline-offset:3px;border-radius:6px}
main{max-width:1200px;margin:0 auto;padding:40px 24px 96px}
.read{max-width:68ch}
.lead{font-size:18px;color:var(--muted);max-width:60ch}
.button{display:inline-block;background:var(--brass-fill);color:var(--on-fill);font-weight:600;padding:10px 20px;border-radius:6px;text-decoration:none}
.button:hover{filter:brightness(.95)}
.brand{font:600 18px/1 "Bricolage Grotesque Variable","Bricolage Fallback",ui-sans-serif,system-ui,sans-serif;letter-spacing:-.02em;text-decoration:none}
.top,.foot{max-width:1200px;margin:0 auto;padding:20px 24px;display:flex;gap:16px;justify-content:space-between;align-items:baseline}
.foot{border-top:1px solid var(--line);color:var(--muted);font-size:14px;flex-wrap:wrap}
.muted{color:var(--muted)}.small{font-size:14px}
@media(prefers-reduced-motion:no-preference){.button{transition:filter .15s ease-out}}
`
/** Asked for with the page itself, so that a heading does not stand in another face first. */
const FONT_LINKS = firstFonts(FAMILIES).map(
  (path) => html`<link rel="preload" href="${path}" as="font" type="font/woff2" crossorigin>`,
)

export type PlainPage = {
  /** Left out: English. */
  t?: Translate
  title: string
  description?: string
  head?: Html
  style?: string
  body: Html
  foot?: Html
}

/** A whole document, and the one policy under which it looks as it should. */
export type PlainDocument = { body: string; policy: string }

/** `style` is added to ours as it is, so it must be of our own writing. */
export function plainPage(page: PlainPage): PlainDocument {
  const t = page.t ?? english
  const style = STYLE + (page.style ?? "")
  const body = `<!doctype html>\n${
    html`<html lang="${t.locale}" dir="${directionOf(t.locale)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<link rel="icon" href="/icon.svg" type="image/svg+xml"><title>${page.title}</title>${page.description ? html`<meta name="description" content="${page.description}">` : null}
${FONT_LINKS}<style>${raw(style)}</style>${page.head}</head>
<body><header class="top"><a class="brand" href="/">Fanfare</a></header>
${page.body}
<footer class="foot">${page.foot ?? html`<span>${t("Fans are paid for bringing people to a work they love, and for carrying its bits.")}</span>`}</footer>
</body></html>`.html
  }`
  return { body, policy: plainPolicy({ style }) }
}

/** A page that says what happened and what to do next. */
export const messagePage = (title: string, lead: string, next: Html, t?: Translate): PlainDocument =>
  plainPage({
    ...(t && { t }),
    title: `${title} · Fanfare`,
    head: html`<meta name="robots" content="noindex">`,
    body: html`<main><h1>${title}</h1><p class="lead">${lead}</p><p>${next}</p></main>`,
  })
