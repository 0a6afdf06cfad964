/** What was told is kept for 30 days; of the messages behind it the ids a little longer, so that nothing is told twice. */
import { and, isNotNull, lt } from "drizzle-orm"
import { webhookDeliveries, webhookMessages } from "#db/schema/webhooks.ts"
import type { Deps } from "#lib/deps.ts"
import { addDays } from "#lib/kernel/period.ts"

export const DELIVERY_DAYS = 30
/** Longer than anybody looks back for what is still to be told (lib/payouts/tell-matured.ts: 62 days). */
const MESSAGE_DAYS = 90

/** A repeating job; answers how many deliveries were forgotten. */
export async function forgetMessages({ db, clock }: Pick<Deps, "db" | "clock">): Promise<number> {
  const now = clock.now()
  const old = addDays(now, -DELIVERY_DAYS)
  const forgotten = await db.delete(webhookDeliveries).where(lt(webhookDeliveries.createdAt, old))
  await db
    .update(webhookMessages)
    .set({ body: null, about: {} })
    .where(and(lt(webhookMessages.at, old), isNotNull(webhookMessages.body)))
  await db.delete(webhookMessages).where(lt(webhookMessages.at, addDays(now, -MESSAGE_DAYS)))
  return forgotten.rowCount ?? 0
}
