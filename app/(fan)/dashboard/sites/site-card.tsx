/** One site on the fan's list: its covers, its addresses, where its page stands, and the three ways on. */
import Link from "next/link"
import { ProvedMark } from "#components/fans/proved-mark.tsx"
import { Cover } from "#components/store/cover.tsx"
import { ButtonLink } from "#components/ui/button.tsx"
import { Card } from "#components/ui/card.tsx"
import type { LinkView } from "#lib/fans/link-queries.ts"
import type { ShownTitle, SiteView } from "#lib/fans/queries.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import type { SitePageState } from "#lib/pages/site-pages.ts"
import { PageState } from "./page-state.tsx"

type SiteCardProps = {
  t: Translate
  site: SiteView
  titles: readonly ShownTitle[]
  page: SitePageState | undefined
  /** The site's first button; null while it shows no title. */
  link: LinkView | null
  publicUrl: string
  isProved: boolean
}

const COVERS_SHOWN = 3

export function SiteCard({ t, site, titles, page, link, publicUrl, isProved }: SiteCardProps) {
  const here = `/dashboard/sites/${site.siteId}`
  return (
    <Card as="li" className="grid content-start gap-5 p-0!">
      <Covers t={t} titles={titles} />
      <div className="grid gap-3 px-6">
        <h2 className="text-28 wrap-anywhere">
          <Link href={here} className="decoration-line hover:decoration-brass">
            {site.name}
          </Link>
        </h2>
        <p className="grid gap-0.5 text-14">
          <a href={`/s/${site.slug}`} className="link w-fit py-0.5 font-mono wrap-anywhere">
            {new URL(publicUrl).host}/s/{site.slug}
          </a>
          <span className="flex min-w-0 flex-wrap gap-x-3">
            <span className="min-w-0 truncate text-muted">{t("for {site}", { site: site.url })}</span>
            {isProved && <ProvedMark t={t} place={null} />}
          </span>
        </p>
        <PageState t={t} page={page} />
      </div>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2 border-t border-line px-6 py-4">
        <ButtonLink variant="primary" size="small" href={`${here}/page`} prefetch={false}>
          {t("Build the page")}
          <span className="sr-only"> {site.name}</span>
        </ButtonLink>
        {link ? (
          <Link href={`/dashboard/links/${link.linkId}`} className="link py-1 text-14">
            {t("Buttons to copy")}
            <span className="sr-only"> {site.name}</span>
          </Link>
        ) : (
          <Link href={here} className="link py-1 text-14">
            {t("Put a title on it")}
            <span className="sr-only"> {site.name}</span>
          </Link>
        )}
      </div>
    </Card>
  )
}

function Covers({ t, titles }: Pick<SiteCardProps, "t" | "titles">) {
  if (titles.length === 0) {
    return (
      <p className="grid min-h-32 place-items-center py-6 rounded-t-card border-b border-dashed border-edge bg-sunken px-6 text-center text-14 text-muted">
        {t("The covers of the titles you put on it will stand here.")}
      </p>
    )
  }
  const more = titles.length - COVERS_SHOWN
  return (
    <div className="relative">
      <div className="grid grid-cols-3 overflow-hidden rounded-t-card bg-sunken">
        {titles.slice(0, COVERS_SHOWN).map((title) => (
          <Cover
            key={title.titleId}
            {...title}
            t={t}
            sizes="(min-width: 64rem) 12rem, 33vw"
            className="rounded-none!"
          />
        ))}
      </div>
      {more > 0 && (
        <p className="absolute end-3 bottom-3 rounded-chip bg-ink px-2.5 py-0.5 text-12 font-semibold text-paper">
          {t.n("and one more", "and {count} more", more)}
        </p>
      )}
    </div>
  )
}
