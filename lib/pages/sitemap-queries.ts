/** Which addresses want to be found: titles on offer, then fans' pages; each page of the list in one query. */
import { sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"

/** A sitemap file may hold 50 000 addresses; one of them is ours. */
export const SITEMAP_ADDRESSES = 49_999

export type PublicAddress = { address: string; changedAt: Date }

/** Pages that moved to a domain of the fan's own are listed there by whoever runs it; sitemaps speak for one host. */
const ADDRESSES = sql`
  select '/titles/' || slug as address, coalesce(published_at, created_at) as changed_at, 0 as kind, id
  from title where state = 'published'
  union all
  select '/s/' || s.slug, coalesce(p.published_at, s.created_at), 1, s.id
  from site s join "user" u on u.id = s.owner_id left join site_page p on p.site_id = s.id
  where u.suspended_at is null and s.hidden_at is null
    and not exists (select 1 from site_domain d where d.site_id = s.id and d.verified_at is not null)`

export async function countPublicAddresses(db: DbOrTx): Promise<number> {
  const { rows } = await db.execute<{ n: number }>(sql`select count(*)::int as n from (${ADDRESSES}) a`)
  return rows[0]?.n ?? 0
}

/** `limit` of them from `offset` on, in an order that new ones join at the end of their kind. */
export async function listPublicAddresses(db: DbOrTx, offset: number, limit: number): Promise<PublicAddress[]> {
  const { rows } = await db.execute<{ address: string; changed_at: string | Date }>(
    sql`select address, changed_at from (${ADDRESSES}) a order by kind, id offset ${offset} limit ${limit}`,
  )
  return rows.map((row) => ({ address: row.address, changedAt: new Date(row.changed_at) }))
}
