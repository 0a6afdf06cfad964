/** A title's own cover in its own ratio, on a soft mat in its colour whose size is known before the picture comes. */
import type { Translate } from "#lib/kernel/messages.ts"
import type { PictureView } from "#lib/media/picture.ts"
import { cx } from "../ui/cx.ts"
import { Picture } from "../ui/picture.tsx"

export type CoverProps = {
  t: Translate
  slug: string
  name: string
  hasCover: boolean
  /** Null also while a cover from before pictures waits to be moved; `/titles/SLUG/cover` has both. */
  cover: PictureView | null
  /** How wide it stands, as CSS says it. */
  sizes?: string
  /** The first picture of a page: fetched at once and before the others. */
  priority?: boolean
  /** A name beside the cover says what it shows already. */
  decorative?: boolean
  className?: string
}

/** A third of the page's width from 64rem on, half from 40rem. */
const ON_SHELF = "(min-width: 64rem) 24rem, (min-width: 40rem) 48vw, 92vw"
const FILL = "absolute inset-0 h-full! w-full object-contain"

export function Cover(props: CoverProps) {
  const { t, slug, name, hasCover, cover, sizes = ON_SHELF, priority = false, decorative = false, className } = props
  const mat = cx("relative aspect-[4/3] overflow-hidden rounded-card bg-sunken", className)
  const alt = decorative ? "" : t("Cover of {name}", { name })
  if (!hasCover) {
    return (
      <div className={cx(mat, "grid place-items-center border border-line p-4")} aria-hidden={decorative || undefined}>
        <span className="line-clamp-4 text-center font-display text-22 leading-tight text-balance wrap-anywhere">
          {name}
        </span>
      </div>
    )
  }
  return (
    <div className={mat} style={cover ? { backgroundColor: matOf(cover) } : undefined}>
      {cover ? (
        <Picture picture={cover} alt={alt} sizes={sizes} priority={priority} className={FILL} />
      ) : (
        // biome-ignore lint/performance/noImgElement: a cover that is not moved yet comes as it is
        <img src={`/titles/${slug}/cover`} alt={alt} className={FILL} loading={priority ? "eager" : "lazy"} />
      )}
    </div>
  )
}

/** The picture's own colour, drawn a little towards the page's. */
const matOf = ({ colour }: PictureView): string => `color-mix(in srgb, ${colour} 82%, var(--sunken))`
