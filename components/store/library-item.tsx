/** A title in somebody's library: what it is, what they may do with it and until when, and the next step. */
import Link from "next/link"
import type { LibraryItem } from "#lib/entitlements/queries.ts"
import { formatDate, formatPrice } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { daysUntil } from "#lib/kernel/period.ts"
import { ButtonLink } from "../ui/button.tsx"
import { Cover } from "./cover.tsx"
import { DaysLeft } from "./days-left.tsx"
import { RightChip } from "./right-chip.tsx"

type ItemProps = { t: Translate; item: LibraryItem; now: Date }

export function LibraryEntry({ t, item, now }: ItemProps) {
  const live = isLive(item, now)
  const runs = live && item.kind === "demo" && item.endsAt !== null
  return (
    <article className="grid h-full grid-cols-[6rem_minmax(0,1fr)] gap-x-4 gap-y-3 sm:grid-cols-[9rem_minmax(0,1fr)] sm:gap-x-5">
      <Cover t={t} {...item} decorative sizes="9rem" className="self-start" />
      <div className="grid content-start gap-2">
        <h3 className="text-18 leading-snug wrap-anywhere">
          <Link className="no-underline hover:underline" href={`/library/${item.slug}`}>
            {item.name}
          </Link>
        </h3>
        <p className="text-14 text-muted">{item.publisherName}</p>
        {runs ? (
          <DaysLeft t={t} startsAt={item.startsAt} endsAt={item.endsAt!} now={now} />
        ) : (
          <p>
            <RightChip t={t} {...item} daysLeft={item.endsAt ? daysUntil(now, item.endsAt) : 0} />
          </p>
        )}
        <p className="text-14 text-muted">{storyOf(t, item, now)}</p>
        <NextStep t={t} item={item} now={now} />
      </div>
    </article>
  )
}

export const isLive = (item: LibraryItem, now: Date): boolean =>
  item.state === "active" && (item.endsAt === null || item.endsAt > now)

/** What the state means, and what comes after it. */
function storyOf(t: Translate, item: LibraryItem, now: Date): string {
  if (item.takenDown) return t("It was taken down, so nothing of it is sent. What you saved stays on your disk.")
  const date = (at: Date) => formatDate(at, t.locale)
  if (item.kind === "purchase") {
    return item.state === "active"
      ? t("Yours since {date}, to keep.", { date: date(item.startsAt) })
      : t("The payment was returned, so it no longer opens.")
  }
  if (isLive(item, now) && item.endsAt)
    return t("Runs until {date}. Buying keeps what you downloaded.", { date: date(item.endsAt) })
  return t("What you downloaded opens again once you buy it: no second download.")
}

/** A demo leads to buying it; everything that is live leads to its download. */
function NextStep({ t, item, now }: ItemProps) {
  const live = isLive(item, now)
  const { name } = item
  const price = formatPrice(item.priceCents, t.locale, item.currency)
  return (
    <p className="mt-1 flex flex-wrap gap-2">
      {live && !item.takenDown && (
        <ButtonLink
          size="small"
          href={`/library/${item.slug}`}
          aria-label={item.kind === "purchase" ? t("Download {name}", { name }) : t("Open {name}", { name })}
        >
          {item.kind === "purchase" ? t("Download") : t("Open")}
        </ButtonLink>
      )}
      {(item.kind === "demo" || !live) && item.onOffer && (
        <ButtonLink
          size="small"
          href={`/checkout/new?title=${item.slug}`}
          prefetch={false}
          aria-label={t("Buy {name} for {price}", { name, price })}
        >
          {t("Buy for {price}", { price })}
        </ButtonLink>
      )}
    </p>
  )
}
