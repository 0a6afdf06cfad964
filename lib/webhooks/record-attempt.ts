/** What follows from an attempt, in one tx: delivered, another attempt later, given up; and what it means for the webhook. */
import { and, eq } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { webhookDeliveries, webhooks } from "#db/schema/webhooks.ts"
import type { Deps } from "#lib/deps.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { addMs, MINUTE_MS } from "#lib/kernel/period.ts"
import { notify } from "#lib/notices/notify.ts"
import type { WebhookRow } from "./own-webhook.ts"
import { nextAttemptAt, verdictOn } from "./retry.ts"
import type { Attempt, DisabledReason } from "./webhook-state.ts"

type Delivery = typeof webhookDeliveries.$inferSelect
export type Tried = { deliveryId: Id<"delivery">; attempt: Attempt; retryAfterMs: number }

/** Of one delivery, the newest are kept. */
const ATTEMPTS_KEPT = 20
const OWN_FAULT_MS = 5 * MINUTE_MS
/** The receiver asks for nothing more, ever (RFC 9110, 15.5.11). */
const GONE = 410

/** A delivery or webhook that was deleted meanwhile leaves nothing to record. */
export async function recordAttempt(deps: Pick<Deps, "db" | "clock">, tried: Tried): Promise<void> {
  const now = deps.clock.now()
  await inTx(deps.db, "record-webhook-attempt", async (tx) => {
    const found = await lockBoth(tx, tried.deliveryId)
    if (!found) return
    const { webhook, delivery } = found
    const attempts = [...delivery.attempts, tried.attempt].slice(-ATTEMPTS_KEPT)
    const arrived = isArrival(tried.attempt)
    const next = arrived ? DELIVERED(now) : failed(delivery, tried, now)
    await tx
      .update(webhookDeliveries)
      .set({ ...next, attempts, leasedUntil: null })
      .where(eq(webhookDeliveries.id, delivery.id))
    await (arrived
      ? noteArrival(tx, webhook, now)
      : noteFailure(tx, webhook, { gone: tried.attempt.status === GONE, now }))
  })
}

/** There is nothing to send any more: what the message tells of was deleted. */
export async function endUnsent({ db, clock }: Pick<Deps, "db" | "clock">, id: Id<"delivery">): Promise<void> {
  const ended = { state: "failed" as const, dueAt: null, leasedUntil: null, endedAt: clock.now() }
  await db.update(webhookDeliveries).set(ended).where(eq(webhookDeliveries.id, id))
}

/** Something broke on our side: it is nobody's failure, and tried again in a while. */
export async function postponeDelivery({ db, clock }: Pick<Deps, "db" | "clock">, id: Id<"delivery">): Promise<void> {
  const waiting = and(eq(webhookDeliveries.id, id), eq(webhookDeliveries.state, "pending"))
  await db
    .update(webhookDeliveries)
    .set({ dueAt: addMs(clock.now(), OWN_FAULT_MS), leasedUntil: null })
    .where(waiting)
}

export const isArrival = ({ status }: Pick<Attempt, "status">): boolean =>
  status !== null && status >= 200 && status < 300

/** The webhook first, as everywhere, so that nobody waits for each other. */
async function lockBoth(tx: Tx, id: Id<"delivery">): Promise<{ webhook: WebhookRow; delivery: Delivery } | null> {
  const where = eq(webhookDeliveries.id, id)
  const [known] = await tx.select({ webhookId: webhookDeliveries.webhookId }).from(webhookDeliveries).where(where)
  if (!known) return null
  const [webhook] = await tx.select().from(webhooks).where(eq(webhooks.id, known.webhookId)).for("update")
  const [delivery] = await tx.select().from(webhookDeliveries).where(where).for("update")
  return webhook && delivery?.state === "pending" ? { webhook, delivery } : null
}

type Next = Partial<typeof webhookDeliveries.$inferInsert>

const DELIVERED = (now: Date): Next => ({ state: "delivered", dueAt: null, endedAt: now })

function failed(delivery: Delivery, { attempt, retryAfterMs }: Tried, now: Date): Next {
  const failures = delivery.failures + 1
  const again = attempt.status === GONE ? null : nextAttemptAt(now, { failures, random: Math.random(), retryAfterMs })
  return again ? { failures, dueAt: again } : { failures, state: "failed", dueAt: null, endedAt: now }
}

async function noteArrival(tx: Tx, { id }: WebhookRow, now: Date): Promise<void> {
  const well = { deliveredAt: now, failingSince: null, failuresInRow: 0, warnedAt: null }
  await tx.update(webhooks).set(well).where(eq(webhooks.id, id))
}

async function noteFailure(tx: Tx, webhook: WebhookRow, { gone, now }: { gone: boolean; now: Date }): Promise<void> {
  const failing = { failingSince: webhook.failingSince ?? now, failuresInRow: webhook.failuresInRow + 1 }
  const verdict = gone ? "disable" : verdictOn({ ...failing, warned: webhook.warnedAt !== null }, now)
  const warnedAt = verdict === "warn" ? now : webhook.warnedAt
  await tx
    .update(webhooks)
    .set({ ...failing, warnedAt })
    .where(eq(webhooks.id, webhook.id))
  if (verdict === "warn") await warn(tx, webhook, failing.failingSince, now)
  if (verdict === "disable") await disable(tx, webhook, gone ? "gone" : "failing", now)
}

const about = ({ id, url }: WebhookRow) => ({ host: new URL(url).host, webhookId: id })

async function warn(tx: Tx, webhook: WebhookRow, since: Date, at: Date): Promise<void> {
  const payload = { ...about(webhook), since: since.toISOString() }
  const key = `webhook-failing:${webhook.id}:${payload.since}`
  await notify(tx, { userId: webhook.ownerId, kind: "webhook-failing", key, payload, at })
}

/** What waits stays, and goes out when its owner enables it again. */
async function disable(tx: Tx, webhook: WebhookRow, reason: DisabledReason, at: Date): Promise<void> {
  if (webhook.state === "disabled") return
  await tx.update(webhooks).set({ state: "disabled", disabledReason: reason }).where(eq(webhooks.id, webhook.id))
  const key = `webhook-disabled:${webhook.id}:${at.toISOString()}`
  await notify(tx, {
    userId: webhook.ownerId,
    kind: "webhook-disabled",
    key,
    payload: { ...about(webhook), reason },
    at,
  })
}
