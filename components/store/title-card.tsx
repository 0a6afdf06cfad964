/** A title on a shelf: its cover first, then name, maker and price, and how many fans carry it. */
import Link from "next/link"
import type { ShelfTitle } from "#lib/catalog/search-titles.ts"
import { formatMoney } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import type { Micros } from "#lib/kernel/money.ts"
import { Chip } from "../ui/chip.tsx"
import { Cover } from "./cover.tsx"
import { Price } from "./price.tsx"

export type TitleCardProps = {
  t: Translate
  title: ShelfTitle
  /** What the fan who reads this earns by one sale; null for anybody else, and for free titles. */
  earnMicros?: Micros | null
  priority?: boolean
  /** Headings below a section's own. */
  level?: "h2" | "h3"
}

export function TitleCard({ t, title, earnMicros = null, priority = false, level: Heading = "h3" }: TitleCardProps) {
  return (
    <article className="group relative grid h-full content-start gap-3">
      <Cover t={t} {...title} priority={priority} decorative className="transition-shadow group-hover:shadow-float" />
      <div className="grid gap-1">
        <div className="flex items-baseline justify-between gap-4">
          <Heading className="min-w-0 text-18 wrap-anywhere">
            <Link
              href={`/titles/${title.slug}`}
              className="no-underline after:absolute after:inset-0 group-hover:underline"
            >
              {title.name}
            </Link>
          </Heading>
          <Price t={t} cents={title.priceCents} currency={title.currency} className="font-semibold" />
        </div>
        <p className="line-clamp-2 text-14 text-muted">{title.tagline || title.publisherName}</p>
        <Marks t={t} title={title} earnMicros={earnMicros} />
      </div>
    </article>
  )
}

function Marks({ t, title, earnMicros }: { t: Translate; title: ShelfTitle; earnMicros: Micros | null }) {
  if (!title.hasDemo && !title.open && title.carriers === 0 && !earnMicros) return null
  return (
    <p className="mt-1 flex flex-wrap gap-2">
      {earnMicros !== null && earnMicros > 0n && (
        <Chip tone="referral">
          {t("{amount} for you", { amount: formatMoney(earnMicros, t.locale, title.currency) })}
        </Chip>
      )}
      {title.carriers > 0 && (
        <Chip tone="carriage">{t.n("1 fan carries it", "{count} fans carry it", title.carriers)}</Chip>
      )}
      {title.hasDemo && <Chip>{t("Free demo")}</Chip>}
      {title.open && <Chip>{t("Open title")}</Chip>}
    </p>
  )
}
