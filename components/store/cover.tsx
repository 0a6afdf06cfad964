/** A title's own cover in its own ratio, on a soft mat whose size is known before the picture comes. */
import type { Translate } from "#lib/kernel/messages.ts"
import { cx } from "../ui/cx.ts"

export type CoverProps = {
  t: Translate
  slug: string
  name: string
  hasCover: boolean
  /** The first picture of a page: fetched at once and before the others. */
  priority?: boolean
  /** A name beside the cover says what it shows already. */
  decorative?: boolean
  className?: string
}

export function Cover({ t, slug, name, hasCover, priority = false, decorative = false, className }: CoverProps) {
  const mat = cx("relative aspect-[4/3] overflow-hidden rounded-card bg-sunken", className)
  if (!hasCover) {
    return (
      <div className={cx(mat, "grid place-items-center border border-line p-6")} aria-hidden={decorative || undefined}>
        <span className="line-clamp-4 text-center font-display text-28 leading-tight text-balance wrap-anywhere">
          {name}
        </span>
      </div>
    )
  }
  return (
    <div className={mat}>
      {/* biome-ignore lint/performance/noImgElement: covers come from our own route in the size they were given */}
      <img
        src={`/titles/${slug}/cover`}
        alt={decorative ? "" : t("Cover of {name}", { name })}
        className="absolute inset-0 size-full object-contain"
        loading={priority ? "eager" : "lazy"}
        fetchPriority={priority ? "high" : "auto"}
        decoding={priority ? "sync" : "async"}
      />
    </div>
  )
}
