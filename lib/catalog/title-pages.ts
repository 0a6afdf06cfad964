/** A page of the titles on offer, each with what a fan gets for it now and what is announced. */
import { and, asc, desc, eq, gt, inArray, lt, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { publishers, titles, titleTerms } from "#db/schema/catalog.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { Cents } from "#lib/kernel/money.ts"
import type { Term } from "./term.ts"
import type { DemoTerms, TitleKind } from "./title-state.ts"

export type OfferedTitle = {
  id: Id<"title">
  slug: string
  name: string
  tagline: string
  kind: TitleKind
  priceCents: Cents
  currency: string
  demoTerms: DemoTerms
  publisherName: string
  hasCover: boolean
  /** Those that hold now or begin later, the first to begin first. */
  terms: Term[]
}

export type TitlePage = { after: Id<"title"> | null; limit: number; kind: TitleKind | null; now: Date }

/** Newest first. One more than `limit` when there are more. */
export async function pageOfOffered(db: DbOrTx, page: TitlePage): Promise<OfferedTitle[]> {
  const rows = await db
    .select({
      id: titles.id,
      slug: titles.slug,
      name: titles.name,
      tagline: titles.tagline,
      kind: titles.kind,
      priceCents: titles.priceCents,
      currency: titles.currency,
      demoTerms: titles.demoTerms,
      publisherName: publishers.name,
      hasCover: sql<boolean>`(${titles.coverId} is not null or ${titles.coverType} is not null)`,
    })
    .from(titles)
    .innerJoin(publishers, eq(publishers.id, titles.publisherId))
    .where(
      and(
        eq(titles.state, "published"),
        page.after ? lt(titles.id, page.after) : undefined,
        page.kind ? eq(titles.kind, page.kind) : undefined,
      ),
    )
    .orderBy(desc(titles.id))
    .limit(page.limit + 1)
  const terms = await termsFrom(
    db,
    rows.map((row) => row.id),
    page.now,
  )
  return rows.map((row) => ({ ...row, terms: terms.get(row.id) ?? [] }))
}

async function termsFrom(db: DbOrTx, ids: Id<"title">[], now: Date): Promise<Map<Id<"title">, Term[]>> {
  const byTitle = new Map<Id<"title">, Term[]>()
  if (ids.length === 0) return byTitle
  const rows = await db
    .select()
    .from(titleTerms)
    .where(and(inArray(titleTerms.titleId, ids), gt(titleTerms.endsAt, now)))
    .orderBy(asc(titleTerms.startsAt))
  for (const { titleId, referralBps, startsAt, endsAt } of rows)
    byTitle.set(titleId, [...(byTitle.get(titleId) ?? []), { referralBps, startsAt, endsAt }])
  return byTitle
}
