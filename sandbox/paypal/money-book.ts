/** The stand-in's own account of all money, kept apart from Fanfare's ledger so that a test can ask somebody else. */
import { writeAmount } from "./amounts.ts"
import type { ItemRow } from "./rows.ts"
import type { World } from "./world.ts"

interface PaidItem {
  /** How often money reached a receiver under this sender_item_id; anything above 1 is a double payment. */
  times_paid: number
  /** What the receivers hold in the end, after returns and reversals. */
  holds: number
  readonly currency: string
  readonly receivers: string[]
  readonly statuses: string[]
  readonly payout_item_ids: string[]
}

export function moneyBook(world: World) {
  const { captures, refunds, disputes, movements, batches } = world.store.rows
  const decimal = (units: number, currency: string) => writeAmount(units, currency)
  return {
    at: new Date(world.now()).toISOString(),
    balances: balances(world),
    captures: [...captures.values()].map((c) => ({
      ...c,
      value: decimal(c.amount, c.currency),
      fee_value: c.fee === null ? null : decimal(c.fee, c.currency),
      custom_id: world.store.rows.orders.get(c.orderId)?.customId ?? null,
      payer_email: world.store.rows.orders.get(c.orderId)?.payer?.email ?? null,
    })),
    refunds: [...refunds.values()].map((r) => ({ ...r, value: decimal(r.amount, r.currency) })),
    disputes: [...disputes.values()],
    batches: [...batches.values()].map(({ itemIds, ...b }) => ({ ...b, items: itemIds.length })),
    payouts: payoutsBySenderItem(world),
    receivers: receivers(world),
    movements: [...movements.values()].map((m) => ({ ...m, value: decimal(m.amount, m.currency) })),
  }
}

function balances(world: World): Record<string, string> {
  const units = new Map<string, number>()
  for (const m of world.store.rows.movements.values()) units.set(m.currency, (units.get(m.currency) ?? 0) + m.amount)
  return Object.fromEntries([...units].map(([currency, sum]) => [currency, writeAmount(sum, currency)]))
}

const held = (item: ItemRow): number => (item.status === "SUCCESS" ? item.amount : 0)

function payoutsBySenderItem(world: World) {
  const paid: Record<string, PaidItem> = Object.create(null) as Record<string, PaidItem>
  for (const item of world.store.rows.items.values()) {
    const key = item.senderItemId ?? `(none) ${item.id}`
    paid[key] ??= { times_paid: 0, holds: 0, currency: item.currency, receivers: [], statuses: [], payout_item_ids: [] }
    const entry = paid[key]
    entry.times_paid += item.timesPaid
    entry.holds += held(item)
    entry.receivers.push(item.receiver)
    entry.statuses.push(item.status)
    entry.payout_item_ids.push(item.id)
  }
  return Object.fromEntries(
    Object.entries(paid).map(([id, p]) => [id, { ...p, holds: writeAmount(p.holds, p.currency) }]),
  )
}

function receivers(world: World): Record<string, string> {
  const sums = new Map<string, { units: number; currency: string }>()
  for (const item of world.store.rows.items.values()) {
    const key = `${item.receiver} ${item.currency}`
    const before = sums.get(key)?.units ?? 0
    sums.set(key, { units: before + held(item), currency: item.currency })
  }
  return Object.fromEntries([...sums].map(([key, s]) => [key, writeAmount(s.units, s.currency)]))
}
