/** A test message by its owner's press: it goes the way of every other one. */
import { and, count, eq, gt } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { webhookDeliveries, webhookMessages } from "#db/schema/webhooks.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { addMs, HOUR_MS } from "#lib/kernel/period.ts"
import { deliveryOf } from "#lib/notices/tell-programs.ts"
import { lockOwnWebhook, type OnWebhook } from "./own-webhook.ts"

/** What trying things out needs, and too few to trouble anybody whose address was given. */
const PINGS_PER_HOUR = 30

/** Errors: not_found, conflict (paused or disabled), too_many. */
export async function pingWebhook(
  deps: Pick<Deps, "db" | "clock">,
  input: OnWebhook,
): Promise<{ deliveryId: Id<"delivery"> }> {
  const at = deps.clock.now()
  return inTx(deps.db, "ping-webhook", async (tx) => {
    const { id, ownerId, state } = await lockOwnWebhook(tx, input)
    if (state !== "active") throw new AppError("conflict", "Nothing is sent to it at present: make it active first.")
    await refuseTooMany(tx, ownerId, at)
    const messageId = newId("message", at)
    const message = { id: messageId, ownerId, type: "ping" as const, key: `ping:${messageId}` }
    await tx.insert(webhookMessages).values({ ...message, about: { webhookId: id }, at })
    const delivery = deliveryOf({ messageId, userId: ownerId, at }, id)
    await tx.insert(webhookDeliveries).values(delivery)
    return { deliveryId: delivery.id }
  })
}

async function refuseTooMany(tx: Tx, ownerId: Id<"user">, at: Date): Promise<void> {
  const recent = and(
    eq(webhookMessages.ownerId, ownerId),
    eq(webhookMessages.type, "ping"),
    gt(webhookMessages.at, addMs(at, -HOUR_MS)),
  )
  const [row] = await tx.select({ n: count() }).from(webhookMessages).where(recent)
  if ((row?.n ?? 0) < PINGS_PER_HOUR) return
  throw new AppError("too_many", `At most ${PINGS_PER_HOUR} test messages an hour; wait a little.`)
}
