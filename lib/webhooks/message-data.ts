/** What each kind of message holds: the very shapes the REST API answers with, and nothing of any buyer. */
import type { webhookMessages } from "#db/schema/webhooks.ts"
import type { Deps } from "#lib/deps.ts"

export type Message = typeof webhookMessages.$inferSelect
export type DataDeps = Pick<Deps, "db" | "clock" | "config">

/** Null when the thing is not there any more. */
export async function dataOf(_deps: DataDeps, { type, about }: Message): Promise<unknown> {
  switch (type) {
    case "ping":
      return { webhook_id: about.webhookId }
    default:
      return null
  }
}
