/** The rates of an order under a title's terms: nothing is made, nothing is lost, and only the publisher gives. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { MAX_REFERRAL_BPS } from "../catalog/term.ts"
import { cents, centsToMicros, micros, sumMicros } from "../kernel/money.ts"
import { ratesAt } from "./rates-at.ts"
import { splitCapture } from "./split.ts"

const HOUSE = { referralBps: 500, carriageBps: 500, publisherBps: 8_000, platformBps: 1_000 }
const term = (share: number) => ({ referralBps: share })

describe("rates under a term", () => {
  it.each([
    [null, 500, 8_000],
    [term(701), 701, 7_799],
    [term(3_000), 3_000, 5_500],
    [term(499), 500, 8_000],
  ])("%o", (given, referralBps, publisherBps) => {
    expect(ratesAt(HOUSE, given)).toEqual({ ...HOUSE, referralBps, publisherBps })
  })

  it("never take more than the publisher has", () => {
    const poor = { ...HOUSE, publisherBps: 101, platformBps: 8_899 }
    expect(ratesAt(poor, term(3_000))).toEqual({ ...poor, referralBps: 601, publisherBps: 0 })
  })

  it("sum to 10 000, leave carriage and platform as they are, and split every price to the micro", () => {
    const house = fc
      .tuple(fc.integer({ min: 0, max: 1_500 }), fc.integer({ min: 0, max: 1_500 }), fc.integer({ min: 1, max: 2_000 }))
      .map(([referral, carriage, platform]) => ({
        referralBps: referral,
        carriageBps: carriage,
        publisherBps: 10_000 - referral - carriage - platform,
        platformBps: platform,
      }))
    const share = fc.option(fc.integer({ min: 0, max: MAX_REFERRAL_BPS }))
    fc.assert(
      fc.property(
        house,
        share,
        fc.integer({ min: 99, max: 100_000 }),
        fc.boolean(),
        (house, share, price, referrer) => {
          const rates = ratesAt(house, share === null ? null : term(share))
          expect(rates.referralBps + rates.carriageBps + rates.publisherBps + rates.platformBps).toBe(10_000)
          expect([rates.carriageBps, rates.platformBps]).toEqual([house.carriageBps, house.platformBps])
          expect(rates.referralBps).toBe(Math.max(house.referralBps, share ?? 0))
          const gross = cents(price)
          const split = splitCapture({ grossCents: gross, feeCents: cents(79), taxMicros: micros(0), rates, referrer })
          const parts = [
            split.referralMicros,
            split.unattributedMicros,
            split.carriagePoolMicros,
            split.publisherMicros,
          ]
          expect(sumMicros([...parts, split.platformMicros, split.feeMicros])).toBe(centsToMicros(gross))
          expect(split.referralMicros + split.unattributedMicros).toBe(
            (centsToMicros(gross) * BigInt(rates.referralBps)) / 10_000n,
          )
        },
      ),
    )
  })
})
