/** What was sent to one of an account's webhooks, for a file. */
import { AppError } from "#lib/kernel/errors.ts"
import { isId } from "#lib/kernel/ids.ts"
import type { PageAfter } from "#lib/kernel/page-after.ts"
import { type DeliveryView, getOwnWebhook, pageOfDeliveries } from "#lib/webhooks/queries.ts"
import { DELIVERY_STATES } from "#lib/webhooks/webhook-state.ts"
import type { Asked, ExportDeps } from "./asked.ts"
import { type Cells, type ExportTable, instantOf, pagedTable } from "./export-table.ts"

const DELIVERY: Cells<DeliveryView> = {
  id: (row) => row.deliveryId,
  message: (row) => row.messageId,
  event: (row) => row.type,
  state: (row) => row.state,
  happened_at: (row) => row.createdAt,
  next_attempt_at: (row) => row.dueAt,
  ended_at: (row) => row.endedAt,
  attempts: (row) => row.attempts.length,
  last_attempt_at: (row) => instantOf(row.attempts.at(-1)?.at),
  last_status: (row) => row.attempts.at(-1)?.status ?? null,
  last_error: (row) => row.attempts.at(-1)?.error ?? null,
  last_answer: (row) => row.attempts.at(-1)?.answer ?? null,
}

/** Newest first, of the webhook `webhook` names, and only those in `state` if it names one. Throws not_found for another's. */
export async function exportDeliveries({ db }: ExportDeps, { actor, query, rowsPerPage }: Asked): Promise<ExportTable> {
  const id = query.get("webhook")
  if (!isId("webhook", id)) throw new AppError("not_found", "Say which webhook: deliveries.csv?webhook=ID.")
  const { webhookId } = await getOwnWebhook(db, actor.userId, id)
  const state = DELIVERY_STATES.find((known) => known === query.get("state")) ?? null
  // That query answers one row more than it is asked for.
  const read = ({ after, limit }: PageAfter<DeliveryView>) =>
    pageOfDeliveries(db, { webhookId, state, after: after?.deliveryId ?? null, limit: limit - 1 })
  return pagedTable(DELIVERY, read, rowsPerPage)
}
