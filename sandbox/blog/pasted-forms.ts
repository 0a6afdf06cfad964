/** Snippets exactly as the copy panel gives them: this is the blog's owner pasting them, one page for all, one under a strict policy. */
import { type CopyLink, type CopyWish, copyText, spoken } from "#components/embed/copy-forms.ts"
import { PLAIN_CHOICE } from "#components/embed/embed-choice.ts"
import { type Html, html, raw } from "#components/plain/html.ts"
import { english } from "#lib/kernel/messages.ts"
import { cents } from "#lib/kernel/money.ts"
import { wordsOf } from "#messages/catalogues.ts"
import { type BlogLink, blogShell } from "./shell.ts"

const LIKELY_PRICE_CENTS = 2_999

const copyLink = ({ code, name, priceCents, hasDemo, siteSlug }: BlogLink, publicUrl: string): CopyLink => ({
  code,
  titleName: name,
  priceCents: cents(BigInt(priceCents ?? LIKELY_PRICE_CENTS)),
  offered: true,
  hasDemo: hasDemo ?? true,
  siteSlug: siteSlug ?? null,
  siteName: "The Damp Attic",
  publicUrl,
})

type Wish = Pick<CopyWish, "form"> & { size?: string; choice?: Partial<CopyWish["choice"]> }

export function snippet(link: BlogLink, publicUrl: string, { form, size = "wide", choice }: Wish): string {
  const wish = { form, size, choice: { ...PLAIN_CHOICE, ...choice } }
  const t = wish.choice.lang === "auto" ? english : wordsOf(wish.choice.lang)
  return copyText(copyLink(link, publicUrl), wish, { t, all: spoken(wish.choice, wordsOf) })
}

/** Name of the part, what is in it. */
const PARTS: readonly [id: string, heading: string, wish: Wish][] = [
  ["badge", "A badge", { form: "html" }],
  ["badge-count", "A badge that counts", { form: "html", choice: { count: true } }],
  ["badge-dark", "A dark badge, in German", { form: "html", choice: { scheme: "dark", lang: "de" } }],
  ["button", "A button", { form: "script" }],
  ["button-demo", "A button to the demo", { form: "script", choice: { demo: true, colours: "page" } }],
  ["card", "A card", { form: "iframe" }],
  ["card-demo", "A card for the demo, small", { form: "iframe", size: "small", choice: { demo: true } }],
  ["card-tall", "A tall card in the page's colours", { form: "iframe", size: "tall", choice: { colours: "page" } }],
  ["shelf", "A shelf", { form: "shelf" }],
]

export function kitPage(link: BlogLink, storeUrl: string): string {
  const parts = PARTS.filter(([, , { form }]) => form !== "shelf" || link.siteSlug)
  const part = ([id, heading, wish]: (typeof PARTS)[number]): Html =>
    html`<h2>${heading}</h2><div class="paste" id="${id}">${raw(snippet(link, storeUrl, wish))}</div>`
  return blogShell("Every button there is", html`<h1>Every button there is</h1>${parts.map(part)}`)
}

/** What a careful site lets in: pictures and frames of the store, its script where the page asks for it, and no style at all. */
export const strictPolicy = (storeUrl: string, hasScript: boolean): string =>
  [
    "default-src 'none'",
    `img-src ${storeUrl}`,
    `frame-src ${storeUrl}`,
    "style-src 'none'",
    ...(hasScript ? [`script-src ${storeUrl}`, `connect-src ${storeUrl}`] : []),
  ].join("; ")

export function strictPage(link: BlogLink, storeUrl: string, hasScript: boolean): string {
  const forms = hasScript ? (["script"] as const) : (["html", "iframe"] as const)
  const parts = forms.map((form) => html`<div id="${form}">${raw(snippet(link, storeUrl, { form }))}</div>`)
  return `<!doctype html>\n${
    html`<html lang="en"><head><meta charset="utf-8"><title>Behind a strict policy</title></head><body><main><h1>Behind a strict policy</h1>${parts}</main></body></html>`
      .html
  }`
}
