/** What a fan earns on titles sold through them, reckoned as the split and the settlement reckon it: in micros, never rounded. */
import {
  type Bps,
  bpsOf,
  type Cents,
  cents,
  centsToDecimal,
  centsToMicros,
  type Micros,
  micros,
} from "../../lib/kernel/money.ts"

export type FanRates = { referralBps: Bps; carriageBps: Bps }

/** One price, so many buyers through this fan, and how much of their downloads the fan's own node carries. */
export type Deal = { priceCents: Cents; buyers: number; carriedPercent: number }

/** A sale of $30.00 with all of its download carried earns $3.00. */
export const FIRST_DEAL: Deal = { priceCents: cents(3_000), buyers: 1, carriedPercent: 100 }

/** From one cent to what no title here costs; more buyers than a fan has in a month. */
export const DEAL_LIMITS = {
  priceCents: { min: 1, max: 100_000 },
  buyers: { min: 1, max: 10_000 },
  carriedPercent: { min: 0, max: 100 },
} as const

type Typed = string | null | undefined

export type FanEarnings = { referralMicros: Micros; carriageMicros: Micros; togetherMicros: Micros }

/**
 * Each sale is reckoned alone and floored alone, as it will be: referral = floor(rate x price), carriage =
 * floor(pool x part carried). Prices without tax; the pool is the whole 5 %, of which the fan's node has its part.
 */
export function earningsFrom(deal: Deal, rates: FanRates): FanEarnings {
  const price = centsToMicros(deal.priceCents)
  const buyers = BigInt(deal.buyers)
  const referralMicros = micros(bpsOf(price, rates.referralBps) * buyers)
  const carriageMicros = micros(bpsOf(bpsOf(price, rates.carriageBps), deal.carriedPercent * 100) * buyers)
  return { referralMicros, carriageMicros, togetherMicros: micros(referralMicros + carriageMicros) }
}

/** What was typed: "30", "29.99", "29,99". What is no amount, or out of bounds, falls back or is held at the bound. */
export function readDeal(typed: { price?: Typed; buyers?: Typed; carry?: Typed }): Deal {
  return {
    priceCents: cents(within(DEAL_LIMITS.priceCents, readCents(typed.price), Number(FIRST_DEAL.priceCents))),
    buyers: within(DEAL_LIMITS.buyers, readWhole(typed.buyers), FIRST_DEAL.buyers),
    carriedPercent: within(DEAL_LIMITS.carriedPercent, readWhole(typed.carry), FIRST_DEAL.carriedPercent),
  }
}

function within({ min, max }: { min: number; max: number }, typed: number | null, fallback: number): number {
  return typed === null ? fallback : Math.min(max, Math.max(min, typed))
}

function readCents(typed: Typed): number | null {
  const [, whole, part = ""] = /^\s*(\d{1,7})(?:[.,](\d{1,2}))?\s*$/.exec(typed ?? "") ?? []
  return whole === undefined ? null : Number(whole) * 100 + Number(part.padEnd(2, "0"))
}

function readWhole(typed: Typed): number | null {
  const [, whole] = /^\s*(\d{1,7})\s*$/.exec(typed ?? "") ?? []
  return whole === undefined ? null : Number(whole)
}

/** The price as a number field takes it: "30", "29.99". */
export const priceField = (priceCents: Cents): string => centsToDecimal(priceCents).replace(/\.00$/, "")

/** Widths of the two streams on a bar whose whole is everything fans can earn on a sale; in thousandths. */
export function barOf({ carriedPercent }: Deal, { referralBps, carriageBps }: FanRates) {
  const whole = Math.max(1, referralBps + carriageBps)
  return {
    referral: Math.floor((1_000 * referralBps) / whole),
    carriage: Math.floor((10 * carriageBps * carriedPercent) / whole),
  }
}
