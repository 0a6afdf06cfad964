/** The card inside an iframe: one request, no script, no cookie, and a link that opens the store in a tab of its own. */
import { html, raw } from "../plain/html.ts"
import { DISCLOSURE } from "./copy-forms.ts"

export const FRAME_STYLE = `:root{color-scheme:light dark}*{box-sizing:border-box}body{margin:0;font:15px/1.4 "Instrument Sans",system-ui,sans-serif;background:transparent;color:#1B1A17}
.c{display:flex;flex-direction:column;gap:4px;height:100vh;padding:14px 16px;background:#FFF;border:1px solid #E4DED3;border-inline-start:6px solid #E8B53A;border-radius:10px;overflow:hidden}
h1{font:600 20px/1.15 "Bricolage Grotesque",system-ui,sans-serif;letter-spacing:-.02em;margin:0;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
p{margin:0;color:#5E5A52;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.r{margin-top:auto;display:flex;gap:12px;align-items:center}
a{background:#E8B53A;color:#1B1A17;font-weight:600;padding:8px 16px;border-radius:6px;text-decoration:none;white-space:nowrap}
a:hover{background:#F2C14E}a:focus-visible{outline:3px solid #8A5F00;outline-offset:2px}
b{font-variant-numeric:tabular-nums}small{font-size:12px;color:#5E5A52}
@media(prefers-color-scheme:dark){body{color:#F4EFE6}.c{background:#1D1B16;border-color:#343026;border-inline-start-color:#F2C14E}p,small{color:#B5AEA1}a:focus-visible{outline-color:#F2C14E}}`

export type FrameView = {
  name: string
  tagline: string
  price: string
  href: string
  hasDemo: boolean
  offered: boolean
}

/** The whole document. */
export function frameDocument(view: FrameView): string {
  const offer = view.offered
    ? html`<a href="${view.href}" target="_blank" rel="sponsored noopener">Get it</a><b>${view.price}</b>${view.hasDemo && html`<span>or try it free</span>`}`
    : html`<span>Not available.</span>`
  return `<!doctype html>${
    html`<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>Get ${view.name} on Fanfare</title><style>${raw(FRAME_STYLE)}</style><div class="c"><h1>${view.name}</h1><p>${view.tagline || "On Fanfare"}</p><div class="r">${offer}</div><small>${DISCLOSURE}</small></div></html>`
      .html
  }`
}

/** What stands in the frame when its code is unknown. */
export const unknownFrame = (): string =>
  `<!doctype html>${html`<html lang="en"><meta charset="utf-8"><title>Fanfare</title><style>${raw(FRAME_STYLE)}</style><div class="c"><h1>Nothing here</h1><p>No fan has a link with this code.</p></div></html>`.html}`
