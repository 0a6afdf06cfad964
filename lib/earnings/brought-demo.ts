/** What a fan may know of a demo they brought about: never who started it. */
import { and, eq, isNotNull } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { clicks } from "#db/schema/attribution.ts"
import { titles } from "#db/schema/catalog.ts"
import { creatorCodes } from "#db/schema/codes.ts"
import { entitlements } from "#db/schema/entitlements.ts"
import { links } from "#db/schema/fans.ts"
import { DEMO_WINDOW_DAYS } from "#lib/attribution/decide-referrer.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { addDays } from "#lib/kernel/period.ts"
import { ownTouch, type WinningTouch, winningTouch } from "./winning-touch.ts"

export type BroughtDemo = WinningTouch & {
  id: Id<"entitlement">
  titleId: Id<"title">
  titleSlug: string
  titleName: string
  startedAt: Date
  endsAt: Date | null
  countsUntil: Date
}

/** Null when this fan did not bring it, or nothing of it was downloaded yet. */
export async function findBroughtDemo(
  db: DbOrTx,
  referrerId: Id<"user">,
  id: Id<"entitlement">,
): Promise<BroughtDemo | null> {
  const own = ownTouch(entitlements, referrerId)
  const [row] = await db
    .select({
      id: entitlements.id,
      titleId: titles.id,
      titleSlug: titles.slug,
      titleName: titles.name,
      ...winningTouch,
      startedAt: entitlements.startsAt,
      endsAt: entitlements.endsAt,
    })
    .from(entitlements)
    .innerJoin(titles, eq(titles.id, entitlements.titleId))
    .leftJoin(links, own.link)
    .leftJoin(clicks, own.click)
    .leftJoin(creatorCodes, own.code)
    .where(
      and(
        eq(entitlements.id, id),
        eq(entitlements.kind, "demo"),
        eq(entitlements.referrerId, referrerId),
        isNotNull(entitlements.originBoundAt),
      ),
    )
  return row ? { ...row, countsUntil: addDays(row.endsAt ?? row.startedAt, DEMO_WINDOW_DAYS) } : null
}
