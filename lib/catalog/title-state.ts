/** The states of a title: whether the catalogue offers the work. */
import type { Transitions } from "../kernel/transitions.ts"

export const TITLE_STATES = ["draft", "published", "withdrawn"] as const
export type TitleState = (typeof TITLE_STATES)[number]

export const TITLE_TRANSITIONS = {
  publish: { from: ["draft", "withdrawn"], to: "published" },
  /** No longer sold; buyers keep their entitlement and can still download. */
  withdraw: { from: ["draft", "published"], to: "withdrawn" },
} as const satisfies Transitions<TitleState>

export type TitleEvent = keyof typeof TITLE_TRANSITIONS

/** What kind of work it is, and what its demo opens: lists that the tables and the rules of a title share. */
export const TITLE_KINDS = ["game", "film", "music", "assets"] as const
export type TitleKind = (typeof TITLE_KINDS)[number]
export const DEMO_TERMS = ["trial", "timed", "none"] as const
export type DemoTerms = (typeof DEMO_TERMS)[number]
