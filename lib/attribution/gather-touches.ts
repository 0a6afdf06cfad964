/** Everything that may have brought a buyer to a title, as the rows have it: typed codes, the demo's origin, the clicks in the cookie. */
import { and, desc, eq, gt, inArray, isNotNull, isNull, lt, lte, or, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { clicks } from "#db/schema/attribution.ts"
import { payees, users } from "#db/schema/auth.ts"
import { creatorCodes, typedCodes } from "#db/schema/codes.ts"
import { entitlements } from "#db/schema/entitlements.ts"
import { links } from "#db/schema/fans.ts"
import {
  type ClickCandidate,
  CODE_WINDOW_DAYS,
  type CodeCandidate,
  type DemoCandidate,
  type ReferrerQuestion,
} from "#lib/attribution/decide-referrer.ts"
import { COOKIE_CLICKS, isClickId } from "#lib/attribution/visit.ts"
import { clickTitle } from "#lib/fans/link-title-at.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { addDays } from "#lib/kernel/period.ts"

/** Those that may win first, then the newest; one of them at most wins. */
const CODES_CONSIDERED = 8

export type GatherTouches = {
  buyerId: Id<"user">
  titleId: Id<"title">
  /** From the cookie, so hostile: unknown ids and clicks on other titles are left out. */
  clickIds: readonly string[]
  /** When the order is placed or the demo is started. */
  at: Date
}

/** The question for `decideReferrer`. */
export async function gatherTouches(tx: DbOrTx, input: GatherTouches): Promise<ReferrerQuestion> {
  const buyer = await buyerAsParty(tx, input.buyerId)
  const codes = await findTypedCodes(tx, input, buyer)
  const candidates = [...codes, ...(await findDemo(tx, input)), ...(await findClicks(tx, input))]
  return { at: input.at, buyer, candidates }
}

/** The buyer as somebody who may be a fan himself. */
export async function buyerAsParty(tx: DbOrTx, buyerId: Id<"user">): Promise<ReferrerQuestion["buyer"]> {
  // Confirmed ones only: anybody could type a fan's address and take the commission from him.
  const [buyer] = await tx
    .select({ payee: payees.paypalEmail })
    .from(payees)
    .where(and(eq(payees.userId, buyerId), isNotNull(payees.confirmedAt)))
  return { userId: buyerId, payee: buyer?.payee ?? null }
}

/** What `decideReferrer` will find void, for the order alone: eight codes taken off again must not hide the ninth. */
const isVoid = ({ at }: GatherTouches, buyer: ReferrerQuestion["buyer"]) =>
  sql`coalesce(${or(
    eq(creatorCodes.ownerId, buyer.userId),
    buyer.payee === null ? undefined : sql`lower(trim(${payees.paypalEmail})) = lower(trim(${buyer.payee}))`,
    gt(typedCodes.typedAt, at),
    lt(typedCodes.typedAt, addDays(at, -CODE_WINDOW_DAYS)),
    lte(typedCodes.takenOffAt, at),
    lte(creatorCodes.retiredAt, typedCodes.typedAt),
    isNotNull(users.suspendedAt),
  )}, false)`

async function findTypedCodes(
  tx: DbOrTx,
  input: GatherTouches,
  buyer: ReferrerQuestion["buyer"],
): Promise<CodeCandidate[]> {
  const { buyerId, titleId } = input
  const rows = await tx
    .select({
      at: typedCodes.typedAt,
      takenOffAt: typedCodes.takenOffAt,
      codeId: creatorCodes.id,
      retiredAt: creatorCodes.retiredAt,
      referrerUserId: creatorCodes.ownerId,
      referrerPayee: payees.paypalEmail,
      suspendedAt: users.suspendedAt,
    })
    .from(typedCodes)
    .innerJoin(creatorCodes, eq(creatorCodes.id, typedCodes.codeId))
    .innerJoin(users, eq(users.id, creatorCodes.ownerId))
    .leftJoin(payees, eq(payees.userId, creatorCodes.ownerId))
    .where(and(eq(typedCodes.buyerId, buyerId), or(isNull(typedCodes.titleId), eq(typedCodes.titleId, titleId))))
    .orderBy(isVoid(input, buyer), desc(typedCodes.typedAt))
    .limit(CODES_CONSIDERED)
  return rows.map(({ suspendedAt, ...row }) => ({
    ...row,
    kind: "code",
    linkId: null,
    suspended: suspendedAt !== null,
  }))
}

async function findDemo(tx: DbOrTx, { buyerId, titleId }: GatherTouches): Promise<DemoCandidate[]> {
  const rows = await tx
    .select({
      at: entitlements.startsAt,
      endsAt: entitlements.endsAt,
      boundAt: entitlements.originBoundAt,
      linkId: entitlements.linkId,
      clickId: entitlements.clickId,
      codeId: entitlements.codeId,
      referrerUserId: entitlements.referrerId,
      referrerPayee: payees.paypalEmail,
      suspendedAt: users.suspendedAt,
    })
    .from(entitlements)
    .leftJoin(users, eq(users.id, entitlements.referrerId))
    .leftJoin(payees, eq(payees.userId, entitlements.referrerId))
    .where(
      and(
        eq(entitlements.userId, buyerId),
        eq(entitlements.titleId, titleId),
        eq(entitlements.kind, "demo"),
        isNotNull(entitlements.referrerId),
      ),
    )
  return rows.map(({ boundAt, endsAt, referrerUserId, suspendedAt, ...demo }) => ({
    ...demo,
    kind: "demo",
    referrerUserId: referrerUserId!,
    suspended: suspendedAt !== null,
    bound: boundAt !== null,
    endsAt: endsAt ?? demo.at,
  }))
}

async function findClicks(tx: DbOrTx, { titleId, clickIds }: GatherTouches): Promise<ClickCandidate[]> {
  const ids = [...new Set(clickIds)].filter(isClickId).slice(0, COOKIE_CLICKS)
  if (ids.length === 0) return []
  const rows = await tx
    .select({
      at: clicks.at,
      clickId: clicks.id,
      flag: clicks.flag,
      linkId: links.id,
      retiredAt: links.archivedAt,
      referrerUserId: links.ownerId,
      referrerPayee: payees.paypalEmail,
      suspendedAt: users.suspendedAt,
    })
    .from(clicks)
    .innerJoin(links, eq(links.id, clicks.linkId))
    .innerJoin(users, eq(users.id, links.ownerId))
    .leftJoin(payees, eq(payees.userId, links.ownerId))
    .where(and(inArray(clicks.id, ids), eq(clickTitle, titleId)))
  return rows.map(({ suspendedAt, ...row }) => ({ ...row, kind: "click", suspended: suspendedAt !== null }))
}
