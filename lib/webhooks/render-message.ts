/** Writes a message's body once, before its first attempt; every attempt and every replay sends the same bytes. */
import { and, eq, isNull } from "drizzle-orm"
import { webhookMessages } from "#db/schema/webhooks.ts"
import type { Deps } from "#lib/deps.ts"
import { writeBody } from "./message-body.ts"
import { type DataDeps, dataOf, type Message } from "./message-data.ts"

/** Null when what it tells of is not there any more: then there is nothing to send. */
export async function bodyOf(deps: DataDeps & Pick<Deps, "db">, message: Message): Promise<string | null> {
  if (message.body !== null) return message.body
  const data = await dataOf(deps, message)
  if (data === null) return null
  const mine = writeBody({ type: message.type, at: message.at, data })
  const unwritten = and(eq(webhookMessages.id, message.id), isNull(webhookMessages.body))
  await deps.db.update(webhookMessages).set({ body: mine }).where(unwritten)
  // Another process may have written it a moment before, to another webhook of the same account.
  const [kept] = await deps.db
    .select({ body: webhookMessages.body })
    .from(webhookMessages)
    .where(eq(webhookMessages.id, message.id))
  return kept?.body ?? null
}
