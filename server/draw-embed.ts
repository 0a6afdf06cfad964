/** Puts together what one embed shows: the link's target, its colours, its language, and covers as far as they fit. */
import { gzipSync } from "node:zlib"
import { type BadgeView, badgeStyle, badgeSvg } from "#components/embed/badge.ts"
import { type ButtonFace, buttonFace } from "#components/embed/button-face.ts"
import { type EmbedChoice, type EmbedTrigger, linkHref } from "#components/embed/embed-choice.ts"
import { coloursOf, type EmbedColours } from "#components/embed/embed-colours.ts"
import { leadsToDemo } from "#components/embed/embed-words.ts"
import { type FrameDocument, frameDocument, type Thumb, unknownFrame } from "#components/embed/frame.ts"
import { SHELF_TITLES, type ShelfItem, shelfDocument, unknownShelf } from "#components/embed/shelf.ts"
import type { LinkTarget } from "#lib/fans/link-targets.ts"
import type { ShownTitle } from "#lib/fans/queries.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { LOCALES, type Locale, type Translate } from "#lib/kernel/messages.ts"
import type { PictureView } from "#lib/media/picture.ts"
import { wordsOf } from "#messages/catalogues.ts"
import type { EmbedFacts } from "./embed-facts.ts"

export type Wanted = {
  choice: EmbedChoice
  /** The chosen language, or the reader's. */
  locale: Locale
  isPost: boolean
  subId: string | null
  target: LinkTarget | null
  facts: EmbedFacts
}

export type Drawn = { isKnown: boolean; document: FrameDocument }

/** A frame's whole document, as it travels (design: embeds). */
const FRAME_LIMIT_GZIP_BYTES = 6 * 1_024
/** Words, style and script of a card take about 1.6 kB of it, of a shelf with its links about 2.2 kB. */
const CARD_COVER_BYTES = 3_900
const SHELF_COVERS_BYTES = 3_400

const isOffered = ({ state }: Pick<LinkTarget, "state">): boolean => state === "published"
const languagesOf = ({ lang }: EmbedChoice): readonly Translate[] => (lang === "auto" ? LOCALES : [lang]).map(wordsOf)

async function coloursFor({ choice, facts }: Wanted, siteId: Id<"site"> | null): Promise<EmbedColours> {
  const theme = choice.colours === "page" && siteId ? await facts.theme(siteId) : null
  return coloursOf(choice, theme)
}

const carriersFor = async ({ choice, facts }: Wanted, titleId: Id<"title">): Promise<number | null> =>
  choice.count ? facts.carriers(titleId) : null

async function badgeView(wanted: Wanted, target: LinkTarget): Promise<BadgeView> {
  const { name, priceCents, hasDemo, titleId } = target
  const carriers = await carriersFor(wanted, titleId)
  return { name, priceCents, hasDemo, offered: isOffered(target), demo: wanted.choice.demo, carriers }
}

/** In the place of a badge whose link nobody has. */
const NO_BADGE: BadgeView = {
  name: "?",
  priceCents: 0n as BadgeView["priceCents"],
  hasDemo: false,
  offered: false,
  demo: false,
  carriers: null,
}

export async function drawBadge(wanted: Wanted): Promise<{ isKnown: boolean; svg: string; style: string }> {
  const { target, choice, locale } = wanted
  const colours = await coloursFor(wanted, target?.siteId ?? null)
  const view = target ? await badgeView(wanted, target) : NO_BADGE
  const svg = badgeSvg(wordsOf(locale), view, { colours, languages: languagesOf(choice) })
  return { isKnown: target !== null, svg, style: badgeStyle(colours) }
}

export async function drawButton(wanted: Wanted): Promise<(ButtonFace & { name: string; offered: boolean }) | null> {
  const { target, locale } = wanted
  if (!target) return null
  const [view, colours] = await Promise.all([badgeView(wanted, target), coloursFor(wanted, target.siteId)])
  return { name: target.name, offered: view.offered, ...buttonFace(wordsOf(locale), view, colours) }
}

