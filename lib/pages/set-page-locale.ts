/** The language in which our own words stand on a fan's page. */
import { eq } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { sitePages } from "#db/schema/pages.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { getOwnSite } from "#lib/fans/queries.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { Locale } from "#lib/kernel/messages.ts"

/** Visitors see it at once. Errors: not_found (no such site, or nothing of its page saved yet). */
export async function setPageLocale(
  deps: Pick<Deps, "db">,
  input: { actor: Actor; siteId: Id<"site">; locale: Locale },
): Promise<void> {
  await inTx(deps.db, "set-page-locale", async (tx) => {
    await getOwnSite(tx, input.actor.userId, input.siteId)
    const changed = await tx
      .update(sitePages)
      .set({ locale: input.locale })
      .where(eq(sitePages.siteId, input.siteId))
      .returning({ siteId: sitePages.siteId })
    if (changed.length === 0) throw new AppError("not_found", "This page has no draft yet.")
  })
}
