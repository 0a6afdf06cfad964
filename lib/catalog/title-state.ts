/** The states of a title: whether the catalogue offers the work. */
import type { Transitions } from "../kernel/transitions.ts"

export const TITLE_STATES = ["draft", "in_review", "published", "withdrawn", "taken_down"] as const
export type TitleState = (typeof TITLE_STATES)[number]

export const TITLE_TRANSITIONS = {
  publish: { from: ["draft", "withdrawn"], to: "published" },
  /** Its publisher wants it on offer, and an operator looks at it first. */
  askReview: { from: ["draft", "withdrawn"], to: "in_review" },
  approve: { from: ["in_review"], to: "published" },
  /** With a reason, which its publisher can answer by changing it and asking again. */
  refuse: { from: ["in_review"], to: "draft" },
  /** No longer sold; buyers keep their entitlement and can still download. */
  withdraw: { from: ["draft", "in_review", "published"], to: "withdrawn" },
  /** By an operator: nobody is shown, sold or sent anything of it. */
  takeDown: { from: ["draft", "in_review", "published", "withdrawn"], to: "taken_down" },
  /** It was on offer before, and is again. */
  restore: { from: ["taken_down"], to: "published" },
  /** It was not on offer before: its publisher decides. */
  giveBack: { from: ["taken_down"], to: "withdrawn" },
} as const satisfies Transitions<TitleState>

export type TitleEvent = keyof typeof TITLE_TRANSITIONS

/** What kind of work it is, and what its demo opens: lists that the tables and the rules of a title share. */
export const TITLE_KINDS = ["game", "film", "music", "assets"] as const
export type TitleKind = (typeof TITLE_KINDS)[number]
export const DEMO_TERMS = ["trial", "timed", "none"] as const
export type DemoTerms = (typeof DEMO_TERMS)[number]
