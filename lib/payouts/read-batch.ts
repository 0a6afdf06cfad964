/** Reads a whole PayPal batch, page by page; null when any page gives no clear answer. */
import type { BatchStatus, PayoutItemView, PayPal } from "#lib/paypal/port.ts"

/** 15 000 items at 1 000 a page. */
const MAX_PAGES = 15

export async function readBatch(
  paypal: PayPal,
  payoutBatchId: string,
): Promise<{ status: BatchStatus; items: PayoutItemView[] } | null> {
  const items: PayoutItemView[] = []
  for (let page = 1; page <= MAX_PAGES; page++) {
    const answer = await paypal.getPayout({ payoutBatchId, page })
    if (answer.kind !== "ok") return null
    items.push(...answer.value.items)
    if (page >= answer.value.totalPages) return { status: answer.value.batchStatus, items }
  }
  return null
}
