/** A fan takes a domain off a site; within seconds it shows nothing of theirs any more. */
import { and, eq } from "drizzle-orm"
import { siteDomains } from "#db/schema/pages.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { getOwnSite } from "#lib/fans/queries.ts"
import type { Id } from "#lib/kernel/ids.ts"

/** A second time is a no-op. Errors: not_found (site). */
export async function removeDomain(
  deps: Pick<Deps, "db">,
  input: { actor: Actor; siteId: Id<"site">; domain: string },
): Promise<void> {
  await getOwnSite(deps.db, input.actor.userId, input.siteId)
  await deps.db
    .delete(siteDomains)
    .where(and(eq(siteDomains.domain, input.domain), eq(siteDomains.siteId, input.siteId)))
}
