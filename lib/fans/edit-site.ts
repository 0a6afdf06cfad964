/** The owner changes what a site is called, where it is, what it says, or the address of its promo page. */
import { and, eq, ne } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { sites } from "#db/schema/fans.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { slugTaken } from "#lib/fans/create-site.ts"
import { dropProofIfMoved } from "#lib/fans/drop-proof.ts"
import { getOwnSite } from "#lib/fans/queries.ts"
import { checkSiteText, type SiteText } from "#lib/fans/site.ts"
import type { Id } from "#lib/kernel/ids.ts"

/** Errors: invalid_input (field), not_found, already_exists (slug). */
export async function editSite(
  deps: Pick<Deps, "db">,
  input: SiteText & { actor: Actor; siteId: Id<"site"> },
): Promise<{ slug: string; proofDropped: boolean }> {
  const text = checkSiteText(input)
  return inTx(deps.db, "edit-site", async (tx) => {
    const before = await getOwnSite(tx, input.actor.userId, input.siteId)
    const [other] = await tx
      .select({ id: sites.id })
      .from(sites)
      .where(and(eq(sites.slug, text.slug), ne(sites.id, input.siteId)))
    if (other) throw slugTaken()
    // A new address has not failed yet.
    const unwatched = before.url === text.url ? {} : { lookedAt: null, failingSince: null, silentSince: null }
    await tx
      .update(sites)
      .set({ ...text, ...unwatched })
      .where(eq(sites.id, input.siteId))
    const proofDropped = await dropProofIfMoved(tx, { siteId: input.siteId, from: before.url, to: text.url })
    return { slug: text.slug, proofDropped }
  })
}
