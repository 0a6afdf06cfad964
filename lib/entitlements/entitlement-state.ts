/** The states of an entitlement: the right of one account to one title, by purchase or demo. */
import type { Transitions } from "../kernel/transitions.ts"

export const ENTITLEMENT_STATES = ["active", "expired", "revoked"] as const
export type EntitlementState = (typeof ENTITLEMENT_STATES)[number]

export const ENTITLEMENT_TRANSITIONS = {
  /** A demo's 30 days are over; purchases do not expire. */
  expire: { from: ["active"], to: "expired" },
  /** The order behind it was refunded in full or reversed, or the operator took it back. */
  revoke: { from: ["active", "expired"], to: "revoked" },
} as const satisfies Transitions<EntitlementState>

export type EntitlementEvent = keyof typeof ENTITLEMENT_TRANSITIONS
