/** The catalogue: titles on offer by words, filters, order and page, with how many there are of each kind. */
import { and, asc, desc, eq, gte, lte, type SQL, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { publishers, releases, titles } from "#db/schema/catalog.ts"
import { pictures } from "#db/schema/media.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { Cents } from "#lib/kernel/money.ts"
import type { PictureView } from "#lib/media/picture.ts"
import { pictureColumns } from "#lib/media/queries.ts"
import { carriersNow } from "./carriers-now.ts"
import { type CatalogueQuest, type Sort, searchWords } from "./catalogue-quest.ts"
import { TITLE_KINDS, type TitleKind } from "./title-state.ts"

/** Divides by 2, 3 and 4, so that every row of the shelf is full. */
export const TITLES_PER_PAGE = 24

/** A title as it stands on a shelf. */
export type ShelfTitle = {
  id: Id<"title">
  slug: string
  name: string
  tagline: string
  kind: TitleKind
  priceCents: Cents
  currency: string
  publisherName: string
  hasCover: boolean
  cover: PictureView | null
  /** Priced, with a demo that can be started. */
  hasDemo: boolean
  /** Free and unencrypted: anybody takes it. */
  open: boolean
  /** Nodes that carry its current release now. */
  carriers: number
}

export type Catalogue = {
  titles: ShelfTitle[]
  /** Of all pages. */
  total: number
  pageCount: number
  /** How many there would be of each kind under the other filters. */
  kinds: Readonly<Record<TitleKind, number>>
}

/** The newest published release of the title in the query around it. */
export const currentReleaseId = sql`(select r.id from ${releases} r where r.title_id = ${titles.id} and r.state = 'published'
  order by r.published_at desc, r.id desc limit 1)`
const isOpen = sql<boolean>`coalesce((select r.open from ${releases} r where r.title_id = ${titles.id}
  and r.state = 'published' order by r.published_at desc, r.id desc limit 1), false)`

/** What a shelf shows, for queries about titles joined with their publishers, and with pictures by `coverId`. */
export const shelfColumns = (now: Date) => ({
  id: titles.id,
  slug: titles.slug,
  name: titles.name,
  tagline: titles.tagline,
  kind: titles.kind,
  priceCents: titles.priceCents,
  currency: titles.currency,
  publisherName: publishers.name,
  hasCover: sql<boolean>`(${titles.coverId} is not null or ${titles.coverType} is not null)`,
  cover: pictureColumns,
  hasDemo: sql<boolean>`(${titles.demoTerms} <> 'none' and ${titles.priceCents} > 0)`,
  open: isOpen,
  carriers: carriersNow(currentReleaseId, now),
})

/** A page beyond the last one has no titles, and still says how many there are. `now` decides which nodes are alive. */
export async function searchTitles(db: DbOrTx, quest: CatalogueQuest, now: Date): Promise<Catalogue> {
  const kinds = await countKinds(db, quest)
  const total = quest.kind ? kinds[quest.kind] : TITLE_KINDS.reduce((sum, kind) => sum + kinds[kind], 0)
  const rows = await db
    .select(shelfColumns(now))
    .from(titles)
    .innerJoin(publishers, eq(publishers.id, titles.publisherId))
    .leftJoin(pictures, eq(pictures.id, titles.coverId))
    .where(and(conditions(quest), quest.kind ? eq(titles.kind, quest.kind) : undefined))
    .orderBy(...orderOf(quest, now))
    .limit(TITLES_PER_PAGE)
    .offset((quest.page - 1) * TITLES_PER_PAGE)
  return { titles: rows, total, pageCount: Math.ceil(total / TITLES_PER_PAGE), kinds }
}

async function countKinds(db: DbOrTx, quest: CatalogueQuest): Promise<Record<TitleKind, number>> {
  const rows = await db
    .select({ kind: titles.kind, count: sql<number>`count(*)::int` })
    .from(titles)
    .where(conditions(quest))
    .groupBy(titles.kind)
  const found = new Map(rows.map((row) => [row.kind, row.count]))
  return Object.fromEntries(TITLE_KINDS.map((kind) => [kind, found.get(kind) ?? 0])) as Record<TitleKind, number>
}

/** All but the kind. */
const conditions = (q: CatalogueQuest): SQL | undefined =>
  and(
    eq(titles.state, "published"),
    q.text ? sql`${titles.search} @@ ${wordsQuery(q)}` : undefined,
    q.fromCents === null ? undefined : gte(titles.priceCents, q.fromCents),
    q.toCents === null ? undefined : lte(titles.priceCents, q.toCents),
    q.free ? sql`${titles.priceCents} = 0` : undefined,
    q.demo ? sql`${titles.demoTerms} <> 'none' and ${titles.priceCents} > 0` : undefined,
    q.open ? isOpen : undefined,
  )

/**
 * As written, by stem, and with the last word as a beginning. `websearch_to_tsquery` takes anything a person can type;
 * what goes to `to_tsquery` is letters and digits.
 */
function wordsQuery(quest: CatalogueQuest): SQL {
  const { whole, typing } = searchWords(quest)
  const words = sql`websearch_to_tsquery('simple', ${whole}) || websearch_to_tsquery('english', ${whole})`
  if (!typing) return sql`(${words})`
  const start = sql`to_tsquery('simple', ${`${typing.start}:*`})`
  const both = typing.before ? sql`websearch_to_tsquery('simple', ${typing.before}) && ${start}` : start
  return sql`(${words} || (${both}))`
}

/** The id at the end makes every order total, so that pages neither repeat nor skip a title. */
function orderOf(quest: CatalogueQuest, now: Date): SQL[] {
  const newest = [sql`${titles.publishedAt} desc nulls last`, desc(titles.id)]
  const name = sql`lower(${titles.name})`
  const orders: Record<Sort, SQL[]> = {
    best: quest.text ? [sql`ts_rank(${titles.search}, ${wordsQuery(quest)}) desc`, ...newest] : newest,
    newest,
    name: [asc(name), asc(titles.id)],
    cheapest: [asc(titles.priceCents), ...newest],
    dearest: [desc(titles.priceCents), ...newest],
    carried: [desc(carriersNow(currentReleaseId, now)), ...newest],
  }
  return orders[quest.sort]
}
