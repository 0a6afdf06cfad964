/** The states of a payout (one item of a PayPal batch), its events, and what PayPal's item words mean for it. */
import type { Transitions } from "../kernel/transitions.ts"

export const PAYOUT_STATES = [
  "draft",
  "approved",
  "submitting",
  "submitted",
  "paid",
  "unclaimed",
  "held",
  "blocked",
  "failed",
  "returned",
  "refunded",
  "reversed",
  "canceled",
] as const
export type PayoutState = (typeof PAYOUT_STATES)[number]

const AT_PAYPAL = ["submitted", "unclaimed", "held", "blocked"] as const satisfies readonly PayoutState[]
/** SUCCESS is not final: the money may still come back. */
const AT_PAYPAL_OR_PAID = [...AT_PAYPAL, "paid"] as const satisfies readonly PayoutState[]

export const PAYOUT_TRANSITIONS = {
  approve: { from: ["draft"], to: "approved" },
  /** Ours, before anything was sent. */
  withdraw: { from: ["draft", "approved"], to: "canceled" },
  /** Written and committed before the call. */
  submit: { from: ["approved"], to: "submitting" },
  accept: { from: ["submitting"], to: "submitted" },
  /** PayPal refused the whole call, so nothing was paid; never applied on an unclear answer. */
  refuse: { from: ["submitting"], to: "failed" },
  // The rest is what a GET of the item said.
  pay: { from: AT_PAYPAL, to: "paid" },
  unclaim: { from: ["submitted", "held", "blocked"], to: "unclaimed" },
  hold: { from: ["submitted", "unclaimed", "blocked"], to: "held" },
  block: { from: ["submitted", "unclaimed", "held"], to: "blocked" },
  /** FAILED or DENIED; or still BLOCKED a day after it was first seen (PayPal does not say whether that is final). */
  fail: { from: AT_PAYPAL, to: "failed" },
  cancel: { from: AT_PAYPAL, to: "canceled" },
  return: { from: AT_PAYPAL_OR_PAID, to: "returned" },
  refund: { from: AT_PAYPAL_OR_PAID, to: "refunded" },
  reverse: { from: AT_PAYPAL_OR_PAID, to: "reversed" },
} as const satisfies Transitions<PayoutState>

export type PayoutEvent = keyof typeof PAYOUT_TRANSITIONS

/** While a payout is in one of these, its payee gets no second one and its money is in transit. */
export const PAYOUT_IN_FLIGHT_STATES = [
  "draft",
  "approved",
  "submitting",
  ...AT_PAYPAL,
] as const satisfies readonly PayoutState[]

/** Final without having paid: on entering one, the money goes back to its owner, once. */
export const PAYOUT_UNPAID_STATES = [
  "failed",
  "returned",
  "refunded",
  "reversed",
  "canceled",
] as const satisfies readonly PayoutState[]

/** A BLOCKED item is given up only when a GET this long after the first still says so. */
export const BLOCKED_CONFIRM_HOURS = 24

/** PayPal's `transaction_status` of an item; null = nothing to do yet. Newer pages write ON_HOLD, DENIED, CANCELED. */
const EVENT_OF_ITEM_STATUS = new Map<string, PayoutEvent | null>([
  ["PENDING", null],
  ["SUCCESS", "pay"],
  ["UNCLAIMED", "unclaim"],
  ["ONHOLD", "hold"],
  ["ON_HOLD", "hold"],
  ["BLOCKED", "block"],
  ["FAILED", "fail"],
  ["DENIED", "fail"],
  ["RETURNED", "return"],
  ["REFUNDED", "refund"],
  ["REVERSED", "reverse"],
  ["CANCELED", "cancel"],
])

/** What a word of PayPal's asks for; a word we do not know holds the payout and alerts the operator. */
export function eventOfItemStatus(status: string): { event: PayoutEvent | null; alert: boolean } {
  const event = EVENT_OF_ITEM_STATUS.get(status)
  return event === undefined ? { event: "hold", alert: true } : { event, alert: false }
}
