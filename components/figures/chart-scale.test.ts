import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { barsPath, HEIGHT, linePath, roundTop, tickDays } from "./chart-scale.ts"

describe("a chart's scale", () => {
  it.each([
    [0, 4],
    [3, 4],
    [5, 5],
    [7, 8],
    [11, 15],
    [42, 50],
    [51, 60],
    [83, 100],
    [100, 100],
    [2_500_000_001, 3_000_000_000],
    [Number.NaN, 4],
  ])("for %s ends at %s", (most, top) => {
    expect(roundTop(most)).toBe(top)
  })

  it("never ends below what it shows, nor far above", () => {
    fc.assert(
      fc.property(fc.double({ min: 4, max: 1e15, noNaN: true }), (most) => {
        expect(roundTop(most)).toBeGreaterThanOrEqual(most * 0.999999)
        expect(roundTop(most)).toBeLessThanOrEqual(most * 2.5 + 4)
      }),
    )
  })
})

describe("a chart's marks", () => {
  it("stand on zero, each on its day, and days without any have none", () => {
    expect(barsPath([0, 5, 10], 10)).toBe(`M1.14 ${HEIGHT}V50H1.86V${HEIGHT}ZM2.14 ${HEIGHT}V0H2.86V${HEIGHT}Z`)
    expect(linePath([0, 5, 10], 10)).toBe("M0.5 100L1.5 50L2.5 0")
    expect(linePath([5], 10)).toBe("M0 50H1")
    expect(linePath([], 10)).toBe("")
  })

  it.each([
    [1, [0]],
    [7, [0, 2, 4, 6]],
    [30, [0, 5, 10, 15, 20, 25]],
    [366, [0, 61, 122, 183, 244, 305]],
  ])("have dates under %s days at %s", (days, ticks) => {
    expect(tickDays(days)).toEqual(ticks)
  })
})
