/** The webhook or delivery an address names, if it is the reader's own; else there is no such page. */
import "server-only"
import { notFound } from "next/navigation"
import { deps } from "#app/_server/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"
import { getOwnWebhook, type WebhookView } from "#lib/webhooks/queries.ts"
import { type ReadDelivery, readDelivery } from "#lib/webhooks/read-delivery.ts"

function orNotFound(error: unknown): never {
  if (error instanceof AppError && error.code === "not_found") notFound()
  throw error
}

export async function ownWebhook(ownerId: Id<"user">, id: string): Promise<WebhookView> {
  if (!isId("webhook", id)) notFound()
  return getOwnWebhook(deps().db, ownerId, id).catch(orNotFound)
}

export async function ownDelivery(ownerId: Id<"user">, webhookId: string, deliveryId: string): Promise<ReadDelivery> {
  if (!isId("webhook", webhookId) || !isId("delivery", deliveryId)) notFound()
  return readDelivery(deps(), { ownerId, webhookId, deliveryId }).catch(orNotFound)
}
