/** A title's page: the work first, then the two decisions (buy, try), who carries it, who recommends it. */

import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { cache, Suspense } from "react"
import { deps } from "#app/_server/deps.ts"
import { currentActor } from "#app/_server/session.ts"
import { prefilledCode } from "#app/_server/typed-code.ts"
import { words } from "#app/_server/words.ts"
import { oembedHref } from "#components/embed/oembed.ts"
import { Cover } from "#components/store/cover.tsx"
import { Gallery } from "#components/store/gallery.tsx"
import { HowItComes } from "#components/store/how-it-comes.tsx"
import { madeBy } from "#components/store/kind-words.ts"
import { RecommendedBy } from "#components/store/recommended-by.tsx"
import { SpreadTheWord } from "#components/store/spread-the-word.tsx"
import { TitleCard } from "#components/store/title-card.tsx"
import { TitleFacts } from "#components/store/title-facts.tsx"
import { TitleText } from "#components/store/title-text.tsx"
import { Section } from "#components/ui/card.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { hasRole } from "#lib/auth/actor.ts"
import { listRelated } from "#lib/catalog/announced-titles.ts"
import { galleryOf } from "#lib/catalog/gallery.ts"
import { currentRelease, findTitleBySlug, listReleases, type TitleView } from "#lib/catalog/queries.ts"
import { termsAt } from "#lib/catalog/term-queries.ts"
import { ratesAt } from "#lib/checkout/rates-at.ts"
import { carriageNow } from "#lib/delivery/queries.ts"
import { listRecommendations } from "#lib/fans/queries.ts"
import { jpegPath } from "#lib/media/picture.ts"
import { Offer } from "../offer.tsx"
import { plainText, titleJsonLd } from "../title-meta.ts"

type Props = {
  params: Promise<{ slug: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

const RECOMMENDATIONS = 6
const RELATED = 3

const findPublished = cache(async (slug: string): Promise<TitleView> => {
  const title = await findTitleBySlug(deps().db, slug)
  if (title?.state !== "published") notFound()
  return title
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const title = await findPublished((await params).slug)
  const { publicUrl } = deps().config
  const url = `${publicUrl}/titles/${title.slug}`
  const description = title.tagline || plainText(title.description)
  const picture = title.cover && {
    url: `${publicUrl}${jpegPath(title.cover)}`,
    width: title.cover.width,
    height: title.cover.height,
  }
  const images = title.hasCover ? [{ ...(picture ?? { url: `${url}/cover` }), alt: title.name }] : []
  return {
    title: title.name,
    description,
    alternates: { canonical: url },
    openGraph: { title: title.name, description, url, siteName: "Fanfare", type: "website", images },
    twitter: { card: title.hasCover ? "summary_large_image" : "summary", title: title.name, description },
  }
}

export default async function TitlePage({ params, searchParams }: Props) {
  const title = await findPublished((await params).slug)
  const { db, clock, config } = deps()
  const [t, actor, release, pictures] = await Promise.all([
    words(),
    currentActor(),
    currentRelease(db, title.id),
    galleryOf(db, title.id),
  ])
  const term = (await termsAt(db, [title.id], clock.now())).get(title.id) ?? null
  const carriage = release && (await carriageNow(db, release.id, clock.now()))
  return (
    <Page>
      {/* React puts it into the head, where those who paste the address look for it; metadata may come after the head. */}
      <link
        rel="alternate"
        type="application/json+oembed"
        href={oembedHref(config.publicUrl, `${config.publicUrl}/titles/${title.slug}`)}
        title={title.name}
      />
      <script
        type="application/ld+json"
        // biome-ignore lint/security/noDangerouslySetInnerHtml: made of JSON whose "<" are escaped
        dangerouslySetInnerHTML={{ __html: titleJsonLd(title, release, config.publicUrl) }}
      />
      <PageHeader
        eyebrow={madeBy(t, title.kind, title.publisherName)}
        title={<span className="wrap-anywhere">{title.name}</span>}
        lead={title.tagline}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-3">
          <Cover t={t} {...title} priority sizes="(min-width: 64rem) 42rem, 94vw" />
          <Gallery t={t} name={title.name} pictures={pictures} />
        </div>
        <aside aria-label={t("Get it")} className="grid content-start gap-6 lg:row-span-2">
          <Offer t={t} title={title} release={release} actor={actor} code={prefilledCode((await searchParams).code)} />
          {release && carriage && <HowItComes t={t} sizeBytes={release.sizeBytes} {...carriage} />}
        </aside>
        <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-10">
          <TitleText t={t} text={title.description} />
          {release && <TitleFacts t={t} title={title} release={release} releases={await published(title)} />}
        </div>
      </div>
      <div className="mt-16 grid gap-16">
        <Suspense>
          <Recommendations title={title} />
        </Suspense>
        {title.priceCents > 0n && (
          <SpreadTheWord
            t={t}
            title={title}
            rates={ratesAt(config.rates, term)}
            term={term}
            isFan={actor !== null && hasRole(actor, "fan")}
          />
        )}
        <Suspense>
          <Related title={title} />
        </Suspense>
      </div>
    </Page>
  )
}

async function published(title: TitleView) {
  const all = await listReleases(deps().db, title.id)
  return all.filter((release) => release.state === "published")
}

async function Recommendations({ title }: { title: TitleView }) {
  const [t, found] = await Promise.all([words(), listRecommendations(deps().db, title.id, RECOMMENDATIONS)])
  return <RecommendedBy t={t} {...found} />
}

async function Related({ title }: { title: TitleView }) {
  const { db, clock } = deps()
  const [t, titles] = await Promise.all([words(), listRelated(db, title, clock.now(), RELATED)])
  if (titles.length === 0) return null
  return (
    <Section title={t("More to look at")}>
      <ul className="grid gap-x-8 gap-y-12 sm:grid-cols-2 lg:grid-cols-3">
        {titles.map((other) => (
          <li key={other.id}>
            <TitleCard t={t} title={other} />
          </li>
        ))}
      </ul>
    </Section>
  )
}
