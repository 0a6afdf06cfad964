import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { splitCapture } from "../checkout/split.ts"
import { type Id, newId } from "../kernel/ids.ts"
import { type Cents, cents, centsToMicros, type Micros, micros } from "../kernel/money.ts"
import { type Account, carriagePoolAccount, fanAccount, inTransitAccount, publisherAccount } from "./accounts.ts"
import {
  balancesOf,
  capturePosting,
  type Entry,
  payoutPaidPosting,
  payoutPosting,
  payoutReturnedPosting,
  refundPosting,
  settlementPosting,
} from "./postings.ts"

const AT = new Date("2026-03-02T06:00:00Z")
const orderId = newId("order", AT)
const publisherId = newId("publisher", AT)
const payoutId = newId("payout", AT)
const fans = Array.from({ length: 9 }, () => newId("user", AT))
const referrer = fans[0]!
const pool = carriagePoolAccount(orderId)
const transit = inTransitAccount(payoutId)
const rates = { referralBps: 523, carriageBps: 491, publisherBps: 7919, platformBps: 1009 }

const sumOf = (entries: readonly Entry[]): bigint => entries.reduce((a, e) => a + e.amountMicros, 0n)
const on = (entries: readonly Entry[], account: Account): bigint => balancesOf(entries).get(account) ?? 0n

function capture(grossCents: number, feeCents: number, by: Id<"user"> | null = referrer, taxMicros = 0): Entry[] {
  const split = splitCapture({
    grossCents: cents(grossCents),
    feeCents: cents(feeCents),
    taxMicros: micros(taxMicros),
    rates,
    referrer: by !== null,
  })
  return capturePosting(split, { orderId, publisherId, referrerUserId: by })
}

/** Shares by weights, in floors; the rest is the origin's. */
function settle(poolMicros: bigint, weights: readonly number[]): Entry[] {
  const whole = BigInt(weights.reduce((a, b) => a + b, 1))
  const shares = weights.map((w, i) => ({
    userId: fans[i % fans.length]!,
    amountMicros: micros((poolMicros * BigInt(w)) / whole),
  }))
  const carried = shares.reduce((a, s) => a + s.amountMicros, 0n)
  return settlementPosting({ orderId, shares, originShareMicros: micros(poolMicros - carried) })
}

describe("capturePosting", () => {
  it("posts $29.99 account by account", () => {
    const split = splitCapture({
      grossCents: cents(2999),
      feeCents: cents(154),
      taxMicros: micros(1_000_003),
      rates: { referralBps: 500, carriageBps: 500, publisherBps: 8000, platformBps: 1000 },
      referrer: true,
    })
    expect(capturePosting(split, { orderId, publisherId, referrerUserId: referrer })).toEqual([
      { account: "paypal_clearing", amountMicros: -29_990_000n },
      { account: "paypal_fees", amountMicros: 1_540_000n },
      { account: fanAccount(referrer, "referral"), amountMicros: 1_449_499n },
      { account: "unattributed", amountMicros: 0n },
      { account: pool, amountMicros: 1_449_499n },
      { account: publisherAccount(publisherId), amountMicros: 21_823_110n },
      { account: "platform", amountMicros: 2_727_889n + 1_000_003n },
    ])
  })

  it("without a referrer pays `unattributed` and no fan", () => {
    const entries = capture(2999, 154, null)
    expect(on(entries, "unattributed")).toBe(1_568_477n)
    expect(entries.some((e) => e.account.startsWith("fan:"))).toBe(false)
  })

  it("refuses a referral part without a referrer", () => {
    const split = splitCapture({
      grossCents: cents(2999),
      feeCents: cents(1),
      taxMicros: micros(0),
      rates,
      referrer: true,
    })
    expect(() => capturePosting(split, { orderId, publisherId, referrerUserId: null })).toThrow("needs a referrer")
  })
})

