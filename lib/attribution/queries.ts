/** Questions about who brought somebody. */
import { eq } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { links, sites } from "#db/schema/fans.ts"
import { type AttributionRule, decideReferrer } from "#lib/attribution/decide-referrer.ts"
import { gatherTouches } from "#lib/attribution/gather-touches.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { m } from "#lib/kernel/messages.ts"

/** Nobody's id: a visitor who is not signed in owns no link. */
const STRANGER: Id<"user"> = "usr_"

type Preview = { clickIds: readonly string[]; buyerId: Id<"user"> | null; titleId: Id<"title">; at: Date }

export type Credit = {
  /** The site's name, else the fan's. */
  name: string
  /** Where the site can be looked at; null for a link that stands on no site. */
  siteSlug: string | null
  rule: Exclude<AttributionRule, "none">
}

/**
 * The fan who would be credited if the order were placed now, so that the buyer is told before paying. Null when nobody
 * would. The decision itself is made and frozen when the order is placed.
 */
export async function previewReferrer(db: DbOrTx, input: Preview): Promise<Credit | null> {
  const decision = decideReferrer(await gatherTouches(db, { ...input, buyerId: input.buyerId ?? STRANGER }))
  if (!decision.referrerUserId || decision.rule === "none") return null
  const [fan] = await db.select({ name: users.name }).from(users).where(eq(users.id, decision.referrerUserId))
  const site = decision.linkId ? await siteOf(db, decision.linkId) : null
  return { name: site?.name ?? fan?.name ?? m("A fan"), siteSlug: site?.slug ?? null, rule: decision.rule }
}

async function siteOf(db: DbOrTx, linkId: Id<"link">): Promise<{ name: string; slug: string } | null> {
  const [site] = await db
    .select({ name: sites.name, slug: sites.slug })
    .from(links)
    .innerJoin(sites, eq(sites.id, links.siteId))
    .where(eq(links.id, linkId))
  return site ?? null
}
