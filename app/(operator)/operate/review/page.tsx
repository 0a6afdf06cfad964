/** The review queue: titles that wait for an operator's look, the longest waiting first. */
import type { Metadata } from "next"
import Link from "next/link"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { Chip } from "#components/ui/chip.tsx"
import { DateTime } from "#components/ui/date-time.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { listReviewQueue } from "#lib/operate/desk-queries.ts"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Review") }
}

export default async function ReviewPage() {
  await requirePageActor("/operate/review", "operator")
  const t = await words()
  const { db, config } = deps()
  const queue = await listReviewQueue(db)
  const which = {
    all: t("Every title waits here before it is offered the first time."),
    "new-publishers": t("A publisher's first title waits here before it is offered; later ones do not."),
    off: t("Review is switched off: titles are offered at once."),
  }
  return (
    <Page>
      <PageHeader title={t("Review")} lead={which[config.review]} />
      {queue.length === 0 ? (
        <EmptyState title={t("Nothing waits.")}>
          {t("A title stands here from the moment its publisher asks to have it offered until you decide.")}
        </EmptyState>
      ) : (
        <ol className="grid gap-3">
          {queue.map((item) => (
            <li key={item.titleId}>
              <Link
                href={`/operate/review/${item.titleId}`}
                className="flex flex-wrap items-center gap-x-5 gap-y-2 rounded-card border border-line bg-surface p-4 hover:border-ink"
              >
                {/* biome-ignore lint/performance/noImgElement: one small cover of a draft */}
                <img
                  src={`/titles/${item.slug}/cover`}
                  alt=""
                  className="h-16 w-24 rounded-input bg-sunken object-cover"
                />
                <span className="grid min-w-48 grow gap-0.5">
                  <span className="font-display text-22">{item.name}</span>
                  <span className="text-muted">{item.publisherName}</span>
                </span>
                {item.asked && <Chip tone="info">{t("waits for an answer")}</Chip>}
                <span className="text-14 text-muted">
                  <DateTime at={item.requestedAt} mode="datetime" />
                </span>
              </Link>
            </li>
          ))}
        </ol>
      )}
    </Page>
  )
}
