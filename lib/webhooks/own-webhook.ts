/** The one way use cases reach a webhook: locked, and its owner's own; another account's is not there. */
import { and, eq } from "drizzle-orm"
import type { Tx } from "#db/client.ts"
import { webhooks } from "#db/schema/webhooks.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"

export type WebhookRow = typeof webhooks.$inferSelect
export type OnWebhook = { actor: Actor; webhookId: Id<"webhook"> }

/** Throws not_found. */
export async function lockOwnWebhook(tx: Tx, { actor, webhookId }: OnWebhook): Promise<WebhookRow> {
  const own = and(eq(webhooks.id, webhookId), eq(webhooks.ownerId, actor.userId))
  const [row] = await tx.select().from(webhooks).where(own).for("update")
  if (!row) throw noSuchWebhook()
  return row
}

export const noSuchWebhook = () => new AppError("not_found", "You have no such webhook.")
