/** A title on a shelf: its cover first, then name, maker and price. */
import Link from "next/link"
import { Chip } from "#components/ui/chip.tsx"
import { Money } from "#components/ui/money.tsx"
import type { Cents } from "#lib/kernel/money.ts"
import { Cover } from "./cover.tsx"

export type ShelfTitle = {
  slug: string
  name: string
  tagline: string
  publisherName: string
  priceCents: Cents
  currency: string
  hasCover: boolean
  hasDemo: boolean
}

export function TitleCard({ title }: { title: ShelfTitle }) {
  return (
    <article className="group relative grid content-start gap-3">
      <Cover {...title} />
      <div className="grid gap-1">
        <h3 className="text-18">
          <Link
            href={`/titles/${title.slug}`}
            className="no-underline after:absolute after:inset-0 group-hover:underline"
          >
            {title.name}
          </Link>
        </h3>
        <p className="text-14 text-muted">{title.tagline || title.publisherName}</p>
        <p className="flex items-center gap-3">
          {title.priceCents === 0n ? <span>Free</span> : <Money cents={title.priceCents} currency={title.currency} />}
          {title.hasDemo && <Chip tone="brass">Free 30-day demo</Chip>}
        </p>
      </div>
    </article>
  )
}
