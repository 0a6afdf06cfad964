/** A payout batch and its items as PayPal shows them. */
import { oldMoney, PAYOUT_FEE } from "./amounts.ts"
import type { BatchRow, ItemRow } from "./rows.ts"
import type { World } from "./world.ts"

const iso = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`

export const batchLink = (world: World, batch: BatchRow) => ({
  href: `${world.baseUrl}/v1/payments/payouts/${batch.id}`,
  rel: "self",
  method: "GET",
})

function header(batch: BatchRow): Record<string, unknown> {
  const sender = {
    sender_batch_id: batch.senderBatchId,
    ...(batch.emailSubject ? { email_subject: batch.emailSubject } : {}),
  }
  return { payout_batch_id: batch.id, batch_status: batch.status, sender_batch_header: sender }
}

export const createdView = (world: World, batch: BatchRow) => ({
  batch_header: header(batch),
  links: [batchLink(world, batch)],
})

export function batchHeaderView(batch: BatchRow): Record<string, unknown> {
  return {
    ...header(batch),
    time_created: iso(batch.createdAt),
    ...(batch.completedAt === null ? {} : { time_completed: iso(batch.completedAt) }),
    funding_source: "BALANCE",
    amount: oldMoney(batch.total, batch.currency),
    fees: oldMoney(PAYOUT_FEE * batch.itemIds.length, batch.currency),
  }
}

export function batchView(world: World, batch: BatchRow, page: number, size: number): Record<string, unknown> {
  const ids = batch.itemIds.slice((page - 1) * size, page * size)
  return {
    total_items: batch.itemIds.length,
    total_pages: Math.ceil(batch.itemIds.length / size),
    batch_header: batchHeaderView(batch),
    items: ids.map((id) => itemView(world, world.store.rows.items.get(id)!)),
    links: [batchLink(world, batch)],
  }
}

const WORDS: Readonly<Record<string, string>> = {
  RECEIVER_UNREGISTERED: "Receiver is unregistered.",
  RECEIVER_ACCOUNT_LOCKED: "Receiver's account is locked.",
  RECEIVER_COUNTRY_NOT_ALLOWED: "Receiver's country is not allowed.",
  REGULATORY_PENDING: "Transaction is held for a review.",
  DENIED_BY_SYSTEM: "The payment was denied.",
}

export function itemView(world: World, item: ItemRow): Record<string, unknown> {
  const batch = world.store.rows.batches.get(item.batchId)!
  const self = `${world.baseUrl}/v1/payments/payouts-item/${item.id}`
  return {
    payout_item_id: item.id,
    ...(item.transactionId === null ? {} : { transaction_id: item.transactionId }),
    transaction_status: item.status,
    payout_item_fee: oldMoney(item.fee, item.currency),
    payout_batch_id: item.batchId,
    sender_batch_id: batch.senderBatchId,
    payout_item: {
      recipient_type: "EMAIL",
      amount: oldMoney(item.amount, item.currency),
      receiver: item.receiver,
      ...(item.note === null ? {} : { note: item.note }),
      ...(item.senderItemId === null ? {} : { sender_item_id: item.senderItemId }),
    },
    ...(item.processedAt === null ? {} : { time_processed: iso(item.processedAt) }),
    ...(item.error === null ? {} : { errors: errorsOf(item) }),
    links: [{ href: self, rel: "self", method: "GET" }],
  }
}

const errorsOf = (item: ItemRow) => ({
  name: item.error,
  message: WORDS[item.error ?? ""] ?? "See the status.",
  debug_id: item.id.toLowerCase(),
})
