/**
 * Money is a branded bigint: cents for prices and at PayPal's door, micros (millionths) in the ledger.
 * Every division of money in Fanfare happens in this file.
 */
export type Cents = bigint & { readonly __unit: "cents" }
export type Micros = bigint & { readonly __unit: "micros" }
/** Basis points: 1/100 of a percent; 500 bps = 5 %. */
export type Bps = number

export const MICROS_PER_CENT = 10_000n
const BPS_ONE = 10_000n

export const cents = (n: bigint | number | string): Cents => BigInt(n) as Cents
export const micros = (n: bigint | number | string): Micros => BigInt(n) as Micros
export const ZERO_MICROS = micros(0)

export const centsToMicros = (c: Cents): Micros => micros(c * MICROS_PER_CENT)

/** Whole cents in an amount, rounded towards zero: what can leave through PayPal; the rest stays on the account. */
export const wholeCents = (m: Micros): Cents => cents(m / MICROS_PER_CENT)

/** `floor(amount * bps / 10000)`, for amounts >= 0. */
export function bpsOf(amount: Micros, bps: Bps): Micros {
  assertNonNegative(amount)
  return micros((amount * BigInt(bps)) / BPS_ONE)
}

/** `floor(amount * part / whole)`, for amounts and parts >= 0: a price per GB and some bytes. */
export function shareOf(amount: Micros, part: bigint, whole: bigint): Micros {
  assertNonNegative(amount)
  assertNonNegative(part)
  if (whole <= 0n) throw new RangeError("whole must be positive")
  return micros((amount * part) / whole)
}

export const sumMicros = (amounts: Iterable<Micros>): Micros => {
  let sum = 0n
  for (const a of amounts) sum += a
  return micros(sum)
}

/**
 * Splits `total` by `weights` with the largest-remainder method: floors first, then one micro each to the largest
 * remainders, ties to the lower index. The parts sum to `total` exactly; all-zero weights give all zeros.
 */
export function allocate(total: Micros, weights: readonly bigint[]): Micros[] {
  assertNonNegative(total)
  const sum = weights.reduce((a, b) => a + b, 0n)
  if (sum === 0n) return weights.map(() => ZERO_MICROS)
  return largestRemainder(total, weights, sum)
}

/**
 * Floors of `total * weight / divisor`, then the micros missing to `floor(total * sum(weights) / divisor)` go one
 * each to the largest remainders (ties to the lower index). With `divisor` = sum of weights nothing is left over.
 */
export function largestRemainder(total: Micros, weights: readonly bigint[], divisor: bigint): Micros[] {
  if (divisor <= 0n) throw new RangeError("divisor must be positive")
  const rows = weights.map((w, i) => ({ i, floor: (total * w) / divisor, rest: (total * w) % divisor }))
  const sum = weights.reduce((a, b) => a + b, 0n)
  let missing = (total * sum) / divisor - rows.reduce((a, r) => a + r.floor, 0n)
  const out = rows.map((r) => r.floor)
  for (const r of [...rows].sort((a, b) => (a.rest === b.rest ? a.i - b.i : a.rest < b.rest ? 1 : -1))) {
    if (missing === 0n) break
    out[r.i]! += 1n
    missing -= 1n
  }
  return out.map((n) => micros(n))
}

/** PayPal's amount string: always two decimals, "10.50". */
export function centsToDecimal(c: Cents): string {
  const sign = c < 0n ? "-" : ""
  const abs = c < 0n ? -c : c
  return `${sign}${abs / 100n}.${String(abs % 100n).padStart(2, "0")}`
}

/** Reads PayPal's "10.50" or "10.5" or "10"; throws RangeError on anything else. */
export function decimalToCents(s: string): Cents {
  const m = /^(-?)(\d{1,12})(?:\.(\d{1,2}))?$/.exec(s)
  if (!m) throw new RangeError("not a decimal amount")
  const abs = BigInt(m[2]!) * 100n + BigInt((m[3] ?? "").padEnd(2, "0"))
  return cents(m[1] === "-" ? -abs : abs)
}

/** "1.4995", "30.00": dollars with at least two and at most six decimals, exact; for fields and for Intl. */
export function microsToDecimal(m: Micros): string {
  const abs = m < 0n ? -m : m
  const fraction = String(abs % 1_000_000n).padStart(6, "0")
  return `${m < 0n ? "-" : ""}${abs / 1_000_000n}.${fraction.replace(/0{1,4}$/, "")}`
}

function assertNonNegative(m: bigint): void {
  if (m < 0n) throw new RangeError("amount must not be negative")
}
