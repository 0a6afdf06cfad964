/** Ends the demos whose 30 days are over; a periodic job on the platform clock. */
import { and, eq, lte } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { entitlements } from "#db/schema/entitlements.ts"
import type { Deps } from "#lib/deps.ts"

/** Answers how many ended now. */
export async function expireDemos(deps: Pick<Deps, "db" | "clock">): Promise<number> {
  return inTx(deps.db, "expire-demos", async (tx) => {
    const ended = await tx
      .update(entitlements)
      .set({ state: "expired" })
      .where(
        and(
          eq(entitlements.kind, "demo"),
          eq(entitlements.state, "active"),
          lte(entitlements.endsAt, deps.clock.now()),
        ),
      )
      .returning({ id: entitlements.id })
    return ended.length
  })
}
