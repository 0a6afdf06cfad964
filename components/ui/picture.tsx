/** A picture in the sizes it is kept in: AVIF, else WebP, else JPEG; its place is kept and coloured until it has come. */
import { jpegPath, type PictureView, srcsetOf } from "#lib/media/picture.ts"
import { cx } from "./cx.ts"

export type PictureProps = {
  picture: PictureView
  /** How wide it stands, as CSS says it: `(min-width: 60rem) 30rem, 100vw`. */
  sizes: string
  /** Instead of the picture's own words; `""` where the text beside it says it all. */
  alt?: string
  /** The one picture a page is judged by: loaded first and at once. */
  priority?: boolean
  /** Of the img, which is as wide as its place and keeps its ratio. */
  className?: string
}

/** A class that gives both sides takes the place of ours. */
const sized = /(?:^| )size-/

/** No hooks and no handlers: it also stands in pages that are plain HTML. */
export function Picture({ picture, sizes, alt = picture.alt, priority = false, className }: PictureProps) {
  return (
    <picture className="contents">
      {/* Hidden, as the browser gives sources a box of their own, and a grid around would give it a row and a gap. */}
      <source hidden type="image/avif" srcSet={srcsetOf(picture, "avif")} sizes={sizes} />
      <source hidden type="image/webp" srcSet={srcsetOf(picture, "webp")} sizes={sizes} />
      <img
        src={jpegPath(picture)}
        alt={alt}
        width={picture.width}
        height={picture.height}
        loading={priority ? "eager" : "lazy"}
        fetchPriority={priority ? "high" : "auto"}
        decoding="async"
        style={{ backgroundColor: picture.colour }}
        className={cx("block", !sized.test(className ?? "") && "h-auto w-full", className)}
      />
    </picture>
  )
}
