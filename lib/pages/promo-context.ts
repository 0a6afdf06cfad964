/** Everything the blocks of one promo page show that is not in its document: looked up once, plain data, safe for anybody. */
import type { Locale } from "../kernel/messages.ts"

export type PromoPicture = {
  /** The size every reader takes. */
  src: string
  /** Sizes as `srcset` has them; empty when there are none in this format. */
  avif: string
  webp: string
  width: number
  height: number
  /** Words of the fan's for those who cannot see it. */
  alt: string
}

export type PromoTitle = {
  titleId: string
  slug: string
  name: string
  tagline: string
  kind: "game" | "film" | "music" | "assets"
  publisherName: string
  /** As it is read, in the page's language; "" for a title that costs nothing. */
  price: string
  /** For machines: "30.00". */
  priceDecimal: string
  currency: string
  hasDemo: boolean
  cover: PromoPicture | null
  /** The button: through the fan's own link, so that the visit counts. */
  href: string
  /** Nodes that hold all of it and answer now, and how many of them are this fan's. */
  carriers: number
  ownCarriers: number
  /** When the fan took it up, ISO 8601; null when it has no link of this site's. */
  pickedAt: string | null
}

export type PromoContext = {
  locale: Locale
  site: { slug: string; name: string; url: string; words: string; ownerName: string; isProved: boolean }
  /** Absolute address of the platform without a slash at its end: what links need on a domain of the fan's own. */
  publicUrl: string
  /** "" on our own pages; `publicUrl` on a domain of the fan's own. Stands before every address that leads to the platform. */
  base: string
  titles: Readonly<Record<string, PromoTitle>>
  /** The titles of the site in the fan's order: what "every title" means. */
  order: readonly string[]
  pictures: Readonly<Record<string, PromoPicture>>
  /** Nodes that stand behind this page's titles now, other fans' sites among their owners, and purchases through this site. */
  supporters: { sites: readonly { name: string; slug: string }[]; carriers: number; bought: number }
}
