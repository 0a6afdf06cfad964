/** The review queue: titles that wait for an operator's look, the longest waiting first. */
import type { Metadata } from "next"
import Link from "next/link"
import { deps } from "#app/_server/deps.ts"
import { keptViews } from "#app/_server/kept-views.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { ExportLinks } from "#components/figures/export-links.tsx"
import { shelfWord } from "#components/store/kind-words.ts"
import { Chip } from "#components/ui/chip.tsx"
import { DateTime } from "#components/ui/date-time.tsx"
import { type DeskColumn, DeskTable } from "#components/ui/desk-table.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import type { Params } from "#components/ui/table-view.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { listReviewQueue } from "#lib/operate/desk-queries.ts"

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await words())("Review") })

type Waiting = Awaited<ReturnType<typeof listReviewQueue>>[number]

export default async function ReviewPage({ searchParams }: { searchParams: Promise<Params> }) {
  const actor = await requirePageActor("/operate/review", "operator")
  const t = await words()
  const { db, config } = deps()
  const [queue, kept, params] = await Promise.all([
    listReviewQueue(db),
    keptViews(actor, "operate.review"),
    searchParams,
  ])
  const which = {
    all: t("Every title waits here before it is offered the first time."),
    "new-publishers": t("A publisher's first title waits here before it is offered; later ones do not."),
    off: t("Review is switched off: titles are offered at once."),
  }
  return (
    <Page>
      <PageHeader title={t("Review")} lead={which[config.review]} />
      <div className="grid grid-cols-1 gap-4">
        <DeskTable
          t={t}
          caption={t("Titles that wait, the longest waiting first")}
          path="/operate/review"
          params={params}
          kept={kept}
          rows={queue}
          rowKey={(item) => item.titleId}
          columns={columnsOf(t)}
          empty={
            <EmptyState title={t("Nothing waits.")}>
              {t("A title stands here from the moment its publisher asks to have it offered until you decide.")}
            </EmptyState>
          }
        />
        {queue.length > 0 && <ExportLinks t={t} name="operator-review" what={t("All that waits")} />}
      </div>
    </Page>
  )
}

const columnsOf = (t: Translate): DeskColumn<Waiting>[] => [
  {
    key: "title",
    label: t("Title"),
    rowHeader: true,
    sort: (item) => item.name,
    search: (item) => `${item.name} ${item.tagline} ${item.publisherName}`,
    cell: (item) => (
      <span className="flex items-center gap-4 py-2">
        <span
          aria-hidden="true"
          className="grid h-12 w-18 shrink-0 place-items-center overflow-hidden rounded-input bg-sunken font-display text-22 text-muted"
        >
          {item.hasCover ? (
            // biome-ignore lint/performance/noImgElement: one small cover of a draft
            <img src={`/titles/${item.slug}/cover`} alt="" width={72} height={48} className="size-full object-cover" />
          ) : (
            item.name.slice(0, 1)
          )}
        </span>
        <span className="grid">
          <Link href={`/operate/review/${item.titleId}`} className="link w-fit text-16 wrap-anywhere">
            {item.name}
          </Link>
          <span className="font-normal text-muted">{item.publisherName}</span>
        </span>
      </span>
    ),
  },
  {
    key: "kind",
    label: t("Kind"),
    wide: true,
    facet: (item) => ({ value: item.kind, label: shelfWord(t, item.kind) }),
    cell: (item) => shelfWord(t, item.kind),
  },
  {
    key: "state",
    label: t("Waits for"),
    facet: (item) => whom(t, item),
    cell: (item) => <Chip tone={item.asked ? "info" : "brass"}>{whom(t, item).label}</Chip>,
  },
  {
    key: "since",
    label: t("Since"),
    wide: true,
    sort: (item) => item.requestedAt,
    cell: (item) => <DateTime at={item.requestedAt} mode="datetime" />,
  },
]

const whom = (t: Translate, { asked }: Waiting) =>
  asked ? { value: "publisher", label: t("its publisher") } : { value: "operator", label: t("you") }
