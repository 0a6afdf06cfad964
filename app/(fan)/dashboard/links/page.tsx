/** A fan's referral links with their clicks, tags and states, and the form that makes one. */

import type { Metadata } from "next"
import Link from "next/link"
import { deps } from "#app/_server/deps.ts"
import { keptViews } from "#app/_server/kept-views.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { stateWord } from "#components/fans/link-words.ts"
import { NewLink } from "#components/fans/new-link.tsx"
import { ExportLinks } from "#components/figures/export-links.tsx"
import { termSentence } from "#components/publish/term-sentence.ts"
import { ButtonLink } from "#components/ui/button.tsx"
import { Section } from "#components/ui/card.tsx"
import { Chip } from "#components/ui/chip.tsx"
import { DateTime } from "#components/ui/date-time.tsx"
import { type DeskColumn, DeskTable } from "#components/ui/desk-table.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import type { Params } from "#components/ui/table-view.ts"
import { listPublishedTitles } from "#lib/catalog/queries.ts"
import type { Term } from "#lib/catalog/term.ts"
import { termsAt } from "#lib/catalog/term-queries.ts"
import { type LinkView, listLinks } from "#lib/fans/link-queries.ts"
import { listSites } from "#lib/fans/queries.ts"
import { LINKS_PER_OWNER } from "#lib/fans/site.ts"
import { formatCount, formatShare } from "#lib/kernel/format.ts"
import { newId } from "#lib/kernel/ids.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { makeLink } from "./actions.ts"

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await words())("Your links") })

type Props = { searchParams: Promise<Params> }

export default async function LinksPage({ searchParams }: Props) {
  const actor = await requirePageActor("/dashboard/links", "fan")
  const t = await words()
  const { db, clock, config } = deps()
  const [links, sites, titles, kept, params] = await Promise.all([
    listLinks(db, actor.userId, LINKS_PER_OWNER),
    listSites(db, actor.userId),
    listPublishedTitles(db),
    keptViews(actor, "links"),
    searchParams,
  ])
  const terms = await termsAt(
    db,
    links.map((link) => link.titleId),
    clock.now(),
  )
  return (
    <Page>
      <PageHeader
        title={t("Your links")}
        lead={t(
          "Counted clicks leave out robots, prefetching browsers and the same visitor within an hour. Nothing is dropped: all clicks are kept beside them.",
        )}
        actions={
          <>
            <ButtonLink href="/dashboard/links/import">{t("Make many from a table")}</ButtonLink>
            <ButtonLink href="#new">{t("Make a link")}</ButtonLink>
          </>
        }
      />
      <div className="grid gap-16">
        <div className="grid grid-cols-1 gap-4">
          <DeskTable
            t={t}
            caption={t("Your links, newest first")}
            columns={columnsOf(t, terms)}
            rows={links}
            rowKey={(link) => link.linkId}
            path="/dashboard/links"
            params={params}
            kept={kept}
            empty={
              <EmptyState title={t("Your links will stand here")}>
                {t(
                  "A link leads to a title and remembers that you brought the visitor. Make the first one below: one for each place you recommend it in, so that you see which place works.",
                )}
              </EmptyState>
            }
          />
          {links.length > 0 && <ExportLinks t={t} name="links" what={t("Links")} />}
        </div>
        <Section id="new" title={t("Make a link")}>
          <NewLink
            t={t}
            action={makeLink}
            sites={sites}
            titles={titles}
            linkId={newId("link", clock.now())}
            host={new URL(config.publicUrl).host}
          />
        </Section>
      </div>
    </Page>
  )
}

type Terms = Awaited<ReturnType<typeof termsAt>>

const columnsOf = (t: Translate, terms: Terms): DeskColumn<LinkView>[] => [
  {
    key: "link",
    label: t("Link"),
    rowHeader: true,
    sort: (link) => link.code,
    search: (link) =>
      `/r/${link.code} ${link.name} ${link.titleName} ${link.siteName ?? ""} ${link.subId ?? ""} ${link.tags.join(" ")} ${link.note}`,
    cell: (link) => (
      <>
        <Link href={`/dashboard/links/${link.linkId}`} className="inline-block min-w-28 font-mono link wrap-anywhere">
          /r/{link.code}
        </Link>
        {link.name && <span className="block max-w-60 truncate font-normal text-muted">{link.name}</span>}
        <Tags tags={link.tags} />
        {stateWord(t, link).value !== "ok" && (
          <span className="mt-1 block md:hidden">
            <LinkState t={t} link={link} />
          </span>
        )}
      </>
    ),
  },
  {
    key: "title",
    label: t("Title"),
    sort: (link) => link.titleName,
    facet: (link) => ({ value: link.titleSlug, label: link.titleName }),
    cell: (link) => link.titleName,
  },
  {
    key: "site",
    label: t("Site"),
    wide: true,
    facet: (link) => ({ value: link.siteId ?? "none", label: link.siteName ?? t("none") }),
    cell: (link) => link.siteName ?? t("none"),
  },
  {
    key: "tags",
    label: t("Tags"),
    wide: true,
    startsHidden: true,
    facet: (link) => link.tags.map((tag) => ({ value: tag, label: tag })),
    cell: (link) => link.tags.join(", "),
  },
  {
    key: "share",
    label: t("Your share"),
    wide: true,
    sort: (link) => terms.get(link.titleId)?.referralBps ?? deps().config.rates.referralBps,
    cell: (link) => <Share t={t} term={terms.get(link.titleId)} />,
  },
  { key: "sub", label: t("Sub-id"), wide: true, sort: (link) => link.subId, cell: (link) => link.subId ?? "" },
  {
    key: "made",
    label: t("Made"),
    wide: true,
    startsHidden: true,
    sort: (link) => link.createdAt.getTime(),
    cell: (link) => <DateTime at={link.createdAt} />,
  },
  {
    key: "state",
    label: t("State"),
    wide: true,
    facet: (link) => stateWord(t, link),
    cell: (link) => <LinkState t={t} link={link} />,
  },
  {
    key: "counted",
    label: t("Counted clicks"),
    align: "end",
    sort: (link) => link.countedClicks,
    cell: (link) => formatCount(link.countedClicks, t.locale),
  },
  {
    key: "raw",
    label: t("All clicks"),
    align: "end",
    wide: true,
    sort: (link) => link.rawClicks,
    cell: (link) => formatCount(link.rawClicks, t.locale),
  },
]

/** Under the link itself, so that a phone shows them too; filtered above the table. */
function Tags({ tags }: { tags: readonly string[] }) {
  if (tags.length === 0) return null
  return (
    <span className="mt-1 flex max-w-60 flex-wrap gap-1">
      {tags.map((tag) => (
        <span key={tag} className="rounded-chip bg-sunken px-2 text-12 font-normal text-muted wrap-anywhere">
          {tag}
        </span>
      ))}
    </span>
  )
}

/** What a sale through the link earns now; a span of a larger share says its last day. */
function Share({ t, term }: { t: Translate; term: Term | undefined }) {
  if (term) return <span className="font-semibold text-referral">{termSentence(t, term)}</span>
  return formatShare(deps().config.rates.referralBps / 10_000, t.locale)
}

function LinkState({ t, link }: { t: Translate; link: LinkView }) {
  const { label, tone } = stateWord(t, link)
  return <Chip tone={tone}>{label}</Chip>
}
