/** Disputes: a buyer complains, the money is held; the case ends for one side or the other. */
import { money } from "./amounts.ts"
import { notFound, ok } from "./answer.ts"
import { reverseCapture } from "./captures.ts"
import type { Route } from "./http.ts"
import type { CaptureRow, DisputeRow } from "./rows.ts"
import type { World } from "./world.ts"

function disputeView(world: World, d: DisputeRow): Record<string, unknown> {
  const amount = money(d.amount, d.currency)
  const iso = (ms: number) => new Date(ms).toISOString()
  const transaction = { seller_transaction_id: d.captureId, gross_amount: amount }
  return {
    dispute_id: d.id,
    create_time: iso(d.createdAt),
    update_time: iso(d.updatedAt),
    disputed_transactions: [transaction],
    reason: d.reason,
    status: d.status,
    dispute_amount: amount,
    ...(d.outcome === null ? {} : { dispute_outcome: { outcome_code: d.outcome } }),
    links: [{ href: `${world.baseUrl}/v1/customer/disputes/${d.id}`, rel: "self", method: "GET" }],
  }
}

export function openDispute(world: World, capture: CaptureRow, reason: string): DisputeRow {
  const now = world.now()
  const dispute: DisputeRow = {
    id: `PP-D-${world.newId().slice(0, 8)}`,
    captureId: capture.id,
    amount: capture.amount - capture.refunded,
    currency: capture.currency,
    reason,
    status: "OPEN",
    outcome: null,
    createdAt: now,
    updatedAt: now,
  }
  world.store.put("disputes", dispute)
  world.move("dispute hold", dispute.id, dispute.currency, -dispute.amount)
  world.announce("CUSTOMER.DISPUTE.CREATED", "dispute", "A new dispute opened", disputeView(world, dispute))
  return dispute
}

export function resolveDispute(world: World, dispute: DisputeRow, forBuyer: boolean): void {
  if (dispute.status === "RESOLVED") throw notFound()
  dispute.status = "RESOLVED"
  dispute.outcome = forBuyer ? "RESOLVED_BUYER_FAVOUR" : "RESOLVED_SELLER_FAVOUR"
  dispute.updatedAt = world.now()
  world.store.put("disputes", dispute)
  // The hold ends either way; for the buyer the reversal takes the money at once.
  world.move("dispute release", dispute.id, dispute.currency, dispute.amount)
  const capture = world.store.rows.captures.get(dispute.captureId)
  const left = capture !== undefined && !capture.reversed && capture.refunded < capture.amount
  if (forBuyer && left) reverseCapture(world, capture)
  world.announce("CUSTOMER.DISPUTE.RESOLVED", "dispute", "A dispute was resolved", disputeView(world, dispute))
}

export const disputeRoutes: readonly Route[] = [
  {
    method: "GET",
    pattern: /^\/v1\/customer\/disputes\/([^/]+)$/,
    door: "api",
    handle: (world, request) => {
      const dispute = world.store.rows.disputes.get(request.params[0] ?? "")
      if (!dispute) throw notFound()
      return ok(disputeView(world, dispute))
    },
  },
]
