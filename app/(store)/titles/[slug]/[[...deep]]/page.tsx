import { randomUUID } from "node:crypto"
import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { clickIds } from "#app/_server/click-cookie.ts"
import { deps } from "#app/_server/deps.ts"
import { currentActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { Cover } from "#components/store/cover.tsx"
import { ButtonLink } from "#components/ui/button.tsx"
import { Bytes } from "#components/ui/bytes.tsx"
import { Card } from "#components/ui/card.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Money } from "#components/ui/money.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { previewReferrer } from "#lib/attribution/queries.ts"
import { currentRelease, type DeliverableRelease, findTitleBySlug, type TitleView } from "#lib/catalog/queries.ts"
import { countCarriers } from "#lib/delivery/queries.ts"
import { findLiveEntitlement } from "#lib/entitlements/queries.ts"
import { daysUntil } from "#lib/kernel/period.ts"
import { torrentName } from "#peer/protocol/content.ts"
import { buy, takeFree, tryDemo } from "../actions.ts"

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<Record<string, string | undefined>> }

const findPublished = async (slug: string): Promise<TitleView> => {
  const title = await findTitleBySlug(deps().db, slug)
  if (title?.state !== "published") notFound()
  return title
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const title = await findPublished((await params).slug)
  return { title: title.name, description: title.tagline || title.description.slice(0, 160) }
}

export default async function TitlePage({ params, searchParams }: Props) {
  const title = await findPublished((await params).slug)
  const { cancelled } = await searchParams
  const { db } = deps()
  const release = await currentRelease(db, title.id)
  const carriers = release ? await countCarriers(db, release.id, deps().clock.now()) : 0
  return (
    <Page>
      {cancelled && (
        <div className="mb-8">
          <Notice tone="info">You turned back at PayPal. Nothing was charged.</Notice>
        </div>
      )}
      <PageHeader eyebrow={`${KINDS[title.kind]} by ${title.publisherName}`} title={title.name} lead={title.tagline} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-10 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid content-start gap-8">
          <Cover t={await words()} {...title} priority />
          <div className="grid max-w-read gap-4 text-18">
            {title.description.split(/\n{2,}/).map((paragraph) => (
              <p key={paragraph.slice(0, 40)}>{paragraph}</p>
            ))}
          </div>
        </div>
        <aside aria-label="Get it" className="grid content-start gap-6">
          <Offer title={title} release={release} />
          {release && (
            <Card className="grid gap-2">
              <h2 className="text-18">How it reaches you</h2>
              <p className="text-muted">
                <Bytes count={release.sizeBytes} /> in {release.pieceCount} pieces. {carriersLine(carriers)}
              </p>
              <p className="text-muted">
                With a node it comes from fans and the origin at once, and those fans see an IP address of yours while
                it downloads. In the page it comes from the origin alone, and no fan sees anything of you.
              </p>
            </Card>
          )}
        </aside>
      </div>
    </Page>
  )
}

const KINDS = { game: "A game", film: "A film", music: "Music", assets: "An asset pack" } as const

const DEMOS = {
  trial:
    "The demo opens the trial part. It downloads the whole title, so that buying it later needs no second download.",
  timed: "The demo opens all of it for as long as it runs, in the page or with a node.",
  none: "",
} as const

const daysWords = (days: number): string => (days === 1 ? "It runs until tomorrow." : `It runs for ${days} more days.`)

/** Free and unencrypted: anybody takes it, with whatever they like. */
function OpenTitle({ title, release }: { title: TitleView; release: DeliverableRelease }) {
  const name = torrentName(title.slug, release.version)
  return (
    <Card className="grid gap-4" id="buy">
      <p className="text-36 font-display">Free</p>
      <p className="text-14 text-muted">This title is open: no account, no licence, nothing is encrypted.</p>
      <ButtonLink
        variant="primary"
        prefetch={false}
        href={`${deps().config.originUrl}/open/${release.manifestHash}/${encodeURIComponent(name)}`}
      >
        Download it
      </ButtonLink>
      <ButtonLink href={`/titles/${title.slug}/torrent`}>Take the torrent</ButtonLink>
    </Card>
  )
}

const carriersLine = (count: number): string =>
  count === 0
    ? "No fan carries it right now, so it comes from the origin."
    : count === 1
      ? "One fan carries it right now."
      : `${count} fans carry it right now.`

async function Offer({ title, release }: { title: TitleView; release: DeliverableRelease | null }) {
  if (release?.open) return <OpenTitle title={title} release={release} />
  const released = release !== null
  const actor = await currentActor()
  const now = deps().clock.now()
  const live = actor && (await findLiveEntitlement(deps().db, { userId: actor.userId, titleId: title.id, at: now }))
  if (live?.kind === "purchase") {
    return (
      <Card className="grid gap-4" id="buy">
        <p>You own this title.</p>
        <ButtonLink variant="primary" href={`/library/${title.slug}`}>
          Download it
        </ButtonLink>
      </Card>
    )
  }
  const referrer = await previewReferrer(deps().db, {
    clickIds: await clickIds(),
    titleId: title.id,
    buyerId: actor?.userId ?? null,
    at: now,
  })
  return (
    <Card className="grid gap-5" id="buy">
      <p className="text-36 font-display">
        {title.priceCents === 0n ? "Free" : <Money cents={title.priceCents} currency={title.currency} />}
      </p>
      <p className="text-14 text-muted">
        {referrer
          ? `${referrer} brought you here and earns 5 % of the price. It costs you nothing.`
          : "5 % of the price is shared among the fans who carry your download. It costs you nothing."}
      </p>
      {!released && <Notice tone="info">The publisher has not uploaded a release yet.</Notice>}
      {released && title.priceCents > 0n && (
        <ActionForm action={buy} aria-label={`Buy ${title.name}`} values={{ slug: title.slug }}>
          <FormError />
          <input type="hidden" name="slug" value={title.slug} />
          <input type="hidden" name="requestKey" value={randomUUID()} />
          <SubmitButton pendingLabel="Asking PayPal…">Buy with PayPal</SubmitButton>
        </ActionForm>
      )}
      {released && live?.kind === "demo" && (
        <>
          <ButtonLink href={`/library/${title.slug}`}>Open your demo</ButtonLink>
          {live.endsAt && (
            <p className="text-14 text-muted">
              {daysWords(daysUntil(now, live.endsAt))} What it downloads is the whole title: buying needs no second
              download.
            </p>
          )}
        </>
      )}
      {released && title.priceCents === 0n && (
        <ActionForm action={takeFree} aria-label={`Take ${title.name}`}>
          <FormError />
          <input type="hidden" name="slug" value={title.slug} />
          <SubmitButton>Put it in your library</SubmitButton>
        </ActionForm>
      )}
      {released && !live && title.priceCents > 0n && title.demoTerms !== "none" && (
        <ActionForm action={tryDemo} aria-label={`Try the demo of ${title.name}`}>
          <FormError />
          <input type="hidden" name="slug" value={title.slug} />
          <SubmitButton variant="secondary">Try it free for {deps().config.demoDays} days</SubmitButton>
          <p className="text-14 text-muted">{DEMOS[title.demoTerms]}</p>
        </ActionForm>
      )}
    </Card>
  )
}
