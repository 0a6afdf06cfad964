import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { newId } from "../kernel/ids.ts"
import { cents, centsToMicros, micros } from "../kernel/money.ts"
import { addMs } from "../kernel/period.ts"
import {
  decidePayout,
  ITEM_LIMIT_CENTS,
  itemAmounts,
  nextPayoutRun,
  type PayoutCandidate,
  splitIntoRuns,
} from "./gate.ts"

const MONDAY = new Date("2026-03-02T06:00:00Z")
const NEXT_MONDAY = new Date("2026-03-09T06:00:00Z")
const MINIMUM = cents(1000)

const payee = (more: Partial<PayoutCandidate> = {}): PayoutCandidate => ({
  userId: newId("user", MONDAY),
  payeeEmail: "ann@example.com",
  confirmed: true,
  frozenUntil: null,
  pausedReason: null,
  inFlight: false,
  maturedMicros: micros(12_345_678),
  reserveMicros: micros(0),
  capCents: null,
  ...more,
})
const decide = (more: Partial<PayoutCandidate> = {}, now = MONDAY) => decidePayout(payee(more), MINIMUM, now)

describe("decidePayout", () => {
  it("pays whole cents and leaves the fraction", () => {
    expect(decide()).toEqual({ payCents: 1234n })
  })

  it("pays the minimum to the cent, and not a micro below", () => {
    expect(decide({ maturedMicros: micros(10_000_000) })).toEqual({ payCents: 1000n })
    expect(decide({ maturedMicros: micros(9_999_999) })).toEqual({
      skip: "below_minimum",
      reason: "Below the minimum of a payout: $9.999999 of $10.00. It stays yours.",
      nextAt: NEXT_MONDAY,
    })
  })

  it("counts the reserve as not there", () => {
    expect(decide({ reserveMicros: micros(2_345_678) })).toEqual({ payCents: 1000n })
    expect(decide({ reserveMicros: micros(2_345_679) })).toMatchObject({ skip: "below_minimum" })
  })

  it("never pays a debt or a fraction of a cent, whatever the minimum", () => {
    for (const m of [-5_000_000, 0, 9_999]) {
      const decision = decidePayout(payee({ maturedMicros: micros(m) }), cents(0), MONDAY)
      expect(decision).toMatchObject({ skip: "below_minimum" })
    }
  })

  it("pays a new payee up to the cap, then nothing; never less than the minimum because of it", () => {
    expect(decide({ capCents: cents(1234) })).toEqual({ payCents: 1234n })
    expect(decide({ capCents: cents(1233) })).toEqual({ payCents: 1233n })
    expect(decide({ capCents: cents(1000) })).toEqual({ payCents: 1000n })
    expect(decide({ capCents: cents(999) })).toMatchObject({ skip: "capped" })
    expect(decide({ capCents: cents(0) })).toMatchObject({ skip: "capped", nextAt: NEXT_MONDAY })
  })

  it.each([
    ["payee_missing", { payeeEmail: null }, /which PayPal address/],
    ["payee_unconfirmed", { confirmed: false }, /Confirm your PayPal address/],
    ["payee_paused", { pausedReason: "PayPal could not pay this address 3 times." }, /paused: PayPal could not pay/],
    ["in_flight", { inFlight: true }, /no final word/],
  ] as const)("skips with %s, says why, and asks again next Monday", (skip, more, reason) => {
    expect(decide(more)).toEqual({ skip, reason: expect.stringMatching(reason), nextAt: NEXT_MONDAY })
  })

  it("thaws on the instant, and names the first run from then on", () => {
    const thaw = new Date("2026-03-11T12:00:00Z")
    expect(decide({ frozenUntil: thaw })).toEqual({
      skip: "payee_frozen",
      reason: "Your PayPal address was changed; payouts rest until 11 March 2026.",
      nextAt: new Date("2026-03-16T06:00:00Z"),
    })
    expect(decide({ frozenUntil: NEXT_MONDAY })).toMatchObject({ nextAt: NEXT_MONDAY })
    expect(decide({ frozenUntil: thaw }, addMs(thaw, -1))).toMatchObject({ skip: "payee_frozen" })
    expect(decide({ frozenUntil: thaw }, thaw)).toEqual({ payCents: 1234n })
  })

  it("what the payee must do comes before what time will do", () => {
    const all = { payeeEmail: null, confirmed: false, pausedReason: "x", frozenUntil: NEXT_MONDAY, inFlight: true }
    expect(decide(all)).toMatchObject({ skip: "payee_missing" })
    expect(decide({ ...all, payeeEmail: "a@b" })).toMatchObject({ skip: "payee_unconfirmed" })
    expect(decide({ ...all, payeeEmail: "a@b", confirmed: true })).toMatchObject({ skip: "payee_paused" })
  })

  it("never pays more than is there, nor below the minimum, and never leaves a payable cent out of reach", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.nat(1e8),
        fc.option(fc.nat(1e5)),
        fc.nat(2000),
        (m, r, cap, min) => {
          const c = payee({
            maturedMicros: micros(m),
            reserveMicros: micros(r),
            capCents: cap === null ? null : cents(cap),
          })
          const decision = decidePayout(c, cents(min), MONDAY)
          if (!("payCents" in decision)) {
            expect(m - r < min * 10_000 || m - r < 10_000 || (cap !== null && cap <= min)).toBe(true)
            return
          }
          expect(decision.payCents > 0n && decision.payCents >= BigInt(min)).toBe(true)
          expect(centsToMicros(decision.payCents) <= BigInt(m - r)).toBe(true)
          if (cap === null) expect(BigInt(m - r) - centsToMicros(decision.payCents) < 10_000n).toBe(true)
          else expect(decision.payCents <= BigInt(cap)).toBe(true)
        },
      ),
    )
  })
})

it("the next run is always later than now", () => {
  expect(nextPayoutRun(MONDAY)).toEqual(NEXT_MONDAY)
  expect(nextPayoutRun(addMs(MONDAY, -1))).toEqual(MONDAY)
})

describe("PayPal's limits", () => {
  it("an item is at most $20,000", () => {
    expect(itemAmounts(ITEM_LIMIT_CENTS)).toEqual([2_000_000n])
    expect(itemAmounts(cents(2_000_001))).toEqual([2_000_000n, 1n])
    expect(itemAmounts(cents(6_000_000))).toEqual([2_000_000n, 2_000_000n, 2_000_000n])
    expect(() => itemAmounts(cents(0))).toThrow("more than nothing")
  })

  it("the items of a payout sum to it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1_000, max: 1e6 }), (pay, limit) => {
        const items = itemAmounts(cents(pay), cents(limit))
        expect(items.reduce((a, b) => a + b, 0n)).toBe(BigInt(pay))
        expect(items.every((i) => i > 0n && i <= BigInt(limit))).toBe(true)
        expect(items.length).toBe(Math.ceil(pay / limit))
      }),
    )
  })

  it("a call holds at most 15 000 items", () => {
    const items = Array.from({ length: 30_001 }, (_, i) => i)
    const runs = splitIntoRuns(items)
    expect(runs.map((r) => r.length)).toEqual([15_000, 15_000, 1])
    expect(runs.flat()).toEqual(items)
    expect(splitIntoRuns([])).toEqual([])
  })
})
