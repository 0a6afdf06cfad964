/** The same picture for pages that are plain HTML (components/ui/picture.tsx is the one for React). */
import { jpegPath, type PictureView, srcsetOf } from "#lib/media/picture.ts"
import { type Html, html } from "./html.ts"

export type PlainPicture = { sizes: string; alt?: string; priority?: boolean }

export const pictureHtml = (picture: PictureView, { sizes, alt = picture.alt, priority = false }: PlainPicture): Html =>
  html`<picture><source type="image/avif" srcset="${srcsetOf(picture, "avif")}" sizes="${sizes}"><source type="image/webp" srcset="${srcsetOf(picture, "webp")}" sizes="${sizes}"><img src="${jpegPath(picture)}" alt="${alt}" width="${picture.width}" height="${picture.height}" loading="${priority ? "eager" : "lazy"}" fetchpriority="${priority ? "high" : "auto"}" decoding="async" style="background-color:${picture.colour}"></picture>`
