/** PayPal's answers as zod reads them: tolerant in what surrounds them, strict in every amount, id and status we act on. */
import { z } from "zod"
import { type Cents, decimalToCents } from "#lib/kernel/money.ts"
import {
  BATCH_STATUSES,
  CAPTURE_STATUSES,
  type Capture,
  type CapturedOrder,
  type CreatedOrder,
  type CreatedPayout,
  type DisputeView,
  ORDER_STATUSES,
  type OrderView,
  PAYOUT_ITEM_STATUSES,
  type PayoutItemView,
  type PayoutPage,
  REFUND_STATUSES,
  type Refund,
} from "./port.ts"

const decimal = z.string().transform((s, ctx): Cents => {
  try {
    return decimalToCents(s)
  } catch {
    ctx.addIssue({ code: "custom", message: "not an amount with at most two decimals" })
    return z.NEVER
  }
})
const id = z.string().min(1).max(64)
const amount = z.object({ currency_code: z.string().length(3), value: decimal })
const oldAmount = z.object({ currency: z.string().length(3), value: decimal })
const textOrNull = z
  .string()
  .nullish()
  .transform((s) => s ?? null)
const timeOrNull = z
  .string()
  .nullish()
  .transform((s) => (s && !Number.isNaN(Date.parse(s)) ? new Date(s) : null))
/** Lists that PayPal sometimes sends as `{}` or leaves out. */
const list = <T extends z.ZodType>(item: T) => z.preprocess((v) => (Array.isArray(v) ? v : []), z.array(item))

const statusOf = <S extends string>(known: readonly S[]) =>
  z
    .string()
    .transform((s): S | "UNRECOGNISED" => ((known as readonly string[]).includes(s) ? (s as S) : "UNRECOGNISED"))

const links = list(z.object({ rel: z.string(), href: z.string() }))
/** `payer-action` when a payment source was named at creation, `approve` otherwise. */
const approveLink = (all: readonly { rel: string; href: string }[]): string | null =>
  (all.find((l) => l.rel === "payer-action") ?? all.find((l) => l.rel === "approve"))?.href ?? null

export const createdOrderAnswer = z
  .object({ id, status: statusOf(ORDER_STATUSES), links })
  .transform((o, ctx): CreatedOrder => {
    const approveUrl = approveLink(o.links)
    if (approveUrl) return { paypalOrderId: o.id, status: o.status, approveUrl }
    ctx.addIssue({ code: "custom", message: "no link to approve" })
    return z.NEVER
  })

const captureBody = z.object({
  id,
  status: statusOf(CAPTURE_STATUSES),
  status_details: z.object({ reason: textOrNull }).nullish(),
  amount,
  custom_id: textOrNull,
  invoice_id: textOrNull,
  create_time: timeOrNull,
  seller_receivable_breakdown: z.object({ paypal_fee: amount.nullish(), net_amount: amount.nullish() }).nullish(),
})

function toCapture(c: z.infer<typeof captureBody>): Capture {
  return {
    captureId: c.id,
    status: c.status,
    statusReason: c.status_details?.reason ?? null,
    amountCents: c.amount.value,
    feeCents: c.seller_receivable_breakdown?.paypal_fee?.value ?? null,
    netCents: c.seller_receivable_breakdown?.net_amount?.value ?? null,
    currency: c.amount.currency_code,
    customId: c.custom_id,
    invoiceId: c.invoice_id,
    createdAt: c.create_time,
  }
}

export const captureAnswer = captureBody.transform(toCapture)

const refundBody = z.object({ id, status: statusOf(REFUND_STATUSES), amount, links })

function toRefund(r: z.infer<typeof refundBody>): Refund {
  const up = r.links.find((l) => l.rel === "up")?.href
  const captureId = up ? (/\/captures\/([A-Za-z0-9-]+)$/.exec(up)?.[1] ?? null) : null
  return {
    refundId: r.id,
    status: r.status,
    amountCents: r.amount.value,
    currency: r.amount.currency_code,
    captureId,
  }
}

export const refundAnswer = refundBody.transform(toRefund)

const payer = z.object({ email_address: textOrNull, payer_id: textOrNull }).nullish()
const wallet = z.object({ email_address: textOrNull, account_id: textOrNull }).nullish()
const orderBody = z.object({
  id,
  status: statusOf(ORDER_STATUSES),
  links,
  payer,
  payment_source: z.object({ paypal: wallet }).nullish(),
  purchase_units: z
    .array(
      z.object({
        amount,
        custom_id: textOrNull,
        invoice_id: textOrNull,
        payee: z.object({ merchant_id: textOrNull }).nullish(),
        payments: z.object({ captures: list(captureBody), refunds: list(refundBody) }).nullish(),
      }),
    )
    .min(1),
})

