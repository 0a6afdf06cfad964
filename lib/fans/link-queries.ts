/** Questions a fan asks about referral links. */
import { and, desc, eq, inArray, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { clicks } from "#db/schema/attribution.ts"
import { titles } from "#db/schema/catalog.ts"
import { type FieldChange, linkChanges, links, sites } from "#db/schema/fans.ts"
import type { TitleState } from "#lib/catalog/title-state.ts"
import type { DestinationKind, LinkUtm } from "#lib/fans/destination.ts"
import type { LinkState } from "#lib/fans/link-state.ts"
import { linkStateSql } from "#lib/fans/link-state-sql.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { Cents } from "#lib/kernel/money.ts"

export type LinkView = {
  linkId: Id<"link">
  code: string
  /** The fan's own name for it; may be empty. */
  name: string
  tags: string[]
  note: string
  subId: string | null
  siteId: Id<"site"> | null
  siteName: string | null
  siteSlug: string | null
  titleId: Id<"title">
  titleName: string
  titleSlug: string
  titleState: TitleState
  priceCents: Cents
  destination: DestinationKind
  deepPath: string | null
  utm: LinkUtm | null
  createdAt: Date
  archivedAt: Date | null
  /** What is the matter with where it leads. */
  state: LinkState
  /** Clicks that count: no bot, no prefetch, no double within the hour. */
  countedClicks: number
  /** Every click as it came. */
  rawClicks: number
}

const linkView = {
  linkId: links.id,
  code: links.code,
  name: links.name,
  tags: links.tags,
  note: links.note,
  subId: links.subId,
  siteId: links.siteId,
  siteName: sites.name,
  siteSlug: sites.slug,
  titleId: titles.id,
  titleName: titles.name,
  titleSlug: titles.slug,
  titleState: titles.state,
  priceCents: titles.priceCents,
  destination: links.destination,
  deepPath: links.deepPath,
  utm: links.utm,
  createdAt: links.createdAt,
  archivedAt: links.archivedAt,
  state: linkStateSql,
}

/** A fan's links, newest first, each with its clicks. */
export async function listLinks(db: DbOrTx, ownerId: Id<"user">, limit = 200): Promise<LinkView[]> {
  const rows = await linkRows(db).where(eq(links.ownerId, ownerId)).orderBy(desc(links.id)).limit(limit)
  return withClicks(db, rows)
}

/** One link of this fan; throws not_found otherwise. */
export async function getOwnLink(db: DbOrTx, ownerId: Id<"user">, linkId: Id<"link">): Promise<LinkView> {
  const rows = await linkRows(db).where(and(eq(links.id, linkId), eq(links.ownerId, ownerId)))
  const [link] = await withClicks(db, rows)
  if (!link) throw new AppError("not_found", "You have no such link.")
  return link
}

/** These links, newest first; the caller knows that they may be seen. */
export async function viewLinks(db: DbOrTx, ids: readonly Id<"link">[]): Promise<LinkView[]> {
  if (ids.length === 0) return []
  const rows = await linkRows(db)
    .where(inArray(links.id, [...ids]))
    .orderBy(desc(links.id))
  return withClicks(db, rows)
}

const linkRows = (db: DbOrTx) =>
  db
    .select(linkView)
    .from(links)
    .innerJoin(titles, eq(titles.id, links.titleId))
    .leftJoin(sites, eq(sites.id, links.siteId))
    .$dynamic()

type LinkRow = Omit<LinkView, "countedClicks" | "rawClicks">

async function withClicks(db: DbOrTx, rows: LinkRow[]): Promise<LinkView[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.linkId)
  const sums = await db
    .select({
      linkId: clicks.linkId,
      raw: sql<number>`count(*)::int`,
      counted: sql<number>`count(*) filter (where ${clicks.flag} is null and ${clicks.dupOf} is null)::int`,
    })
    .from(clicks)
    .where(inArray(clicks.linkId, ids))
    .groupBy(clicks.linkId)
  const byLink = new Map(sums.map((sum) => [sum.linkId, sum]))
  return rows.map((row) => {
    const sum = byLink.get(row.linkId)
    return { ...row, countedClicks: sum?.counted ?? 0, rawClicks: sum?.raw ?? 0 }
  })
}

export type LinkChangeView = { id: number; at: Date; changes: FieldChange[] }

/** What was changed on a link of this fan, the newest 100 first. Errors: not_found. */
export async function listLinkChanges(db: DbOrTx, ownerId: Id<"user">, linkId: Id<"link">): Promise<LinkChangeView[]> {
  return db
    .select({ id: linkChanges.id, at: linkChanges.at, changes: linkChanges.changes })
    .from(linkChanges)
    .innerJoin(links, eq(links.id, linkChanges.linkId))
    .where(and(eq(linkChanges.linkId, linkId), eq(links.ownerId, ownerId)))
    .orderBy(desc(linkChanges.at), desc(linkChanges.id))
    .limit(100)
}
