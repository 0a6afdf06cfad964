/** A promo page as a whole HTML document: head, style, blocks and the small script, with what its policy must name. */
import type { ComponentType } from "react"
import { directionOf, type Translate } from "#lib/kernel/messages.ts"
import type { Block, BlockType } from "#lib/pages/page-blocks.ts"
import { blocksOf, type PageDocument } from "#lib/pages/page-document.ts"
import { leadColours, paletteOf, type TypePairName, themeCss } from "#lib/pages/page-theme.ts"
import type { PromoContext } from "#lib/pages/promo-context.ts"
import { oembedHref } from "../embed/oembed.ts"
import { type FontFamily, firstFonts, fontFaces } from "../plain/fonts.ts"
import { type Html, html, raw } from "../plain/html.ts"
import { BLOCK_COMPONENTS } from "./block-components.ts"
import { filmFrame } from "./film-address.ts"
import { jsonLdOf, scriptSafe } from "./json-ld.ts"
import { PromoRoot } from "./promo-root.tsx"
import { promoScript } from "./promo-script.ts"
import { PROMO_STYLE } from "./promo-style.ts"
import { renderMarkup } from "./render-markup.ts"

export type PromoPage = {
  document: PageDocument
  context: PromoContext
  t: Translate
  /** Absolute, the one address search engines shall know; without a slash at its end unless it is a domain's root. */
  canonical: string
  /** Paths beside this page as it was asked for: "/s/SLUG" on ours, "" on a domain of the fan's own. */
  path: string
  /** Changes whenever the shared picture does, so that it can be cached for long. */
  pictureVersion: string
}

export type PromoHtml = {
  body: string
  /** What stands between style tags, script tags; for the hashes of the policy. */
  style: string
  script: string
  /** Origins that may be framed once a visitor presses play. */
  frames: string[]
}

/** Our faces each pair of types is set in; the others are the system's own. */
const FAMILIES: Readonly<Record<TypePairName, readonly FontFamily[]>> = {
  fanfare: ["bricolage", "instrument"],
  poster: ["bricolage-narrow", "instrument"],
  quiet: ["instrument"],
  editorial: ["instrument"],
  book: [],
  machine: ["jetbrains", "instrument"],
  terminal: ["jetbrains"],
  friendly: [],
}

export function promoDocument(page: PromoPage): PromoHtml {
  const { document, t } = page
  const { theme } = document.root.props
  const families = FAMILIES[theme.type]
  const style = `${fontFaces(families)}${themeCss(theme, ":root")}${PROMO_STYLE}`
  const script = promoScript(`${page.path}/stock.json`, t("Close"))
  const markup = bodyMarkup(page)
  const body = `<!doctype html>\n${
    html`<html lang="${t.locale}" dir="${directionOf(t.locale)}"><head>${head(page, families, markup)}<style>${raw(style)}</style></head><body>${raw(markup)}${jsonLd(page)}<script>${raw(script)}</script></body></html>`
      .html
  }`
  const frames = blocksOf(document, "Video").flatMap((block) => filmFrame(block.props.url)?.origin ?? [])
  return { body, style, script, frames: [...new Set(frames)] }
}

/** Blocks that can hold the picture a visitor waits for. */
const WITH_PICTURES = new Set<BlockType>(["Hero", "Title", "TitleGrid", "Gallery", "Video"])

function bodyMarkup({ document, context, t }: PromoPage): string {
  const { content, root } = document
  const firstPicture = content.find((block) => WITH_PICTURES.has(block.type))?.props.id
  const head = content.find((block) => block.type === "Hero")?.props.id
  const draw = (block: Block) => {
    const Component = BLOCK_COMPONENTS[block.type] as ComponentType<Record<string, unknown>>
    const { id } = block.props
    const shown = { t, context, isEditing: false, isFirst: id === firstPicture, isHead: id === head }
    return <Component key={id} {...block.props} {...shown} />
  }
  return renderMarkup(
    <PromoRoot
      t={t}
      context={context}
      theme={root.props.theme}
      disclosed={blocksOf(document, "Disclosure").length > 0}
      headed={head !== undefined}
    >
      {content.map(draw)}
    </PromoRoot>,
  )
}