export async function drawCard(wanted: Wanted): Promise<Drawn> {
  const { target, facts, choice, subId } = wanted
  const t = wordsOf(wanted.locale)
  const colours = await coloursFor(wanted, target?.siteId ?? null)
  if (!target) return { isKnown: false, document: unknownFrame(t, colours) }
  const title = isOffered(target) ? await facts.title(target.slug) : null
  const offer = { offered: isOffered(target), priceCents: target.priceCents, hasDemo: target.hasDemo }
  const demo = leadsToDemo(choice.demo, offer)
  const href = linkHref("", target.code, trigger(wanted, "card"), { demo, subId })
  const { name, tagline } = target
  const carriers = await carriersFor(wanted, target.titleId)
  const view = { t, name, tagline, href, demo, carriers, colours, isPost: wanted.isPost, ...offer }
  return { isKnown: true, document: await cardWithCover(view, facts, title?.cover ?? null) }
}

/** A title's card without a fan's link, for its own page pasted somewhere: it credits nobody. */
export async function drawTitleCard(wanted: Wanted, slug: string): Promise<Drawn> {
  const { facts, choice } = wanted
  const t = wordsOf(wanted.locale)
  const colours = await coloursFor(wanted, null)
  const title = await facts.title(slug)
  if (title?.state !== "published") return { isKnown: false, document: unknownFrame(t, colours) }
  const { name, tagline, priceCents, demoTerms, cover } = title
  const offer = { offered: true, priceCents, hasDemo: demoTerms !== "none" }
  const demo = leadsToDemo(choice.demo, offer)
  const carriers = await carriersFor(wanted, title.id)
  const href = `/titles/${title.slug}${demo ? "#demo" : ""}`
  const view = { t, name, tagline, href, demo, carriers, colours, isPost: wanted.isPost, isEarning: false, ...offer }
  return { isKnown: true, document: await cardWithCover(view, facts, cover) }
}

const trigger = ({ isPost }: Wanted, otherwise: EmbedTrigger): EmbedTrigger => (isPost ? "oembed" : otherwise)

type CardView = Omit<Parameters<typeof frameDocument>[0], "cover">

async function cardWithCover(view: CardView, facts: EmbedFacts, cover: PictureView | null): Promise<FrameDocument> {
  const thumb = view.offered ? await facts.thumb(cover, CARD_COVER_BYTES) : null
  return withinLimit(frameDocument({ ...view, cover: thumb }), () => frameDocument({ ...view, cover: null }))
}

export async function drawShelf(wanted: Wanted, slug: string): Promise<Drawn> {
  const { facts } = wanted
  const t = wordsOf(wanted.locale)
  const site = await facts.site(slug)
  const colours = await coloursFor(wanted, site?.siteId ?? null)
  if (!site) return { isKnown: false, document: unknownShelf(t, colours) }
  const titles = site.titles.filter((title): title is WithCode => title.code !== null).slice(0, SHELF_TITLES)
  const items = await Promise.all(titles.map((title) => shelfItem(wanted, title, titles.length)))
  const view = { t, siteName: site.name, colours, isPost: wanted.isPost }
  const bare = () => shelfDocument({ ...view, items: items.map((item) => ({ ...item, cover: null })) })
  return { isKnown: true, document: withinLimit(shelfDocument({ ...view, items }), bare) }
}

type WithCode = ShownTitle & { code: string }

async function shelfItem(wanted: Wanted, title: WithCode, count: number): Promise<ShelfItem> {
  const cover: Thumb | null = await wanted.facts.thumb(title.cover, Math.floor(SHELF_COVERS_BYTES / count))
  const href = linkHref("", title.code, trigger(wanted, "shelf"), { subId: wanted.subId })
  return { name: title.name, priceCents: title.priceCents, href, cover }
}

/** The document if it may travel as it is, else the one without pictures. */
function withinLimit(document: FrameDocument, bare: () => FrameDocument): FrameDocument {
  return gzipSync(document.body).length <= FRAME_LIMIT_GZIP_BYTES ? document : bare()
}
