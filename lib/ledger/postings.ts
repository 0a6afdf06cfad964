/**
 * Postings: what each movement of money writes into the ledger. Positive = owed to or held for the account's owner;
 * `paypal_clearing` goes negative by the gross that came in, `paypal_fees` positive by the fee PayPal kept, so the money
 * at PayPal is -(paypal_clearing) - (paypal_fees). Every posting sums to zero. Entries of zero may occur; the door by
 * which they are posted leaves them out.
 */
import { invariant } from "../kernel/errors.ts"
import type { Id } from "../kernel/ids.ts"
import {
  type Cents,
  centsToMicros,
  largestRemainder,
  type Micros,
  micros,
  sumMicros,
  ZERO_MICROS,
} from "../kernel/money.ts"
import { type Account, carriagePoolAccount, fanAccount, inTransitAccount, publisherAccount } from "./accounts.ts"

export type Entry = { account: Account; amountMicros: Micros }

const entry = (account: Account, amountMicros: bigint): Entry => ({ account, amountMicros: micros(amountMicros) })

/** The parts of a captured price, summing to the gross (made by checkout/split.ts). */
export type SplitParts = Readonly<
  Record<
    | "grossMicros"
    | "feeMicros"
    | "taxMicros"
    | "referralMicros"
    | "unattributedMicros"
    | "carriagePoolMicros"
    | "publisherMicros"
    | "platformMicros",
    Micros
  >
>

type CaptureParties = { orderId: Id<"order">; publisherId: Id<"publisher">; referrerUserId: Id<"user"> | null }

/** A captured price, split. The tax stays with the platform, which owes it. */
export function capturePosting(split: SplitParts, { orderId, publisherId, referrerUserId }: CaptureParties): Entry[] {
  invariant(referrerUserId !== null || split.referralMicros === 0n, "a referral part needs a referrer")
  const referral = referrerUserId ? [entry(fanAccount(referrerUserId, "referral"), split.referralMicros)] : []
  return balanced([
    entry("paypal_clearing", -split.grossMicros),
    entry("paypal_fees", split.feeMicros),
    ...referral,
    entry("unattributed", split.unattributedMicros),
    entry(carriagePoolAccount(orderId), split.carriagePoolMicros),
    entry(publisherAccount(publisherId), split.publisherMicros),
    entry("platform", split.platformMicros + split.taxMicros),
  ])
}

export type CarriageShare = { userId: Id<"user">; amountMicros: Micros }

/** The pool of one order goes out: one entry per share, in the order given (entry i + 1), the origin's part last. */
export function settlementPosting(settled: {
  orderId: Id<"order">
  shares: readonly CarriageShare[]
  originShareMicros: Micros
}): Entry[] {
  const { shares, originShareMicros } = settled
  const amounts = [...shares.map((s) => s.amountMicros), originShareMicros]
  invariant(
    amounts.every((m) => m >= 0n),
    "shares are not negative",
  )
  return balanced([
    entry(carriagePoolAccount(settled.orderId), -sumMicros(amounts)),
    ...shares.map((s) => entry(fanAccount(s.userId, "carriage"), s.amountMicros)),
    entry("platform", originShareMicros),
  ])
}

/**
 * A refund of `refundedCents`. `entries` are all entries of the order so far, earlier refunds among them: what stands
 * on each account is taken back by the fraction refunded / still refundable, with the largest remainder, so that
 * refunds in any number, before or after the settlement, end at exactly 0 everywhere except `paypal_fees` (PayPal keeps
 * its fee) and `platform` (which bears it). `paypal_clearing` moves by the refund itself.
 */
