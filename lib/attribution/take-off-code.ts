/** A buyer takes creator codes off again: who brought the buyer otherwise is credited. */
import { and, eq, isNull, or } from "drizzle-orm"
import { typedCodes } from "#db/schema/codes.ts"
import type { Deps } from "#lib/deps.ts"
import type { Id } from "#lib/kernel/ids.ts"

/** Every code that counts for this title, so that no older one takes the place of the one that was shown. A second time is a no-op. */
export async function takeOffCodes(
  deps: Pick<Deps, "db" | "clock">,
  input: { buyerId: Id<"user">; titleId: Id<"title"> },
): Promise<void> {
  await deps.db
    .update(typedCodes)
    .set({ takenOffAt: deps.clock.now() })
    .where(
      and(
        eq(typedCodes.buyerId, input.buyerId),
        isNull(typedCodes.takenOffAt),
        or(isNull(typedCodes.titleId), eq(typedCodes.titleId, input.titleId)),
      ),
    )
}
