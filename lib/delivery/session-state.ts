/** The states of a download session, from its first ticket to the settlement of its receipts. */
import type { Transitions } from "../kernel/transitions.ts"

/** open: tickets are issued · reported: complete, late receipts still taken · closed: no more receipts · settled. */
export const SESSION_STATES = ["open", "reported", "closed", "settled"] as const
export type SessionState = (typeof SESSION_STATES)[number]

/** States in which a carrier's receipts are accepted. */
export const SESSION_ACCEPTS_RECEIPTS = ["open", "reported"] as const satisfies readonly SessionState[]

export const SESSION_TRANSITIONS = {
  /** The downloader's signed report of a complete download. */
  report: { from: ["open"], to: "reported" },
  /** 7 days after the report, or when a download never completed and its time is over. */
  close: { from: ["open", "reported"], to: "closed" },
  /** Its shares are posted, or its demo window passed without a purchase. */
  settle: { from: ["closed"], to: "settled" },
} as const satisfies Transitions<SessionState>

export type SessionEvent = keyof typeof SESSION_TRANSITIONS
