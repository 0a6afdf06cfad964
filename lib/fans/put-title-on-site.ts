/** The owner shows a title on a site, or takes it off; a title that is shown has a link, so that its button credits the fan. */
import { and, count, eq, isNull, max } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { links, siteTitles } from "#db/schema/fans.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { lockOwner } from "#lib/auth/lock-owner.ts"
import type { Deps } from "#lib/deps.ts"
import { insertLink } from "#lib/fans/create-link.ts"
import { getOfferedTitle, getOwnSite } from "#lib/fans/queries.ts"
import { TITLES_PER_SITE } from "#lib/fans/site.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"

type Input = { actor: Actor; siteId: Id<"site">; titleId: Id<"title"> }

/** Puts the title last; a second time is a no-op. Errors: not_found, conflict (too many titles). Returns the button's code. */
export async function putTitleOnSite(deps: Pick<Deps, "db" | "clock">, input: Input): Promise<{ code: string }> {
  const at = deps.clock.now()
  return inTx(deps.db, "put-title-on-site", async (tx) => {
    await lockOwner(tx, input.actor.userId)
    await getOwnSite(tx, input.actor.userId, input.siteId)
    await getOfferedTitle(tx, input.titleId)
    await addToSite(tx, input)
    return (
      (await linkOnSite(tx, input)) ??
      (await insertLink(tx, { ...input, ownerId: input.actor.userId, subId: null, at }))
    )
  })
}

/** Takes the title off; its link stays, because copies of it may stand elsewhere. Errors: not_found. */
export async function takeTitleOffSite(deps: Pick<Deps, "db">, input: Input): Promise<void> {
  await inTx(deps.db, "take-title-off-site", async (tx) => {
    await getOwnSite(tx, input.actor.userId, input.siteId)
    await tx.delete(siteTitles).where(and(eq(siteTitles.siteId, input.siteId), eq(siteTitles.titleId, input.titleId)))
  })
}

async function addToSite(tx: Tx, input: Input): Promise<void> {
  const [shown] = await tx
    .select({ n: count(), last: max(siteTitles.position) })
    .from(siteTitles)
    .where(eq(siteTitles.siteId, input.siteId))
  if ((shown?.n ?? 0) >= TITLES_PER_SITE)
    throw new AppError("conflict", `A site shows at most ${TITLES_PER_SITE} titles.`)
  await tx
    .insert(siteTitles)
    .values({ siteId: input.siteId, titleId: input.titleId, position: (shown?.last ?? 0) + 1 })
    .onConflictDoNothing()
}

async function linkOnSite(tx: Tx, input: Input): Promise<{ code: string } | null> {
  const [link] = await tx
    .select({ code: links.code })
    .from(links)
    .where(and(eq(links.siteId, input.siteId), eq(links.titleId, input.titleId), isNull(links.archivedAt)))
    .orderBy(links.id)
    .limit(1)
  return link ?? null
}
