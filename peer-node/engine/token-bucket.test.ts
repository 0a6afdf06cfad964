import fc from "fast-check"
import { expect, test } from "vitest"
import { Pipeline } from "./pipeline.ts"
import { chooseUnchoked } from "./slots.ts"
import { TokenBucket } from "./token-bucket.ts"

test("any course of spending keeps to the rate, burst apart", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 10_007, max: 10_000_019 }),
      fc.array(fc.integer({ min: 1, max: 300_000 }), { minLength: 5 }),
      (rate, sizes) => {
        const bucket = new TokenBucket(rate, 0)
        let now = 0
        let passed = 0
        for (const size of sizes) {
          now += bucket.waitMs(now)
          expect(bucket.waitMs(now)).toBe(0)
          // What passed before this spend must fit the rate, one burst and one over-long spend.
          expect(passed).toBeLessThanOrEqual((rate * now) / 1000 + 0.25 * rate + 1)
          bucket.spend(size)
          passed += size
        }
      },
    ),
  )
})

test("no limit never waits, and a new limit counts from now", () => {
  const bucket = new TokenBucket(0, 0)
  bucket.spend(1e12)
  expect(bucket.waitMs(0)).toBe(0)
  bucket.setRate(1_000, 10_000)
  bucket.spend(500)
  expect(bucket.waitMs(10_000)).toBe(500)
})

test("the pipeline asks for 0.75 s of the rate, 1 to 32 MiB, and a hiccup does not empty it", () => {
  const p = new Pipeline(0)
  expect(p.targetBytes(10)).toBe(1 << 20)
  p.count(2_000_000)
  expect(p.targetBytes(100)).toBe(15_000_000)
  expect(p.targetBytes(200)).toBe(12_000_000)
  p.count(1e9)
  expect(p.targetBytes(300)).toBe(32 << 20)
})

test("slots go to those who sign most, the last one to whoever waits longest", () => {
  const seeker = (peer: string, signedRate: number, waitingSince: number) => ({
    peer,
    unchoked: false,
    signedRate,
    waitingSince,
  })
  const seekers = [seeker("rich", 9, 5), seeker("old", 0, 1), seeker("new", 0, 7), seeker("mid", 4, 6)]
  expect(chooseUnchoked(seekers, 9)).toEqual(new Set(["rich", "old", "new", "mid"]))
  expect(chooseUnchoked(seekers, 3)).toEqual(new Set(["rich", "mid", "old"]))
  expect(chooseUnchoked(seekers, 0)).toEqual(new Set())
})
