/** Everything somebody owns or tries, with the days left, and what they paid for it. */
import type { Metadata } from "next"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { isLive, LibraryEntry } from "#components/store/library-item.tsx"
import { ReceiptList } from "#components/store/receipt-list.tsx"
import { ButtonLink } from "#components/ui/button.tsx"
import { Section } from "#components/ui/card.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { listReceipts } from "#lib/checkout/queries.ts"
import { type LibraryItem, libraryOf } from "#lib/entitlements/queries.ts"
import type { Translate } from "#lib/kernel/messages.ts"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Your library") }
}

export default async function LibraryPage() {
  const actor = await requirePageActor("/library")
  const { db, clock } = deps()
  const [t, all, receipts] = await Promise.all([words(), libraryOf(db, actor.userId), listReceipts(db, actor.userId)])
  const now = clock.now()
  const shelves = shelvesOf(t, withoutBoughtDemos(all), now)
  return (
    <Page>
      <PageHeader
        title={t("Your library")}
        lead={t("What you own stays yours. Demos show the days they have left; buying one needs no second download.")}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-14">
        {shelves.length === 0 && <EmptyLibrary t={t} />}
        {shelves.map(({ title, items }) => (
          <Section key={title} title={title}>
            <ul className="grid gap-x-10 gap-y-10 lg:grid-cols-2">
              {items.map((item) => (
                <li key={`${item.titleId}-${item.kind}-${item.orderId}`}>
                  <LibraryEntry t={t} item={item} now={now} />
                </li>
              ))}
            </ul>
          </Section>
        ))}
        {receipts.length > 0 && (
          <Section title={t("Receipts")} description={t("Each one also came by mail.")}>
            <ReceiptList t={t} receipts={receipts} />
          </Section>
        )}
      </div>
    </Page>
  )
}

function EmptyLibrary({ t }: { t: Translate }) {
  return (
    <EmptyState
      title={t("Titles you buy or try will stand here.")}
      action={
        <ButtonLink variant="primary" href="/store">
          {t("Look around the store")}
        </ButtonLink>
      }
    >
      {t("Nothing has to be downloaded twice: a demo you buy later is already on your disk.")}
    </EmptyState>
  )
}

type Shelf = { title: string; items: LibraryItem[] }

/** What runs out comes before what stays, and what is over last. */
function shelvesOf(t: Translate, items: readonly LibraryItem[], now: Date): Shelf[] {
  const live = items.filter((item) => isLive(item, now))
  const over = items.filter((item) => !isLive(item, now))
  const running = live.filter((item) => item.kind === "demo")
  return [
    { title: t("Demos you are trying"), items: running.sort((a, b) => Number(a.endsAt) - Number(b.endsAt)) },
    { title: t("Yours"), items: live.filter((item) => item.kind === "purchase") },
    { title: t("Over"), items: over },
  ].filter((shelf) => shelf.items.length > 0)
}

/** A bought title no longer shows the demo it began with; nor does one bought again show what was given back. */
function withoutBoughtDemos(items: readonly LibraryItem[]): LibraryItem[] {
  const isOwned = (item: LibraryItem) => item.kind === "purchase" && item.state === "active"
  const owned = new Set(items.filter(isOwned).map((item) => item.titleId))
  return items.filter((item) => isOwned(item) || !owned.has(item.titleId))
}
