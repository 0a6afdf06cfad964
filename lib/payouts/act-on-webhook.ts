/** What a webhook hints at is looked up at PayPal: an order is captured if it can be, a payout's batch is read again. */
import { eq } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { orders } from "#db/schema/checkout.ts"
import { payoutRuns, payouts } from "#db/schema/payouts.ts"
import { paypalWebhooks } from "#db/schema/platform.ts"
import { captureOrder } from "#lib/checkout/capture-order.ts"
import type { Deps } from "#lib/deps.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { enqueue } from "#lib/outbox/enqueue.ts"
import type { WebhookHint } from "#lib/paypal/port.ts"

type Hint = Omit<WebhookHint, "eventId" | "transmissionId" | "eventType">

/** Idempotent. Hints at things that are not ours are put away; RemoteError when PayPal gives no clear answer. */
export async function actOnWebhook(deps: Deps, eventId: string): Promise<void> {
  const [webhook] = await deps.db.select().from(paypalWebhooks).where(eq(paypalWebhooks.eventId, eventId))
  if (!webhook || webhook.doneAt) return
  const hint = webhook.resource as Hint
  const order = await orderOf(deps, hint)
  if (order) await captureOrder(deps, { orderId: order })
  const run = await runOf(deps, hint)
  const now = deps.clock.now()
  await inTx(deps.db, "act-on-webhook", async (tx) => {
    if (run)
      await enqueue(tx, { kind: "payout.reconcile", key: `reconcile:${run}`, payload: { runId: run }, dueAt: now })
    await tx.update(paypalWebhooks).set({ doneAt: now }).where(eq(paypalWebhooks.eventId, eventId))
  })
}

async function orderOf({ db }: Deps, { paypalOrderId, captureId }: Hint): Promise<Id<"order"> | null> {
  if (!paypalOrderId && !captureId) return null
  const which = paypalOrderId ? eq(orders.paypalOrderId, paypalOrderId) : eq(orders.captureId, captureId!)
  const [order] = await db.select({ id: orders.id }).from(orders).where(which)
  return order?.id ?? null
}

async function runOf({ db }: Deps, { payoutBatchId, payoutItemId }: Hint): Promise<Id<"payoutRun"> | null> {
  if (payoutItemId) {
    const [payout] = await db
      .select({ runId: payouts.runId })
      .from(payouts)
      .where(eq(payouts.paypalItemId, payoutItemId))
    if (payout) return payout.runId
  }
  if (!payoutBatchId) return null
  const [run] = await db
    .select({ id: payoutRuns.id })
    .from(payoutRuns)
    .where(eq(payoutRuns.paypalBatchId, payoutBatchId))
  return run?.id ?? null
}
