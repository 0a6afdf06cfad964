import type { Metadata } from "next"
import Link from "next/link"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { RightChip } from "#components/store/right-chip.tsx"
import { ButtonLink } from "#components/ui/button.tsx"
import { DataTable } from "#components/ui/data-table.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { type LibraryItem, libraryOf } from "#lib/entitlements/queries.ts"
import { daysUntil } from "#lib/kernel/period.ts"

export const metadata: Metadata = { title: "Your library" }

export default async function LibraryPage() {
  const actor = await requirePageActor("/library")
  const items = withoutBoughtDemos(await libraryOf(deps().db, actor.userId))
  const now = deps().clock.now()
  return (
    <Page>
      <PageHeader
        title="Your library"
        lead="What you own stays yours. Demos show the days they have left; buying one needs no second download."
      />
      <DataTable
        caption="Titles you own or try"
        rows={items}
        rowKey={(item) => `${item.titleId}-${item.kind}-${item.orderId}`}
        columns={[
          {
            key: "title",
            header: "Title",
            rowHeader: true,
            cell: (item) => (
              <Link className="link" href={`/library/${item.slug}`}>
                {item.name}
              </Link>
            ),
          },
          {
            key: "right",
            header: "Right",
            cell: (item) => <RightChip {...item} daysLeft={item.endsAt ? daysUntil(now, item.endsAt) : 0} />,
          },
          {
            key: "next",
            header: <span className="sr-only">Next step</span>,
            align: "end",
            cell: (item) => <NextStep item={item} now={now} />,
          },
        ]}
        empty={
          <EmptyState
            title="Titles you buy or try will stand here."
            action={
              <ButtonLink variant="primary" href="/store">
                Browse the store
              </ButtonLink>
            }
          >
            Nothing has to be downloaded twice: a demo you buy later is already on your disk.
          </EmptyState>
        }
      />
    </Page>
  )
}

/** A demo leads to buying it; everything that is live leads to its download. */
function NextStep({ item, now }: { item: LibraryItem; now: Date }) {
  const live = item.state === "active" && (item.endsAt === null || item.endsAt > now)
  const words = item.kind === "purchase" ? "Download" : "Open"
  return (
    <span className="grid justify-items-end gap-1 py-1 sm:flex sm:justify-end sm:gap-4">
      {live && (
        <Link className="link" href={`/library/${item.slug}`}>
          {words}
          <span className="sr-only"> {item.name}</span>
        </Link>
      )}
      {item.kind === "demo" && (
        <Link className="link" href={`/titles/${item.slug}#buy`}>
          Buy<span className="sr-only"> {item.name}</span>
        </Link>
      )}
    </span>
  )
}

/** A bought title no longer shows the demo it began with. */
function withoutBoughtDemos(items: readonly LibraryItem[]): LibraryItem[] {
  const owned = new Set(items.filter((i) => i.kind === "purchase" && i.state === "active").map((i) => i.titleId))
  return items.filter((i) => i.kind === "purchase" || !owned.has(i.titleId))
}
