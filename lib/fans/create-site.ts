/** A fan registers a site: where it is, what it is called, and the address of its promo page. */
import { count, eq } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { sites } from "#db/schema/fans.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { lockOwner } from "#lib/auth/lock-owner.ts"
import type { Deps } from "#lib/deps.ts"
import { checkSiteText, SITES_PER_OWNER, type SiteText } from "#lib/fans/site.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"

/** Errors: invalid_input (field), already_exists (slug), conflict (too many sites). */
export async function createSite(
  deps: Pick<Deps, "db" | "clock">,
  input: SiteText & { actor: Actor },
): Promise<{ siteId: Id<"site">; slug: string }> {
  const text = checkSiteText(input)
  const at = deps.clock.now()
  const siteId = newId("site", at)
  return inTx(deps.db, "create-site", async (tx) => {
    await lockOwner(tx, input.actor.userId)
    await refuseTooMany(tx, input.actor.userId)
    const made = await tx
      .insert(sites)
      .values({ ...text, id: siteId, ownerId: input.actor.userId, createdAt: at })
      .onConflictDoNothing({ target: sites.slug })
      .returning({ id: sites.id })
    if (made.length === 0) throw slugTaken()
    return { siteId, slug: text.slug }
  })
}

export const slugTaken = (): AppError =>
  new AppError("already_exists", "Another site has this address already; choose a different one.", { field: "slug" })

async function refuseTooMany(tx: Tx, ownerId: Id<"user">): Promise<void> {
  const [row] = await tx.select({ n: count() }).from(sites).where(eq(sites.ownerId, ownerId))
  if ((row?.n ?? 0) >= SITES_PER_OWNER)
    throw new AppError("conflict", `An account has at most ${SITES_PER_OWNER} sites.`)
}
