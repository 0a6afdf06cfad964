/** What we send to PayPal: each builder makes one fresh request for the SDK's client and refuses what PayPal would refuse. */
import paypal, { type SdkRequest } from "@paypal/checkout-server-sdk"
import { invariant } from "#lib/kernel/errors.ts"
import { type Cents, cents, centsToDecimal } from "#lib/kernel/money.ts"
import type { CreateOrderInput, CreatePayoutInput, PayoutItemInput, RefundInput } from "./port.ts"
import { plainRequest } from "./sdk-transport.ts"

/** From the published contracts: PayPal-Request-Id, description, custom_id and brand_name, sender_batch_id, sender_item_id. */
const MAX_REQUEST_ID = 108
const MAX_TEXT = 127
const MAX_SENDER_BATCH_ID = 256
const MAX_SENDER_ITEM_ID = 63
/** 4 000 in the contract, but only 1 000 when not ASCII. */
const MAX_NOTE = 1_000
const MAX_NOTE_TO_PAYER = 255
const MAX_SUBJECT = 255
const MAX_PAYOUT_ITEMS = 15_000
/** $20 000 per item, PayPal's published default. */
const MAX_PAYOUT_ITEM_CENTS = cents(2_000_000)
const PAYOUT_PAGE_SIZE = 1_000

/** Currencies of which PayPal takes no decimals; cents would be wrong by a hundred. */
const WITHOUT_DECIMALS = new Set(["HUF", "JPY", "TWD"])

/** PayPal's own ids: letters, digits and (disputes) dashes. */
export const isPayPalId = (id: string): boolean => /^[A-Za-z0-9-]{1,36}$/.test(id)

const cut = (text: string, max: number): string => Array.from(text).slice(0, max).join("").slice(0, max)

function value(amountCents: Cents, currency: string): string {
  invariant(amountCents > 0n, "an amount for PayPal must be above zero")
  invariant(/^[A-Z]{3}$/.test(currency) && !WITHOUT_DECIMALS.has(currency), `currency ${currency} is not supported`)
  return centsToDecimal(amountCents)
}

const money = (amountCents: Cents, currency: string) => ({
  currency_code: currency,
  value: value(amountCents, currency),
})

function checkRequestId(requestId: string): string {
  invariant(/^[\x21-\x7e]+$/.test(requestId) && requestId.length <= MAX_REQUEST_ID, "request id: 1 to 108 characters")
  return requestId
}

const FULL_ANSWER = "return=representation"

export function createOrderRequest(input: CreateOrderInput): SdkRequest {
  invariant(input.orderId.length >= 1 && input.orderId.length <= MAX_TEXT, "order id: 1 to 127 characters")
  const request = new paypal.orders.OrdersCreateRequest().prefer(FULL_ANSWER)
  // The SDK's class has no setter for it.
  request.headers["PayPal-Request-Id"] = checkRequestId(input.requestId)
  const unit = {
    amount: money(input.amountCents, input.currency),
    custom_id: input.orderId,
    invoice_id: input.orderId,
    description: cut(input.description, MAX_TEXT),
    ...(input.payeeMerchant === undefined ? {} : { payee: { merchant_id: input.payeeMerchant } }),
  }
  return request.requestBody({
    intent: "CAPTURE",
    purchase_units: [unit],
    payment_source: { paypal: { experience_context: experience(input) } },
  })
}

function experience(input: CreateOrderInput): Record<string, string> {
  return {
    return_url: input.returnUrl,
    cancel_url: input.cancelUrl,
    user_action: "PAY_NOW",
    landing_page: "NO_PREFERENCE",
    shipping_preference: "NO_SHIPPING",
    ...(input.brandName === undefined ? {} : { brand_name: cut(input.brandName, MAX_TEXT) }),
  }
}

export const getOrderRequest = (id: string): SdkRequest => new paypal.orders.OrdersGetRequest(id)

export const captureOrderRequest = (requestId: string, paypalOrderId: string): SdkRequest =>
  new paypal.orders.OrdersCaptureRequest(paypalOrderId)
    .payPalRequestId(checkRequestId(requestId))
    .prefer(FULL_ANSWER)
    .requestBody({})

export const getCaptureRequest = (id: string): SdkRequest => new paypal.payments.CapturesGetRequest(id)
export const getRefundRequest = (id: string): SdkRequest => new paypal.payments.RefundsGetRequest(id)

export function refundRequest(input: RefundInput): SdkRequest {
  const note = input.noteToPayer ? { note_to_payer: cut(input.noteToPayer, MAX_NOTE_TO_PAYER) } : {}
  const part = input.amountCents === null ? {} : { amount: money(input.amountCents, input.currency) }
  return new paypal.payments.CapturesRefundRequest(input.captureId)
    .payPalRequestId(checkRequestId(input.requestId))
    .prefer(FULL_ANSWER)
    .requestBody({ ...part, ...note })
}

export function createPayoutRequest(input: CreatePayoutInput): SdkRequest {
  const { senderBatchId, items } = input
  invariant(senderBatchId.length >= 1 && senderBatchId.length <= MAX_SENDER_BATCH_ID, "sender batch id: 1 to 256")
  invariant(items.length >= 1 && items.length <= MAX_PAYOUT_ITEMS, "a payout run has 1 to 15 000 items")
  // PayPal does not de-duplicate items; two with one id in a single batch would both be paid.
  invariant(new Set(items.map((i) => i.senderItemId)).size === items.length, "payout item ids must differ")
  const header = {
    sender_batch_id: senderBatchId,
    recipient_type: "EMAIL",
    email_subject: cut(input.emailSubject, MAX_SUBJECT),
    ...(input.emailMessage ? { email_message: cut(input.emailMessage, MAX_NOTE) } : {}),
  }
  const body = { sender_batch_header: header, items: items.map((i) => payoutItem(i, input.currency)) }
  return plainRequest("POST", "/v1/payments/payouts", body, { "PayPal-Request-Id": checkRequestId(input.requestId) })
}

function payoutItem(item: PayoutItemInput, currency: string) {
  invariant(item.senderItemId.length >= 1 && item.senderItemId.length <= MAX_SENDER_ITEM_ID, "sender item id: 1 to 63")
  invariant(item.receiver.length <= MAX_TEXT && item.receiver.includes("@"), "a payee is an e-mail of at most 127")
  invariant(item.amountCents <= MAX_PAYOUT_ITEM_CENTS, "at most $20 000 in one payout")
  return {
    recipient_type: "EMAIL",
    amount: { currency, value: value(item.amountCents, currency) },
    receiver: item.receiver,
    sender_item_id: item.senderItemId,
    ...(item.note ? { note: cut(item.note, MAX_NOTE) } : {}),
  }
}

export const getPayoutRequest = (id: string, page: number): SdkRequest =>
  plainRequest("GET", `/v1/payments/payouts/${id}?page=${page}&page_size=${PAYOUT_PAGE_SIZE}&total_required=true`)
export const getPayoutItemRequest = (id: string): SdkRequest => plainRequest("GET", `/v1/payments/payouts-item/${id}`)
export const cancelItemRequest = (id: string): SdkRequest =>
  plainRequest("POST", `/v1/payments/payouts-item/${id}/cancel`)
export const getDisputeRequest = (id: string): SdkRequest => plainRequest("GET", `/v1/customer/disputes/${id}`)
