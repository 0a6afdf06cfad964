/**
 * The port through which Fanfare speaks with PayPal: money in (orders, captures, refunds), money out (payouts), hints in
 * (webhooks). One method is one remote call; nothing here retries, so that the caller decides with what it has written down.
 */
import type { Cents } from "#lib/kernel/money.ts"

/** One reason PayPal names inside a refusal, e.g. `{issue: "ORDER_NOT_APPROVED"}` or `{field: "items[3].receiver"}`. */
export interface RejectionDetail {
  readonly issue: string
  readonly field: string | null
  readonly description: string | null
}

/** PayPal refused and says so: nothing was moved by this call. */
export interface Rejected {
  readonly kind: "rejected"
  readonly status: number
  /** PayPal's error name, e.g. UNPROCESSABLE_ENTITY, VALIDATION_ERROR, RESOURCE_NOT_FOUND, NOT_AUTHORIZED. */
  readonly name: string
  /** The first detail's issue, or the name when there are no details. */
  readonly issue: string
  readonly message: string
  readonly details: readonly RejectionDetail[]
  /** PayPal's debug id, to be quoted to their support. */
  readonly debugId: string | null
}

/**
 * What a remote call can come to.
 * - `ok`: done, and the answer was understood.
 * - `rejected`: refused with a reason; final for these inputs. Status 403 means: stop all, tell the operator.
 * - `rate_limited`: nothing was done; try again after the seconds given (null: back off by yourself).
 * - `unknown`: it may or may not have happened (5xx, timeout, reset, an answer that does not parse). Never treat it as
 *   failed; repeat with the SAME request id, or read the object.
 */
export type Outcome<T> =
  | { readonly kind: "ok"; readonly value: T }
  | Rejected
  | { readonly kind: "rate_limited"; readonly retryAfterSeconds: number | null }
  | { readonly kind: "unknown"; readonly reason: string }

export interface CreateOrderInput {
  /** PayPal-Request-Id: the same id within 6 h gives the same PayPal order. At most 108 characters. */
  readonly requestId: string
  /** Our order's id; becomes custom_id and invoice_id, so PayPal refuses a second payment for it. */
  readonly orderId: string
  readonly amountCents: Cents
  readonly currency: string
  /** Shown to the buyer; cut to PayPal's 127 characters. */
  readonly description: string
  readonly brandName?: string
  /** PayPal merchant id of the payee, when it is not the account of the API credentials. */
  readonly payeeMerchant?: string
  readonly returnUrl: string
  readonly cancelUrl: string
}

export interface CreatedOrder {
  readonly paypalOrderId: string
  readonly status: OrderStatus
  /** Where the buyer goes to approve (link `payer-action` or `approve`). */
  readonly approveUrl: string
}

export const ORDER_STATUSES = ["CREATED", "SAVED", "APPROVED", "VOIDED", "COMPLETED", "PAYER_ACTION_REQUIRED"] as const
export type OrderStatus = (typeof ORDER_STATUSES)[number] | "UNRECOGNISED"

export const CAPTURE_STATUSES = [
  "COMPLETED",
  "DECLINED",
  "PARTIALLY_REFUNDED",
  "PENDING",
  "REFUNDED",
  "REVERSED",
  "FAILED",
] as const
export type CaptureStatus = (typeof CAPTURE_STATUSES)[number] | "UNRECOGNISED"

export const REFUND_STATUSES = ["CANCELLED", "FAILED", "PENDING", "COMPLETED"] as const
export type RefundStatus = (typeof REFUND_STATUSES)[number] | "UNRECOGNISED"

/** One captured payment. Grant and post only on `COMPLETED`, and only after comparing amount, currency and customId. */
export interface Capture {
  readonly captureId: string
  readonly status: CaptureStatus
  /** Why it is pending, or CHARGEBACK / BUYER_COMPLAINT after a reversal; null otherwise. */
  readonly statusReason: string | null
  readonly amountCents: Cents
  /** PayPal's real fee from `seller_receivable_breakdown`; null while it is not known (pending). */
  readonly feeCents: Cents | null
  readonly netCents: Cents | null
  readonly currency: string
  readonly customId: string | null
  readonly invoiceId: string | null
  readonly createdAt: Date | null
}