export function refundPosting(
  entries: readonly Entry[],
  refundedCents: Cents,
  grossCents: Cents,
  alreadyRefundedCents: Cents,
): Entry[] {
  const refundableCents = grossCents - alreadyRefundedCents
  invariant(refundedCents > 0n && refundedCents <= refundableCents, "a refund is at most what is still refundable")
  const balances = balancesOf(entries)
  const refundableMicros = centsToMicros(refundableCents as Cents)
  invariant(balances.get("paypal_clearing") === -refundableMicros, "the order's entries are not all there")
  const owed = [...balances].filter(([account]) => !KEPT_OUT_OF_REFUNDS.has(account)).sort(byName)
  const parts = largestRemainder(
    micros(refundedCents),
    owed.map(([, m]) => m),
    refundableCents,
  )
  const refundedMicros = centsToMicros(refundedCents)
  return balanced([
    entry("paypal_clearing", refundedMicros),
    ...owed.map(([account], i) => entry(account, -parts[i]!)),
    entry("platform", sumMicros(parts) - refundedMicros),
  ])
}

const KEPT_OUT_OF_REFUNDS: ReadonlySet<Account> = new Set(["paypal_clearing", "paypal_fees", "platform"])

const byName = ([a]: [Account, Micros], [b]: [Account, Micros]): number => (a < b ? -1 : 1)

/** What stands on each account after these entries. */
export function balancesOf(entries: Iterable<Entry>): Map<Account, Micros> {
  const balances = new Map<Account, Micros>()
  for (const { account, amountMicros } of entries) {
    balances.set(account, micros((balances.get(account) ?? ZERO_MICROS) + amountMicros))
  }
  return balances
}

export type PayoutSource = { account: Account; maturedMicros: Micros }

/** A payout leaves its owner's accounts for transit: drawn from `sources` in their order, never below zero on any. */
export function payoutPosting(payout: {
  payoutId: Id<"payout">
  amountCents: Cents
  sources: readonly PayoutSource[]
}): Entry[] {
  const amountMicros = centsToMicros(payout.amountCents)
  let missing: bigint = amountMicros
  const drawn = payout.sources.map(({ account, maturedMicros }) => {
    const most = maturedMicros > 0n ? maturedMicros : ZERO_MICROS
    const taken = most < missing ? most : missing
    missing -= taken
    return entry(account, -taken)
  })
  invariant(missing === 0n && amountMicros > 0n, "a payout is covered by what has matured")
  return balanced([
    ...drawn.filter((e) => e.amountMicros !== 0n),
    entry(inTransitAccount(payout.payoutId), amountMicros),
  ])
}

/** PayPal paid it; the fee on top is the platform's. */
export function payoutPaidPosting(paid: { payoutId: Id<"payout">; amountCents: Cents; feeCents: Cents }): Entry[] {
  const amountMicros = centsToMicros(paid.amountCents)
  return balanced([
    entry(inTransitAccount(paid.payoutId), -amountMicros),
    entry("paypal_clearing", amountMicros),
    ...feeEntries(paid.feeCents),
  ])
}

/**
 * The money of a payout goes back to the accounts it was drawn from, by the entries of its `payoutPosting`: out of
 * transit, or, when it had been paid before (REFUNDED, REVERSED), out of what came back to PayPal. `feeCents` is what
 * PayPal kept for it in this step, negative when it gave its fee back.
 */
export function payoutReturnedPosting(returned: {
  payoutId: Id<"payout">
  payoutEntries: readonly Entry[]
  wasPaid: boolean
  feeCents: Cents
}): Entry[] {
  const transit = inTransitAccount(returned.payoutId)
  const from: Account = returned.wasPaid ? "paypal_clearing" : transit
  const back = returned.payoutEntries.map((e) => entry(e.account === transit ? from : e.account, -e.amountMicros))
  return balanced([...back, ...feeEntries(returned.feeCents)])
}

const feeEntries = (feeCents: Cents): Entry[] => {
  const feeMicros = centsToMicros(feeCents)
  return [entry("paypal_fees", feeMicros), entry("platform", -feeMicros)]
}

function balanced(entries: Entry[]): Entry[] {
  invariant(sumMicros(entries.map((e) => e.amountMicros)) === 0n, "a posting sums to zero")
  return entries
}
