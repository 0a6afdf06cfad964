/** A title's cover on a plain page: in the sizes it is kept in, its place kept and coloured until it has come. */
import { jpegPath, srcsetOf } from "../../lib/media/picture.ts"
import { type Html, html } from "../plain/html.ts"
import type { CoverView } from "./landing-view.ts"

type CoverWish = { sizes: string; alt: string; first?: boolean }

/** Covers from before pictures had sizes come as they were sent. */
export function coverImage({ slug, cover }: CoverView, { sizes, alt, first = false }: CoverWish): Html {
  const when = first ? html` fetchpriority="high"` : html` loading="lazy" decoding="async"`
  if (!cover) return html`<img src="/titles/${slug}/cover" alt="${alt}"${when}>`
  return html`<picture><source type="image/avif" srcset="${srcsetOf(cover, "avif")}" sizes="${sizes}"><source type="image/webp" srcset="${srcsetOf(cover, "webp")}" sizes="${sizes}"><img src="${jpegPath(cover)}" alt="${alt}" width="${cover.width}" height="${cover.height}"${when}></picture>`
}
