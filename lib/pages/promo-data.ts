/** Looks up everything a promo page's blocks show: titles and their buttons, who carries them now, pictures, supporters. */
import { and, asc, eq, inArray, isNull, or, type SQL, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { publishers, releases, titles } from "#db/schema/catalog.ts"
import { orders } from "#db/schema/checkout.ts"
import { nodes, stockings } from "#db/schema/delivery.ts"
import { links, sites, siteTitles } from "#db/schema/fans.ts"
import { pictures } from "#db/schema/media.ts"
import { carriesNow } from "#lib/delivery/queries.ts"
import { formatPrice } from "#lib/kernel/format.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"
import type { Locale } from "#lib/kernel/messages.ts"
import { centsToDecimal } from "#lib/kernel/money.ts"
import { jpegPath, type PictureView, srcsetOf } from "#lib/media/picture.ts"
import { findPictures, pictureColumns } from "#lib/media/queries.ts"
import { type PageDocument, pictureIdsIn, titleIdsIn } from "./page-document.ts"
import type { PromoContext, PromoPicture, PromoTitle } from "./promo-context.ts"
import type { PageSite } from "./queries.ts"

export type PromoQuestion = {
  site: PageSite
  locale: Locale
  document: PageDocument
  publicUrl: string
  /** The page is asked for under a domain of the fan's own: links to the platform are absolute there. */
  onOwnDomain: boolean
  now: Date
}

/** A handful of queries, however many blocks there are. */
export async function promoContextOf(db: DbOrTx, question: PromoQuestion): Promise<PromoContext> {
  const { site, locale, publicUrl, onOwnDomain, now } = question
  const base = onOwnDomain ? publicUrl : ""
  const rows = await titleRows(db, site.siteId, titleIdsIn(question.document))
  const ids = rows.map((row) => row.titleId)
  const [stock, supporters, shown] = await Promise.all([
    stockOf(db, site, ids, now),
    supportersOf(db, site, ids, now),
    picturesOf(db, question.document),
  ])
  return {
    locale,
    site: {
      slug: site.slug,
      name: site.name,
      url: site.url,
      words: site.words,
      ownerName: site.ownerName ?? "",
      isProved: site.isProved,
    },
    publicUrl,
    base,
    titles: Object.fromEntries(rows.map((row) => [row.titleId, toPromoTitle(row, stock, { locale, base })])),
    order: rows.filter((row) => row.position !== null).map((row) => row.titleId),
    pictures: shown,
    supporters,
  }
}

/** Of the site's oldest living link to the title: its button. */
const firstLink = <T>(siteId: Id<"site">, what: SQL): SQL<T> =>
  sql<T>`(select ${what} from ${links} l where l.site_id = ${siteId} and l.title_id = ${titles.id}
    and l.archived_at is null order by l.id limit 1)`

type TitleRow = Awaited<ReturnType<typeof titleRows>>[number]

/** The titles on the site and those the page names besides; what is withdrawn is left out. */
function titleRows(db: DbOrTx, siteId: Id<"site">, named: readonly string[]) {
  const ids = named.filter((id) => isId("title", id))
  const onSite = sql`${siteTitles.siteId} is not null`
  return db
    .select({
      titleId: titles.id,
      slug: titles.slug,
      name: titles.name,
      tagline: titles.tagline,
      kind: titles.kind,
      priceCents: titles.priceCents,
      currency: titles.currency,
      publisherName: publishers.name,
      cover: pictureColumns,
      hasOldCover: sql<boolean>`${titles.coverType} is not null`,
      hasDemo: sql<boolean>`${titles.demoTerms} <> 'none'`,
      position: siteTitles.position,
      code: firstLink<string | null>(siteId, sql`l.code`),
      pickedAt: firstLink<Date | null>(siteId, sql`l.created_at`).mapWith(links.createdAt),
    })
    .from(titles)
    .innerJoin(publishers, eq(publishers.id, titles.publisherId))
    .leftJoin(pictures, eq(pictures.id, titles.coverId))
    .leftJoin(siteTitles, and(eq(siteTitles.titleId, titles.id), eq(siteTitles.siteId, siteId)))
    .where(and(eq(titles.state, "published"), ids.length > 0 ? or(onSite, inArray(titles.id, ids)) : onSite))
    .orderBy(asc(siteTitles.position), asc(titles.id))
}

type Stock = ReadonlyMap<string, { carriers: number; own: number }>

function toPromoTitle(row: TitleRow, stock: Stock, { locale, base }: { locale: Locale; base: string }): PromoTitle {
  const { hasOldCover, cover, code, position: _, priceCents, pickedAt, ...title } = row
  const { carriers = 0, own = 0 } = stock.get(row.titleId) ?? {}
  return {
    ...title,
    price: priceCents === 0n ? "" : formatPrice(priceCents, locale, row.currency),
    priceDecimal: centsToDecimal(priceCents),
    cover: cover ? toPromoPicture(cover) : hasOldCover ? oldCover(row, base) : null,
    // A title whose links were all retired is still shown; then nobody earns.
    href: code ? `${base}/r/${code}` : `${base}/titles/${row.slug}`,
    carriers,
    ownCarriers: own,
    pickedAt: pickedAt?.toISOString() ?? null,
  }
}

/** Served alike under every host, so a fan's own domain needs no other. */
const toPromoPicture = (picture: PictureView): PromoPicture => ({
  src: jpegPath(picture),
  avif: srcsetOf(picture, "avif"),
  webp: srcsetOf(picture, "webp"),
  width: picture.width,
  height: picture.height,
  alt: picture.alt,
})

/** A cover from before pictures had sizes, until the job has moved it. */
const oldCover = (row: Pick<TitleRow, "slug">, base: string): PromoPicture => ({
  src: `${base}/titles/${row.slug}/cover`,
  avif: "",
  webp: "",
  width: 1200,
  height: 900,
  alt: "",
})

async function picturesOf(db: DbOrTx, document: PageDocument): Promise<PromoContext["pictures"]> {
  const ids = pictureIdsIn(document).filter((id) => isId("picture", id))
  const found = await findPictures(db, ids)
  return Object.fromEntries([...found].map(([id, picture]) => [id, toPromoPicture(picture)]))
}

/** Complete copies that answer now, by title: of any published release, each node once. */
async function stockOf(db: DbOrTx, site: PageSite, ids: readonly Id<"title">[], now: Date): Promise<Stock> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({
      titleId: releases.titleId,
      carriers: sql<number>`count(distinct ${nodes.id})::int`,
      own: sql<number>`count(distinct ${nodes.id}) filter (where ${nodes.ownerId} = ${site.ownerId})::int`,
    })
    .from(stockings)
    .innerJoin(nodes, eq(nodes.id, stockings.nodeId))
    .innerJoin(releases, eq(releases.id, stockings.releaseId))
    .where(carrying(ids, now))
    .groupBy(releases.titleId)
  return new Map(rows.map((row) => [row.titleId, row]))
}

