/** Floating things stay on the screen, in both directions of writing. */
import fc from "fast-check"
import { expect, test } from "vitest"
import { type Floating, placeBeside } from "./place-beside.ts"

const anchor = { left: 100, top: 100, width: 40, height: 20 }
const screen = { width: 400, height: 300 }
const floating: Floating = { width: 120, height: 60, align: "start", side: "below", rtl: false }

test.each([
  [{}, { left: 100, top: 126 }],
  [{ align: "end" }, { left: 20, top: 126 }],
  [{ rtl: true }, { left: 20, top: 126 }],
  [
    { align: "end", rtl: true },
    { left: 100, top: 126 },
  ],
  [{ align: "center" }, { left: 60, top: 126 }],
  [{ side: "above" }, { left: 100, top: 34 }],
  [
    { side: "above", height: 120 },
    { left: 100, top: 126 },
  ],
  [{ width: 380 }, { left: 12, top: 126 }],
  [{ width: 600 }, { left: 8, top: 126 }],
] as [Partial<Floating>, object][])("%j stands at %j", (wish, place) =>
  expect(placeBeside(anchor, { ...floating, ...wish }, screen)).toEqual(place),
)

test("goes above an anchor at the foot of the screen", () =>
  expect(placeBeside({ ...anchor, top: 270 }, floating, screen).top).toBe(204))

test("what fits on the screen is wholly on it", () => {
  const side = fc.integer({ min: 1, max: 250 })
  fc.assert(
    fc.property(side, side, fc.integer({ min: -50, max: 450 }), fc.boolean(), (width, height, left, rtl) => {
      const at = placeBeside({ ...anchor, left }, { ...floating, width, height, rtl }, screen)
      expect(at.left).toBeGreaterThanOrEqual(8)
      expect(at.left + width).toBeLessThanOrEqual(392)
      expect(at.top).toBeGreaterThanOrEqual(8)
      expect(at.top + height).toBeLessThanOrEqual(292)
    }),
  )
})
