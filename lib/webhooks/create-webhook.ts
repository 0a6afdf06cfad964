/** A person gives the address of a program of theirs and gets the secret by which it knows our messages. */
import { eq } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { webhooks } from "#db/schema/webhooks.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { lockOwner } from "#lib/auth/lock-owner.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { notify } from "#lib/notices/notify.ts"
import { newestActivityId } from "#lib/outbox/queries.ts"
import { newSecret, secretText } from "./signature.ts"
import { checkWebhook, WEBHOOKS_PER_OWNER, type WebhookWish } from "./webhook.ts"

/** The secret is given this once. Errors: invalid_input (url, description, events), already_exists on url, too_many. */
export async function createWebhook(
  deps: Pick<Deps, "db" | "clock" | "config" | "keys">,
  input: WebhookWish & { actor: Actor },
): Promise<{ webhookId: Id<"webhook">; secret: string }> {
  const wish = checkWebhook(input, deps.config.outsideAllow)
  const at = deps.clock.now()
  const ownerId = input.actor.userId
  const webhookId = newId("webhook", at)
  const secret = newSecret()
  const sealedSecret = await deps.keys.wrap(secret)
  await inTx(deps.db, "create-webhook", async (tx) => {
    await refuseTooMany(tx, ownerId, wish.url)
    // Clicks from before are in the figures already.
    const clicksSeen = await newestActivityId(tx, ownerId)
    const row = { id: webhookId, ownerId, ...wish, state: "active" as const, sealedSecret, createdAt: at, clicksSeen }
    await tx.insert(webhooks).values(row)
    const payload = { host: new URL(wish.url).host, events: wish.events.join(", ") }
    await notify(tx, { userId: ownerId, kind: "webhook-made", key: `webhook:${webhookId}`, payload, at })
  })
  return { webhookId, secret: secretText(secret) }
}

async function refuseTooMany(tx: Tx, ownerId: Id<"user">, url: string): Promise<void> {
  await lockOwner(tx, ownerId)
  const own = await tx.select({ url: webhooks.url }).from(webhooks).where(eq(webhooks.ownerId, ownerId))
  if (own.some((webhook) => webhook.url === url))
    throw new AppError("already_exists", "You have a webhook at this address already; change its events instead.", {
      field: "url",
    })
  if (own.length < WEBHOOKS_PER_OWNER) return
  throw new AppError("too_many", `An account has at most ${WEBHOOKS_PER_OWNER} webhooks; delete one first.`)
}
