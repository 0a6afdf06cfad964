/** The states of a payout run (one PayPal batch): written before the call, never changed after it. */
import type { Transitions } from "../kernel/transitions.ts"

/**
 * `unknown`: the answer was unclear (5xx, timeout, reset, unreadable 2xx, crash), so it is neither paid nor unpaid:
 * the same call is repeated until PayPal answers or names the batch it already has.
 */
export const PAYOUT_RUN_STATES = [
  "draft",
  "approved",
  "submitting",
  "unknown",
  "submitted",
  "completed",
  "refused",
  "canceled",
] as const
export type PayoutRunState = (typeof PAYOUT_RUN_STATES)[number]

export const PAYOUT_RUN_TRANSITIONS = {
  approve: { from: ["draft"], to: "approved" },
  cancel: { from: ["draft", "approved"], to: "canceled" },
  /** Committed before each call; again from `unknown` with the same batch id, items and request id. */
  submit: { from: ["approved", "unknown"], to: "submitting" },
  loseAnswer: { from: ["submitting"], to: "unknown" },
  /** 201, or a duplicate answer whose batch has our items and amounts. */
  accept: { from: ["submitting", "unknown"], to: "submitted" },
  // Not from `unknown`: only an answer can say that nothing was paid, and asking for one is a submit.
  refuse: { from: ["submitting"], to: "refused" },
  /** PayPal denied the accepted batch as a whole, seen by GET. */
  deny: { from: ["submitted"], to: "refused" },
  /** Every payout in it is paid or final. */
  complete: { from: ["submitted"], to: "completed" },
} as const satisfies Transitions<PayoutRunState>

export type PayoutRunEvent = keyof typeof PAYOUT_RUN_TRANSITIONS
