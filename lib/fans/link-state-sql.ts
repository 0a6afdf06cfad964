/** The state of links as the rows have it at this moment: one expression for the list, for the watch and for what was changed. */
import { eq, inArray, type SQL, sql } from "drizzle-orm"
import type { Tx } from "#db/client.ts"
import { titles } from "#db/schema/catalog.ts"
import { links, sites } from "#db/schema/fans.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { LinkState } from "./link-state.ts"

/** For a query over `link` joined to `title`, and to `site` on the left. A page nobody has touched shows the site's titles, so it is out. */
export const linkStateSql: SQL<LinkState> = sql<LinkState>`case
  when ${titles.state} = 'taken_down' then 'taken_down'
  when ${titles.state} <> 'published' then 'withdrawn'
  when ${links.destination} = 'page' and ${sites.hiddenAt} is not null then 'page_hidden'
  when ${links.destination} = 'page' and exists (select 1 from site_page p
    where p.site_id = ${links.siteId} and p.published_version_id is null) then 'page_unpublished'
  when ${titles.priceCents} = 0 then 'free'
  when ${sites.silentSince} is not null then 'site_silent'
  else 'ok' end`

/** The fan has the links before his eyes: what is the matter with them now needs no notice. */
export async function markSeen(tx: Tx, linkIds: readonly Id<"link">[]): Promise<void> {
  const now = tx
    .select({ id: links.id, state: sql<LinkState>`${linkStateSql}`.as("state") })
    .from(links)
    .innerJoin(titles, eq(titles.id, links.titleId))
    .leftJoin(sites, eq(sites.id, links.siteId))
    .where(inArray(links.id, [...linkIds]))
    .as("now")
  await tx
    .update(links)
    .set({ watched: sql`${now.state}` })
    .from(now)
    .where(eq(links.id, now.id))
}
