/** What a payee hears of a payout: that it was paid, waits, is delayed, failed or came back. */
import type { Tx } from "#db/client.ts"
import type { payouts } from "#db/schema/payouts.ts"
import { m } from "#lib/kernel/messages.ts"
import { centsToMicros } from "#lib/kernel/money.ts"
import type { NoticeKind } from "#lib/notices/catalogue.ts"
import { notify } from "#lib/notices/notify.ts"
import type { PayoutState } from "./payout-state.ts"

type PayoutNotice = Extract<NoticeKind, `payout-${string}`>

/** States that are no news: they are passed on the way out. */
const KIND_OF: Partial<Record<PayoutState, PayoutNotice>> = {
  paid: "payout-paid",
  unclaimed: "payout-unclaimed",
  held: "payout-delayed",
  blocked: "payout-delayed",
  failed: "payout-failed",
  canceled: "payout-failed",
  returned: "payout-returned",
  refunded: "payout-returned",
  reversed: "payout-returned",
}

const NO_REASON = m("PayPal gave no reason.")

/** Once per payout and state, in the caller's tx. */
export async function tellPayee(
  tx: Tx,
  payout: typeof payouts.$inferSelect,
  news: { state: PayoutState; reason: string | null; at: Date },
): Promise<void> {
  const kind = KIND_OF[news.state]
  const about = { payoutId: payout.id, state: news.state }
  const told = { userId: payout.userId, key: `payout:${payout.id}:${news.state}`, at: news.at }
  if (!kind) return
  const payload = {
    ...about,
    micros: `${centsToMicros(payout.amountCents)}`,
    receiver: payout.receiver,
    reason: news.reason ?? NO_REASON,
  }
  await notify(tx, { ...told, kind, payload })
}
