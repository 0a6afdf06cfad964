/** A fan's links as a file: every field by the name it has in a table of links, so that what was taken away can be brought again. */
import { sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import type { LinkUtm } from "#lib/fans/destination.ts"
import { linkStateSql } from "#lib/fans/link-state-sql.ts"
import { LINK_COLUMNS } from "#lib/fans/link-table.ts"
import { UTM_KEYS } from "#lib/fans/utm.ts"
import type { CsvCell } from "#lib/kernel/csv.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { type ExportRow, type ExportTable, instantOf, ROWS_PER_PAGE } from "./export-table.ts"

/** The fan's links, oldest first, each with its clicks. */
export const exportLinks = (db: DbOrTx, userId: Id<"user">): ExportTable => ({
  columns: [
    ...["id", ...LINK_COLUMNS, "title_name", "state", "watch"],
    ...["made_at", "retired_at", "counted_clicks", "all_clicks"],
  ],
  pages: linkPages(db, userId),
})

type LinkRow = Record<string, CsvCell> & { id: string; tags: string[]; utm: LinkUtm | null } & Record<
    "made_at" | "retired_at",
    string | Date | null
  >

async function* linkPages(db: DbOrTx, userId: Id<"user">): AsyncGenerator<readonly ExportRow[]> {
  let after = ""
  for (;;) {
    const { rows } = await db.execute<LinkRow>(sql`
      select link.id, link.code, title.slug as title, title.name as title_name, site.slug as site, link.name, link.tags,
        link.note, link.sub_id, link.destination as leads_to, link.deep_path as path, link.utm, ${linkStateSql} as watch,
        case when link.archived_at is null then 'live' else 'retired' end as state,
        link.created_at as made_at, link.archived_at as retired_at,
        (select count(*)::int from click c where c.link_id = link.id and c.flag is null and c.dup_of is null)
          as counted_clicks,
        (select count(*)::int from click c where c.link_id = link.id) as all_clicks
      from link join title on title.id = link.title_id left join site on site.id = link.site_id
      where link.owner_id = ${userId} and link.id > ${after} order by link.id limit ${ROWS_PER_PAGE}`)
    yield rows.map(cellsOf)
    if (rows.length < ROWS_PER_PAGE) return
    after = rows.at(-1)!.id
  }
}

function cellsOf({ tags, utm, ...row }: LinkRow): ExportRow {
  return {
    ...row,
    tags: tags.join(", "),
    pass_utm: utm?.pass.join(" ") ?? "",
    ...Object.fromEntries(UTM_KEYS.map((key) => [key, utm?.own[key] ?? null])),
    made_at: instantOf(row.made_at),
    retired_at: instantOf(row.retired_at),
  }
}
