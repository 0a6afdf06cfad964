/** A fan's clicks for a file, link by link along the index, so that a page in the middle of a million costs what the first does. */
import { sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { clickTitle } from "#lib/fans/link-title-at.ts"
import { UTM_KEYS, type Utm } from "#lib/fans/utm.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { type ExportRow, type ExportTable, ROWS_PER_PAGE } from "./export-table.ts"

/** Instants `from <= at < to`; null: everything. */
export type ExportSpan = { from: Date; to: Date } | null

const SUBS = ["s1", "s2", "s3", "s4", "s5"] as const
const CLICK_COLUMNS = [
  ...["id", "at", "link", "title", "sub_id", ...SUBS, "trigger", "device", "referer_host", "deep_path"],
  ...UTM_KEYS,
  ...["counted", "not_counted_because"],
]

/** Every click on the fan's links as it came, link by link, oldest first. */
export const exportClicks = (db: DbOrTx, userId: Id<"user">, span: ExportSpan): ExportTable => ({
  columns: CLICK_COLUMNS,
  pages: clickPages(db, userId, span),
})

type ClickRow = Record<string, string | null> & { id: string; at: Date | string; utm: string | null }

async function* clickPages(db: DbOrTx, userId: Id<"user">, span: ExportSpan): AsyncGenerator<readonly ExportRow[]> {
  const from = span?.from ?? new Date(0)
  const until = span ? sql` and c.at < ${span.to.toISOString()}::timestamptz` : sql``
  for (const link of await ownLinks(db, userId)) {
    let after = { at: from.toISOString(), id: "" }
    for (;;) {
      // Along the index of each link: a page in the middle of a million costs what the first does.
      const { rows } = await db.execute<ClickRow>(sql`
          select click.id, click.at, t.slug as title, click.sub_id, click.s1, click.s2, click.s3, click.s4, click.s5,
            click.trigger, click.device, click.referer_host, click.deep_path, click.utm,
            coalesce(click.flag, case when click.dup_of is not null then 'double' end) as not_counted_because
          from (
            select * from click c where c.link_id = ${link.id} and c.at >= ${after.at}::timestamptz
              and (c.at, c.id) > (${after.at}::timestamptz, ${after.id})${until}
            order by c.at, c.id limit ${ROWS_PER_PAGE}
          ) click join link on link.id = click.link_id join title t on t.id = ${clickTitle} order by click.at, click.id`)
      if (rows.length > 0) yield rows.map((row) => clickOf(row, link))
      const last = rows.at(-1)
      if (!last || rows.length < ROWS_PER_PAGE) break
      after = { at: new Date(last.at).toISOString(), id: last.id }
    }
  }
}

type OwnLink = { id: string; code: string }

/** An account has at most LINKS_PER_OWNER. */
const ownLinks = async (db: DbOrTx, userId: Id<"user">): Promise<OwnLink[]> =>
  (await db.execute<OwnLink>(sql`select id, code from link where owner_id = ${userId} order by id`)).rows

function clickOf({ id, at, utm, ...row }: ClickRow, link: OwnLink): ExportRow {
  const tags: Utm = utm ? (JSON.parse(utm) as Utm) : {}
  const of = (names: readonly string[]) => names.map((name) => [name, row[name] ?? null] as const)
  return {
    id,
    at: new Date(at),
    link: link.code,
    ...Object.fromEntries(of(["title", "sub_id", ...SUBS, "trigger", "device", "referer_host", "deep_path"])),
    ...Object.fromEntries(UTM_KEYS.map((key) => [key, tags[key] ?? null])),
    counted: row.not_counted_because === null,
    not_counted_because: row.not_counted_because ?? null,
  }
}
