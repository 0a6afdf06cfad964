/** An order, a capture and a refund as PayPal shows them. */
import { money } from "./amounts.ts"
import type { CaptureRow, OrderRow, RefundRow } from "./rows.ts"
import type { World } from "./world.ts"

const iso = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`
const defined = (o: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(o).filter(([, v]) => v !== null && v !== undefined))

export function orderLinks(world: World, order: OrderRow): unknown[] {
  const self = `${world.baseUrl}/v2/checkout/orders/${order.id}`
  const approve = { href: `${world.baseUrl}/checkoutnow?token=${order.id}`, rel: "approve", method: "GET" }
  const capture = { href: `${self}/capture`, rel: "capture", method: "POST" }
  const links: unknown[] = [{ href: self, rel: "self", method: "GET" }]
  if (order.status === "COMPLETED") return links
  links.push(order.withSource ? { ...approve, rel: "payer-action" } : approve)
  return order.withSource ? links : [...links, capture]
}

export function minimalOrder(world: World, order: OrderRow): Record<string, unknown> {
  return { id: order.id, status: order.status, ...sourceOf(order), links: orderLinks(world, order) }
}

function sourceOf(order: OrderRow): Record<string, unknown> {
  if (order.payer === null) return order.withSource ? { payment_source: { paypal: {} } } : {}
  const { email, payerId } = order.payer
  return { payment_source: { paypal: { email_address: email, account_id: payerId, account_status: "VERIFIED" } } }
}

export function fullOrder(world: World, order: OrderRow): Record<string, unknown> {
  const payer = order.payer && { email_address: order.payer.email, payer_id: order.payer.payerId }
  const unit = defined({
    reference_id: order.referenceId,
    amount: money(order.amount, order.currency),
    payee: { merchant_id: order.payeeMerchant },
    description: order.description,
    custom_id: order.customId,
    invoice_id: order.invoiceId,
    payments: paymentsOf(world, order),
  })
  const times = { create_time: iso(order.createdAt), update_time: iso(order.updatedAt) }
  return { ...minimalOrder(world, order), intent: "CAPTURE", purchase_units: [unit], ...defined({ payer }), ...times }
}

function paymentsOf(world: World, order: OrderRow): unknown {
  const capture = order.captureId === null ? undefined : world.store.rows.captures.get(order.captureId)
  if (!capture) return null
  const refunds = [...world.store.rows.refunds.values()].filter((r) => r.captureId === capture.id)
  const captures = [captureView(world, capture, order)]
  return refunds.length === 0 ? { captures } : { captures, refunds: refunds.map((r) => refundView(world, r)) }
}

function captureView(world: World, c: CaptureRow, order: OrderRow): Record<string, unknown> {
  const self = `${world.baseUrl}/v2/payments/captures/${c.id}`
  return defined({
    id: c.id,
    status: c.status,
    status_details: c.reason && { reason: c.reason },
    amount: money(c.amount, c.currency),
    final_capture: true,
    custom_id: order.customId,
    invoice_id: order.invoiceId,
    seller_protection: { status: "NOT_ELIGIBLE" },
    seller_receivable_breakdown: breakdown(c),
    links: [
      { href: self, rel: "self", method: "GET" },
      { href: `${self}/refund`, rel: "refund", method: "POST" },
      { href: `${world.baseUrl}/v2/checkout/orders/${order.id}`, rel: "up", method: "GET" },
    ],
    create_time: iso(c.createdAt),
    update_time: iso(c.updatedAt),
  })
}

function breakdown(c: CaptureRow): unknown {
  const gross_amount = money(c.amount, c.currency)
  if (c.fee === null) return { gross_amount }
  return { gross_amount, paypal_fee: money(c.fee, c.currency), net_amount: money(c.amount - c.fee, c.currency) }
}

/** What GET on the capture adds to the view inside an order. */
export function captureAlone(world: World, c: CaptureRow, order: OrderRow): Record<string, unknown> {
  const related_ids = { order_id: order.id }
  const payee = { merchant_id: order.payeeMerchant }
  return { ...captureView(world, c, order), supplementary_data: { related_ids }, payee }
}

export function refundView(world: World, r: RefundRow): Record<string, unknown> {
  const capture = `${world.baseUrl}/v2/payments/captures/${r.captureId}`
  const amount = money(r.amount, r.currency)
  return defined({
    id: r.id,
    status: "COMPLETED",
    amount,
    note_to_payer: r.note,
    seller_payable_breakdown: {
      gross_amount: amount,
      // PayPal keeps its fee.
      paypal_fee: money(0, r.currency),
      net_amount: amount,
      total_refunded_amount: money(r.totalRefunded, r.currency),
    },
    links: [
      { href: `${world.baseUrl}/v2/payments/refunds/${r.id}`, rel: "self", method: "GET" },
      { href: capture, rel: "up", method: "GET" },
    ],
    create_time: iso(r.createdAt),
    update_time: iso(r.createdAt),
  })
}
