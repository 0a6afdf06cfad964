/** The gate before a payout: who is paid in a run, how much in whole cents, and if not, why and when it is asked again. */
import { invariant } from "../kernel/errors.ts"
import { formatDate, formatMoney, formatPrice } from "../kernel/format.ts"
import type { Id } from "../kernel/ids.ts"
import { english, type Translate } from "../kernel/messages.ts"
import { type Cents, cents, centsToMicros, type Micros, micros, wholeCents } from "../kernel/money.ts"
import { addDays, isBefore, payoutMonday } from "../kernel/period.ts"

/** PayPal's limits: at most 15 000 items in one call, at most $20 000 in one item. */
export const ITEMS_PER_RUN = 15_000
export const ITEM_LIMIT_CENTS = cents(2_000_000)

export type PayoutCandidate = {
  userId: Id<"user">
  /** The PayPal address; null when none was given. */
  payeeEmail: string | null
  /** The payee confirmed that address. */
  confirmed: boolean
  /** A changed address freezes payouts until then. */
  frozenUntil: Date | null
  /** Why payouts to this payee are paused (three failures in a row, a person's decision); null when they are not. */
  pausedReason: string | null
  /** A payout of this payee has no final word yet. */
  inFlight: boolean
  /** What has matured on all accounts together and is in no payout; may be negative after refunds. */
  maturedMicros: Micros
  /** Of that, what a publisher must leave for now. */
  reserveMicros: Micros
  /** The most this payee may get in this run (new payees); null = no cap. */
  capCents: Cents | null
}

export type SkipCode =
  | "payee_missing"
  | "payee_unconfirmed"
  | "payee_paused"
  | "payee_frozen"
  | "in_flight"
  | "below_minimum"
  | "capped"

/** `reason` is a plain sentence; `nextAt` the earliest instant at which the answer can be another one. */
export type GateDecision = { payCents: Cents } | { skip: SkipCode; reason: string; nextAt: Date }

/** The first payout run (Monday 06:00 UTC) after `at`. */
export const nextPayoutRun = (at: Date): Date => addDays(payoutMonday(at), 7)

/** The first payout run at or after `at`. */
const runFrom = (at: Date): Date => (payoutMonday(at).getTime() === at.getTime() ? at : nextPayoutRun(at))

/**
 * Decides at the time of a run (or, for "why not paid", at any time before it), with the reason in `t`'s language.
 * Fractions of a cent stay on the account.
 */
export function decidePayout(c: PayoutCandidate, minimumCents: Cents, now: Date, t: Translate = english): GateDecision {
  const skip = (code: SkipCode, reason: string, nextAt = nextPayoutRun(now)): GateDecision => ({
    skip: code,
    reason,
    nextAt,
  })
  if (c.payeeEmail === null) return skip("payee_missing", t("Say which PayPal address you are paid at."))
  if (!c.confirmed) return skip("payee_unconfirmed", t("Confirm your PayPal address by the mail we sent."))
  if (c.pausedReason !== null) {
    const reason = t.known(c.pausedReason)
    return skip("payee_paused", t("Payouts are paused: {reason}", { reason }))
  }
  if (c.frozenUntil && isBefore(now, c.frozenUntil)) {
    const until = formatDate(c.frozenUntil, t.locale)
    const reason = t("Your PayPal address was changed; payouts rest until {until}.", { until })
    return skip("payee_frozen", reason, runFrom(c.frozenUntil))
  }
  if (c.inFlight) return skip("in_flight", t("An earlier payout has no final word from PayPal yet."))
  return payable(c, minimumCents, skip, t)
}

type Skip = (code: SkipCode, reason: string) => GateDecision

function payable(c: PayoutCandidate, minimumCents: Cents, skip: Skip, t: Translate): GateDecision {
  const availableMicros = micros(c.maturedMicros - c.reserveMicros)
  if (availableMicros < centsToMicros(minimumCents) || availableMicros < centsToMicros(cents(1))) {
    const have = formatMoney(availableMicros, t.locale)
    const minimum = formatPrice(minimumCents, t.locale)
    return skip(
      "below_minimum",
      t("Below the minimum of a payout: {have} of {minimum}. It stays yours.", { have, minimum }),
    )
  }
  const availableCents = wholeCents(availableMicros)
  if (c.capCents === null || availableCents <= c.capCents) return { payCents: availableCents }
  if (c.capCents > 0n && c.capCents >= minimumCents) return { payCents: c.capCents }
  return skip("capped", t("New payees have a limit for their first payouts, and it is reached."))
}

/** "2026-03-09", in UTC: a run's period. */
export const dayName = (at: Date): string => at.toISOString().slice(0, 10)

/** One payee's payout as PayPal's items: as few as the limit per item allows, the last one smallest. */
export function itemAmounts(payCents: Cents, limitCents: Cents = ITEM_LIMIT_CENTS): Cents[] {
  invariant(payCents > 0n && limitCents > 0n, "a payout is more than nothing")
  const items: Cents[] = []
  for (let left: bigint = payCents; left > 0n; left -= limitCents)
    items.push(cents(left < limitCents ? left : limitCents))
  return items
}

/** Items in their order, as runs that PayPal takes in one call each. */
export function splitIntoRuns<T>(items: readonly T[], most = ITEMS_PER_RUN): T[][] {
  invariant(Number.isInteger(most) && most > 0, "a run holds at least one item")
  const runs: T[][] = []
  for (let i = 0; i < items.length; i += most) runs.push(items.slice(i, i + most))
  return runs
}
