/** Questions about commission terms: which hold now, which are announced. */
import { and, asc, eq, gt, inArray, lte } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { titleTerms } from "#db/schema/catalog.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { Term } from "./term.ts"

export type TermView = Term & { id: Id<"term"> }

const termColumns = {
  id: titleTerms.id,
  referralBps: titleTerms.referralBps,
  startsAt: titleTerms.startsAt,
  endsAt: titleTerms.endsAt,
}

/** Every term of a title that has ever been, the first to begin first. */
export const listTerms = (db: DbOrTx, titleId: Id<"title">): Promise<TermView[]> =>
  db.select(termColumns).from(titleTerms).where(eq(titleTerms.titleId, titleId)).orderBy(asc(titleTerms.startsAt))

/** The terms that hold at this instant, by title; a title without one has the house's rate. */
export async function termsAt(
  db: DbOrTx,
  titleIds: readonly Id<"title">[],
  at: Date,
): Promise<ReadonlyMap<Id<"title">, TermView>> {
  if (titleIds.length === 0) return new Map()
  const rows = await db
    .select({ titleId: titleTerms.titleId, term: termColumns })
    .from(titleTerms)
    .where(and(inArray(titleTerms.titleId, [...titleIds]), lte(titleTerms.startsAt, at), gt(titleTerms.endsAt, at)))
  return new Map(rows.map(({ titleId, term }) => [titleId, term]))
}
