/** One delivery as its owner looks into it: what was sent, with which headers, and everything that came of it. */
import { eq } from "drizzle-orm"
import { webhooks } from "#db/schema/webhooks.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { type DeliveryView, findDelivery, getOwnWebhook, type WebhookView } from "./queries.ts"
import { validSecrets } from "./rotate-secret.ts"
import { headersOf } from "./send-delivery.ts"
import { signatureOf } from "./signature.ts"

export type ReadDelivery = {
  webhook: WebhookView
  delivery: DeliveryView
  /** Of the last attempt, signed with the secrets that are valid now; null before the first. */
  request: { headers: Record<string, string>; body: string } | null
}

/** Throws not_found, also for another account's. */
export async function readDelivery(
  deps: Pick<Deps, "db" | "clock" | "keys">,
  input: { ownerId: Id<"user">; webhookId: Id<"webhook">; deliveryId: Id<"delivery"> },
): Promise<ReadDelivery> {
  const webhook = await getOwnWebhook(deps.db, input.ownerId, input.webhookId)
  const delivery = await findDelivery(deps.db, input)
  if (!delivery) throw new AppError("not_found", "This webhook has no such delivery.")
  const { body, messageId, attempts } = delivery
  const last = attempts.at(-1)
  if (body === null || !last) return { webhook, delivery, request: null }
  const [row] = await deps.db.select().from(webhooks).where(eq(webhooks.id, input.webhookId))
  const secrets = row ? await validSecrets(deps, row, deps.clock.now()) : []
  const signature = signatureOf({ messageId, timestamp: last.timestamp, body }, secrets)
  return {
    webhook,
    delivery,
    request: { headers: headersOf({ messageId, timestamp: last.timestamp, signature }), body },
  }
}
