import type { Metadata } from "next"
import Link from "next/link"
import { deps } from "#app/_server/deps.ts"
import { keptViews } from "#app/_server/kept-views.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { ExportLinks } from "#components/figures/export-links.tsx"
import { CoverThumb } from "#components/publish/cover-thumb.tsx"
import { TitleChip } from "#components/publish/release-chip.tsx"
import { SavedFigure } from "#components/publish/saved-figure.tsx"
import { titleState } from "#components/publish/title-words.ts"
import { ButtonLink } from "#components/ui/button.tsx"
import { Bytes } from "#components/ui/bytes.tsx"
import { Card } from "#components/ui/card.tsx"
import { type DeskColumn, DeskTable } from "#components/ui/desk-table.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Money } from "#components/ui/money.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { Stat } from "#components/ui/stat.tsx"
import type { Params } from "#components/ui/table-view.ts"
import { findPublisherOf, listTitlesOfPublisher, type PublisherTitle } from "#lib/catalog/queries.ts"
import { DEFAULT_ORIGIN_MICROS_PER_GB } from "#lib/earnings/origin-cost.ts"
import {
  type Served,
  salesByTitle,
  servedByTitle,
  servedTogether,
  type TitleSales,
} from "#lib/earnings/publisher-sales.ts"
import { formatCount } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { cents, sumMicros } from "#lib/kernel/money.ts"
import { SetUp } from "./set-up.tsx"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Publish") }
}

type Row = PublisherTitle & { sold: TitleSales | null; served: Served | null }
type Props = { searchParams: Promise<Params> }

/** The publisher's desk: what all titles sold and saved, and each with its state, its release and its sales. */
export default async function PublishPage({ searchParams }: Props) {
  const actor = await requirePageActor("/publish")
  const [t, { db }] = [await words(), deps()]
  const publisher = await findPublisherOf(db, actor.userId)
  if (!publisher) return <SetUp />
  const [titles, sales, served, kept] = await Promise.all([
    listTitlesOfPublisher(db, actor.userId),
    salesByTitle(db, publisher.id),
    servedByTitle(db, publisher.id),
    keptViews(actor, "titles"),
  ])
  const rows = titles.map((title) => ({
    ...title,
    sold: sales.get(title.id) ?? null,
    served: served.get(title.id) ?? null,
  }))
  return (
    <Page>
      <PageHeader
        eyebrow={publisher.name}
        title={t("Your titles")}
        lead={t("Each with the release that is delivered today, and what it sold.")}
        actions={
          <ButtonLink href="/publish/new" variant="primary">
            {t("Add a title")}
          </ButtonLink>
        }
      />
      <div className="grid gap-10">
        {sales.size > 0 && <Totals t={t} sales={sales} served={served} perGb={publisher.originMicrosPerGb} />}
        <div className="grid grid-cols-1 gap-4">
          <DeskTable
            t={t}
            caption={t("Your titles")}
            columns={columnsOf(t)}
            rows={rows}
            rowKey={(row) => row.id}
            path="/publish"
            params={await searchParams}
            kept={kept}
            empty={
              <EmptyState
                title={t("No title yet")}
                action={<ButtonLink href="/publish/new">{t("Add a title")}</ButtonLink>}
              >
                {t(
                  "A title is a game, film, album or asset pack with its price and what its demo opens. Add one, upload a release, and put it on offer.",
                )}
              </EmptyState>
            }
          />
          {rows.length > 0 && <ExportLinks t={t} name="publisher-titles" what={t("All titles")} />}
        </div>
      </div>
    </Page>
  )
}

type TotalsProps = {
  t: Translate
  sales: Awaited<ReturnType<typeof salesByTitle>>
  served: Awaited<ReturnType<typeof servedByTitle>>
  perGb: typeof DEFAULT_ORIGIN_MICROS_PER_GB | null
}

function Totals({ t, sales, served, perGb }: TotalsProps) {
  const all = [...sales.values()]
  const count = all.reduce((sum, one) => sum + one.sales, 0)
  return (
    <Card as="section" className="grid gap-8 sm:grid-cols-3">
      <h2 className="sr-only">{t("All titles together")}</h2>
      <Stat
        label={t("Your share so far")}
        value={<Money micros={sumMicros(all.map((one) => one.publisherMicros))} />}
        story={t.n(
          "Of one sale, after refunds and PayPal's fee.",
          "Of {count} sales, after refunds and PayPal's fee.",
          count,
        )}
      />
      <Stat
        label={t("Buyers paid")}
        value={<Money cents={cents(all.reduce((sum, one) => sum + one.grossCents, 0n))} />}
        story={
          <Link className="link" href="/publish/sales">
            {t("Who brought them")}
          </Link>
        }
      />
      <SavedFigure t={t} served={servedTogether(served.values())} perGb={perGb ?? DEFAULT_ORIGIN_MICROS_PER_GB} />
    </Card>
  )
}

const columnsOf = (t: Translate): DeskColumn<Row>[] => [
  {
    key: "name",
    label: t("Title"),
    rowHeader: true,
    sort: (row) => row.name,
    search: (row) => `${row.name} ${row.tagline}`,
    cell: (row) => (
      <Link href={`/publish/${row.slug}`} className="inline-flex items-center gap-3 py-1">
        <CoverThumb cover={row.cover} name={row.name} />
        <span className="link">{row.name}</span>
      </Link>
    ),
  },
  {
    key: "state",
    label: t("State"),
    sort: (row) => row.state,
    facet: (row) => ({ value: row.state, label: titleState(t, row.state).word }),
    cell: (row) => <TitleChip t={t} state={row.state} />,
  },
  {
    key: "release",
    label: t("Delivered release"),
    wide: true,
    cell: (row) => row.currentVersion ?? <span className="text-muted">{t("none yet")}</span>,
  },
  {
    key: "price",
    label: t("Price"),
    align: "end",
    wide: true,
    sort: (row) => row.priceCents,
    cell: (row) => (row.priceCents === 0n ? t("free") : <Money cents={row.priceCents} currency={row.currency} />),
  },
  {
    key: "sales",
    label: t("Sales"),
    align: "end",
    wide: true,
    sort: (row) => row.sold?.sales ?? 0,
    cell: (row) => formatCount(row.sold?.sales ?? 0, t.locale),
  },
  {
    key: "share",
    label: t("Your share"),
    align: "end",
    sort: (row) => row.sold?.publisherMicros ?? 0n,
    cell: (row) => <Money micros={row.sold?.publisherMicros ?? sumMicros([])} />,
  },
  {
    key: "carried",
    label: t("Carried by fans"),
    align: "end",
    wide: true,
    sort: (row) => row.served?.carriedBytes ?? 0,
    cell: (row) => <Bytes count={row.served?.carriedBytes ?? 0} className="text-carriage" />,
  },
]
