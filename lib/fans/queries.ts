/** Questions about fan sites and the titles they show. */
import { and, asc, eq, isNotNull, isNull, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { titles } from "#db/schema/catalog.ts"
import { sites, siteTitles } from "#db/schema/fans.ts"
import { pictures } from "#db/schema/media.ts"
import { siteProofs } from "#db/schema/site-proofs.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, isStorable } from "#lib/kernel/ids.ts"
import type { Cents } from "#lib/kernel/money.ts"
import type { PictureView } from "#lib/media/picture.ts"
import { pictureColumns } from "#lib/media/queries.ts"

export type SiteView = {
  siteId: Id<"site">
  slug: string
  name: string
  url: string
  words: string
  createdAt: Date
  titleCount: number
  /** Whether its address is proved to be the fan's. */
  proved: boolean
}

const siteView = {
  siteId: sites.id,
  slug: sites.slug,
  name: sites.name,
  url: sites.url,
  words: sites.words,
  createdAt: sites.createdAt,
  titleCount: sql<number>`(select count(*)::int from site_title st where st.site_id = "site"."id")`,
  proved: sql<boolean>`exists (select 1 from site_proof sp where sp.site_id = "site"."id" and sp.state = 'proved')`,
}

/** A fan's sites, oldest first. */
export const listSites = (db: DbOrTx, ownerId: Id<"user">): Promise<SiteView[]> =>
  db.select(siteView).from(sites).where(eq(sites.ownerId, ownerId)).orderBy(asc(sites.id))

/** The site, if it is this fan's; throws not_found otherwise. */
export async function getOwnSite(db: DbOrTx, ownerId: Id<"user">, siteId: Id<"site">): Promise<SiteView> {
  const [site] = await db
    .select(siteView)
    .from(sites)
    .where(and(eq(sites.id, siteId), eq(sites.ownerId, ownerId)))
  if (!site) throw new AppError("not_found", "You have no such site.")
  return site
}

/** The title, if it is in the catalogue now; throws not_found otherwise. */
export async function getOfferedTitle(db: DbOrTx, titleId: Id<"title">): Promise<{ titleId: Id<"title"> }> {
  const [title] = await db
    .select({ titleId: titles.id })
    .from(titles)
    .where(and(eq(titles.id, titleId), eq(titles.state, "published")))
  if (!title) throw new AppError("not_found", "That title is not in the catalogue.", { field: "titleId" })
  return title
}

export type ShownTitle = {
  titleId: Id<"title">
  slug: string
  name: string
  tagline: string
  kind: string
  priceCents: Cents
  hasCover: boolean
  cover: PictureView | null
  hasDemo: boolean
  /** The site's button for this title; null when every link of it was retired. */
  code: string | null
}

const shownTitle = {
  titleId: titles.id,
  slug: titles.slug,
  name: titles.name,
  tagline: titles.tagline,
  kind: titles.kind,
  priceCents: titles.priceCents,
  hasCover: sql<boolean>`(${titles.coverId} is not null or ${titles.coverType} is not null)`,
  cover: pictureColumns,
  hasDemo: sql<boolean>`${titles.demoTerms} <> 'none'`,
  code: sql<string | null>`(select l.code from link l where l.site_id = ${siteTitles.siteId}
    and l.title_id = ${titles.id} and l.archived_at is null order by l.id limit 1)`,
}

/** The titles a site shows, in the fan's order; withdrawn ones are left out. */
export const listTitlesOnSite = (db: DbOrTx, siteId: Id<"site">): Promise<ShownTitle[]> =>
  db
    .select(shownTitle)
    .from(siteTitles)
    .innerJoin(titles, eq(titles.id, siteTitles.titleId))
    .leftJoin(pictures, eq(pictures.id, titles.coverId))
    .where(and(eq(siteTitles.siteId, siteId), eq(titles.state, "published")))
    .orderBy(asc(siteTitles.position))

export type PromoPage = SiteView & { ownerName: string | null; titles: ShownTitle[] }

/** A site's public page by its address; null when there is none. */
export async function findSiteBySlug(db: DbOrTx, slug: string): Promise<PromoPage | null> {
  if (!isStorable(slug)) return null
  const [site] = await db
    .select({ ...siteView, ownerName: users.name })
    .from(sites)
    .innerJoin(users, eq(users.id, sites.ownerId))
    .where(and(eq(sites.slug, slug.toLowerCase()), isNull(users.suspendedAt), isNull(sites.hiddenAt)))
  return site ? { ...site, titles: await listTitlesOnSite(db, site.siteId) } : null
}

/** Titles a page must show to be an example of one. */
const EXAMPLE_TITLES = 2

/** The oldest page that has enough on it to show to strangers; null when there is none. */
export async function findExampleSite(db: DbOrTx): Promise<PromoPage | null> {
  const shown = sql`(select count(*) from site_title st join title t on t.id = st.title_id
    where st.site_id = ${sites.id} and t.state = 'published'
      and (t.cover_picture_id is not null or t.cover_type is not null))`
  const [site] = await db
    .select({ slug: sites.slug })
    .from(sites)
    .innerJoin(users, eq(users.id, sites.ownerId))
    .where(
      and(
        isNull(users.suspendedAt),
        isNull(sites.hiddenAt),
        sql`${sites.words} <> ''`,
        sql`${shown} >= ${EXAMPLE_TITLES}`,
      ),
    )
    .orderBy(asc(sites.id))
    .limit(1)
  return site ? findSiteBySlug(db, site.slug) : null
}

export type Recommendation = {
  slug: string
  name: string
  /** The fan's own words about the site; may be empty. */
  words: string
  ownerName: string | null
  /** Where the site stands, when its fan has proved that it is theirs. */
  provedPlace: string | null
}

/** Fan sites that show the title on their page, the longest standing first, and how many there are in all. */
export async function listRecommendations(
  db: DbOrTx,
  titleId: Id<"title">,
  limit: number,
): Promise<{ sites: Recommendation[]; total: number }> {
  const rows = await db
    .select({
      slug: sites.slug,
      name: sites.name,
      words: sites.words,
      ownerName: users.name,
      provedPlace: siteProofs.place,
      total: sql<number>`count(*) over ()::int`,
    })
    .from(siteTitles)
    .innerJoin(sites, eq(sites.id, siteTitles.siteId))
    .innerJoin(users, eq(users.id, sites.ownerId))
    .leftJoin(siteProofs, and(eq(siteProofs.siteId, sites.id), eq(siteProofs.state, "proved")))
    .where(and(eq(siteTitles.titleId, titleId), isNull(users.suspendedAt), isNull(sites.hiddenAt)))
    .orderBy(asc(sites.id))
    .limit(limit)
  return { sites: rows.map(({ total: _, ...site }) => site), total: rows[0]?.total ?? 0 }
}

/** What stands in place of a page that an operator has hidden; null when it is not hidden. */
export async function findHiddenNotice(db: DbOrTx, slug: string): Promise<string | null> {
  if (!isStorable(slug)) return null
  const [site] = await db
    .select({ notice: sites.hiddenNotice })
    .from(sites)
    .where(and(eq(sites.slug, slug.toLowerCase()), isNotNull(sites.hiddenAt)))
  return site ? (site.notice ?? "") : null
}
