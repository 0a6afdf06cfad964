/** The catalogue: what fans announce, and every title by words, filters and order. All of it is in the address. */
import type { Metadata } from "next"
import { deps } from "#app/_server/deps.ts"
import { currentActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { CatalogueFields } from "#components/store/catalogue-fields.tsx"
import { FeaturedShelf } from "#components/store/featured-shelf.tsx"
import { InstantForm } from "#components/store/instant-form.tsx"
import { EmptyStore, NothingFound } from "#components/store/nothing-found.tsx"
import { PageLinks } from "#components/store/page-links.tsx"
import { TitleCard } from "#components/store/title-card.tsx"
import { Page } from "#components/ui/page-header.tsx"
import { hasRole } from "#lib/auth/actor.ts"
import { listAnnounced } from "#lib/catalog/announced-titles.ts"
import {
  type AddressParams,
  type CatalogueQuest,
  isNarrowed,
  questAddress,
  readQuest,
} from "#lib/catalog/catalogue-quest.ts"
import { type Catalogue, type ShelfTitle, searchTitles } from "#lib/catalog/search-titles.ts"
import { termsAt } from "#lib/catalog/term-queries.ts"
import { ratesAt } from "#lib/checkout/rates-at.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { bpsOf, centsToMicros, type Micros } from "#lib/kernel/money.ts"

type Props = { searchParams: Promise<AddressParams> }

const FEATURED = 3

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const t = await words()
  const quest = readQuest(await searchParams)
  const description = t("Games, films, music and assets that fans bring people to, and carry.")
  return {
    title: quest.text ? t("“{words}” in the store", { words: quest.text }) : t("Store"),
    description,
    alternates: { canonical: questAddress(quest) },
    openGraph: { title: "Fanfare", description, url: "/store", type: "website" },
    // Searches are endless; what they find has pages of its own.
    ...(isNarrowed(quest) && { robots: { index: false, follow: true } }),
  }
}

export default async function StorePage({ searchParams }: Props) {
  const { db, clock } = deps()
  const quest = readQuest(await searchParams)
  const now = clock.now()
  const inFront = !isNarrowed(quest) && quest.page === 1 && quest.sort === "newest"
  const [t, catalogue, announced] = await Promise.all([
    words(),
    searchTitles(db, quest, now),
    inFront ? listAnnounced(db, now, FEATURED) : [],
  ])
  const earn = await earningsOfReader([...catalogue.titles, ...announced], now)
  return (
    <Page>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-10 md:gap-14">
        <header className="grid grid-cols-[minmax(0,1fr)] gap-6">
          <h1 className="text-36 md:text-48">{t("Store")}</h1>
          <InstantForm address={questAddress({ ...quest, page: 1 })} label={t("Search the store")}>
            <CatalogueFields t={t} quest={quest} kinds={catalogue.kinds} />
          </InstantForm>
        </header>
        {announced.length > 0 && <FeaturedShelf t={t} titles={announced} earn={earn} />}
        <Results
          t={t}
          quest={quest}
          catalogue={catalogue}
          earn={earn}
          inFront={new Set(announced.map(({ id }) => id))}
        />
      </div>
    </Page>
  )
}

type Earn = (title: ShelfTitle) => Micros | null

/** What a signed-in fan earns by one sale of each of these titles now, with what its publisher adds. */
async function earningsOfReader(titles: readonly ShelfTitle[], now: Date): Promise<Earn> {
  const actor = await currentActor()
  if (!actor || !hasRole(actor, "fan")) return () => null
  const { db, config } = deps()
  const ids = titles.map(({ id }) => id)
  const terms = await termsAt(db, ids, now)
  return ({ id, priceCents }) =>
    priceCents > 0n ? bpsOf(centsToMicros(priceCents), ratesAt(config.rates, terms.get(id) ?? null).referralBps) : null
}

type ResultsProps = {
  t: Translate
  quest: CatalogueQuest
  catalogue: Catalogue
  earn: Earn
  /** What stands in front of them already. */
  inFront: ReadonlySet<string>
}

function Results({ t, quest, catalogue, earn, inFront }: ResultsProps) {
  const { total, pageCount } = catalogue
  const titles = catalogue.titles.filter((title) => !inFront.has(title.id))
  if (catalogue.titles.length === 0) {
    return isNarrowed(quest) || quest.page > 1 ? (
      <NothingFound t={t} quest={quest} total={total} />
    ) : (
      <EmptyStore t={t} />
    )
  }
  if (titles.length === 0) return null
  return (
    <section aria-label={inFront.size > 0 ? t("All the others") : t("Titles found")} className="grid gap-8">
      <p role="status" className="text-muted">
        {inFront.size > 0
          ? t.n("and 1 more title", "and {count} more titles", total - inFront.size)
          : quest.text
            ? t.n("1 title for “{words}”", "{count} titles for “{words}”", total, { words: quest.text })
            : t.n("1 title", "{count} titles", total)}
      </p>
      <ul className="grid gap-x-8 gap-y-12 sm:grid-cols-2 lg:grid-cols-3">
        {titles.map((title, i) => (
          <li key={title.id}>
            <TitleCard
              t={t}
              title={title}
              earnMicros={earn(title)}
              priority={inFront.size === 0 && i === 0}
              level="h2"
            />
          </li>
        ))}
      </ul>
      <PageLinks t={t} page={quest.page} pageCount={pageCount} addressOf={(page) => questAddress(quest, { page })} />
    </section>
  )
}
