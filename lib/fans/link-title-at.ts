/** The title a link led to at an earlier moment: a link may be pointed elsewhere, and its old clicks stay what they were. */
import { type AnyColumn, type SQL, sql } from "drizzle-orm"
import { clicks } from "#db/schema/attribution.ts"
import { linkChanges, links } from "#db/schema/fans.ts"
import type { Id } from "#lib/kernel/ids.ts"

/** For a query over `link`; `at` is a column or value of time, such as a click's. */
export const linkTitleAt = (at: AnyColumn | SQL): SQL<Id<"title">> =>
  sql<Id<"title">>`coalesce((select lc.title_before from ${linkChanges} lc where lc.link_id = ${links.id}
    and lc.title_before is not null and lc.at > ${at} order by lc.at, lc.id limit 1), ${links.titleId})`

/** For a query over `click` joined to `link`: the title the visitor was sent to, which outlives what the link says now. */
export const clickTitle: SQL<Id<"title">> = sql<Id<"title">>`coalesce(${clicks.titleId}, ${linkTitleAt(clicks.at)})`
