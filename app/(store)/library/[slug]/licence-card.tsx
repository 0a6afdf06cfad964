/** What somebody may do with a title and until when, and the devices that were given a licence. */
import { DaysLeft } from "#components/store/days-left.tsx"
import { isLive } from "#components/store/library-item.tsx"
import { RightChip } from "#components/store/right-chip.tsx"
import { Fact } from "#components/store/title-facts.tsx"
import { ButtonLink } from "#components/ui/button.tsx"
import { Card, Section } from "#components/ui/card.tsx"
import type { DeliverableRelease, TitleView } from "#lib/catalog/queries.ts"
import type { LibraryItem, LicenceView } from "#lib/entitlements/queries.ts"
import { formatBytes, formatDate, formatPrice } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { daysUntil } from "#lib/kernel/period.ts"

type LicenceCardProps = {
  t: Translate
  item: LibraryItem
  title: TitleView
  release: DeliverableRelease | null
  now: Date
}

export function LicenceCard({ t, item, title, release, now }: LicenceCardProps) {
  const demo = item.kind === "demo"
  const runs = demo && isLive(item, now) && item.endsAt
  return (
    <Card className="grid gap-5 p-5 md:p-6">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-18">{t("Your right to it")}</h2>
        {!runs && <RightChip t={t} {...item} daysLeft={item.endsAt ? daysUntil(now, item.endsAt) : 0} />}
      </div>
      {runs && <DaysLeft t={t} startsAt={item.startsAt} endsAt={runs} now={now} />}
      <dl>
        <Fact name={demo ? t("Started") : t("Bought")}>{formatDate(item.startsAt, t.locale)}</Fact>
        {item.endsAt && (
          <Fact name={isLive(item, now) ? t("Runs until") : t("Ended")}>{formatDate(item.endsAt, t.locale)}</Fact>
        )}
        {demo && (
          <Fact name={t("Opens")}>{title.demoTerms === "trial" ? t("the trial part") : t("all of it, here")}</Fact>
        )}
        {release && (
          <Fact name={t("Version")}>
            <span className="wrap-anywhere">{release.version}</span>
          </Fact>
        )}
        {release && <Fact name={t("Size")}>{formatBytes(release.sizeBytes, t.locale)}</Fact>}
      </dl>
      {runs && item.onOffer && (
        <div className="grid gap-4">
          <p className="text-14 text-muted">
            {t("Buying opens the rest of what you download now. Nothing is downloaded twice.")}
          </p>
          <ButtonLink href={`/checkout/new?title=${title.slug}`} prefetch={false}>
            {t("Buy for {price}", { price: formatPrice(title.priceCents, t.locale, title.currency) })}
          </ButtonLink>
        </div>
      )}
    </Card>
  )
}

type LicenceListProps = { t: Translate; licences: readonly LicenceView[]; now: Date }

/** Enough of a key to tell one's devices apart. */
const KEY_CHARS = 8

export function LicenceList({ t, licences, now }: LicenceListProps) {
  return (
    <Section
      title={t("Devices with a licence")}
      description={t("A device gets its own with its first download; a licence opens the title on that device only.")}
    >
      <ul className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface text-14">
        {licences.map((licence) => (
          <li key={licence.jti} className="flex flex-wrap items-baseline justify-between gap-x-6 px-5 py-3">
            <span className="font-mono">{licence.deviceKey.slice(0, KEY_CHARS)}</span>
            <span className="text-muted">
              {t("version {version}, issued {date}", {
                version: licence.version,
                date: formatDate(licence.issuedAt, t.locale),
              })}
              {licence.expiresAt && licence.expiresAt <= now && `, ${t("ended")}`}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
