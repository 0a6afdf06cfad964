/** How the stranger's blog looks around whatever its owner pasted; nothing of it is Fanfare's. */
import { type Html, html, raw } from "#components/plain/html.ts"

/** A work the owner has a link for; what is left out is guessed, as the copy panel knows it and a test need not. */
export type BlogLink = {
  code: string
  name: string
  priceCents?: number | undefined
  hasDemo?: boolean | undefined
  /** The site of the link, for its shelf. */
  siteSlug?: string | undefined
}
const STYLE = `
:root{color-scheme:light dark}
body{margin:0 auto;max-width:38rem;padding:2.5rem 1.25rem 5rem;font:1.125rem/1.65 Charter,"Iowan Old Style",Georgia,serif;background:#f4f7f4;color:#223026}
header{display:flex;justify-content:space-between;align-items:baseline;border-bottom:3px double #7d9482;padding-bottom:.75rem;margin-bottom:2.5rem}
header a{font-size:1.5rem;font-style:italic;color:inherit;text-decoration:none}header span{font-size:.9rem;color:#5b6f60}
h1{font-size:2rem;line-height:1.2;font-weight:normal;margin:.25rem 0 1.25rem}time{font-size:.9rem;color:#5b6f60}
article+article{margin-top:3.5rem;padding-top:2rem;border-top:1px solid #c9d5cb}
a{color:#2c5f3c}.paste{margin:1.75rem 0}iframe{max-width:100%}h2{font-size:1.2rem;font-weight:normal;font-style:italic;margin:2.5rem 0 .75rem}.paste small{display:block;margin-top:.5rem;color:#5b6f60}
pre{overflow-x:auto;white-space:pre-wrap;word-break:break-word;padding:.75rem 1rem;border:1px solid #9db0a1;font-size:.85rem}
footer{margin-top:4rem;font-size:.9rem;color:#5b6f60}
@media(prefers-color-scheme:dark){body{background:#18201a;color:#dbe5dc}a{color:#9fd0ad}time,header span,footer,.paste small{color:#9db0a1}article+article{border-color:#33423a}}`

/** The blog around whatever stands in the middle. `head` is added as it is. */
export function blogShell(title: string, main: Html, head: Html = html``): string {
  return `<!doctype html>\n${
    html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<link rel="icon" href="data:,"><title>${title}</title><style>${raw(STYLE)}</style>${head}</head>
<body><header><a href="/">The Damp Attic</a><span>things I liked</span></header>
<main>${main}</main>
<footer>Written by one person above a bicycle shop. No tracking here: I would not know what to do with it.
<nav><a href="/kit">Every button there is</a> · <a href="/pasted">One pasted address</a> · <a href="/strict">Behind a strict policy</a> · <a href="/hooks">What Fanfare told my program</a></nav></footer></body></html>`
      .html
  }`
}
