/** What a webhook and one of its deliveries can be, and what is remembered of each attempt. */

/** `paused` by its owner: what happens waits. `disabled` by us: nothing more is written for it until its owner enables it. */
export const WEBHOOK_STATES = ["active", "paused", "disabled"] as const
export type WebhookState = (typeof WEBHOOK_STATES)[number]

/** `gone`: it answered 410. `failing`: nothing arrived for days. */
export const DISABLED_REASONS = ["gone", "failing"] as const
export type DisabledReason = (typeof DISABLED_REASONS)[number]

export const DELIVERY_STATES = ["pending", "delivered", "failed"] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** One POST and what came of it: an answer, or the code of what stopped it (lib/outside). */
export type Attempt = {
  /** Platform time, ISO 8601. */
  at: string
  tookMs: number
  /** As sent in `webhook-timestamp`: seconds of real time. */
  timestamp: number
  /** Null when nothing answered. */
  status: number | null
  /** An OutsideCode when nothing answered. */
  error: string | null
  /** The beginning of the answer's body. */
  answer: string
}
