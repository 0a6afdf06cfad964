/** Splits one captured price: referral commission, carriage pool, publisher, platform and PayPal's fee, to the micro. */
import { invariant } from "../kernel/errors.ts"
import {
  allocate,
  type Bps,
  bpsOf,
  type Cents,
  centsToMicros,
  type Micros,
  micros,
  ZERO_MICROS,
} from "../kernel/money.ts"

export type Rates = { referralBps: Bps; carriageBps: Bps; publisherBps: Bps; platformBps: Bps }

export type Capture = {
  grossCents: Cents
  /** What PayPal kept, from `seller_receivable_breakdown`. */
  feeCents: Cents
  /** The tax within the gross; it earns nobody anything and stays with the platform, which owes it. */
  taxMicros: Micros
  rates: Rates
  /** Whether somebody brought the buyer. */
  referrer: boolean
}

export type Split = {
  grossMicros: Micros
  feeMicros: Micros
  taxMicros: Micros
  /** What both 5 % parts are reckoned on: gross less tax. */
  basisMicros: Micros
  /** The referrer's; 0 without one. */
  referralMicros: Micros
  /** The referral part of an order nobody referred; else 0. */
  unattributedMicros: Micros
  carriagePoolMicros: Micros
  publisherMicros: Micros
  /** Without the tax; negative when PayPal's fee is more than publisher and platform have between them. */
  platformMicros: Micros
}

const ONE_BPS = 10_000

/**
 * Referral and pool are floors of their rate on the basis. What is left bears PayPal's fee and goes to publisher and
 * platform in the ratio of their rates. Where the fee is the larger (prices of a few cents), the publisher gets nothing
 * and the platform pays the difference: nobody else is charged for selling. All parts sum to the gross exactly.
 */
export function splitCapture({ grossCents, feeCents, taxMicros, rates, referrer }: Capture): Split {
  assertRates(rates)
  const grossMicros = centsToMicros(grossCents)
  const feeMicros = centsToMicros(feeCents)
  invariant(feeCents >= 0n && taxMicros >= 0n && taxMicros <= grossMicros, "fee >= 0 and 0 <= tax <= gross")
  const basisMicros = micros(grossMicros - taxMicros)
  const referralPart = bpsOf(basisMicros, rates.referralBps)
  const carriagePoolMicros = bpsOf(basisMicros, rates.carriageBps)
  const leftMicros = micros(basisMicros - referralPart - carriagePoolMicros - feeMicros)
  return {
    grossMicros,
    feeMicros,
    taxMicros,
    basisMicros,
    referralMicros: referrer ? referralPart : ZERO_MICROS,
    unattributedMicros: referrer ? ZERO_MICROS : referralPart,
    carriagePoolMicros,
    ...shareTheRest(leftMicros, rates),
  }
}

function shareTheRest(leftMicros: Micros, rates: Rates): Pick<Split, "publisherMicros" | "platformMicros"> {
  if (leftMicros < 0n) return { publisherMicros: ZERO_MICROS, platformMicros: leftMicros }
  const [publisher, platform] = allocate(leftMicros, [BigInt(rates.publisherBps), BigInt(rates.platformBps)])
  return { publisherMicros: publisher!, platformMicros: platform! }
}

/** Throws unless the rates are whole basis points, sum to at most 100 % and leave somebody to take the rest. */
export function assertRates(rates: Rates): void {
  const all = [rates.referralBps, rates.carriageBps, rates.publisherBps, rates.platformBps]
  invariant(
    all.every((bps) => Number.isInteger(bps) && bps >= 0),
    "rates are whole basis points",
  )
  invariant(all.reduce((a, b) => a + b, 0) <= ONE_BPS, "rates sum to at most 10 000 bps")
  invariant(rates.publisherBps + rates.platformBps > 0, "publisher or platform takes the rest")
}
