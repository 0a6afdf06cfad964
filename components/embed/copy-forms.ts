/** The forms in which a fan takes a link away: badge, card, shelf, button and pasted address, each as the text to copy. */
import { LOCALES, type Locale, m, type Translate } from "../../lib/kernel/messages.ts"
import type { Cents } from "../../lib/kernel/money.ts"
import { escapeHtml } from "../plain/html.ts"
import { BADGE_HEIGHT_PX, type BadgeView, badgeWidth } from "./badge.ts"
import { choicePairs, choiceQuery, type EmbedChoice, linkHref } from "./embed-choice.ts"
import { disclosure, faceWords, leadsToDemo } from "./embed-words.ts"

export const COPY_FORMS = ["html", "markdown", "bbcode", "iframe", "script", "post", "shelf"] as const
export type CopyFormKey = (typeof COPY_FORMS)[number]

/** `width` null: as wide as the column it stands in, which no page has to wait for either. */
export type FrameSize = { key: string; label: string; width: number | null; height: number }
export const CARD_SIZES: readonly [FrameSize, ...FrameSize[]] = [
  { key: "wide", label: m("As wide as the text"), width: null, height: 184 },
  { key: "small", label: m("Small, without cover"), width: 300, height: 164 },
  { key: "tall", label: m("Tall"), width: 280, height: 372 },
]
export const SHELF_SIZES: readonly [FrameSize, ...FrameSize[]] = [
  { key: "wide", label: m("As wide as the text"), width: null, height: 268 },
  { key: "tall", label: m("Tall"), width: 280, height: 420 },
]

/** What is asked of oEmbed when nobody says how much room there is. */
export const POST_SIZE = { card: { width: 600, height: 200 }, shelf: { width: 600, height: 268 } } as const

export type CopyLink = {
  code: string
  titleName: string
  priceCents: Cents
  offered: boolean
  hasDemo: boolean
  /** The site whose shelf could be shown; null for a link of no site. */
  siteSlug: string | null
  siteName: string | null
  publicUrl: string
}

export type CopyWish = { form: CopyFormKey; size: string; choice: EmbedChoice }

type Languages = {
  /** What stands in the page itself is in one language: the chosen one, or the fan's. */
  t: Translate
  /** Every language a picture may come in. */
  all: readonly Translate[]
}

/** What each form is good for. */
export const FORM_USES: Readonly<Record<CopyFormKey, string>> = {
  html: m("Works everywhere, also where scripts and frames are taken out."),
  markdown: m("For READMEs, forums and static blogs."),
  bbcode: m("For classic forums. Some show no SVG; the link works all the same."),
  iframe: m("A card with cover, name and price. No script, no cookie before the click."),
  script: m("For your own site: a live button. Without the script the badge stands there."),
  post: m("For WordPress and the like: paste this address on a line of its own, and the card appears."),
  shelf: m("Up to six titles of your site in one frame, each with your own link."),
}

/** Every form this link can be had in. */
export const formsFor = (link: Pick<CopyLink, "siteSlug">): CopyFormKey[] =>
  COPY_FORMS.filter((form) => form !== "shelf" || link.siteSlug !== null)

/** The languages a picture or frame will be shown in. */
export const spoken = ({ lang }: EmbedChoice, wordsOf: (locale: Locale) => Translate): Translate[] =>
  (lang === "auto" ? LOCALES : [lang]).map(wordsOf)

/** Where the card or the shelf itself is, under `base`. */
export function frameSrc(base: string, link: Pick<CopyLink, "code" | "siteSlug">, wish: CopyWish): string {
  if (wish.form === "shelf")
    return `${base}/embed/shelf/${link.siteSlug}${choiceQuery({ ...wish.choice, demo: false, count: false })}`
  return `${base}/embed/frame/${link.code}${choiceQuery(wish.choice, wish.form === "post" ? [["in", "post"]] : [])}`
}

