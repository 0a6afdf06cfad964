/** How the stand-in answers: bodies and refusals in the exact words of PayPal's published contracts. */
import { randomBytes } from "node:crypto"

export interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as it is, instead of JSON. */
  readonly text?: string
}

export interface Detail {
  readonly issue: string
  readonly description?: string
  readonly field?: string
  readonly value?: string
  readonly location?: string
  readonly link?: unknown
}

export const ok = (body: unknown, status = 200): Answer => ({ status, body })

/** Thrown by handlers; becomes the answer. */
export class Refusal extends Error {
  readonly answer: Answer
  constructor(status: number, name: string, message: string, details: readonly Detail[] = [], links: unknown[] = []) {
    super(name)
    const debug_id = randomBytes(7).toString("hex")
    const body = { name, message, debug_id, ...(details.length > 0 ? { details } : {}), links }
    this.answer = { status, body, headers: { "paypal-debug-id": debug_id } }
  }
}

const BUSINESS = "The requested action could not be performed, semantically incorrect, or failed business validation."
const MALFORMED = "Request is not well-formed, syntactically incorrect, or violates schema."

export const notFound = (): Refusal =>
  new Refusal(404, "RESOURCE_NOT_FOUND", "The specified resource does not exist.", [
    {
      issue: "INVALID_RESOURCE_ID",
      description: "Specified resource ID does not exist. Please check the resource ID and try again.",
    },
  ])

export const unauthenticated = (): Refusal =>
  new Refusal(
    401,
    "AUTHENTICATION_FAILURE",
    "Authentication failed due to missing authorization header, or invalid authentication credentials.",
  )

export const malformed = (issue: string, field: string, description: string): Refusal =>
  new Refusal(400, "INVALID_REQUEST", MALFORMED, [{ issue, description, field, location: "body" }])

/** The contracts enumerate (issue, description) pairs; another wording would fail validation. */
const DESCRIPTIONS = {
  order: {
    CANNOT_BE_ZERO_OR_NEGATIVE:
      "Must be greater than zero. If the currency supports decimals, only two decimal place precision is supported.",
    DECIMAL_PRECISION: "If the currency supports decimals, only two decimal place precision is supported.",
    INVALID_CURRENCY_CODE:
      "Currency code is invalid or is not currently supported. Please refer https://developer.paypal.com/api/rest/reference/currency-codes/ for list of supported currency codes.",
    DUPLICATE_INVOICE_ID:
      "Duplicate Invoice ID detected. To avoid a potential duplicate transaction your account setting requires that Invoice Id be unique for each transaction.",
    INSTRUMENT_DECLINED:
      "The instrument presented  was either declined by the processor or bank, or it can't be used for this payment.",
    ORDER_NOT_APPROVED:
      "Payer has not yet approved the Order for payment. Please redirect the payer to the 'rel':'approve' url returned as part of the HATEOAS links within the Create Order call or provide a valid `payment_source` in the request.",
    ORDER_ALREADY_CAPTURED: "Order already captured.If 'intent=CAPTURE' only one capture per order is allowed.",
    PAYER_ACTION_REQUIRED: "Transaction cannot complete successfully, instruct the buyer to return to PayPal.",
    TRANSACTION_REFUSED: "The request was refused.",
    PAYEE_ACCOUNT_INVALID:
      "Payee account specified is invalid. Please check the `payee.email_address` or `payee.merchant_id` specified and try again. Ensure that either  `payee.merchant_id` or `payee.email_address` is specified.",
  },
  refund: {
    CANNOT_BE_ZERO_OR_NEGATIVE: "Must be greater than zero.",
    DECIMAL_PRECISION: "The amount has more decimals than its currency.",
    INVALID_CURRENCY_CODE: "Currency code is invalid or is not currently supported.",
    CAPTURE_FULLY_REFUNDED: "The capture has already been fully refunded",
    REFUND_CAPTURE_CURRENCY_MISMATCH: "Refund must be in the same currency as the capture",
    REFUND_TIME_LIMIT_EXCEEDED: "You are over the time limit to perform a refund on this capture",
    REFUND_NOT_ALLOWED: "Capture cannot be refunded.",
    REFUND_AMOUNT_EXCEEDED:
      "The refund amount must be less than or equal to the capture amount that has not yet been refunded.",
    REFUND_FAILED_INSUFFICIENT_FUNDS:
      "Capture could not be refunded due to insufficient funds. Please check to see if you have sufficient funds in your PayPal account or if the bank account linked to your PayPal account is verified and has sufficient funds.",
    PENDING_CAPTURE:
      "Cannot initiate a refund as the capture is pending. Capture is typically pending when the payer has funded the transaction using e-check/bank funded.",
    REFUND_NOT_PERMITTED_DUE_TO_CHARGEBACK:
      "Refunds are not allowed on this capture due to a chargeback on the card or bank. Please contact the payee to resolve the chargeback.",
    TRANSACTION_DISPUTED:
      "Partial refunds cannot be offered at this time because there is an open case on this transaction. Visit the PayPal Resolution Center to review this case.",
  },
} as const

type OrderIssue = keyof typeof DESCRIPTIONS.order
type RefundIssue = keyof typeof DESCRIPTIONS.refund

export const orderRefusal = (issue: OrderIssue, links: unknown[] = []): Refusal =>
  new Refusal(422, "UNPROCESSABLE_ENTITY", BUSINESS, [{ issue, description: DESCRIPTIONS.order[issue] }], links)

export const refundRefusal = (issue: RefundIssue): Refusal =>
  new Refusal(422, "UNPROCESSABLE_ENTITY", BUSINESS, [{ issue, description: DESCRIPTIONS.refund[issue] }])

/** `PayPal-Mock-Response: {"mock_application_codes":"INSTRUMENT_DECLINED"}`: PayPal's own test switch. */
export function mockedRefusal(header: string | undefined): Refusal | null {
  const code = /"mock_application_codes"\s*:\s*"([A-Z_]+)"/.exec(header ?? "")?.[1]
  return code !== undefined && code in DESCRIPTIONS.order ? orderRefusal(code as OrderIssue) : null
}
