/** Where a code leads: what the fast path asks once and keeps in memory. */
import { desc, eq, isNull, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { titles } from "#db/schema/catalog.ts"
import { links, sites } from "#db/schema/fans.ts"
import type { TitleState } from "#lib/catalog/title-state.ts"
import type { LinkUtm } from "#lib/fans/destination.ts"
import { lookOf, parseLinkCode } from "#lib/fans/link-code.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { Cents } from "#lib/kernel/money.ts"

export type LinkTarget = {
  linkId: Id<"link">
  code: string
  ownerId: Id<"user">
  siteId: Id<"site"> | null
  subId: string | null
  archived: boolean
  titleId: Id<"title">
  slug: string
  name: string
  tagline: string
  kind: string
  state: TitleState
  /** What visitors are told where it was taken down. */
  notice: string | null
  priceCents: Cents
  hasDemo: boolean
  /** A path below the title's page. */
  deepPath: string | null
  /** The fan's page, when the link leads there and visitors can see it. */
  pageSlug: string | null
  utm: LinkUtm | null
}

const linkTarget = {
  linkId: links.id,
  code: links.code,
  ownerId: links.ownerId,
  siteId: links.siteId,
  subId: links.subId,
  // A suspended fan's links lead on as retired ones do: nothing is counted or credited.
  archived: sql<boolean>`${links.archivedAt} is not null or ${users.suspendedAt} is not null`,
  titleId: titles.id,
  slug: titles.slug,
  name: titles.name,
  tagline: titles.tagline,
  kind: titles.kind,
  state: titles.state,
  notice: titles.takenDownNotice,
  priceCents: titles.priceCents,
  hasDemo: sql<boolean>`${titles.demoTerms} <> 'none'`,
  deepPath: links.deepPath,
  // A hidden page would be a dead end, and a suspended fan's is hidden as well; the title is not.
  pageSlug: sql<string | null>`case when ${links.destination} = 'page' and ${sites.hiddenAt} is null
    and ${users.suspendedAt} is null then ${sites.slug} end`,
  utm: links.utm,
}

const targets = (db: DbOrTx) =>
  db
    .select(linkTarget)
    .from(links)
    .innerJoin(titles, eq(titles.id, links.titleId))
    .innerJoin(users, eq(users.id, links.ownerId))
    .leftJoin(sites, eq(sites.id, links.siteId))
    .$dynamic()

/** The link with this code, or one that is read like it, archived or not; null when there is none. */
export async function findLinkByCode(db: DbOrTx, raw: string): Promise<LinkTarget | null> {
  const code = parseLinkCode(raw)
  if (code === null) return null
  const [row] = await targets(db).where(eq(links.look, lookOf(code)))
  return row ?? null
}

/** The newest links that still count, for a process that has just started. */
export const listNewestLinkTargets = (db: DbOrTx, limit: number): Promise<LinkTarget[]> =>
  targets(db).where(isNull(links.archivedAt)).orderBy(desc(links.id)).limit(limit)
