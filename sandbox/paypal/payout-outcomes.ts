/** What becomes of a payout: decided by the receiver's address, now or later. `unclaimed@…`, `blocked.sam@…` and so on. */
import { PAYOUT_FEE } from "./amounts.ts"
import { batchHeaderView, itemView } from "./payout-view.ts"
import type { BatchRow, ItemRow, ItemStatus } from "./rows.ts"
import type { World } from "./world.ts"

const DAY_MS = 86_400_000
/** PayPal waits this long for somebody to claim. */
const CLAIM_MS = 30 * DAY_MS
/** A late turn (returned@, refunded@, reversed@) comes this long after the first state, on the stand-in's clock. */
const LATE_MS = 3_000

interface Outcome {
  readonly status: ItemStatus
  readonly error: string | null
  readonly afterwards?: { readonly status: ItemStatus; readonly afterMs: number }
}

const OUTCOMES: Readonly<Record<string, Outcome>> = {
  unclaimed: {
    status: "UNCLAIMED",
    error: "RECEIVER_UNREGISTERED",
    afterwards: { status: "RETURNED", afterMs: CLAIM_MS },
  },
  returned: {
    status: "UNCLAIMED",
    error: "RECEIVER_UNREGISTERED",
    afterwards: { status: "RETURNED", afterMs: LATE_MS },
  },
  onhold: { status: "ONHOLD", error: "REGULATORY_PENDING" },
  held: { status: "ONHOLD", error: "REGULATORY_PENDING", afterwards: { status: "SUCCESS", afterMs: LATE_MS } },
  blocked: { status: "BLOCKED", error: "RECEIVER_COUNTRY_NOT_ALLOWED" },
  failed: { status: "FAILED", error: "RECEIVER_ACCOUNT_LOCKED" },
  denied: { status: "DENIED", error: "DENIED_BY_SYSTEM" },
  refunded: { status: "SUCCESS", error: null, afterwards: { status: "REFUNDED", afterMs: LATE_MS } },
  reversed: { status: "SUCCESS", error: null, afterwards: { status: "REVERSED", afterMs: LATE_MS } },
  pending: { status: "PENDING", error: null },
}
const PAID: Outcome = { status: "SUCCESS", error: null }

/** The first word of the address decides; any other address is simply paid. */
function outcomeFor(receiver: string): Outcome {
  const word = /^([a-z]+)(?:[.+_-][^@]*)?@/i.exec(receiver)?.[1]?.toLowerCase() ?? ""
  return Object.hasOwn(OUTCOMES, word) ? OUTCOMES[word]! : PAID
}

/** States in which the money has left the merchant; in the others it is his again. */
const AWAY: ReadonlySet<ItemStatus> = new Set(["PENDING", "SUCCESS", "UNCLAIMED", "ONHOLD"])
/** Sent back by or taken back from somebody who had it: PayPal keeps the fee. */
const FEE_KEPT: ReadonlySet<ItemStatus> = new Set(["REFUNDED", "REVERSED"])

const EVENTS: Readonly<Record<ItemStatus, string | null>> = {
  PENDING: null,
  SUCCESS: "SUCCEEDED",
  UNCLAIMED: "UNCLAIMED",
  RETURNED: "RETURNED",
  REFUNDED: "REFUNDED",
  REVERSED: "REVERSED",
  ONHOLD: "HELD",
  BLOCKED: "BLOCKED",
  FAILED: "FAILED",
  DENIED: "DENIED",
}

/** Moves an item to a state, the money with it, and tells the merchant. */
export function changeItem(world: World, item: ItemRow, status: ItemStatus, error: string | null = null): void {
  const cameBack = AWAY.has(item.status) && !AWAY.has(status)
  if (cameBack) world.move(`payout ${status.toLowerCase()}`, item.id, item.currency, item.amount)
  if (cameBack && !FEE_KEPT.has(status)) world.move("payout fee returned", item.id, item.currency, PAYOUT_FEE)
  if (status === "SUCCESS") item.timesPaid += 1
  item.fee = AWAY.has(status) || FEE_KEPT.has(status) ? PAYOUT_FEE : 0
  item.status = status
  item.error = error
  item.next = null
  item.processedAt = world.now()
  item.transactionId ??= world.newId()
  world.store.put("items", item)
  const event = EVENTS[status]
  if (event)
    world.announce(`PAYMENT.PAYOUTS-ITEM.${event}`, "payouts_item", `Payout item: ${event}`, itemView(world, item))
}

function workItem(world: World, item: ItemRow, deny: boolean): void {
  const outcome = deny ? OUTCOMES.denied! : outcomeFor(item.receiver)
  if (outcome.status === "PENDING") return
  changeItem(world, item, outcome.status, outcome.error)
  if (outcome.afterwards)
    item.next = { status: outcome.afterwards.status, at: world.now() + outcome.afterwards.afterMs }
}

const announceBatch = (world: World, batch: BatchRow, event: string) =>
  world.announce(`PAYMENT.PAYOUTSBATCH.${event}`, "payouts", `Payouts batch: ${event}`, {
    batch_header: batchHeaderView(batch),
  })

/** Takes every batch and item one step on, if its time has come. */
export function workPayouts(world: World): void {
  for (const batch of world.store.rows.batches.values()) workBatch(world, batch)
  for (const item of world.store.rows.items.values()) {
    if (item.next !== null && item.next.at <= world.now()) changeItem(world, item, item.next.status)
  }
}

function workBatch(world: World, batch: BatchRow): void {
  const age = world.now() - batch.createdAt
  const { processingMs } = world.options
  if (batch.status === "PENDING" && age >= processingMs / 2) {
    batch.status = "PROCESSING"
    world.store.put("batches", batch)
    announceBatch(world, batch, "PROCESSING")
  }
  if (batch.status !== "PROCESSING" || age < processingMs) return
  for (const id of batch.itemIds) workItem(world, world.store.rows.items.get(id)!, batch.deny)
  batch.status = batch.deny ? "DENIED" : "SUCCESS"
  batch.completedAt = world.now()
  world.store.put("batches", batch)
  announceBatch(world, batch, batch.status)
}
