/** Where a buyer lands after paying, and whoever starts a demo: what they may do, until when, and the download itself. */
import type { Metadata } from "next"
import Link from "next/link"
import { notFound } from "next/navigation"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { DownloadPanel } from "#components/download/download-panel.tsx"
import { Cover } from "#components/store/cover.tsx"
import { isLive } from "#components/store/library-item.tsx"
import { NodeHint } from "#components/store/node-hint.tsx"
import { ReceiptList } from "#components/store/receipt-list.tsx"
import { ButtonLink } from "#components/ui/button.tsx"
import { Card, Section } from "#components/ui/card.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import {
  currentRelease,
  type DeliverableRelease,
  findReleaseByObject,
  findTitleBySlug,
  type TitleView,
} from "#lib/catalog/queries.ts"
import { listReceipts } from "#lib/checkout/queries.ts"
import { countCarriers } from "#lib/delivery/queries.ts"
import { type LibraryItem, libraryOf, listLicences } from "#lib/entitlements/queries.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { LicenceCard, LicenceList } from "./licence-card.tsx"

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<Record<string, string | undefined>> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, title] = await Promise.all([words(), findTitleBySlug(deps().db, (await params).slug)])
  return { title: title?.name ?? t("Your library") }
}

export default async function LibraryTitlePage({ params, searchParams }: Props) {
  const { slug } = await params
  const actor = await requirePageActor(`/library/${slug}`)
  const { db, clock } = deps()
  const now = clock.now()
  const title = await findTitleBySlug(db, slug)
  const items = title ? (await libraryOf(db, actor.userId)).filter((item) => item.slug === slug) : []
  const item = bestOf(items, now)
  if (!title || !item) notFound()
  const live = isLive(item, now)
  const [t, release, licences, receipts] = await Promise.all([
    words(),
    live ? releaseOf(item, title) : null,
    listLicences(db, actor.userId, title.id),
    listReceipts(db, actor.userId, title.id),
  ])
  const hadDemo = items.some((other) => other.kind === "demo")
  return (
    <Page>
      {(await searchParams).bought && item.kind === "purchase" && <Thanks t={t} title={title} hadDemo={hadDemo} />}
      <PageHeader
        eyebrow={
          <Link className="link" href="/library">
            {t("Your library")}
          </Link>
        }
        title={<span className="wrap-anywhere">{title.name}</span>}
        lead={title.tagline}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-10 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-10">
          <Section title={live ? t("Download") : headingOf(t, item)}>
            {live ? (
              <Download t={t} item={item} title={title} release={release} />
            ) : (
              <Ended t={t} title={title} item={item} />
            )}
          </Section>
        </div>
        <aside aria-label={t("Your right to it")} className="grid content-start gap-6">
          <Cover t={t} {...title} />
          <LicenceCard t={t} item={item} title={title} release={release} now={now} />
          {licences.length > 0 && <LicenceList t={t} licences={licences} now={now} />}
          {receipts.length > 0 && (
            <Section title={t("Receipts")}>
              <ReceiptList t={t} receipts={receipts} withTitles={false} />
            </Section>
          )}
        </aside>
      </div>
    </Page>
  )
}

const headingOf = (t: Translate, item: LibraryItem): string =>
  item.kind === "demo" ? t("This demo has ended") : t("This purchase was given back")

/** A purchase before a demo, what is live before what has ended. */
function bestOf(items: readonly LibraryItem[], now: Date): LibraryItem | undefined {
  const rank = (item: LibraryItem) => (isLive(item, now) ? 2 : 0) + (item.kind === "purchase" ? 1 : 0)
  return [...items].sort((a, b) => rank(b) - rank(a))[0]
}

/** The release the right stands for; before the first download, the newest one. */
async function releaseOf(item: LibraryItem, title: TitleView): Promise<DeliverableRelease | null> {
  const { db } = deps()
  return item.obj ? findReleaseByObject(db, item.obj) : currentRelease(db, title.id)
}

function Thanks({ t, title, hadDemo }: { t: Translate; title: TitleView; hadDemo: boolean }) {
  return (
    <div className="mb-8">
      <Notice tone="ok" title={t("{name} is yours.", { name: title.name })}>
        {t("PayPal has taken the payment and a receipt is on its way to you by mail.")}{" "}
        {hadDemo && t("What your demo downloaded is all there is: it only needs to be opened.")}
      </Notice>
    </div>
  )
}

type DownloadProps = { t: Translate; item: LibraryItem; title: TitleView; release: DeliverableRelease | null }

async function Download({ t, item, title, release }: DownloadProps) {
  if (item.takenDown) {
    return (
      <Notice tone="info" title={t("This title was taken down.")}>
        {t("Nothing of it is sent any more. What you saved stays on your disk.")}
        {title.takenDownNotice && <p className="mt-2 wrap-anywhere">{title.takenDownNotice}</p>}
      </Notice>
    )
  }
  if (!release) {
    return (
      <Notice tone="info">
        {t("The publisher has not uploaded a release yet. It appears here as soon as it is there.")}
      </Notice>
    )
  }
  const offer = {
    ...{ slug: title.slug, name: title.name, kind: title.kind, right: item.kind, demoTerms: title.demoTerms },
    ...{ obj: release.manifestHash, sizeBytes: release.sizeBytes, pieceCount: release.pieceCount },
  }
  const carriers = await countCarriers(deps().db, release.id, deps().clock.now())
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <Card className="p-5 md:p-6">
        {/* A bought demo is another right to the same copy: the panel starts anew. */}
        <DownloadPanel key={`${release.manifestHash} ${item.kind}`} offer={offer} />
      </Card>
      <NodeHint t={t} slug={title.slug} carriers={carriers} demo={item.kind === "demo"} />
    </div>
  )
}

function Ended({ t, title, item }: { t: Translate; title: TitleView; item: LibraryItem }) {
  if (item.kind === "purchase") {
    return (
      <Notice tone="info">
        {t("The payment was returned, so the title no longer opens. You can buy it again from its page.")}
      </Notice>
    )
  }
  return (
    <div className="grid justify-items-start gap-5">
      <p className="max-w-read">
        {t(
          "Its time is over. What you downloaded is still on your disk; buying the title opens it again, and all of it, without a second download.",
        )}
      </p>
      {item.onOffer && (
        <ButtonLink variant="primary" href={`/titles/${title.slug}`}>
          {t("See the title")}
        </ButtonLink>
      )}
    </div>
  )
}
