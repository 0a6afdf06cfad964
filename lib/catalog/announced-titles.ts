/** Titles that fans stand for: what most fan sites show, and what belongs to a title. */
import { and, desc, eq, ne, type SQL, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { publishers, titles } from "#db/schema/catalog.ts"
import { sites, siteTitles } from "#db/schema/fans.ts"
import { pictures } from "#db/schema/media.ts"
import { carriersNow } from "./carriers-now.ts"
import type { TitleView } from "./queries.ts"
import { currentReleaseId, type ShelfTitle, shelfColumns } from "./search-titles.ts"

/** On how many fan sites a title stands that strangers can see. */
const sitesShowing = sql<number>`(select count(*)::int from ${siteTitles} st
  join ${sites} s on s.id = st.site_id join ${users} u on u.id = s.owner_id
  where st.title_id = ${titles.id} and s.hidden_at is null and u.suspended_at is null)`

const onShelf = (db: DbOrTx, now: Date, where: SQL | undefined, order: SQL[], limit: number) =>
  db
    .select({ ...shelfColumns(now), sites: sitesShowing })
    .from(titles)
    .innerJoin(publishers, eq(publishers.id, titles.publisherId))
    .leftJoin(pictures, eq(pictures.id, titles.coverId))
    .where(and(eq(titles.state, "published"), where))
    .orderBy(...order, sql`${titles.publishedAt} desc nulls last`, desc(titles.id))
    .limit(limit)

export type AnnouncedTitle = ShelfTitle & {
  /** Fan sites that show it. */
  sites: number
}

/** What stands in front: titles with a cover that most fan sites show; of as many sites, the most carried. */
export const listAnnounced = (db: DbOrTx, now: Date, limit: number): Promise<AnnouncedTitle[]> =>
  onShelf(
    db,
    now,
    and(sql`(${titles.coverId} is not null or ${titles.coverType} is not null)`, sql`${sitesShowing} > 0`),
    [sql`${sitesShowing} desc`, sql`${carriersNow(currentReleaseId, now)} desc`],
    limit,
  )

/** What else a reader of this title may like: shown by the same fans, then of the same maker, then of the same kind. */
export function listRelated(db: DbOrTx, title: TitleView, now: Date, limit: number): Promise<AnnouncedTitle[]> {
  const together = sql`(select count(*) from ${siteTitles} a join ${siteTitles} b on b.site_id = a.site_id
    where a.title_id = ${title.id} and b.title_id = ${titles.id})`
  const order = [
    sql`${together} desc`,
    sql`(${titles.publisherId} = ${title.publisherId}) desc`,
    sql`(${titles.kind} = ${title.kind}) desc`,
  ]
  return onShelf(db, now, ne(titles.id, title.id), order, limit)
}
