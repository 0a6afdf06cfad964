/** Sends again what was sent before: one message, or everything that failed since a time; always under its own id. */
import { and, eq, gte, sql } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { webhookDeliveries as deliveries } from "#db/schema/webhooks.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { lockOwnWebhook, type OnWebhook } from "./own-webhook.ts"

/** Far above what a webhook is told in a month; the rest is asked for by another press. */
export const REPLAY_AT_ONCE = 1_000

/** Delivered ones too. One that waits is due at once. Errors: not_found, conflict (paused or disabled; on its way now). */
export async function replayDelivery(
  deps: Pick<Deps, "db" | "clock">,
  input: OnWebhook & { deliveryId: Id<"delivery"> },
): Promise<void> {
  const at = deps.clock.now()
  await inTx(deps.db, "replay-delivery", async (tx) => {
    await lockActive(tx, input)
    const own = and(eq(deliveries.id, input.deliveryId), eq(deliveries.webhookId, input.webhookId))
    const [row] = await tx.select().from(deliveries).where(own).for("update")
    if (!row) throw new AppError("not_found", "This webhook has no such delivery.")
    if (row.leasedUntil && row.leasedUntil > new Date())
      throw new AppError("conflict", "It is being sent at this moment; look again in a few seconds.")
    await tx.update(deliveries).set(afresh(at)).where(own)
  })
}

/** Everything given up that happened at `since` or later. Answers how many. Errors: not_found, conflict. */
export async function replayFailed(
  deps: Pick<Deps, "db" | "clock">,
  input: OnWebhook & { since: Date },
): Promise<{ replayed: number }> {
  const at = deps.clock.now()
  return inTx(deps.db, "replay-failed", async (tx) => {
    await lockActive(tx, input)
    const failed = tx
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(
        and(
          eq(deliveries.webhookId, input.webhookId),
          eq(deliveries.state, "failed"),
          gte(deliveries.createdAt, input.since),
        ),
      )
      .orderBy(deliveries.id)
      .limit(REPLAY_AT_ONCE)
    const again = await tx
      .update(deliveries)
      .set(afresh(at))
      .where(sql`${deliveries.id} in ${failed}`)
      .returning({ id: deliveries.id })
    return { replayed: again.length }
  })
}

const afresh = (at: Date) => ({ state: "pending" as const, dueAt: at, failures: 0, endedAt: null, leasedUntil: null })

async function lockActive(tx: Tx, input: OnWebhook): Promise<void> {
  const { state } = await lockOwnWebhook(tx, input)
  if (state !== "active") throw new AppError("conflict", "Nothing is sent to it at present: make it active first.")
}
