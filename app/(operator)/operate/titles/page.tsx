/** Every title there is, in whatever state, newest first. */
import type { Metadata } from "next"
import Link from "next/link"
import { deps } from "#app/_server/deps.ts"
import { keptViews } from "#app/_server/kept-views.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { ExportLinks } from "#components/figures/export-links.tsx"
import { titleStateName } from "#components/operate/act-words.ts"
import { toneOfState } from "#components/operate/state-words.ts"
import { shelfWord } from "#components/store/kind-words.ts"
import { Chip } from "#components/ui/chip.tsx"
import { DateTime } from "#components/ui/date-time.tsx"
import { type DeskColumn, DeskTable } from "#components/ui/desk-table.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Money } from "#components/ui/money.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import type { Params } from "#components/ui/table-view.ts"
import { formatCount } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { type ListedTitle, listTitlesOfAll } from "#lib/operate/list-queries.ts"

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await words())("Titles") })

export default async function TitlesPage({ searchParams }: { searchParams: Promise<Params> }) {
  const actor = await requirePageActor("/operate/titles", "operator")
  const t = await words()
  const [titles, kept, params] = await Promise.all([
    listTitlesOfAll(deps().db),
    keptViews(actor, "operate.titles"),
    searchParams,
  ])
  return (
    <Page>
      <PageHeader title={t("Titles")} lead={t("All of them: drafts, on offer, withdrawn and taken down.")} />
      <div className="grid grid-cols-1 gap-4">
        <DeskTable
          t={t}
          caption={t("Titles, newest first")}
          path="/operate/titles"
          params={params}
          kept={kept}
          rows={titles}
          rowKey={(title) => title.id}
          columns={columnsOf(t)}
          empty={
            <EmptyState title={t("No publisher has begun a title yet.")}>
              {t("A title stands here from its first draft on.")}
            </EmptyState>
          }
        />
        {titles.length > 0 && <ExportLinks t={t} name="operator-titles" what={t("All titles")} />}
      </div>
    </Page>
  )
}

const columnsOf = (t: Translate): DeskColumn<ListedTitle>[] => [
  {
    key: "title",
    label: t("Title"),
    rowHeader: true,
    sort: (title) => title.name,
    search: (title) => `${title.name} ${title.slug} ${title.publisher} ${title.id}`,
    cell: (title) => (
      <Link href={`/operate/titles/${title.id}`} className="link wrap-anywhere">
        {title.name}
      </Link>
    ),
  },
  {
    key: "publisher",
    label: t("Publisher"),
    wide: true,
    sort: (title) => title.publisher,
    facet: (title) => ({ value: title.publisher, label: title.publisher }),
    cell: (title) => title.publisher,
  },
  {
    key: "kind",
    label: t("Kind"),
    wide: true,
    facet: (title) => ({ value: title.kind, label: shelfWord(t, title.kind) }),
    cell: (title) => shelfWord(t, title.kind),
  },
  {
    key: "state",
    label: t("State"),
    facet: (title) => ({ value: title.state, label: titleStateName(t, title.state) }),
    cell: (title) => <Chip tone={toneOfState(title.state)}>{titleStateName(t, title.state)}</Chip>,
  },
  {
    key: "links",
    label: t("Links"),
    align: "end",
    wide: true,
    sort: (title) => title.links,
    cell: (title) => formatCount(title.links, t.locale),
  },
  {
    key: "price",
    label: t("Price"),
    align: "end",
    wide: true,
    sort: (title) => title.priceCents,
    cell: (title) => <Money cents={title.priceCents} currency={title.currency} />,
  },
  {
    key: "made",
    label: t("Begun"),
    wide: true,
    startsHidden: true,
    sort: (title) => title.createdAt,
    cell: (title) => <DateTime at={title.createdAt} />,
  },
]
