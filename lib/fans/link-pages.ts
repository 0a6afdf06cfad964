/** A page of a fan's links, for programs that read them all. */
import { and, desc, eq, isNotNull, isNull, lt } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { links } from "#db/schema/fans.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { type LinkView, viewLinks } from "./link-queries.ts"

export type LinkPage = {
  /** Only those that stand after it in the list. */
  after: Id<"link"> | null
  limit: number
  titleId: Id<"title"> | null
  siteId: Id<"site"> | null
  archived: boolean | null
}

/** Newest first. One more than `limit` when there are more. */
export async function pageOfLinks(db: DbOrTx, ownerId: Id<"user">, page: LinkPage): Promise<LinkView[]> {
  const { after, titleId, siteId, archived, limit } = page
  const rows = await db
    .select({ id: links.id })
    .from(links)
    .where(
      and(
        eq(links.ownerId, ownerId),
        after ? lt(links.id, after) : undefined,
        titleId ? eq(links.titleId, titleId) : undefined,
        siteId ? eq(links.siteId, siteId) : undefined,
        archived === null ? undefined : archived ? isNotNull(links.archivedAt) : isNull(links.archivedAt),
      ),
    )
    .orderBy(desc(links.id))
    .limit(limit + 1)
  return viewLinks(
    db,
    rows.map((row) => row.id),
  )
}
