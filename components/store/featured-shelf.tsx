/** What stands in front: the works most fans announce, covers first. */
import Link from "next/link"
import type { AnnouncedTitle } from "#lib/catalog/announced-titles.ts"
import type { ShelfTitle } from "#lib/catalog/search-titles.ts"
import { formatMoney } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import type { Micros } from "#lib/kernel/money.ts"
import { Chip } from "../ui/chip.tsx"
import { cx } from "../ui/cx.ts"
import { Cover } from "./cover.tsx"
import { Price } from "./price.tsx"

type FeaturedProps = {
  t: Translate
  titles: readonly AnnouncedTitle[]
  earn: (title: ShelfTitle) => Micros | null
}

/** The first is the largest; with fewer than three, all are alike. */
export function FeaturedShelf({ t, titles, earn }: FeaturedProps) {
  const led = titles.length === 3
  return (
    <section aria-label={t("What fans announce")} className="grid gap-5">
      <p className="text-18 text-muted">{t("What fans announce on their sites, and carry from their homes.")}</p>
      <ul className={cx("grid gap-6 md:grid-cols-2", led && "md:grid-cols-3 md:grid-rows-2")}>
        {titles.map((title, i) => (
          <li key={title.id} className={cx(led && i === 0 && "md:col-span-2 md:row-span-2")}>
            <Featured t={t} title={title} large={led && i === 0} first={i === 0} earnMicros={earn(title)} />
          </li>
        ))}
      </ul>
    </section>
  )
}

type OneProps = { t: Translate; title: AnnouncedTitle; large: boolean; first: boolean; earnMicros: Micros | null }

function Featured({ t, title, large, first, earnMicros }: OneProps) {
  return (
    <article className="group relative flex h-full flex-col gap-3">
      <Cover
        t={t}
        {...title}
        priority={first}
        {...(large && { sizes: "(min-width: 64rem) 50rem, 92vw" })}
        decorative
        className={cx("transition-shadow group-hover:shadow-float", large && "md:aspect-auto md:grow")}
      />
      <div className="grid gap-1">
        <div className="flex items-baseline justify-between gap-4">
          <h2 className={cx("min-w-0 wrap-anywhere", large ? "text-28" : "text-18")}>
            <Link
              href={`/titles/${title.slug}`}
              className="no-underline after:absolute after:inset-0 group-hover:underline"
            >
              {title.name}
            </Link>
          </h2>
          <Price t={t} cents={title.priceCents} currency={title.currency} className="font-semibold" />
        </div>
        {large && <p className="text-muted">{title.tagline}</p>}
        <p className="mt-1 flex flex-wrap gap-2">
          {earnMicros !== null && (
            <Chip tone="referral">
              {t("{amount} for you", { amount: formatMoney(earnMicros, t.locale, title.currency) })}
            </Chip>
          )}
          <Chip tone="referral" fill="outline">
            {t.n("On 1 fan site", "On {count} fan sites", title.sites)}
          </Chip>
          {title.carriers > 0 && (
            <Chip tone="carriage" fill="outline">
              {t.n("1 fan carries it", "{count} fans carry it", title.carriers)}
            </Chip>
          )}
        </p>
      </div>
    </article>
  )
}
