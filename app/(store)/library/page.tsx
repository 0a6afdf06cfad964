import type { Metadata } from "next"
import Link from "next/link"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { ButtonLink } from "#components/ui/button.tsx"
import { Chip } from "#components/ui/chip.tsx"
import { DataTable } from "#components/ui/data-table.tsx"
import { DateTime } from "#components/ui/date-time.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { type LibraryItem, libraryOf } from "#lib/entitlements/queries.ts"
import { daysUntil } from "#lib/kernel/period.ts"

export const metadata: Metadata = { title: "Your library" }

export default async function LibraryPage() {
  const actor = await requirePageActor("/library")
  const items = await libraryOf(deps().db, actor.userId)
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
        rowKey={(item) => `${item.titleId}-${item.kind}`}
        columns={[
          { key: "title", header: "Title", cell: (item) => <Link href={`/library/${item.slug}`}>{item.name}</Link> },
          { key: "right", header: "Right", cell: (item) => <Right item={item} now={now} /> },
          { key: "since", header: "Since", cell: (item) => <DateTime at={item.startsAt} /> },
        ]}
        empty={
          <EmptyState
            title="Titles you buy or try will stand here."
            action={
              <ButtonLink variant="primary" href="/">
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

function Right({ item, now }: { item: LibraryItem; now: Date }) {
  if (item.kind === "purchase") return <Chip tone="ok">{item.state === "active" ? "Owned" : "Revoked"}</Chip>
  if (item.state !== "active" || !item.endsAt) return <Chip>Demo ended</Chip>
  return <Chip tone="brass">{`Demo, ${daysUntil(now, item.endsAt)} days left`}</Chip>
}