describe("settlementPosting", () => {
  it("empties the pool, one entry per share in their order, the origin's part last", () => {
    const shares = [
      { userId: fans[1]!, amountMicros: micros(700_003) },
      { userId: fans[2]!, amountMicros: micros(0) },
      { userId: fans[1]!, amountMicros: micros(11) },
    ]
    expect(settlementPosting({ orderId, shares, originShareMicros: micros(799_486) })).toEqual([
      { account: pool, amountMicros: -1_499_500n },
      { account: fanAccount(fans[1]!, "carriage"), amountMicros: 700_003n },
      { account: fanAccount(fans[2]!, "carriage"), amountMicros: 0n },
      { account: fanAccount(fans[1]!, "carriage"), amountMicros: 11n },
      { account: "platform", amountMicros: 799_486n },
    ])
  })

  it("refuses a negative share", () => {
    const shares = [{ userId: fans[1]!, amountMicros: micros(-1) }]
    expect(() => settlementPosting({ orderId, shares, originShareMicros: micros(1) })).toThrow("not negative")
  })
})

describe("refundPosting", () => {
  const captured = capture(2999, 154)

  it("in full takes everything back; the platform bears the fee", () => {
    const all = [...captured, ...refundPosting(captured, cents(2999), cents(2999), cents(0))]
    const left = [...balancesOf(all)].filter(([, m]) => m !== 0n)
    expect(left).toEqual([
      ["paypal_fees", 1_540_000n],
      ["platform", -1_540_000n],
    ])
  })

  it("in part takes back the part", () => {
    const back = refundPosting(captured, cents(1000), cents(2999), cents(0))
    expect(on(back, "paypal_clearing")).toBe(10_000_000n)
    expect(on(back, "paypal_fees")).toBe(0n)
    // 1 568 477 x 1000 / 2999 = 523 000.0003…
    expect(on(back, fanAccount(referrer, "referral"))).toBe(-523_000n)
  })

  it.each([
    ["nothing", 0, 2999, 0],
    ["more than the price", 3000, 2999, 0],
    ["more than is left", 2000, 2999, 1000],
    ["a price that is not this order's", 100, 2998, 0],
    ["an order whose earlier refund is not among the entries", 100, 2999, 100],
  ])("refuses %s", (_what, refunded, gross, already) => {
    expect(() => refundPosting(captured, cents(refunded), cents(gross), cents(already))).toThrow("invariant")
  })

  it("does not depend on the order in which the entries are read", () => {
    for (const refunded of [1, 997, 1000, 2998]) {
      const back = (entries: readonly Entry[]) => refundPosting(entries, cents(refunded), cents(2999), cents(0))
      expect(back([...captured].reverse())).toEqual(back(captured))
    }
  })

  it("refunds in any number, around the settlement, end at zero but for the fee", () => {
    const steps = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 6 })
    const weights = fc.array(fc.nat(1000), { maxLength: 8 })
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.nat(200),
        steps,
        weights,
        fc.nat(6),
        fc.boolean(),
        (...given) => {
          const [gross, fee, parts, shares, settleAfter, referred] = given
          let entries = capture(gross, fee, referred ? referrer : null, gross * 37)
          let already = 0n
          const refund = (amount: bigint) => {
            const back = refundPosting(entries, cents(amount), cents(gross), cents(already))
            expect(sumOf(back)).toBe(0n)
            expect(on(back, "paypal_clearing")).toBe(centsToMicros(cents(amount)))
            for (const e of back) if (e.account.startsWith("fan:")) expect(e.amountMicros <= 0n).toBe(true)
            entries = [...entries, ...back]
            already += amount
          }
          const settleNow = () => {
            entries = [...entries, ...settle(on(entries, pool), shares)]
            expect(on(entries, pool)).toBe(0n)
          }
          for (const [i, part] of parts.entries()) {
            if (i === settleAfter) settleNow()
            const amount = BigInt(Math.min(part, gross - Number(already) - 1))
            if (amount > 0n) refund(amount)
          }
          if (settleAfter >= parts.length) settleNow()
          refund(BigInt(gross) - already)
          const left = [...balancesOf(entries)].filter(([, m]) => m !== 0n)
          const feeMicros = centsToMicros(cents(fee))
          expect(left).toEqual(
            fee === 0
              ? []
              : [
                  ["paypal_fees", feeMicros],
                  ["platform", -feeMicros],
                ],
          )
        },
      ),
    )
  })

  it("partial refunds stay within a micro per refund of the exact part", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 5 }), (parts) => {
        let entries = captured
        let already = 0n
        for (const part of parts) {
          entries = [...entries, ...refundPosting(entries, cents(part), cents(2999), cents(already))]
          already += BigInt(part)
        }
        const exactTimesGross = 1_568_477n * (2999n - already)
        const off = on(entries, fanAccount(referrer, "referral")) * 2999n - exactTimesGross
        expect(off < 0n ? -off : off).toBeLessThanOrEqual(2999n * BigInt(parts.length))
      }),
    )
  })
})