export const badgeSrc = (base: string, code: string, choice: EmbedChoice): string =>
  `${base}/embed/badge/${code}.svg${choiceQuery(choice)}`

export const sizeOf = ({ form, size }: CopyWish): FrameSize => {
  const sizes = form === "shelf" ? SHELF_SIZES : CARD_SIZES
  return sizes.find(({ key }) => key === size) ?? sizes[0]
}

/** The badge as this link and these choices make it; of a count only the room it takes is known here. */
export const badgeOf = (link: CopyLink, { demo, count }: EmbedChoice): BadgeView => ({
  name: link.titleName,
  priceCents: link.priceCents,
  offered: link.offered,
  hasDemo: link.hasDemo,
  demo,
  carriers: count ? 0 : null,
})

/** The text to paste; nothing in it breaks out of where it is put, whatever the title is called. */
export function copyText(link: CopyLink, wish: CopyWish, languages: Languages): string {
  const { form, choice } = wish
  const { t } = languages
  const demo = leadsToDemo(choice.demo, link)
  const href = linkHref(link.publicUrl, link.code, form === "script" ? "button" : "badge", { demo })
  const { label } = faceWords(t, oneLine(link.titleName), badgeOf(link, choice))
  const alt = `${label} ${t("on Fanfare")}`
  const src = badgeSrc(link.publicUrl, link.code, choice)
  const says = disclosure(t)
  const width = badgeWidth(badgeOf(link, choice), languages.all)
  switch (form) {
    case "html":
      return `<a href="${escapeHtml(href)}" rel="sponsored noopener">${image(src, width, alt)}</a>\n<small>${escapeHtml(says)}</small>`
    case "markdown":
      return `[![${markdownPlain(alt)}](${src})](${href})\n${says}`
    case "bbcode":
      return `[url=${href}][img]${src}[/img][/url]\n[size=1]${says}[/size]`
    case "script":
      return `<a data-fanfare="${link.code}"${dataAttributes({ ...choice, demo })} href="${escapeHtml(href)}" rel="sponsored noopener">${image(src, width, alt)}</a>\n<small>${escapeHtml(says)}</small>\n<script async src="${link.publicUrl}/embed.js"></script>`
    case "post":
      // Its choices stand in the address and come back with the question; visitors who follow it as a link lose nothing.
      return `${link.publicUrl}/r/${link.code}${choiceQuery({ ...choice, demo })}`
    case "shelf":
      return frame(
        frameSrc(link.publicUrl, link, wish),
        sizeOf(wish),
        t("{name} recommends", { name: oneLine(link.siteName ?? "") }),
      )
    case "iframe":
      return frame(frameSrc(link.publicUrl, link, wish), sizeOf(wish), alt)
  }
}

/** Width and height keep its room: nothing on the page moves when it comes, and no style is needed, which strict pages refuse. */
const image = (src: string, width: number, alt: string): string =>
  `<img src="${escapeHtml(src)}" width="${width}" height="${BADGE_HEIGHT_PX}" alt="${escapeHtml(alt)}">`

const frame = (src: string, { width, height }: FrameSize, title: string): string =>
  `<iframe src="${escapeHtml(src)}" width="${width ?? "100%"}" height="${height}" frameborder="0" loading="lazy" title="${escapeHtml(title)}"></iframe>`

/** As the script reads them from the link. */
function dataAttributes(choice: EmbedChoice): string {
  const names: Record<string, string> = { as: "fanfare-as", count: "fanfare-count" }
  return choicePairs(choice)
    .map(([name, value]) => ` data-${names[name] ?? name}="${value}"`)
    .join("")
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim()

/** A name in Markdown's square brackets: what could end them, begin markup or raw HTML is put behind a backslash. */
const markdownPlain = (text: string): string => text.replace(/[\\[\]()<>*_`!#|~&]/g, (c) => `\\${c}`)