export interface Refund {
  readonly refundId: string
  readonly status: RefundStatus
  readonly amountCents: Cents
  readonly currency: string
  readonly captureId: string | null
}

export interface OrderView {
  readonly paypalOrderId: string
  readonly status: OrderStatus
  readonly approveUrl: string | null
  readonly amountCents: Cents
  readonly currency: string
  readonly customId: string | null
  readonly invoiceId: string | null
  readonly payeeMerchant: string | null
  readonly payerEmail: string | null
  readonly payerId: string | null
  readonly captures: readonly Capture[]
  readonly refunds: readonly Refund[]
}

/** A capture and the order it belongs to, as the capture call answers. */
export interface CapturedOrder extends Capture {
  readonly paypalOrderId: string
  readonly orderStatus: OrderStatus
  readonly payeeMerchant: string | null
  readonly payerEmail: string | null
  readonly payerId: string | null
}

export interface RefundInput {
  /** The same id within 45 days gives the same refund. */
  readonly requestId: string
  readonly captureId: string
  /** Null refunds what is left of the capture in full. */
  readonly amountCents: Cents | null
  readonly currency: string
  readonly noteToPayer?: string
}

export interface PayoutItemInput {
  /** Our payout's id, at most 63 characters. PayPal does NOT de-duplicate it: only the batch id protects. */
  readonly senderItemId: string
  /** The payee's PayPal e-mail. */
  readonly receiver: string
  readonly amountCents: Cents
  readonly note?: string
}

export interface CreatePayoutInput {
  readonly requestId: string
  /** Our payout run's id; the same one within 30 days is answered with `duplicate`. */
  readonly senderBatchId: string
  readonly currency: string
  readonly emailSubject: string
  readonly emailMessage?: string
  /** 1 to 15 000 items, one currency, at most $20 000 each. */
  readonly items: readonly PayoutItemInput[]
}

export const BATCH_STATUSES = ["DENIED", "PENDING", "PROCESSING", "SUCCESS", "CANCELED"] as const
export type BatchStatus = (typeof BATCH_STATUSES)[number] | "UNRECOGNISED"

export interface CreatedPayout {
  readonly payoutBatchId: string
  readonly batchStatus: BatchStatus
}

/**
 * `duplicate`: this senderBatchId was taken within the last 30 days. Read the batch named, compare items and amounts, adopt it.
 * payoutBatchId is null when PayPal gave no link.
 */
export type CreatePayoutOutcome =
  | Outcome<CreatedPayout>
  | { readonly kind: "duplicate"; readonly payoutBatchId: string | null; readonly message: string }

export const PAYOUT_ITEM_STATUSES = [
  "PENDING",
  "SUCCESS",
  "UNCLAIMED",
  "RETURNED",
  "REFUNDED",
  "REVERSED",
  "ONHOLD",
  "BLOCKED",
  "FAILED",
  "DENIED",
] as const
/** ON_HOLD is read as ONHOLD; a string PayPal adds later is UNRECOGNISED: hold it and alert. */
export type PayoutItemStatus = (typeof PAYOUT_ITEM_STATUSES)[number] | "UNRECOGNISED"

export interface PayoutItemView {
  readonly payoutItemId: string
  readonly payoutBatchId: string
  readonly senderItemId: string | null
  readonly status: PayoutItemStatus
  readonly rawStatus: string
  readonly receiver: string
  readonly amountCents: Cents
  readonly currency: string
  /** 0 until PayPal has worked the item. */
  readonly feeCents: Cents
  /** PayPal's name for the trouble, e.g. RECEIVER_UNREGISTERED; null when there is none. */
  readonly errorName: string | null
  readonly errorMessage: string | null
  readonly transactionId: string | null
  readonly processedAt: Date | null
}

