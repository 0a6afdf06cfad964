/** Tells people's own programs what happened, in the tx in which it happened: a message, and a delivery to each webhook that wants it. */
import { and, eq, inArray, isNull, ne } from "drizzle-orm"
import type { Tx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { webhookDeliveries, webhookMessages, webhooks } from "#db/schema/webhooks.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import type { ProgramEvent } from "./program-event-state.ts"

/** `key` names the event: the same key again is the same message, and is not told again. */
export type ProgramNews = {
  userId: Id<"user">
  type: ProgramEvent
  key: string
  /** By ids and words; lib/webhooks writes the body from it. */
  about: Record<string, string>
  at: Date
}

const ROWS_AT_ONCE = 500

/** A no-op for everybody without a webhook for it; a paused one gets what happens when it goes on. */
export async function tellPrograms(tx: Tx, news: readonly ProgramNews[]): Promise<void> {
  for (let i = 0; i < news.length; i += ROWS_AT_ONCE) await write(tx, news.slice(i, i + ROWS_AT_ONCE))
}

async function write(tx: Tx, news: readonly ProgramNews[]): Promise<void> {
  if (news.length === 0) return
  const listeners = await listenersOf(
    tx,
    news.map((n) => n.userId),
  )
  const wanted = news.filter((n) => listeners.some((l) => hears(l, n)))
  if (wanted.length === 0) return
  const rows = wanted.map(({ userId, ...n }) => ({ id: newId("message", n.at), ownerId: userId, ...n }))
  const written = await tx
    .insert(webhookMessages)
    .values(rows)
    .onConflictDoNothing({ target: [webhookMessages.ownerId, webhookMessages.type, webhookMessages.key] })
    .returning({
      messageId: webhookMessages.id,
      userId: webhookMessages.ownerId,
      type: webhookMessages.type,
      at: webhookMessages.at,
    })
  const deliveries = written.flatMap((message) =>
    listeners.filter((l) => hears(l, message)).map(({ webhookId }) => deliveryOf(message, webhookId)),
  )
  if (deliveries.length > 0) await tx.insert(webhookDeliveries).values(deliveries)
}

type Listener = { webhookId: Id<"webhook">; ownerId: Id<"user">; events: ProgramEvent[] }

const hears = (listener: Listener, { userId, type }: Pick<ProgramNews, "userId" | "type">): boolean =>
  listener.ownerId === userId && listener.events.includes(type)

const listenersOf = (tx: Tx, userIds: readonly Id<"user">[]): Promise<Listener[]> =>
  tx
    .select({ webhookId: webhooks.id, ownerId: webhooks.ownerId, events: webhooks.events })
    .from(webhooks)
    .innerJoin(users, eq(users.id, webhooks.ownerId))
    .where(
      and(inArray(webhooks.ownerId, [...new Set(userIds)]), ne(webhooks.state, "disabled"), isNull(users.suspendedAt)),
    )

/** The first attempt is due at once. */
export const deliveryOf = (
  message: { messageId: Id<"message">; userId: Id<"user">; at: Date },
  webhookId: Id<"webhook">,
): typeof webhookDeliveries.$inferInsert => ({
  id: newId("delivery", message.at),
  ownerId: message.userId,
  webhookId,
  messageId: message.messageId,
  state: "pending",
  createdAt: message.at,
  dueAt: message.at,
})
