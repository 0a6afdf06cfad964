import fc from "fast-check"
import { expect, test } from "vitest"
import { english } from "#lib/kernel/messages.ts"
import { RateMeter, timeLeft } from "./rate-meter.ts"
import { percentOf, ringArcs } from "./ring-arcs.ts"

test("the two arcs stand side by side and never pass the ring", () => {
  expect(ringArcs(25, 50, 100)).toEqual({ carriers: 25, origin: 50 })
  fc.assert(
    fc.property(fc.nat(1e9), fc.nat(1e9), fc.nat(1e9), (carriers, origin, size) => {
      const arcs = ringArcs(carriers, origin, size)
      expect(arcs.carriers + arcs.origin).toBeLessThanOrEqual(100)
      expect(Math.min(arcs.carriers, arcs.origin)).toBeGreaterThanOrEqual(0)
    }),
  )
})

test("a hundred percent is all of it and nothing less", () => {
  expect(percentOf(999_999, 1_000_000)).toBe(99)
  expect(percentOf(1_000_000, 1_000_000)).toBe(100)
  expect(percentOf(0, 0)).toBe(0)
})

test("the speed is that of the last five seconds", () => {
  const meter = new RateMeter()
  expect(meter.bytesPerSecond(0)).toBe(0)
  meter.add(9_000_000, 0)
  for (let second = 6; second <= 10; second++) meter.add(2_000_000, second * 1000)
  expect(meter.bytesPerSecond(10_000)).toBe((5 * 2_000_000) / 4)
})

test.each([
  [1_000, 0, null],
  [0, 5, null],
  [40, 5, "a few seconds left"],
  [300, 5, "about 60 seconds left"],
  [9_000, 5, "about 30 minutes left"],
  [180_000, 5, "about 10 hours left"],
])("%i bytes at %i a second", (left, rate, words) => {
  expect(timeLeft(english, left, rate)).toBe(words)
})
