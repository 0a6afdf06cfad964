/** What an erasure would end, for the person to read before: rights to titles, money not paid yet, what is on offer. */
import { and, asc, desc, eq, inArray, ne, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { publishers, titles } from "#db/schema/catalog.ts"
import { entitlements } from "#db/schema/entitlements.ts"
import { links, sites } from "#db/schema/fans.ts"
import { ledgerEntries } from "#db/schema/ledger.ts"
import { erasures } from "#db/schema/operate.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { type Micros, micros } from "#lib/kernel/money.ts"
import { fanAccount, publisherAccount, storeCreditAccount } from "#lib/ledger/accounts.ts"

export type ErasureEnds = {
  /** Names of titles whose right ends, at most `NAMED_TITLES`. */
  titles: string[]
  /** Everything owed to the person, pending or matured; never negative. */
  unpaidMicros: Micros
  sites: number
  links: number
  offered: number
}

const NAMED_TITLES = 50

export async function whatErasureEnds(db: DbOrTx, userId: Id<"user">): Promise<ErasureEnds> {
  const named = await db
    .selectDistinct({ name: titles.name })
    .from(entitlements)
    .innerJoin(titles, eq(titles.id, entitlements.titleId))
    .where(and(eq(entitlements.userId, userId), eq(entitlements.state, "active")))
    .orderBy(asc(titles.name))
    .limit(NAMED_TITLES)
  const [publisher] = await db.select({ id: publishers.id }).from(publishers).where(eq(publishers.ownerId, userId))
  const offered = publisher
    ? await db.$count(titles, and(eq(titles.publisherId, publisher.id), eq(titles.state, "published")))
    : 0
  return {
    titles: named.map((row) => row.name),
    unpaidMicros: await owedTo(db, userId, publisher?.id ?? null),
    sites: await db.$count(sites, eq(sites.ownerId, userId)),
    links: await db.$count(links, eq(links.ownerId, userId)),
    offered,
  }
}

/** The sum of the person's own accounts; what was overpaid counts against the rest. */
export async function owedTo(db: DbOrTx, userId: Id<"user">, publisherId: Id<"publisher"> | null): Promise<Micros> {
  const own = [fanAccount(userId, "referral"), fanAccount(userId, "carriage"), storeCreditAccount(userId)]
  const accounts = publisherId ? [...own, publisherAccount(publisherId)] : own
  const [row] = await db
    .select({ sum: sql<string>`coalesce(sum(${ledgerEntries.amountMicros}), 0)` })
    .from(ledgerEntries)
    .where(inArray(ledgerEntries.account, accounts))
  const sum = micros(row?.sum ?? 0)
  return sum > 0n ? sum : micros(0n)
}

export type ErasureView = typeof erasures.$inferSelect

/** The erasure that waits, or the last one that was done; null when there is neither. */
export async function findErasure(db: DbOrTx, userId: Id<"user">): Promise<ErasureView | null> {
  const [row] = await db
    .select()
    .from(erasures)
    .where(and(eq(erasures.userId, userId), ne(erasures.state, "cancelled")))
    .orderBy(desc(erasures.askedAt))
    .limit(1)
  return row ?? null
}

/** Erasures that wait, the next one due first. */
export const listWaitingErasures = (db: DbOrTx) =>
  db.select().from(erasures).where(eq(erasures.state, "waiting")).orderBy(asc(erasures.dueAt)).limit(100)
