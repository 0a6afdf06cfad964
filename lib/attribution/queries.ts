/** Questions about who brought somebody. */
import { eq } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { links, sites } from "#db/schema/fans.ts"
import { decideReferrer } from "#lib/attribution/decide-referrer.ts"
import { gatherTouches } from "#lib/attribution/gather-touches.ts"
import type { Id } from "#lib/kernel/ids.ts"

/** Nobody's id: a visitor who is not signed in owns no link. */
const STRANGER: Id<"user"> = "usr_"

type Preview = { clickIds: readonly string[]; buyerId: Id<"user"> | null; titleId: Id<"title">; at: Date }

/**
 * The name of the fan who would be credited if the order were placed now, so that the buyer is told before paying: the
 * site's name, else the fan's. Null when nobody would. The decision itself is made and frozen when the order is placed.
 */
export async function previewReferrer(db: DbOrTx, input: Preview): Promise<string | null> {
  const decision = decideReferrer(await gatherTouches(db, { ...input, buyerId: input.buyerId ?? STRANGER }))
  if (!decision.referrerUserId) return null
  const [fan] = await db.select({ name: users.name }).from(users).where(eq(users.id, decision.referrerUserId))
  const site = decision.linkId ? await siteOf(db, decision.linkId) : null
  return site ?? fan?.name ?? "A fan"
}

async function siteOf(db: DbOrTx, linkId: Id<"link">): Promise<string | null> {
  const [site] = await db
    .select({ name: sites.name })
    .from(links)
    .innerJoin(sites, eq(sites.id, links.siteId))
    .where(eq(links.id, linkId))
  return site?.name ?? null
}
