/** The states of a registered node: whether it may be chosen as a carrier. */
import type { Transitions } from "../kernel/transitions.ts"

export const NODE_STATES = ["active", "suspended", "removed"] as const
export type NodeState = (typeof NODE_STATES)[number]

export const NODE_TRANSITIONS = {
  /** Four failed audits in a row, or the operator's word. */
  suspend: { from: ["active"], to: "suspended" },
  restore: { from: ["suspended"], to: "active" },
  /** Its owner unpaired it; what it has earned stays earned, and its key never comes back. */
  remove: { from: ["active", "suspended"], to: "removed" },
} as const satisfies Transitions<NodeState>

export type NodeEvent = keyof typeof NODE_TRANSITIONS