/** One page of a batch. `SUCCESS` of the batch means only "worked through": read every item. */
export interface PayoutPage {
  readonly payoutBatchId: string
  readonly senderBatchId: string | null
  readonly batchStatus: BatchStatus
  readonly totalItems: number
  readonly totalPages: number
  readonly page: number
  readonly items: readonly PayoutItemView[]
}

export interface DisputeView {
  readonly disputeId: string
  readonly captureIds: readonly string[]
  /** OPEN, WAITING_FOR_…, UNDER_REVIEW, RESOLVED, OTHER. */
  readonly status: string
  readonly reason: string | null
  /** RESOLVED_BUYER_FAVOUR, RESOLVED_SELLER_FAVOUR, …; null while open. */
  readonly outcomeCode: string | null
  readonly amountCents: Cents | null
  readonly currency: string | null
}

export interface WebhookInput {
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly rawBody: Uint8Array
  readonly now: Date
}

/** What a webhook points at. A hint only: read the object named before acting. */
export interface WebhookHint {
  readonly eventId: string
  readonly transmissionId: string
  readonly eventType: string
  readonly paypalOrderId: string | null
  readonly captureId: string | null
  readonly refundId: string | null
  readonly payoutBatchId: string | null
  readonly payoutItemId: string | null
  readonly disputeId: string | null
}

/**
 * `genuine`: the signature holds (answer 200 once stored). `forged`: it does not (answer 400). `unknown`: the certificate
 * could not be fetched just now (answer 503; PayPal delivers again).
 */
export type WebhookVerdict =
  | { readonly kind: "genuine"; readonly hint: WebhookHint }
  | { readonly kind: "forged"; readonly reason: string }
  | { readonly kind: "unknown"; readonly reason: string }

export interface PayPal {
  createOrder(input: CreateOrderInput): Promise<Outcome<CreatedOrder>>
  /** 404 (`RESOURCE_NOT_FOUND`) means the order died unapproved after about 3 h, or never was. */
  getOrder(paypalOrderId: string): Promise<Outcome<OrderView>>
  /** Issues to expect: ORDER_NOT_APPROVED, ORDER_ALREADY_CAPTURED (then getOrder), INSTRUMENT_DECLINED (back to approveUrl). */
  captureOrder(input: { readonly requestId: string; readonly paypalOrderId: string }): Promise<Outcome<CapturedOrder>>
  getCapture(captureId: string): Promise<Outcome<Capture>>
  refundCapture(input: RefundInput): Promise<Outcome<Refund>>
  getRefund(refundId: string): Promise<Outcome<Refund>>
  createPayout(input: CreatePayoutInput): Promise<CreatePayoutOutcome>
  /** Pages count from 1; up to 1 000 items on each. */
  getPayout(input: { readonly payoutBatchId: string; readonly page?: number }): Promise<Outcome<PayoutPage>>
  getPayoutItem(payoutItemId: string): Promise<Outcome<PayoutItemView>>
  /** Only an UNCLAIMED item can be cancelled; it becomes RETURNED. */
  cancelUnclaimedItem(payoutItemId: string): Promise<Outcome<PayoutItemView>>
  getDispute(disputeId: string): Promise<Outcome<DisputeView>>
  /** Offline but for the first fetch of a certificate. */
  verifyWebhook(input: WebhookInput): Promise<WebhookVerdict>
  /** Closes idle connections. */
  close(): void
}

export interface PayPalConfig {
  readonly clientId: string
  readonly clientSecret: string
  /** https://api-m.paypal.com, https://api-m.sandbox.paypal.com, or the stand-in's own port (a path would be dropped). */
  readonly baseUrl: string
  /** The webhook subscription's id; part of what is signed. */
  readonly webhookId: string
  /** Development only: the stand-in's root certificate (PEM), trusted besides the system's roots for certificates at baseUrl. */
  readonly trustedRootPem?: string
  /** Called as `paypal.<method>.before` and `.after` around every remote call; crash tests enumerate the names. */
  readonly faultPoint?: (name: string) => void | Promise<void>
  /** Total time for one call, token included or not; default 20 s. */
  readonly deadlineMs?: number
}
