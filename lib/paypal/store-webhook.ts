/** Takes in a webhook: the signature is checked, the hint is kept once, and work that asks PayPal itself is queued. */
import { inTx } from "#db/client.ts"
import { paypalWebhooks } from "#db/schema/platform.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { enqueue } from "#lib/outbox/enqueue.ts"
import type { WebhookInput } from "./port.ts"

/** Answers whether it was new. `invalid_signature` for a forgery, `unavailable` when PayPal's certificate is not to be had. */
export async function storeWebhook(
  deps: Pick<Deps, "db" | "clock" | "paypal">,
  input: Omit<WebhookInput, "now">,
): Promise<{ fresh: boolean }> {
  const at = deps.clock.now()
  const verdict = await deps.paypal.verifyWebhook({ ...input, now: at })
  if (verdict.kind === "forged") throw new AppError("invalid_signature", verdict.reason)
  if (verdict.kind === "unknown") throw new AppError("unavailable", verdict.reason)
  const { eventId, transmissionId, eventType, ...rest } = verdict.hint
  return inTx(deps.db, "store-webhook", async (tx) => {
    const stored = await tx
      .insert(paypalWebhooks)
      .values({ eventId, transmissionId, type: eventType, resource: rest, receivedAt: at })
      .onConflictDoNothing()
      .returning({ id: paypalWebhooks.eventId })
    if (stored.length === 0) return { fresh: false }
    await enqueue(tx, { kind: "paypal.webhook", key: `webhook:${eventId}`, payload: { eventId }, dueAt: at })
    return { fresh: true }
  })
}
