import { randomUUID } from "node:crypto"
import type { Metadata } from "next"
import Link from "next/link"
import { notFound } from "next/navigation"
import type { ReactNode } from "react"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { buy } from "#app/(store)/titles/[slug]/actions.ts"
import { DownloadPanel } from "#components/download/download-panel.tsx"
import { Cover } from "#components/store/cover.tsx"
import { NodeHint } from "#components/store/node-hint.tsx"
import { RightChip } from "#components/store/right-chip.tsx"
import { ButtonLink } from "#components/ui/button.tsx"
import { Bytes } from "#components/ui/bytes.tsx"
import { Card, Section } from "#components/ui/card.tsx"
import { DateTime } from "#components/ui/date-time.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Money } from "#components/ui/money.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import {
  currentRelease,
  type DeliverableRelease,
  findReleaseByObject,
  findTitleBySlug,
  type TitleView,
} from "#lib/catalog/queries.ts"
import { countCarriers } from "#lib/delivery/queries.ts"
import { type LibraryItem, libraryOf } from "#lib/entitlements/queries.ts"
import { daysUntil } from "#lib/kernel/period.ts"

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<Record<string, string | undefined>> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const title = await findTitleBySlug(deps().db, (await params).slug)
  return { title: title?.name ?? "Your library" }
}

/** Where a buyer lands after paying, and whoever starts a demo: what they may do, until when, and the download itself. */
export default async function LibraryTitlePage({ params, searchParams }: Props) {
  const { slug } = await params
  const actor = await requirePageActor(`/library/${slug}`)
  const title = await findTitleBySlug(deps().db, slug)
  const items = title ? (await libraryOf(deps().db, actor.userId)).filter((item) => item.slug === slug) : []
  const item = bestOf(items, deps().clock.now())
  if (!title || !item) notFound()
  const live = isLive(item, deps().clock.now())
  const release = live ? await releaseOf(item, title) : null
  return (
    <Page>
      {(await searchParams).bought && item.kind === "purchase" && <Thanks title={title} hadDemo={items.length > 1} />}
      <PageHeader eyebrow={<Link href="/library">Your library</Link>} title={title.name} lead={title.tagline} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-10 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-10">
          <Section title={live ? "Download" : "This demo has ended"}>
            {live ? <Download item={item} title={title} release={release} /> : <Ended title={title} item={item} />}
          </Section>
        </div>
        <aside aria-label="Your right to it" className="grid content-start gap-6">
          <Cover t={await words()} {...title} />
          <Licence item={item} title={title} release={release} />
        </aside>
      </div>
    </Page>
  )
}

const isLive = (item: LibraryItem, now: Date): boolean =>
  item.state === "active" && (item.endsAt === null || item.endsAt > now)

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

function Thanks({ title, hadDemo }: { title: TitleView; hadDemo: boolean }) {
  return (
    <div className="mb-8">
      <Notice tone="ok" title={`${title.name} is yours.`}>
        PayPal has taken the payment and a receipt is on its way to you by mail.{" "}
        {hadDemo && "What your demo downloaded is all there is: it only needs to be opened."}
      </Notice>
    </div>
  )
}

type DownloadProps = { item: LibraryItem; title: TitleView; release: DeliverableRelease | null }

async function Download({ item, title, release }: DownloadProps) {
  if (!release) {
    return (
      <Notice tone="info">The publisher has not uploaded a release yet. It appears here as soon as it is there.</Notice>
    )
  }
  const offer = {
    ...{ slug: title.slug, name: title.name, kind: title.kind, right: item.kind, demoTerms: title.demoTerms },
    ...{ obj: release.manifestHash, sizeBytes: release.sizeBytes, pieceCount: release.pieceCount },
  }
  const carriers = await countCarriers(deps().db, release.id, deps().clock.now())
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <Card>
        {/* A bought demo is another right to the same copy: the panel starts anew. */}
        <DownloadPanel key={`${release.manifestHash} ${item.kind}`} offer={offer} />
      </Card>
      <NodeHint slug={title.slug} carriers={carriers} demo={item.kind === "demo"} />
    </div>
  )
}

function Licence({ item, title, release }: DownloadProps) {
  const now = deps().clock.now()
  const demo = item.kind === "demo"
  return (
    <Card className="grid gap-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-18">Your right to it</h2>
        <RightChip {...item} daysLeft={item.endsAt ? daysUntil(now, item.endsAt) : 0} />
      </div>
      <dl className="grid gap-3">
        <Fact name={demo ? "Started" : "Bought"}>
          <DateTime at={item.startsAt} />
        </Fact>
        {item.endsAt && (
          <Fact name={isLive(item, now) ? "Runs until" : "Ended"}>
            <DateTime at={item.endsAt} />
          </Fact>
        )}
        {demo && <Fact name="Opens">{title.demoTerms === "trial" ? "the trial part" : "all of it, here"}</Fact>}
        {release && (
          <Fact name="Version">
            <span className="break-all">{release.version}</span>
          </Fact>
        )}
        {release && (
          <Fact name="Size">
            <Bytes count={release.sizeBytes} />
          </Fact>
        )}
      </dl>
      {demo && isLive(item, now) && title.state === "published" && (
        <BuyIt title={title} lead="Buying opens the rest of what you download now. Nothing is downloaded twice." />
      )}
    </Card>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-4">
      <dt className="text-muted">{name}</dt>
      <dd className="text-end">{children}</dd>
    </div>
  )
}

function BuyIt({ title, lead }: { title: TitleView; lead: string }) {
  return (
    <div className="grid gap-4 border-t border-line pt-5">
      <p className="text-14 text-muted">{lead}</p>
      <ActionForm action={buy} aria-label={`Buy ${title.name}`} values={{ slug: title.slug }}>
        <FormError />
        <input type="hidden" name="slug" value={title.slug} />
        <input type="hidden" name="requestKey" value={randomUUID()} />
        <SubmitButton variant="secondary" pendingLabel="Asking PayPal…">
          <span>
            Buy for <Money cents={title.priceCents} currency={title.currency} />
          </span>
        </SubmitButton>
      </ActionForm>
    </div>
  )
}

function Ended({ title, item }: { title: TitleView; item: LibraryItem }) {
  if (item.kind === "purchase") {
    return (
      <Notice tone="info" title="This purchase was given back.">
        The payment was returned, so the title no longer opens. You can buy it again from its page.
      </Notice>
    )
  }
  return (
    <div className="grid justify-items-start gap-5">
      <p className="max-w-read">
        Your thirty days are over. What you downloaded is still on your disk; buying the title opens it again, and all
        of it, without a second download.
      </p>
      <ButtonLink variant="primary" href={`/titles/${title.slug}#buy`}>
        See the title
      </ButtonLink>
    </div>
  )
}
