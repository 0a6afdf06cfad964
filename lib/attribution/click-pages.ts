/** A page of the clicks on a fan's links as they came, flagged or not. */
import { type SQL, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import type { ClickDevice, ClickFlag, ClickTrigger } from "#lib/attribution/click.ts"
import type { Utm } from "#lib/fans/utm.ts"
import type { Id } from "#lib/kernel/ids.ts"

export type ClickView = {
  id: string
  linkId: Id<"link">
  linkCode: string
  at: Date
  /** Null: it counts, unless it is a double. */
  flag: ClickFlag | null
  dupOf: string | null
  /** `s`, then s1 to s5. */
  subIds: (string | null)[]
  trigger: ClickTrigger | null
  device: ClickDevice | null
  refererHost: string | null
  deepPath: string | null
  utm: Utm | null
}

export type ClickPage = {
  after: { at: Date; id: string } | null
  limit: number
  linkId: Id<"link"> | null
  /** Half open; null: no bound. */
  from: Date | null
  to: Date | null
  /** Only those that count; null: all. */
  counted: boolean | null
}

/** Newest first. One more than `limit` when there are more. Reads from each link's own index, so that old clicks cost nothing. */
export async function pageOfClicks(db: DbOrTx, ownerId: Id<"user">, page: ClickPage): Promise<ClickView[]> {
  const rows = page.limit + 1
  const found = await db.execute<Row>(sql`
    select c.*, l.code from link l
    cross join lateral (
      select k.id, k.link_id, k.at, k.flag, k.dup_of, k.sub_id, k.s1, k.s2, k.s3, k.s4, k.s5, k.trigger, k.device,
        k.referer_host, k.deep_path, k.utm
      from click k where k.link_id = l.id ${conditions(page)} order by k.at desc, k.id desc limit ${rows}
    ) c
    where l.owner_id = ${ownerId} ${page.linkId ? sql`and l.id = ${page.linkId}` : sql``}
    order by c.at desc, c.id desc limit ${rows}`)
  return found.rows.map(toView)
}

function conditions({ after, from, to, counted }: ClickPage): SQL {
  const instant = (at: Date) => sql`${at.toISOString()}::timestamptz`
  const counts = sql`(k.flag is null and k.dup_of is null)`
  const wanted = [
    after ? sql`and (k.at, k.id) < (${instant(after.at)}, ${after.id})` : sql``,
    from ? sql`and k.at >= ${instant(from)}` : sql``,
    to ? sql`and k.at < ${instant(to)}` : sql``,
    counted === null ? sql`` : counted ? sql`and ${counts}` : sql`and not ${counts}`,
  ]
  return sql.join(wanted, sql` `)
}

type Row = {
  id: string
  link_id: Id<"link">
  code: string
  at: string | Date
  flag: ClickFlag | null
  dup_of: string | null
  sub_id: string | null
  trigger: ClickTrigger | null
  device: ClickDevice | null
  referer_host: string | null
  deep_path: string | null
  utm: string | null
} & Record<"s1" | "s2" | "s3" | "s4" | "s5", string | null>

const toView = (row: Row): ClickView => ({
  id: row.id,
  linkId: row.link_id,
  linkCode: row.code,
  at: new Date(row.at),
  flag: row.flag,
  dupOf: row.dup_of,
  subIds: [row.sub_id, row.s1, row.s2, row.s3, row.s4, row.s5],
  trigger: row.trigger,
  device: row.device,
  refererHost: row.referer_host,
  deepPath: row.deep_path,
  utm: row.utm === null ? null : (JSON.parse(row.utm) as Utm),
})