const carrying = (ids: readonly Id<"title">[], now: Date): SQL | undefined =>
  and(inArray(releases.titleId, [...ids]), eq(releases.state, "published"), carriesNow(now))

/** Shown by the names of their own sites, which are public; people's names are not. */
const SUPPORTERS_SHOWN = 40

async function supportersOf(
  db: DbOrTx,
  site: PageSite,
  ids: readonly Id<"title">[],
  now: Date,
): Promise<PromoContext["supporters"]> {
  const [sold] = await db
    .select({ bought: sql<number>`count(*)::int` })
    .from(orders)
    .innerJoin(links, eq(links.id, orders.linkId))
    .where(and(eq(links.siteId, site.siteId), eq(orders.state, "captured")))
  const bought = sold?.bought ?? 0
  if (ids.length === 0) return { sites: [], carriers: 0, bought }
  const owners = await db
    .select({ ownerId: nodes.ownerId, count: sql<number>`count(distinct ${nodes.id})::int` })
    .from(stockings)
    .innerJoin(nodes, eq(nodes.id, stockings.nodeId))
    .innerJoin(releases, eq(releases.id, stockings.releaseId))
    .where(carrying(ids, now))
    .groupBy(nodes.ownerId)
  const others = owners.map((row) => row.ownerId).filter((id) => id !== site.ownerId)
  return {
    sites: others.length > 0 ? await firstSites(db, others) : [],
    carriers: owners.reduce((sum, row) => sum + row.count, 0),
    bought,
  }
}

/** The oldest site of each that visitors may see. */
const firstSites = (db: DbOrTx, ownerIds: readonly Id<"user">[]) =>
  db
    .selectDistinctOn([sites.ownerId], { name: sites.name, slug: sites.slug })
    .from(sites)
    .innerJoin(users, eq(users.id, sites.ownerId))
    .where(and(inArray(sites.ownerId, [...ownerIds]), isNull(sites.hiddenAt), isNull(users.suspendedAt)))
    .orderBy(asc(sites.ownerId), asc(sites.id))
    .limit(SUPPORTERS_SHOWN)
