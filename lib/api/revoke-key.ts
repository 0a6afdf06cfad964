/** A key is taken back: from the next request on it opens nothing, and says so. */
import { and, eq, isNull } from "drizzle-orm"
import { apiKeys } from "#db/schema/api.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"

/** A second time is a no-op and keeps the first date. Errors: not_found (another account's key too). */
export async function revokeKey(
  deps: Pick<Deps, "db" | "clock">,
  input: { actor: Actor; keyId: Id<"apiKey"> },
): Promise<void> {
  const mine = and(eq(apiKeys.id, input.keyId), eq(apiKeys.ownerId, input.actor.userId))
  const done = await deps.db
    .update(apiKeys)
    .set({ revokedAt: deps.clock.now() })
    .where(and(mine, isNull(apiKeys.revokedAt)))
    .returning({ id: apiKeys.id })
  if (done.length > 0) return
  const [key] = await deps.db.select({ id: apiKeys.id }).from(apiKeys).where(mine)
  if (!key) throw new AppError("not_found", "You have no such key.")
}