function toOrder(o: z.infer<typeof orderBody>): OrderView {
  const unit = o.purchase_units[0]!
  return {
    paypalOrderId: o.id,
    status: o.status,
    approveUrl: approveLink(o.links),
    amountCents: unit.amount.value,
    currency: unit.amount.currency_code,
    customId: unit.custom_id,
    invoiceId: unit.invoice_id,
    payeeMerchant: unit.payee?.merchant_id ?? null,
    payerEmail: o.payer?.email_address ?? o.payment_source?.paypal?.email_address ?? null,
    payerId: o.payer?.payer_id ?? o.payment_source?.paypal?.account_id ?? null,
    captures: (unit.payments?.captures ?? []).map(toCapture),
    refunds: (unit.payments?.refunds ?? []).map(toRefund),
  }
}

export const orderAnswer = orderBody.transform(toOrder)

export const capturedOrderAnswer = orderBody.transform((body, ctx): CapturedOrder => {
  const order = toOrder(body)
  const capture = order.captures[0]
  if (!capture) {
    ctx.addIssue({ code: "custom", message: "captured, but no capture in the answer" })
    return z.NEVER
  }
  const { paypalOrderId, status: orderStatus, payeeMerchant, payerEmail, payerId } = order
  const ids = { customId: capture.customId ?? order.customId, invoiceId: capture.invoiceId ?? order.invoiceId }
  return { ...capture, ...ids, paypalOrderId, orderStatus, payeeMerchant, payerEmail, payerId }
})

export const createdPayoutAnswer = z
  .object({ batch_header: z.object({ payout_batch_id: id, batch_status: statusOf(BATCH_STATUSES) }) })
  .transform(
    ({ batch_header: h }): CreatedPayout => ({ payoutBatchId: h.payout_batch_id, batchStatus: h.batch_status }),
  )

const itemStatus = statusOf(PAYOUT_ITEM_STATUSES)
const itemBody = z.object({
  payout_item_id: id,
  payout_batch_id: id,
  transaction_status: z.string(),
  transaction_id: textOrNull,
  payout_item_fee: oldAmount.nullish(),
  payout_item: z.object({ receiver: z.string(), amount: oldAmount, sender_item_id: textOrNull }),
  time_processed: timeOrNull,
  errors: z.object({ name: textOrNull, message: textOrNull }).nullish(),
})

function toItem(i: z.infer<typeof itemBody>): PayoutItemView {
  const status = i.transaction_status === "ON_HOLD" ? "ONHOLD" : itemStatus.parse(i.transaction_status)
  return {
    payoutItemId: i.payout_item_id,
    payoutBatchId: i.payout_batch_id,
    senderItemId: i.payout_item.sender_item_id,
    status,
    rawStatus: i.transaction_status,
    receiver: i.payout_item.receiver,
    amountCents: i.payout_item.amount.value,
    currency: i.payout_item.amount.currency,
    feeCents: i.payout_item_fee?.value ?? decimalToCents("0"),
    errorName: i.errors?.name ?? null,
    errorMessage: i.errors?.message ?? null,
    transactionId: i.transaction_id,
    processedAt: i.time_processed,
  }
}

export const payoutItemAnswer = itemBody.transform(toItem)

const pageBody = z.object({
  total_items: z.number().int().min(0).nullish(),
  total_pages: z.number().int().min(0).nullish(),
  batch_header: z.object({
    payout_batch_id: id,
    batch_status: statusOf(BATCH_STATUSES),
    sender_batch_header: z.object({ sender_batch_id: textOrNull }).nullish(),
  }),
  items: list(itemBody),
})

export const payoutPageAnswer = (page: number) =>
  pageBody.transform(
    (b): PayoutPage => ({
      payoutBatchId: b.batch_header.payout_batch_id,
      senderBatchId: b.batch_header.sender_batch_header?.sender_batch_id ?? null,
      batchStatus: b.batch_header.batch_status,
      totalItems: b.total_items ?? b.items.length,
      totalPages: b.total_pages ?? 1,
      page,
      items: b.items.map(toItem),
    }),
  )

export const disputeAnswer = z
  .object({
    dispute_id: id,
    status: z.string(),
    reason: textOrNull,
    dispute_amount: amount.nullish(),
    dispute_outcome: z.object({ outcome_code: textOrNull }).nullish(),
    disputed_transactions: list(z.object({ seller_transaction_id: textOrNull })),
  })
  .transform(
    (d): DisputeView => ({
      disputeId: d.dispute_id,
      captureIds: d.disputed_transactions.flatMap((t) => t.seller_transaction_id ?? []),
      status: d.status,
      reason: d.reason,
      outcomeCode: d.dispute_outcome?.outcome_code ?? null,
      amountCents: d.dispute_amount?.value ?? null,
      currency: d.dispute_amount?.currency_code ?? null,
    }),
  )