describe("payouts", () => {
  const referral = fanAccount(referrer, "referral")
  const carriage = fanAccount(referrer, "carriage")
  const draw = (amountCents: number, r: number, c: number) =>
    payoutPosting({
      payoutId,
      amountCents: cents(amountCents),
      sources: [
        { account: referral, maturedMicros: micros(r) },
        { account: carriage, maturedMicros: micros(c) },
      ],
    })

  it("draw on the first account first", () => {
    expect(draw(1234, 9_999_999, 5_000_000)).toEqual([
      { account: referral, amountMicros: -9_999_999n },
      { account: carriage, amountMicros: -2_340_001n },
      { account: transit, amountMicros: 12_340_000n },
    ])
  })

  it("leave an account in debt alone", () => {
    expect(draw(100, -500_000, 1_500_000)).toEqual([
      { account: carriage, amountMicros: -1_000_000n },
      { account: transit, amountMicros: 1_000_000n },
    ])
  })

  it("refuse what is not covered, and nothing", () => {
    expect(() => draw(101, 1_000_000, 9_999)).toThrow("covered")
    expect(() => draw(0, 1_000_000, 0)).toThrow("covered")
  })

  it("paid: transit is empty and the fee is the platform's", () => {
    const all = [
      ...draw(1000, 10_000_000, 0),
      ...payoutPaidPosting({ payoutId, amountCents: cents(1000), feeCents: cents(25) }),
    ]
    expect(Object.fromEntries(balancesOf(all))).toEqual({
      [referral]: -10_000_000n,
      [transit]: 0n,
      paypal_clearing: 10_000_000n,
      paypal_fees: 250_000n,
      platform: -250_000n,
    })
  })

  it("returned unpaid: everybody has what he had, less a fee that PayPal kept", () => {
    const payoutEntries = draw(1234, 9_999_999, 5_000_000)
    const back = payoutReturnedPosting({ payoutId, payoutEntries, wasPaid: false, feeCents: cents(7) })
    expect([...balancesOf([...payoutEntries, ...back])].filter(([, m]) => m !== 0n)).toEqual([
      ["paypal_fees", 70_000n],
      ["platform", -70_000n],
    ])
  })

  it("returned after it was paid: the money is at PayPal again, and the fee too if PayPal gave it back", () => {
    const payoutEntries = draw(1000, 10_000_000, 0)
    const all = [
      ...payoutEntries,
      ...payoutPaidPosting({ payoutId, amountCents: cents(1000), feeCents: cents(25) }),
      ...payoutReturnedPosting({ payoutId, payoutEntries, wasPaid: true, feeCents: cents(-25) }),
    ]
    expect([...balancesOf(all)].filter(([, m]) => m !== 0n)).toEqual([])
  })
})

it("the money at PayPal is what came in, less fees, refunds and payouts, whatever happens", () => {
  const sales = fc.array(fc.tuple(fc.integer({ min: 99, max: 9999 }), fc.nat(90)), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(
      sales,
      fc.array(fc.nat(1000), { maxLength: 8 }),
      fc.integer({ min: 1, max: 100 }),
      (list, weights, share) => {
        let entries: Entry[] = []
        let atPayPal = 0n
        const come = (cents: Cents): Micros => centsToMicros(cents)
        for (const [gross, fee] of list) {
          const sale = capture(gross, fee)
          entries = [...entries, ...sale, ...settle(on(sale, pool), weights)]
          atPayPal += come(cents(gross - fee))
        }
        const earned = on(entries, fanAccount(referrer, "referral"))
        const amountCents = cents((earned * BigInt(share)) / 100n / 10_000n)
        if (amountCents > 0n) {
          const sources = [{ account: fanAccount(referrer, "referral"), maturedMicros: micros(earned) }]
          entries = [...entries, ...payoutPosting({ payoutId, amountCents, sources })]
          entries = [...entries, ...payoutPaidPosting({ payoutId, amountCents, feeCents: cents(2) })]
          atPayPal -= come(amountCents) + come(cents(2))
        }
        expect(sumOf(entries)).toBe(0n)
        expect(-on(entries, "paypal_clearing") - on(entries, "paypal_fees")).toBe(atPayPal)
      },
    ),
  )
})
