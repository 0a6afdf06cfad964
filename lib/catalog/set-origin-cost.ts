/** Keeps what a GB from the origin costs a publisher, by their own word: for estimates of what carriers save. */
import { eq } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { publishers } from "#db/schema/catalog.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Micros, micros } from "#lib/kernel/money.ts"
import { findPublisherOf } from "./queries.ts"

const MAX_MICROS_PER_GB = micros(10_000_000)

/** Null goes back to the default. Refuses `forbidden`, and `invalid_input` on `costPerGb`. */
export async function setOriginCost(
  { db }: Pick<Deps, "db">,
  { actor, microsPerGb }: { actor: Actor; microsPerGb: Micros | null },
): Promise<void> {
  if (microsPerGb !== null && (microsPerGb < 0n || microsPerGb > MAX_MICROS_PER_GB))
    throw new AppError("invalid_input", "A GB costs from $0 to $10.", { field: "costPerGb" })
  await inTx(db, "set-origin-cost", async (tx) => {
    const publisher = await findPublisherOf(tx, actor.userId)
    if (!publisher) throw new AppError("forbidden", "Set up your publisher name first.")
    await tx.update(publishers).set({ originMicrosPerGb: microsPerGb }).where(eq(publishers.id, publisher.id))
  })
}
