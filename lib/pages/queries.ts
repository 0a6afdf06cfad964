/** Questions about promo pages: what visitors see, what the fan is working on, and which versions there were. */
import { and, asc, desc, eq, isNotNull, isNull, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { sites } from "#db/schema/fans.ts"
import { pageVersions, siteDomains, sitePages } from "#db/schema/pages.ts"
import { siteProofs } from "#db/schema/site-proofs.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { getOwnSite, listTitlesOnSite } from "#lib/fans/queries.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, isStorable } from "#lib/kernel/ids.ts"
import type { Locale } from "#lib/kernel/messages.ts"
import { recordOf } from "#lib/outside/txt-proof.ts"
import { defaultDocument } from "./default-document.ts"
import type { PageDocument } from "./page-document.ts"
import type { PageTheme } from "./page-theme.ts"

export type PageSite = {
  siteId: Id<"site">
  ownerId: Id<"user">
  ownerName: string | null
  slug: string
  name: string
  url: string
  words: string
  /** The fan has proved that the site at `url` is theirs. */
  isProved: boolean
}

const pageSite = {
  siteId: sites.id,
  ownerId: sites.ownerId,
  ownerName: users.name,
  slug: sites.slug,
  name: sites.name,
  url: sites.url,
  words: sites.words,
  isProved: sql<boolean>`exists (select 1 from ${siteProofs} p where p.site_id = ${sites.id} and p.state = 'proved')`,
}

export type PublishedPage = {
  site: PageSite
  locale: Locale
  document: PageDocument
  /** Null while the page is the one made of the site's name and titles. */
  versionId: Id<"pageVersion"> | null
  number: number
  publishedAt: Date | null
  /** The site's oldest verified domain: where the page is at home. */
  domain: string | null
}

/** What stands at `/s/SLUG`; null for an unknown site, a hidden one, and one whose owner is suspended. */
export async function findPublishedPage(db: DbOrTx, slug: string): Promise<PublishedPage | null> {
  if (slug.length > 60 || !isStorable(slug)) return null
  const [row] = await db
    .select({
      ...pageSite,
      locale: sitePages.locale,
      versionId: pageVersions.id,
      number: pageVersions.number,
      document: pageVersions.document,
      publishedAt: pageVersions.publishedAt,
      domain: sql<string | null>`(select d.domain from ${siteDomains} d where d.site_id = ${sites.id}
        and d.verified_at is not null order by d.verified_at, d.domain limit 1)`,
    })
    .from(sites)
    .innerJoin(users, eq(users.id, sites.ownerId))
    .leftJoin(sitePages, eq(sitePages.siteId, sites.id))
    .leftJoin(pageVersions, eq(pageVersions.id, sitePages.publishedVersionId))
    .where(and(eq(sites.slug, slug.toLowerCase()), isNull(users.suspendedAt), isNull(sites.hiddenAt)))
  if (!row) return null
  const { locale, versionId, number, document, publishedAt, domain, ...site } = row
  return {
    site,
    locale: locale ?? "en",
    document: document ?? (await defaultFor(db, site)),
    versionId,
    number: number ?? 0,
    publishedAt,
    domain,
  }
}

/** The look of a site's published page, by the site's id; null while nothing was published, and for a page nobody can see. */
export async function findPageTheme(db: DbOrTx, siteId: Id<"site">): Promise<PageTheme | null> {
  const [row] = await db
    .select({ document: pageVersions.document })
    .from(sitePages)
    .innerJoin(sites, eq(sites.id, sitePages.siteId))
    .innerJoin(pageVersions, eq(pageVersions.id, sitePages.publishedVersionId))
    .where(and(eq(sitePages.siteId, siteId), isNull(sites.hiddenAt)))
  return row?.document.root.props.theme ?? null
}

export type Draft = {
  site: PageSite
  locale: Locale
  document: PageDocument
  /** 0 while nothing was saved yet. */
  revision: number
  savedAt: Date | null
  publishedVersionId: Id<"pageVersion"> | null
  publishedAt: Date | null
}

/** The page as its fan works on it; before the first save, the page visitors see. Errors: not_found. */
export async function getDraft(db: DbOrTx, actor: Actor, siteId: Id<"site">): Promise<Draft> {
  const [row] = await db
    .select({ ...pageSite, page: sitePages })
    .from(sites)
    .innerJoin(users, eq(users.id, sites.ownerId))
    .leftJoin(sitePages, eq(sitePages.siteId, sites.id))
    .where(and(eq(sites.id, siteId), eq(sites.ownerId, actor.userId)))
  if (!row) throw new AppError("not_found", "You have no such site.")
  const { page, ...site } = row
  return {
    site,
    locale: page?.locale ?? "en",
    document: page?.draft ?? (await defaultFor(db, site)),
    revision: page?.draftRevision ?? 0,
    savedAt: page?.draftAt ?? null,
    publishedVersionId: page?.publishedVersionId ?? null,
    publishedAt: page?.publishedAt ?? null,
  }
}

async function defaultFor(db: DbOrTx, site: PageSite): Promise<PageDocument> {
  return defaultDocument({ words: site.words, titles: await listTitlesOnSite(db, site.siteId) })
}

export type VersionView = {
  versionId: Id<"pageVersion">
  number: number
  publishedAt: Date
  publishedBy: string | null
  note: string | null
  isLive: boolean
  blockCount: number
}

/** The newest 100 versions of a fan's page, newest first. Errors: not_found. */
export async function listVersions(db: DbOrTx, actor: Actor, siteId: Id<"site">): Promise<VersionView[]> {
  await getOwnSite(db, actor.userId, siteId)
  return db
    .select({
      versionId: pageVersions.id,
      number: pageVersions.number,
      publishedAt: pageVersions.publishedAt,
      publishedBy: users.name,
      note: pageVersions.note,
      isLive: sql<boolean>`coalesce(${sitePages.publishedVersionId} = ${pageVersions.id}, false)`,
      blockCount: sql<number>`jsonb_array_length(${pageVersions.document} -> 'content')`,
    })
    .from(pageVersions)
    .innerJoin(users, eq(users.id, pageVersions.publishedBy))
    .leftJoin(sitePages, eq(sitePages.siteId, pageVersions.siteId))
    .where(eq(pageVersions.siteId, siteId))
    .orderBy(desc(pageVersions.number))
    .limit(100)
}

/** One version of a fan's page, whole. Errors: not_found. */
export async function getVersion(
  db: DbOrTx,
  actor: Actor,
  siteId: Id<"site">,
  versionId: Id<"pageVersion">,
): Promise<{ number: number; document: PageDocument; publishedAt: Date }> {
  await getOwnSite(db, actor.userId, siteId)
  const [version] = await db
    .select({ number: pageVersions.number, document: pageVersions.document, publishedAt: pageVersions.publishedAt })
    .from(pageVersions)
    .where(and(eq(pageVersions.id, versionId), eq(pageVersions.siteId, siteId)))
  if (!version) throw new AppError("not_found", "This page has no such version.")
  return version
}

/** Every domain that shows a page at present, with the page's address; suspended fans' are left out. */
export const listVerifiedDomains = (db: DbOrTx): Promise<{ domain: string; slug: string }[]> =>
  db
    .select({ domain: siteDomains.domain, slug: sites.slug })
    .from(siteDomains)
    .innerJoin(sites, eq(sites.id, siteDomains.siteId))
    .innerJoin(users, eq(users.id, sites.ownerId))
    .where(and(isNotNull(siteDomains.verifiedAt), isNull(users.suspendedAt)))

export type DomainView = {
  domain: string
  /** The TXT record: where it must stand, and what it must say. */
  recordName: string
  recordValue: string
  addedAt: Date
  verifiedAt: Date | null
  lastCheckedAt: Date | null
  /** Why the last check failed, in words for the fan (`t.known`); null when it passed or was not made. */
  lastError: string | null
  failingSince: Date | null
}

/** A fan's domains for one site, oldest first. Errors: not_found. */
export async function listDomains(db: DbOrTx, actor: Actor, siteId: Id<"site">): Promise<DomainView[]> {
  await getOwnSite(db, actor.userId, siteId)
  const rows = await db
    .select()
    .from(siteDomains)
    .where(eq(siteDomains.siteId, siteId))
    .orderBy(asc(siteDomains.addedAt), asc(siteDomains.domain))
  return rows.map(({ siteId: _, token, ...row }) => ({ ...row, ...recordOf(row.domain, token) }))
}
