/** What an operator reads for the states and kinds the database keeps; a word of another version is shown as it is. */
import { m, type Translate } from "#lib/kernel/messages.ts"
import type { ChipTone } from "../ui/chip.tsx"

type Words = Readonly<Record<string, string>>

const ORDER: Words = {
  created: m("begun"),
  approved: m("approved at PayPal"),
  captured: m("paid"),
  refunded: m("refunded"),
  voided: m("given up"),
  expired: m("run out"),
}
const RUN: Words = {
  draft: m("being prepared"),
  approved: m("about to leave"),
  submitting: m("on its way to PayPal"),
  unknown: m("no clear answer yet"),
  submitted: m("at PayPal"),
  completed: m("done"),
  refused: m("refused by PayPal"),
  canceled: m("called off"),
}
const FLAG: Words = {
  OVERCLAIM: m("Receipts claim too much"),
  PAID_TWICE: m("Paid twice"),
  PAYOUT_RUN: m("Payout run in doubt"),
  PAYOUT_STATUS: m("Payout in doubt"),
}
const NODE: Words = { active: m("active"), suspended: m("suspended"), removed: m("removed") }
const ROLE: Words = { fan: m("fan"), publisher: m("publisher"), operator: m("operator"), buyer: m("buyer") }
const RULE: Words = {
  creator_code: m("a creator code typed by the buyer"),
  demo_origin: m("what the demo started from"),
  last_click: m("the last valid click within 30 days"),
  none: m("nobody brought the buyer"),
}
const TOUCH: Words = { code: m("creator code"), demo: m("demo"), click: m("click") }
const VERDICT: Words = { won: m("won"), lost: m("lost"), void: m("could not count") }
const LEDGER: Words = {
  carriage_pool: m("carriage not settled yet"),
  fan: m("fans"),
  publisher: m("publishers"),
  in_transit: m("payouts on their way"),
  platform: m("platform"),
  unattributed: m("nobody's referrals"),
  paypal_clearing: m("at PayPal"),
  paypal_fees: m("PayPal's fees"),
  chargeback_loss: m("lost to disputes"),
  store_credit: m("store credit"),
}

const named = (words: Words) => (t: Translate, key: string) => t.known(words[key] ?? key)

export const orderStateName = named(ORDER)
export const runStateName = named(RUN)
export const flagName = named(FLAG)
export const nodeStateName = named(NODE)
export const ruleName = named(RULE)
export const touchName = named(TOUCH)
export const verdictName = named(VERDICT)
export const roleName = named(ROLE)
/** Of an account such as `fan:usr_…:referral`: what it is for. */
export const ledgerKindName = named(LEDGER)
export const ledgerKind = (account: string): string => account.split(":", 1)[0] ?? account

const TONES: Readonly<Record<string, ChipTone>> = {
  captured: "ok",
  completed: "ok",
  published: "ok",
  in_review: "brass",
  taken_down: "danger",
  refunded: "danger",
  unknown: "danger",
  refused: "danger",
  suspended: "danger",
}
export const toneOfState = (state: string): ChipTone => TONES[state] ?? "neutral"
