/** What a key may do: one closed list. A new endpoint either has a scope from here or adds its line. */
import { m } from "../kernel/messages.ts"

export const SCOPES = {
  "links:read": m("See your links"),
  "links:write": m("Make, change and archive links"),
  "sites:read": m("See your sites"),
  "codes:read": m("See your creator codes"),
  "figures:read": m("See clicks and figures"),
  "earnings:read": m("See commissions, payouts and your balance"),
  "webhooks:read": m("See your webhooks and what was sent to them"),
  "webhooks:write": m("Add, change and delete webhooks, and replay what was sent"),
  "releases:write": m("Upload, publish and withdraw releases"),
} as const

export type Scope = keyof typeof SCOPES

export const isScope = (word: unknown): word is Scope => typeof word === "string" && Object.hasOwn(SCOPES, word)

/** All there are, in the order people read them. */
export const SCOPE_NAMES = Object.keys(SCOPES) as Scope[]
