/** Everything that may have brought a buyer to a title, as the rows have it: the demo's origin and the clicks in the cookie. */
import { and, eq, inArray, isNotNull } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { clicks } from "#db/schema/attribution.ts"
import { payees } from "#db/schema/auth.ts"
import { entitlements } from "#db/schema/entitlements.ts"
import { links } from "#db/schema/fans.ts"
import type { ClickCandidate, DemoCandidate, ReferrerQuestion } from "#lib/attribution/decide-referrer.ts"
import { isClickId } from "#lib/attribution/visit.ts"
import { linkTitleAt } from "#lib/fans/link-title-at.ts"
import type { Id } from "#lib/kernel/ids.ts"

/** What the click cookie holds at most; more than that was not written by us. */
const CLICKS_CONSIDERED = 8

export type GatherTouches = {
  buyerId: Id<"user">
  titleId: Id<"title">
  /** From the cookie, so hostile: unknown ids and clicks on other titles are left out. */
  clickIds: readonly string[]
  /** When the order is placed or the demo is started. */
  at: Date
}

/** The question for `decideReferrer`. Creator codes come later; until then nobody can type one. */
export async function gatherTouches(tx: DbOrTx, input: GatherTouches): Promise<ReferrerQuestion> {
  // Confirmed ones only: anybody could type a fan's address and take the commission from him.
  const [buyer] = await tx
    .select({ payee: payees.paypalEmail })
    .from(payees)
    .where(and(eq(payees.userId, input.buyerId), isNotNull(payees.confirmedAt)))
  const candidates = [...(await findDemo(tx, input)), ...(await findClicks(tx, input))]
  return { at: input.at, buyer: { userId: input.buyerId, payee: buyer?.payee ?? null }, candidates }
}

async function findDemo(tx: DbOrTx, { buyerId, titleId }: GatherTouches): Promise<DemoCandidate[]> {
  const rows = await tx
    .select({
      at: entitlements.startsAt,
      endsAt: entitlements.endsAt,
      boundAt: entitlements.originBoundAt,
      linkId: entitlements.linkId,
      clickId: entitlements.clickId,
      referrerUserId: entitlements.referrerId,
      referrerPayee: payees.paypalEmail,
    })
    .from(entitlements)
    .leftJoin(payees, eq(payees.userId, entitlements.referrerId))
    .where(
      and(
        eq(entitlements.userId, buyerId),
        eq(entitlements.titleId, titleId),
        eq(entitlements.kind, "demo"),
        isNotNull(entitlements.referrerId),
      ),
    )
  return rows.map(({ boundAt, endsAt, referrerUserId, ...demo }) => ({
    ...demo,
    kind: "demo",
    referrerUserId: referrerUserId!,
    bound: boundAt !== null,
    endsAt: endsAt ?? demo.at,
  }))
}

async function findClicks(tx: DbOrTx, { titleId, clickIds }: GatherTouches): Promise<ClickCandidate[]> {
  const ids = [...new Set(clickIds)].filter(isClickId).slice(0, CLICKS_CONSIDERED)
  if (ids.length === 0) return []
  const rows = await tx
    .select({
      at: clicks.at,
      clickId: clicks.id,
      flag: clicks.flag,
      linkId: links.id,
      referrerUserId: links.ownerId,
      referrerPayee: payees.paypalEmail,
    })
    .from(clicks)
    .innerJoin(links, eq(links.id, clicks.linkId))
    .leftJoin(payees, eq(payees.userId, links.ownerId))
    .where(and(inArray(clicks.id, ids), eq(linkTitleAt(clicks.at), titleId)))
  return rows.map((row) => ({ ...row, kind: "click" }))
}
