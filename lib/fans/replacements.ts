/** What a fan recommends in place of a title that is no longer offered: others on the same site, and the fan's page. */
import { and, asc, eq, isNull } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { sites } from "#db/schema/fans.ts"
import type { LinkTarget } from "#lib/fans/link-targets.ts"
import { listTitlesOnSite, type ShownTitle } from "#lib/fans/queries.ts"

/** As many as stand beside each other on a wide screen, and are seen without scrolling far on a phone. */
export const REPLACEMENTS = 4

export type Replacements = { site: { slug: string; name: string } | null; titles: ShownTitle[] }

/** On the link's own site; for a link on none, on the fan's oldest. No page where it is hidden or its owner suspended. */
export async function listReplacements(
  db: DbOrTx,
  link: Pick<LinkTarget, "ownerId" | "siteId" | "titleId">,
): Promise<Replacements> {
  const [site] = await db
    .select({ siteId: sites.id, slug: sites.slug, name: sites.name })
    .from(sites)
    .innerJoin(users, eq(users.id, sites.ownerId))
    .where(
      and(
        link.siteId ? eq(sites.id, link.siteId) : eq(sites.ownerId, link.ownerId),
        isNull(sites.hiddenAt),
        isNull(users.suspendedAt),
      ),
    )
    .orderBy(asc(sites.id))
    .limit(1)
  if (!site) return { site: null, titles: [] }
  const shown = await listTitlesOnSite(db, site.siteId)
  const others = shown.filter((title) => title.titleId !== link.titleId).slice(0, REPLACEMENTS)
  return { site: { slug: site.slug, name: site.name }, titles: others }
}
