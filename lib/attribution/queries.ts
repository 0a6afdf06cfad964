/** Questions about who brought somebody. */
import { and, desc, eq, inArray, isNull, or } from "drizzle-orm"
import type { Db, DbOrTx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { creatorCodes, typedCodes } from "#db/schema/codes.ts"
import { links, sites } from "#db/schema/fans.ts"
import { clicksArrived } from "#lib/attribution/await-clicks.ts"
import {
  type AttributionRule,
  CODE_WINDOW_DAYS,
  type Decision,
  decideReferrer,
  type Touch,
} from "#lib/attribution/decide-referrer.ts"
import { gatherTouches } from "#lib/attribution/gather-touches.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { m } from "#lib/kernel/messages.ts"
import { addDays } from "#lib/kernel/period.ts"

/** Nobody's id: a visitor who is not signed in owns no link. */
const STRANGER: Id<"user"> = "usr_"

type Preview = { clickIds: readonly string[]; buyerId: Id<"user"> | null; titleId: Id<"title">; at: Date }

/** Somebody a sale may be credited to, as the buyer reads it. */
export type Party = {
  /** The site's name, else the fan's. */
  name: string
  /** Where the site can be looked at; null for a link that stands on no site, and for codes. */
  siteSlug: string | null
  rule: Exclude<AttributionRule, "none">
}

export type Credit = Party & {
  /** By which code: typed by the buyer, or the one the buyer's demo started with. */
  code: { codeId: Id<"code">; code: string; typed: TypedNow | null } | null
  /** Who would be credited without the typed code; null when nobody else would. */
  insteadOf: Party | null
}

type TypedNow = {
  countsUntil: Date
  /** It came with the title's address, and counts for no other. */
  thisTitleOnly: boolean
}

/**
 * The fan who would be credited if the order were placed now, so that the buyer is told before paying. Null when nobody
 * would. The decision itself is made and frozen when the order is placed.
 */
export async function previewReferrer(db: Db, input: Preview): Promise<Credit | null> {
  await clicksArrived(db, input)
  const question = await gatherTouches(db, { ...input, buyerId: input.buyerId ?? STRANGER })
  const decision = decideReferrer(question)
  const party = await partyOf(db, decision)
  if (!party) return null
  if (party.rule !== "creator_code") return { ...party, code: await codeOf(db, decision, null), insteadOf: null }
  const candidates = question.candidates.filter((candidate) => candidate.kind !== "code")
  const without = decideReferrer({ ...question, candidates })
  const other = without.referrerUserId === decision.referrerUserId ? null : await partyOf(db, without)
  return { ...party, code: await codeOf(db, decision, await typedNow(db, input, decision)), insteadOf: other }
}

async function partyOf(db: DbOrTx, decision: Decision): Promise<Party | null> {
  if (!decision.referrerUserId || decision.rule === "none") return null
  const [fan] = await db.select({ name: users.name }).from(users).where(eq(users.id, decision.referrerUserId))
  const site = decision.linkId ? await siteOf(db, decision.linkId) : null
  return { name: site?.name ?? fan?.name ?? m("A fan"), siteSlug: site?.slug ?? null, rule: decision.rule }
}

async function codeOf(db: DbOrTx, { codeId }: Decision, typed: TypedNow | null): Promise<Credit["code"]> {
  if (!codeId) return null
  return { codeId, code: (await codesNamed(db, [codeId])).get(codeId) ?? "", typed }
}

async function typedNow(db: DbOrTx, { buyerId, titleId }: Preview, { codeId }: Decision): Promise<TypedNow | null> {
  if (!buyerId || !codeId) return null
  const [row] = await db
    .select({ typedAt: typedCodes.typedAt, titleId: typedCodes.titleId })
    .from(typedCodes)
    .where(
      and(
        eq(typedCodes.buyerId, buyerId),
        eq(typedCodes.codeId, codeId),
        isNull(typedCodes.takenOffAt),
        or(isNull(typedCodes.titleId), eq(typedCodes.titleId, titleId)),
      ),
    )
    .orderBy(desc(typedCodes.typedAt))
    .limit(1)
  return row ? { countsUntil: addDays(row.typedAt, CODE_WINDOW_DAYS), thisTitleOnly: row.titleId !== null } : null
}

async function siteOf(db: DbOrTx, linkId: Id<"link">): Promise<{ name: string; slug: string } | null> {
  const [site] = await db
    .select({ name: sites.name, slug: sites.slug })
    .from(links)
    .innerJoin(sites, eq(sites.id, links.siteId))
    .where(eq(links.id, linkId))
  return site ?? null
}

/** How the codes read; an erased person's reads as nothing. */
export async function codesNamed(db: DbOrTx, codeIds: readonly Id<"code">[]): Promise<Map<Id<"code">, string>> {
  if (codeIds.length === 0) return new Map()
  const rows = await db
    .select({ id: creatorCodes.id, code: creatorCodes.code })
    .from(creatorCodes)
    .where(inArray(creatorCodes.id, [...codeIds]))
  return new Map(rows.map((row) => [row.id, row.code]))
}

/** A touch with the word that was typed in it, if there was one and the reader may see it. */
export type NamedTouch = Touch & { code: string | null }

/** `ofFan`: only the fan's own codes are named; what else a buyer typed is nobody's business. Null: all. */
export async function nameTouches(
  db: DbOrTx,
  touches: readonly Touch[],
  ofFan: Id<"user"> | null,
): Promise<NamedTouch[]> {
  const seen = touches.filter((touch) => touch.codeId && (ofFan === null || touch.referrerUserId === ofFan))
  const names = await codesNamed(db, [...new Set(seen.flatMap(({ codeId }) => codeId ?? []))])
  return touches.map((touch) => ({ ...touch, code: (seen.includes(touch) && names.get(touch.codeId!)) || null }))
}
