/** A fan retires a creator code: nobody can type it any more; what was typed before counts for its fourteen days. */
import { and, eq, isNull } from "drizzle-orm"
import { creatorCodes } from "#db/schema/codes.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"

/** A second time is a no-op. Errors: not_found. */
export async function retireCode(
  deps: Pick<Deps, "db" | "clock">,
  input: { actor: Actor; codeId: Id<"code"> },
): Promise<void> {
  const mine = and(eq(creatorCodes.id, input.codeId), eq(creatorCodes.ownerId, input.actor.userId))
  const done = await deps.db
    .update(creatorCodes)
    .set({ retiredAt: deps.clock.now() })
    .where(and(mine, isNull(creatorCodes.retiredAt)))
    .returning({ id: creatorCodes.id })
  if (done.length > 0) return
  const [code] = await deps.db.select({ id: creatorCodes.id }).from(creatorCodes).where(mine)
  if (!code) throw new AppError("not_found", "You have no such code.")
}
