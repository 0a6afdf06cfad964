/** Sparklines start at zero and stay in their box. */
import fc from "fast-check"
import { expect, test } from "vitest"
import { MAX_POINTS, sparklinePath } from "./sparkline-path.ts"

test.each([
  [[], ""],
  [[5], "M0 0L100 0"],
  [[0, 0], "M0 20L100 20"],
  [[0, 5, 10], "M0 20L50 10L100 0"],
  [[5, 10], "M0 10L100 0"],
  [[Number.NaN, -3, 7], "M0 20L50 20L100 0"],
] as [number[], string][])("%j is %s", (series, line) => expect(sparklinePath(series, 100, 20).line).toBe(line))

test("the area ends on the foot", () => expect(sparklinePath([1, 2], 100, 20).area).toMatch(/L100 20L0 20Z$/))

test("stays in its box, whatever comes", () => {
  fc.assert(
    fc.property(fc.array(fc.double(), { minLength: 1, maxLength: 600 }), (series) => {
      const numbers = sparklinePath(series, 100, 20)
        .line.match(/-?[\d.]+/g)!
        .map(Number)
      expect(numbers.length).toBeLessThanOrEqual(2 * Math.max(MAX_POINTS, 2))
      for (const [i, n] of numbers.entries()) expect(n >= 0 && n <= (i % 2 ? 20 : 100)).toBe(true)
    }),
  )
})
