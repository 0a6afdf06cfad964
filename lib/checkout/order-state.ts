/** The states of an order, from its creation to its capture or end, and the events that move it. */
import type { Transitions } from "../kernel/transitions.ts"

/** A PENDING capture is `approved` with a mark on the row; a partial refund leaves `captured` with the sum on the row. */
export const ORDER_STATES = ["created", "approved", "captured", "refunded", "voided", "expired"] as const
export type OrderState = (typeof ORDER_STATES)[number]

export const ORDER_TRANSITIONS = {
  approve: { from: ["created"], to: "approved" },
  // The return page may win the race against the news of the approval, and an order may be given up while its capture is
  // on the way: what PayPal captured is captured.
  capture: { from: ["created", "approved", "voided", "expired"], to: "captured" },
  /** The whole of the captured price has gone back, by refund, reversal or lost dispute. */
  refund: { from: ["captured"], to: "refunded" },
  /** The buyer turned back, or PayPal denied a pending capture. */
  void: { from: ["created", "approved"], to: "voided" },
  /** PayPal forgot the order (404 after about 3 h); never to be applied while a capture's answer is unclear. */
  expire: { from: ["created", "approved"], to: "expired" },
} as const satisfies Transitions<OrderState>

export type OrderEvent = keyof typeof ORDER_TRANSITIONS