function head(page: PromoPage, families: readonly FontFamily[], markup: string): Html {
  const { context, canonical, path } = page
  const { title, description } = wordsOf(page)
  const { light, dark, scheme } = page.document.root.props.theme
  const colour = (of: typeof light) => paletteOf(of).paper
  return html`<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title>${description && html`<meta name="description" content="${description}">`}
${raw(preloadOf(markup))}${firstFonts(families).map((file) => html`<link rel="preload" as="font" type="font/woff2" href="${file}" crossorigin>`)}
<link rel="canonical" href="${canonical}"><link rel="icon" href="/icon.svg" type="image/svg+xml"><link rel="alternate" type="application/json+oembed" href="${oembedHref(context.publicUrl, `${context.publicUrl}/s/${context.site.slug}`)}" title="${context.site.name}"><link rel="alternate" type="application/rss+xml" title="${context.site.name}" href="${path}/feed.xml">
${scheme === "auto" ? html`<meta name="theme-color" media="(prefers-color-scheme:light)" content="${colour(light)}"><meta name="theme-color" media="(prefers-color-scheme:dark)" content="${colour(dark)}">` : html`<meta name="theme-color" content="${colour(leadColours(page.document.root.props.theme))}">`}
${sharing(page, title, description)}`
}

function sharing({ context, canonical, t, pictureVersion }: PromoPage, title: string, description: string): Html {
  const picture = `${context.publicUrl}/s/${context.site.slug}/og.png?v=${pictureVersion}`
  const property = (name: string, content: string) => html`<meta property="og:${name}" content="${content}">`
  return html`${property("type", "website")}${property("site_name", context.site.name)}${property("title", title)}${property("description", description)}${property("url", canonical)}${property("locale", t.locale)}${property("image", picture)}${property("image:width", "1200")}${property("image:height", "630")}${property("image:alt", title)}<meta name="twitter:card" content="summary_large_image">`
}

/** Search engines show about 160 characters. */
const DESCRIPTION_CHARS = 160

function wordsOf({ document, context, t }: PromoPage): { title: string; description: string } {
  const { title, description } = document.root.props
  const hero = blocksOf(document, "Hero")[0]?.props.words ?? ""
  const own = [description, hero, context.site.words].find((words) => words.trim()) ?? ""
  const words = own.trim().replace(/\s+/g, " ") || t("What {name} recommends", { name: context.site.name })
  const chars = [...words]
  const short = chars.length > DESCRIPTION_CHARS ? `${chars.slice(0, DESCRIPTION_CHARS - 1).join("")}…` : words
  return { title: title || context.site.name, description: short }
}

const jsonLd = ({ document, context, canonical }: PromoPage): Html =>
  html`<script type="application/ld+json">${raw(scriptSafe(jsonLdOf({ document, context, canonical })))}</script>`

/** The first picture's best format again in the head, so that it is asked for before the style is read. Reads our own markup. */
function preloadOf(markup: string): string {
  const [, inside = ""] =
    /<picture>((?:(?!<\/picture>).)*fetchpriority="high"(?:(?!<\/picture>).)*)<\/picture>/s.exec(markup) ?? []
  const [, type, srcset, sizes] = /<source type="([^"]+)" srcset="([^"]+)" sizes="([^"]+)">/.exec(inside) ?? []
  if (type)
    return `<link rel="preload" as="image" type="${type}" imagesrcset="${srcset}" imagesizes="${sizes}" fetchpriority="high">`
  const [, src] = /<img src="([^"]+)"/.exec(inside) ?? []
  return src ? `<link rel="preload" as="image" href="${src}" fetchpriority="high">` : ""
}
