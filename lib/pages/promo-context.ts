/** Everything the blocks of one promo page show that is not in its document: looked up once, plain data, safe for anybody. */
import type { Locale } from "../kernel/messages.ts"

export type PromoPicture = {
  src: string
  /** Other sizes as `url 640w, …`; empty when there is one size only. */
  srcset: string
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
}

export type PromoContext = {
  locale: Locale
  site: { slug: string; name: string; url: string; words: string; ownerName: string }
  /** Absolute address of the platform without a slash at its end: what links need on a domain of the fan's own. */
  publicUrl: string
  /** "" on our own pages; `publicUrl` on a domain of the fan's own. Stands before every address that leads to the platform. */
  base: string
  titles: Readonly<Record<string, PromoTitle>>
  /** The titles of the site in the fan's order: what "every title" means. */
  order: readonly string[]
  pictures: Readonly<Record<string, PromoPicture>>
  /** People whose nodes stand behind this page's titles at present; only those whose profile gives a name. */
  supporters: { names: readonly string[]; carriers: number; bought: number }
}
