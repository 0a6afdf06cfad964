/** The states of an erasure: asked for, called off within its grace, or done for good. */
import type { Transitions } from "../kernel/transitions.ts"

export const ERASURE_STATES = ["waiting", "cancelled", "done"] as const
export type ErasureState = (typeof ERASURE_STATES)[number]

export const ERASURE_TRANSITIONS = {
  cancel: { from: ["waiting"], to: "cancelled" },
  finish: { from: ["waiting"], to: "done" },
} as const satisfies Transitions<ErasureState>

export type ErasureEvent = keyof typeof ERASURE_TRANSITIONS
