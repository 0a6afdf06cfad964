/** How far the page of each of a fan's sites is: never built, built and not out, out, or out with a newer draft behind it. */
import { asc, eq, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { sites } from "#db/schema/fans.ts"
import { pageVersions, sitePages } from "#db/schema/pages.ts"
import type { Id } from "#lib/kernel/ids.ts"

export type SitePageState = {
  siteId: Id<"site">
  /** Null before the first save: visitors see a page made of the site's name and titles. */
  draftAt: Date | null
  /** Null while nothing was published. */
  publishedAt: Date | null
  /** The draft says something else than what visitors see. */
  isDraftNewer: boolean
  /** An operator took the page off. */
  isHidden: boolean
}

/** One row for each site of the owner, oldest site first. */
export const listSitePages = (db: DbOrTx, ownerId: Id<"user">): Promise<SitePageState[]> =>
  db
    .select({
      siteId: sites.id,
      draftAt: sitePages.draftAt,
      publishedAt: pageVersions.publishedAt,
      isDraftNewer: sql<boolean>`coalesce(${sitePages.draft} <> ${pageVersions.document}, false)`,
      isHidden: sql<boolean>`${sites.hiddenAt} is not null`,
    })
    .from(sites)
    .leftJoin(sitePages, eq(sitePages.siteId, sites.id))
    .leftJoin(pageVersions, eq(pageVersions.id, sitePages.publishedVersionId))
    .where(eq(sites.ownerId, ownerId))
    .orderBy(asc(sites.id))
