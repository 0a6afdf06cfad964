/** Who recommends a title: fan sites that show it, each with its page. */
import Link from "next/link"
import type { Recommendation } from "#lib/fans/queries.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { ProvedMark } from "../fans/proved-mark.tsx"
import { Section } from "../ui/card.tsx"

type RecommendedProps = { t: Translate; sites: readonly Recommendation[]; total: number }

export function RecommendedBy({ t, sites, total }: RecommendedProps) {
  if (sites.length === 0) return null
  return (
    <Section title={t("Who recommends it")}>
      <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {sites.map((site) => (
          <li key={site.slug} className="relative border-s-2 border-referral-fill ps-4">
            <Link
              href={`/s/${site.slug}`}
              prefetch={false}
              className="font-semibold underline-offset-3 after:absolute after:inset-0 hover:underline"
            >
              {site.name}
            </Link>
            {site.provedPlace && <ProvedMark t={t} place={site.provedPlace} className="flex!" />}
            {site.words && <p className="line-clamp-3 text-14 text-muted wrap-anywhere">{site.words}</p>}
            {!site.words && site.ownerName && (
              <p className="text-14 text-muted">{t("by {name}", { name: site.ownerName })}</p>
            )}
          </li>
        ))}
      </ul>
      {total > sites.length && (
        <p className="text-14 text-muted">
          {t.n("and 1 more fan site", "and {count} more fan sites", total - sites.length)}
        </p>
      )}
    </Section>
  )
}
