import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { cents, micros } from "../kernel/money.ts"
import { assertRates, type Rates, splitCapture } from "./split.ts"

const DEAL: Rates = { referralBps: 500, carriageBps: 500, publisherBps: 8000, platformBps: 1000 }
const ODD: Rates = { referralBps: 523, carriageBps: 491, publisherBps: 7919, platformBps: 1009 }

const split = (
  grossCents: number,
  feeCents: number,
  more: { rates?: Rates; taxMicros?: number; referrer?: boolean } = {},
) =>
  splitCapture({
    grossCents: cents(grossCents),
    feeCents: cents(feeCents),
    taxMicros: micros(more.taxMicros ?? 0),
    rates: more.rates ?? DEAL,
    referrer: more.referrer ?? true,
  })

describe("splitCapture", () => {
  it("splits $29.99 as the deal says", () => {
    // PayPal's fee at 3.49 % + $0.49 is $1.54; 26 991 000 - 1 540 000 = 25 451 000, in the ratio 8:1
    expect(split(2999, 154)).toEqual({
      grossMicros: 29_990_000n,
      feeMicros: 1_540_000n,
      taxMicros: 0n,
      basisMicros: 29_990_000n,
      referralMicros: 1_499_500n,
      unattributedMicros: 0n,
      carriagePoolMicros: 1_499_500n,
      publisherMicros: 22_623_111n,
      platformMicros: 2_827_889n,
    })
  })

  it("gives $1.50 and $1.50 of $30.00", () => {
    expect(split(3000, 154)).toMatchObject({ referralMicros: 1_500_000n, carriagePoolMicros: 1_500_000n })
  })

  it("leaves $0.361 of $0.99 to publisher and platform after a fee of $0.53", () => {
    const s = split(99, 53)
    expect(s).toMatchObject({ referralMicros: 49_500n, carriagePoolMicros: 49_500n })
    expect(s.publisherMicros + s.platformMicros).toBe(361_000n)
    expect(s.publisherMicros).toBe(320_889n)
  })

  it("without a referrer the part is unattributed, and nobody else's part changes", () => {
    const without = split(2999, 154, { referrer: false })
    expect(without).toEqual({ ...split(2999, 154), referralMicros: 0n, unattributedMicros: 1_499_500n })
  })

  it("lets the platform bear a fee that the price cannot", () => {
    expect(split(49, 51)).toMatchObject({
      referralMicros: 24_500n,
      carriagePoolMicros: 24_500n,
      publisherMicros: 0n,
      platformMicros: -69_000n,
    })
  })

  it("reckons on the price less tax, rounding down, each rate by itself", () => {
    const s = split(2999, 154, { rates: ODD, taxMicros: 4_788_237 })
    expect(s.basisMicros).toBe(25_201_763n)
    expect(s.referralMicros).toBe(1_318_052n)
    expect(s.carriagePoolMicros).toBe(1_237_406n)
    expect(s.publisherMicros).toBe(18_720_971n)
    expect(s.platformMicros).toBe(2_385_334n)
  })

  it.each([
    ["a fee below zero", 100, -1, 0],
    ["tax below zero", 100, 1, -1],
    ["tax above the price", 100, 1, 1_000_001],
  ])("refuses %s", (_what, gross, fee, taxMicros) => {
    expect(() => split(gross, fee, { taxMicros })).toThrow("invariant")
  })
})

describe("assertRates", () => {
  it("takes 10 000 bps and refuses 10 001", () => {
    expect(() => assertRates(DEAL)).not.toThrow()
    expect(() => assertRates({ ...DEAL, platformBps: 1001 })).toThrow("at most 10 000")
  })

  it.each([
    { ...DEAL, referralBps: -1 },
    { ...DEAL, carriageBps: 0.5 },
    { ...DEAL, carriageBps: Number.NaN },
    { ...DEAL, publisherBps: 0, platformBps: 0 },
  ])("refuses %o", (rates) => {
    expect(() => assertRates(rates)).toThrow("invariant")
  })
})

const arbitraryRates = fc
  .tuple(fc.nat(3000), fc.nat(3000), fc.nat(2000), fc.integer({ min: 1, max: 2000 }))
  .map(([referralBps, carriageBps, publisherBps, platformBps]) => ({
    referralBps,
    carriageBps,
    publisherBps,
    platformBps,
  }))

it("every split sums to the gross, and only the platform can lose", () => {
  fc.assert(
    fc.property(
      fc.nat(1_000_000),
      fc.nat(100_000),
      fc.nat(9_999),
      arbitraryRates,
      fc.boolean(),
      (gross, fee, taxShare, rates, referrer) => {
        const taxMicros = gross * taxShare
        const s = split(gross, fee, { rates, taxMicros, referrer })
        const parts = [
          s.referralMicros,
          s.unattributedMicros,
          s.carriagePoolMicros,
          s.publisherMicros,
          s.platformMicros,
          s.taxMicros,
          s.feeMicros,
        ]
        expect(parts.reduce((a, b) => a + b, 0n)).toBe(s.grossMicros)
        expect(s.referralMicros >= 0n && s.carriagePoolMicros >= 0n && s.publisherMicros >= 0n).toBe(true)
        if (s.platformMicros < 0n) expect(s.publisherMicros).toBe(0n)
      },
    ),
  )
})
