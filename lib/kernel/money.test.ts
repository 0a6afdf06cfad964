import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  allocate,
  bpsOf,
  cents,
  centsToDecimal,
  centsToMicros,
  decimalToCents,
  largestRemainder,
  micros,
  microsToDecimal,
  sumMicros,
  wholeCents,
} from "./money.ts"

const amount = fc.bigInt({ min: 0n, max: 10n ** 13n })
const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 12 })
const magnitude = (n: bigint): bigint => (n < 0n ? -n : n)

describe("bpsOf", () => {
  it.each([
    [29_990_000, 500, 1_499_500n],
    [990_000, 500, 49_500n],
    [19_999, 500, 999n],
    [199, 50, 0n],
    [200, 50, 1n],
    [7, 10_000, 7n],
  ])("of %i at %i bps is %i", (of, bps, part) => {
    expect(bpsOf(micros(of), bps)).toBe(part)
  })

  it("is the floor", () => {
    fc.assert(
      fc.property(amount, fc.integer({ min: 0, max: 10_000 }), (of, bps) => {
        const part = bpsOf(micros(of), bps)
        expect(part * 10_000n <= of * BigInt(bps) && (part + 1n) * 10_000n > of * BigInt(bps)).toBe(true)
      }),
    )
  })

  it("refuses less than nothing", () => {
    expect(() => bpsOf(micros(-1), 500)).toThrow(RangeError)
  })
})

describe("allocate", () => {
  it("gives the missing micros to the largest remainders, ties to the lower index", () => {
    expect(allocate(micros(100), [1n, 1n, 1n])).toEqual([34n, 33n, 33n])
    expect(allocate(micros(10), [1n, 2n, 4n])).toEqual([1n, 3n, 6n])
    expect(allocate(micros(2), [1n, 1n, 1n, 1n])).toEqual([1n, 1n, 0n, 0n])
    expect(allocate(micros(26_991_000), [8000n, 1000n])).toEqual([23_992_000n, 2_999_000n])
  })

  it("gives nothing on no weight, and refuses less than nothing", () => {
    expect(allocate(micros(7), [0n, 0n])).toEqual([0n, 0n])
    expect(allocate(micros(7), [])).toEqual([])
    expect(() => allocate(micros(-1), [1n])).toThrow(RangeError)
  })

  it("sums to the total, each part within a micro of exact, no weight no part", () => {
    fc.assert(
      fc.property(amount, weights, (total, by) => {
        const whole = by.reduce((a, b) => a + b, 0n)
        const parts = allocate(micros(total), by)
        expect(sumMicros(parts)).toBe(whole === 0n ? 0n : total)
        for (const [i, part] of parts.entries()) {
          if (by[i] === 0n) expect(part).toBe(0n)
          expect(magnitude(part * whole - total * by[i]!) <= whole).toBe(true)
        }
      }),
    )
  })

  it("never gives a smaller weight more", () => {
    fc.assert(
      fc.property(amount, weights, (total, by) => {
        const parts = allocate(micros(total), by)
        for (const [i, a] of by.entries()) {
          for (const [j, b] of by.entries()) if (a > b) expect(parts[i]! >= parts[j]!).toBe(true)
        }
      }),
    )
  })
})

describe("largestRemainder", () => {
  it("over a larger divisor leaves the rest with nobody", () => {
    expect(largestRemainder(micros(1_500_000), [3n, 3n], 10n)).toEqual([450_000n, 450_000n])
    expect(largestRemainder(micros(10), [3n, 3n], 9n)).toEqual([3n, 3n])
    expect(largestRemainder(micros(10), [1n, 5n, 1n], 9n)).toEqual([1n, 5n, 1n])
    expect(largestRemainder(micros(10), [2n, 5n, 1n], 9n)).toEqual([2n, 5n, 1n])
  })

  it("sums to the floor of the whole", () => {
    fc.assert(
      fc.property(amount, weights, fc.bigInt({ min: 1n, max: 10n ** 12n }), (total, by, more) => {
        const whole = by.reduce((a, b) => a + b, 0n)
        const divisor = whole + more
        const parts = largestRemainder(micros(total), by, divisor)
        expect(sumMicros(parts)).toBe((total * whole) / divisor)
      }),
    )
  })

  it("refuses to divide by nothing", () => {
    expect(() => largestRemainder(micros(1), [1n], 0n)).toThrow(RangeError)
  })
})

describe("cents and micros", () => {
  it("a cent is 10 000 micros; whole cents round towards zero", () => {
    expect(centsToMicros(cents(2999))).toBe(29_990_000n)
    expect(wholeCents(micros(19_999))).toBe(1n)
    expect(wholeCents(micros(-19_999))).toBe(-1n)
  })

  it("go there and back", () => {
    fc.assert(
      fc.property(fc.bigInt(), (c) => {
        expect(wholeCents(centsToMicros(cents(c)))).toBe(c)
      }),
    )
  })
})

describe("PayPal's decimals", () => {
  it.each([
    ["10.50", 1050n],
    ["10.5", 1050n],
    ["10", 1000n],
    ["0.09", 9n],
    ["-0.01", -1n],
    ["000000000001.00", 100n],
  ])("%s reads as %i", (text, value) => {
    expect(decimalToCents(text)).toBe(value)
  })

  it.each(["", ".5", "1.", "1.234", "1,00", "1e3", " 1", "1 ", "+1", "--1", "NaN", "0x10", "1234567890123.00", "1\n"])(
    "%j is refused",
    (text) => {
      expect(() => decimalToCents(text)).toThrow(RangeError)
    },
  )

  it("are written with two places and read back", () => {
    expect([cents(1050), cents(5), cents(-5), cents(0)].map(centsToDecimal)).toEqual(["10.50", "0.05", "-0.05", "0.00"])
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n }), (c) => {
        expect(centsToDecimal(cents(c))).toMatch(/^-?\d+\.\d\d$/)
        expect(decimalToCents(centsToDecimal(cents(c)))).toBe(c)
      }),
    )
  })
})

describe("a decimal of micros", () => {
  it.each([
    [1_499_500, "1.4995"],
    [30_000_000, "30.00"],
    [1, "0.000001"],
    [-1_500_000, "-1.50"],
    [100_000, "0.10"],
  ])("%i is %s", (m, text) => {
    expect(microsToDecimal(micros(m))).toBe(text)
  })

  it("is exact", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), (m) => {
        const [whole, fraction] = microsToDecimal(micros(m)).split(".")
        expect(BigInt(whole! + fraction!.padEnd(6, "0"))).toBe(m)
      }),
    )
  })
})
