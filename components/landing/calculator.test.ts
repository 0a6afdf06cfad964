import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { splitCapture } from "../../lib/checkout/split.ts"
import { cents, ZERO_MICROS } from "../../lib/kernel/money.ts"
import { barOf, DEAL_LIMITS, earningsFrom, FIRST_DEAL, priceField, readDeal } from "./calculator.ts"

const RATES = { referralBps: 500, carriageBps: 500 }
const deals = fc.record({
  priceCents: fc.bigInt(1n, 100_000n).map(cents),
  buyers: fc.integer(DEAL_LIMITS.buyers),
  carriedPercent: fc.integer(DEAL_LIMITS.carriedPercent),
})
/** Odd primes, so that a wrong product cannot cancel out. */
const ratesToTry = fc.constantFrom(
  RATES,
  { referralBps: 487, carriageBps: 509 },
  { referralBps: 0, carriageBps: 1_009 },
)

describe("the calculator", () => {
  it("begins with the $30 line: $1.50 and $1.50 make $3.00", () => {
    expect(earningsFrom(FIRST_DEAL, RATES)).toEqual({
      referralMicros: 1_500_000n,
      carriageMicros: 1_500_000n,
      togetherMicros: 3_000_000n,
    })
  })

  it("says what the split of each sale says, to the micro", () => {
    fc.assert(
      fc.property(deals, ratesToTry, (deal, rates) => {
        const split = splitCapture({
          grossCents: deal.priceCents,
          feeCents: cents(0),
          taxMicros: ZERO_MICROS,
          rates: { ...rates, publisherBps: 7_001, platformBps: 997 },
          referrer: true,
        })
        const earned = earningsFrom(deal, rates)
        const buyers = BigInt(deal.buyers)
        expect(earned.referralMicros).toBe(split.referralMicros * buyers)
        // Settlement: floor(pool x verified bytes / size), here of a release of one million bytes.
        const [carried, size] = [BigInt(deal.carriedPercent) * 10_000n, 1_000_000n]
        expect(earned.carriageMicros).toBe(((split.carriagePoolMicros * carried) / size) * buyers)
        expect(earned.togetherMicros).toBe(earned.referralMicros + earned.carriageMicros)
      }),
    )
  })

  it("draws the two streams in true proportion, and never more than the whole", () => {
    expect(barOf(FIRST_DEAL, RATES)).toEqual({ referral: 500, carriage: 500 })
    fc.assert(
      fc.property(deals, ratesToTry, (deal, rates) => {
        const { referral, carriage } = barOf(deal, rates)
        expect(referral + carriage).toBeLessThanOrEqual(1_000)
        if (deal.carriedPercent === 0) expect(carriage).toBe(0)
      }),
    )
    expect(barOf({ ...FIRST_DEAL, carriedPercent: 50 }, RATES)).toEqual({ referral: 500, carriage: 250 })
  })

  it("reads what people type, and holds what is too much or no number at its bounds", () => {
    expect(readDeal({ price: "29,99", buyers: "7", carry: "30" })).toEqual({
      priceCents: 2_999n,
      buyers: 7,
      carriedPercent: 30,
    })
    expect(readDeal({ price: " 12.5 ", buyers: "0", carry: "101" })).toEqual({
      priceCents: 1_250n,
      buyers: 1,
      carriedPercent: 100,
    })
    for (const hostile of ["", "-1", "1e9", "NaN", "<b>", "9".repeat(400), undefined, null, "\u0000"])
      expect(readDeal({ price: hostile, buyers: hostile, carry: hostile })).toEqual(FIRST_DEAL)
    expect(readDeal({ price: "9999999" }).priceCents).toBe(100_000n)
  })

  it("writes the price back as it is typed", () => {
    fc.assert(
      fc.property(deals, ({ priceCents }) => {
        expect(readDeal({ price: priceField(priceCents) }).priceCents).toBe(priceCents)
      }),
    )
    expect(priceField(cents(3_000))).toBe("30")
  })
})
