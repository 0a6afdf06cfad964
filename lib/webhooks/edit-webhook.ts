/** A webhook's owner changes where it leads, what it is told, or whether anything is sent at all; or takes it away. */
import { and, eq, ne, sql } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { webhookDeliveries, webhookMessages, webhooks } from "#db/schema/webhooks.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { newestActivityId } from "#lib/outbox/queries.ts"
import { lockOwnWebhook, type OnWebhook, type WebhookRow } from "./own-webhook.ts"
import { checkWebhook, type WebhookWish } from "./webhook.ts"

type Change = OnWebhook & Partial<WebhookWish> & { state?: "active" | "paused" }

/**
 * What is left out stays. Making it active also takes up what was disabled; what waited goes out then. Errors: not_found,
 * invalid_input, already_exists on url, conflict (a disabled one is enabled or deleted, not paused).
 */
export async function editWebhook(deps: Pick<Deps, "db" | "clock" | "config">, input: Change): Promise<void> {
  await inTx(deps.db, "edit-webhook", async (tx) => {
    const row = await lockOwnWebhook(tx, input)
    const wish = checkWebhook({ ...row, ...withoutGaps(input) }, deps.config.outsideAllow)
    if (wish.url !== row.url) await refuseTwice(tx, row, wish.url)
    const state = input.state ? await stateFor(tx, row, input.state) : {}
    // Clicks from before somebody asked for them are not told.
    const begins = wish.events.includes("click.counted") && !row.events.includes("click.counted")
    const clicks = begins ? { clicksSeen: await newestActivityId(tx, row.ownerId) } : {}
    await tx
      .update(webhooks)
      .set({ ...wish, ...clicks, ...state })
      .where(eq(webhooks.id, row.id))
  })
}

const withoutGaps = ({ url, description, events }: Partial<WebhookWish>): Partial<WebhookWish> => ({
  ...(url === undefined ? {} : { url }),
  ...(description === undefined ? {} : { description }),
  ...(events === undefined ? {} : { events }),
})

async function refuseTwice(tx: Tx, { id, ownerId }: WebhookRow, url: string): Promise<void> {
  const same = and(eq(webhooks.ownerId, ownerId), eq(webhooks.url, url), ne(webhooks.id, id))
  if ((await tx.$count(webhooks, same)) === 0) return
  throw new AppError("already_exists", "You have a webhook at this address already.", { field: "url" })
}

type NewState = Partial<typeof webhooks.$inferInsert>

async function stateFor(tx: Tx, row: WebhookRow, state: "active" | "paused"): Promise<NewState> {
  if (state === row.state) return {}
  if (state === "paused") {
    if (row.state === "disabled") throw new AppError("conflict", "It is disabled already: enable it, or delete it.")
    return { state }
  }
  const fresh = { state, disabledReason: null, failingSince: null, failuresInRow: 0, warnedAt: null }
  // Nothing was kept while it was disabled, so clicks do not begin there either.
  return row.state === "disabled" ? { ...fresh, clicksSeen: await newestActivityId(tx, row.ownerId) } : fresh
}

/**
 * Its deliveries go with it, and so does what stood in messages that were for it alone; their keys stay as long as others',
 * so that nothing is told twice. Errors: not_found.
 */
export async function deleteWebhook(deps: Pick<Deps, "db">, input: OnWebhook): Promise<void> {
  await inTx(deps.db, "delete-webhook", async (tx) => {
    const { id, ownerId } = await lockOwnWebhook(tx, input)
    await tx.delete(webhooks).where(eq(webhooks.id, id))
    const left = sql`not exists (select 1 from ${webhookDeliveries} d where d.message_id = ${webhookMessages.id})`
    await tx
      .update(webhookMessages)
      .set({ body: null, about: {} })
      .where(and(eq(webhookMessages.ownerId, ownerId), left))
  })
}
