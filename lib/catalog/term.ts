/** Commission terms of a title: for a span its publisher gives fans a larger referral share, out of the publisher's own. */
import { AppError } from "../kernel/errors.ts"
import type { Bps } from "../kernel/money.ts"
import { addDays, DAY_MS } from "../kernel/period.ts"

/** Half open: from the first instant to before the last. */
export type Term = { referralBps: Bps; startsAt: Date; endsAt: Date }

/** Beyond 30 % little is left to the publisher after carriage and platform. */
export const MAX_REFERRAL_BPS = 3_000
/** Nobody can say what a share is worth in two years. */
export const MAX_TERM_DAYS = 366
/** A term may be announced so long before. */
const MAX_AHEAD_DAYS = 366

/** The term that holds at this instant; null when none does. */
export const termAt = <T extends Term>(terms: readonly T[], at: Date): T | null =>
  terms.find((term) => term.startsAt <= at && at < term.endsAt) ?? null

/** The last whole day of a term, as people say it: "until 31 December". */
export const lastDayOf = (term: Pick<Term, "endsAt">): Date => new Date(term.endsAt.getTime() - 1)

/**
 * `baseBps` is what everybody gets without terms. Throws AppError `invalid_input` on field `referralPercent`, `startsOn`
 * or `endsOn`.
 */
export function checkTerm(term: Term, baseBps: Bps, now: Date): Term {
  const { referralBps, startsAt, endsAt } = term
  refuseUnless(
    referralBps > baseBps && referralBps <= MAX_REFERRAL_BPS,
    "referralPercent",
    `Give more than the usual ${baseBps / 100} % and at most ${MAX_REFERRAL_BPS / 100} %.`,
  )
  refuseUnless(endsAt > startsAt, "endsOn", "It must end after it has begun.")
  // A day that has begun may be chosen; what was bought this morning keeps this morning's rate.
  refuseUnless(startsAt.getTime() > now.getTime() - DAY_MS, "startsOn", "It cannot begin in the past.")
  refuseUnless(startsAt < addDays(now, MAX_AHEAD_DAYS), "startsOn", "Announce it at most a year ahead.")
  refuseUnless(endsAt > now, "endsOn", "It must end in the future.")
  refuseUnless(endsAt <= addDays(startsAt, MAX_TERM_DAYS), "endsOn", `It may last up to ${MAX_TERM_DAYS} days.`)
  return term
}

/** Half open spans share an instant when each begins before the other ends. */
export const overlap = (a: Pick<Term, "startsAt" | "endsAt">, b: Pick<Term, "startsAt" | "endsAt">): boolean =>
  a.startsAt < b.endsAt && b.startsAt < a.endsAt

function refuseUnless(ok: boolean, field: string, detail: string): void {
  if (!ok) throw new AppError("invalid_input", detail, { field })
}
