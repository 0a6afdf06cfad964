/** Questions about webhooks: what an account has, what was sent to each, and how it went. Secrets are in none of the answers. */
import { and, desc, eq, lt, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { webhookDeliveries as deliveries, webhookMessages as messages, webhooks } from "#db/schema/webhooks.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { ProgramEvent } from "#lib/notices/program-event-state.ts"
import { noSuchWebhook } from "./own-webhook.ts"
import type { Attempt, DeliveryState, DisabledReason, WebhookState } from "./webhook-state.ts"

export type WebhookView = {
  webhookId: Id<"webhook">
  url: string
  description: string
  events: ProgramEvent[]
  state: WebhookState
  disabledReason: DisabledReason | null
  createdAt: Date
  /** When something last arrived. */
  deliveredAt: Date | null
  failingSince: Date | null
  /** Until when the secret before the present one signs too. */
  oldSecretUntil: Date | null
  /** Deliveries of the last 30 days that wait, or were given up. */
  pending: number
  failed: number
}

// Written out: in a selection drizzle leaves the table's name away, and "id" would be the delivery's.
const ofState = (state: DeliveryState) =>
  sql<number>`(select count(*)::int from webhook_delivery d where d.webhook_id = webhook.id and d.state = ${state})`

const webhookView = {
  webhookId: webhooks.id,
  url: webhooks.url,
  description: webhooks.description,
  events: webhooks.events,
  state: webhooks.state,
  disabledReason: webhooks.disabledReason,
  createdAt: webhooks.createdAt,
  deliveredAt: webhooks.deliveredAt,
  failingSince: webhooks.failingSince,
  oldSecretUntil: webhooks.oldSecretUntil,
  pending: ofState("pending"),
  failed: ofState("failed"),
}

/** Oldest first; there are at most five. */
export const listWebhooks = (db: DbOrTx, ownerId: Id<"user">): Promise<WebhookView[]> =>
  db.select(webhookView).from(webhooks).where(eq(webhooks.ownerId, ownerId)).orderBy(webhooks.id)

/** Throws not_found. */
export async function getOwnWebhook(db: DbOrTx, ownerId: Id<"user">, id: Id<"webhook">): Promise<WebhookView> {
  const own = and(eq(webhooks.id, id), eq(webhooks.ownerId, ownerId))
  const [view] = await db.select(webhookView).from(webhooks).where(own)
  if (!view) throw noSuchWebhook()
  return view
}

export type DeliveryView = {
  deliveryId: Id<"delivery">
  messageId: Id<"message">
  type: ProgramEvent
  state: DeliveryState
  createdAt: Date
  /** Of the next attempt. */
  dueAt: Date | null
  endedAt: Date | null
  attempts: Attempt[]
}

const deliveryView = {
  deliveryId: deliveries.id,
  messageId: deliveries.messageId,
  type: messages.type,
  state: deliveries.state,
  createdAt: deliveries.createdAt,
  dueAt: deliveries.dueAt,
  endedAt: deliveries.endedAt,
  attempts: deliveries.attempts,
}

type Page = { webhookId: Id<"webhook">; state: DeliveryState | null; after: Id<"delivery"> | null; limit: number }

/** Newest first, one more than `limit` when there are more; the caller knows that the webhook may be seen. */
export const pageOfDeliveries = (db: DbOrTx, { webhookId, state, after, limit }: Page): Promise<DeliveryView[]> =>
  db
    .select(deliveryView)
    .from(deliveries)
    .innerJoin(messages, eq(messages.id, deliveries.messageId))
    .where(
      and(
        eq(deliveries.webhookId, webhookId),
        state ? eq(deliveries.state, state) : undefined,
        after ? lt(deliveries.id, after) : undefined,
      ),
    )
    .orderBy(desc(deliveries.id))
    .limit(limit + 1)

/** One of a webhook's deliveries with what was sent; body null: not written yet. Null when there is no such one. */
export async function findDelivery(
  db: DbOrTx,
  { webhookId, deliveryId }: { webhookId: Id<"webhook">; deliveryId: Id<"delivery"> },
): Promise<(DeliveryView & { body: string | null }) | null> {
  const [found] = await db
    .select({ ...deliveryView, body: messages.body })
    .from(deliveries)
    .innerJoin(messages, eq(messages.id, deliveries.messageId))
    .where(and(eq(deliveries.id, deliveryId), eq(deliveries.webhookId, webhookId)))
  return found ?? null
}
