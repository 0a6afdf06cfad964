/** Takes a free title into an account's library: a purchase for nothing, with nothing to attribute or to share. */
import { eq } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { titles } from "#db/schema/catalog.ts"
import { entitlements } from "#db/schema/entitlements.ts"
import { requireConfirmedEmail } from "#lib/auth/require-confirmed-email.ts"
import { currentRelease } from "#lib/catalog/queries.ts"
import { refuseTakenDown } from "#lib/catalog/taken-down.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"

/** Idempotent. `not_found` when it is not on offer, `unsupported` when it has a price. */
export async function claimFreeTitle(
  deps: Pick<Deps, "db" | "clock">,
  input: { userId: Id<"user">; titleId: Id<"title"> },
): Promise<void> {
  const at = deps.clock.now()
  await inTx(deps.db, "claim-free-title", async (tx) => {
    await requireConfirmedEmail(tx, input.userId)
    const [title] = await tx.select().from(titles).where(eq(titles.id, input.titleId))
    refuseTakenDown(title?.state)
    if (title?.state !== "published") throw new AppError("not_found", "This title is not on offer.")
    if (title.priceCents !== 0n) throw new AppError("unsupported", "This title has a price.")
    const releaseId = (await currentRelease(tx, title.id))?.id ?? null
    const right = { userId: input.userId, titleId: title.id, releaseId, startsAt: at }
    await tx
      .insert(entitlements)
      .values({ id: newId("entitlement", at), kind: "purchase", state: "active", ...right })
      .onConflictDoNothing()
  })
}
