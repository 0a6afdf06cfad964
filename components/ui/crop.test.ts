/** What is kept of a picture, wherever the reader moves it. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { parseCrop } from "#lib/media/picture.ts"
import { cropOf, cropText, isWhole, WHOLE } from "./crop.ts"

const picture = fc.record({ width: fc.integer({ min: 1, max: 14_000 }), height: fc.integer({ min: 1, max: 14_000 }) })
const unit = fc.double({ min: 0, max: 1, noNaN: true })
const wish = fc.record({
  ratio: fc.constantFrom(null, 1, 4 / 3, 16 / 9, 3 / 4),
  zoom: fc.double({ min: 1, max: 4, noNaN: true }),
  x: unit,
  y: unit,
})

describe("a crop", () => {
  it("lies inside the picture, has the ratio asked for, and can be read back by the door", () => {
    fc.assert(
      fc.property(wish, picture, (wish, size) => {
        const crop = cropOf(wish, size)
        const ratio = (crop.width * size.width) / (crop.height * size.height)
        expect(ratio).toBeCloseTo(wish.ratio ?? size.width / size.height, 6)
        const read = parseCrop(cropText(crop))
        // A door that takes six digits cannot tell a millionth from nothing.
        if (Math.min(crop.width, crop.height) < 1e-5) return
        expect(read).not.toBeNull()
        expect(read!.x + read!.width).toBeLessThanOrEqual(1)
        expect(read!.y + read!.height).toBeLessThanOrEqual(1)
      }),
    )
  })

  it("keeps everything until something is asked for", () => {
    expect(isWhole(cropOf(WHOLE, { width: 640, height: 480 }))).toBe(true)
    expect(isWhole(cropOf({ ...WHOLE, ratio: 1 }, { width: 640, height: 480 }))).toBe(false)
  })

  it("keeps the edge the reader moved to", () => {
    const size = { width: 800, height: 400 }
    expect(cropOf({ ratio: 1, zoom: 1, x: 0, y: 0 }, size)).toEqual({ x: 0, y: 0, width: 0.5, height: 1 })
    expect(cropOf({ ratio: 1, zoom: 2, x: 1, y: 1 }, size)).toEqual({ x: 0.75, y: 0.5, width: 0.25, height: 0.5 })
  })
})
