import { describe, expect, it } from "vitest"
import { TokenBuckets } from "./token-buckets.ts"

const buckets = (max?: number) => new TokenBuckets({ quota: 7, windowSeconds: 14 }, max)

describe("a bucket", () => {
  it("gives its quota at once, refuses the next, says for how long, and fills evenly", () => {
    const b = buckets()
    for (let left = 6; left >= 0; left--) expect(b.take("k", 0)).toMatchObject({ allowed: true, remaining: left })
    expect(b.take("k", 0)).toEqual({ allowed: false, remaining: 0, resetSeconds: 14, retryAfterSeconds: 2 })
    expect(b.take("k", 1_999)).toMatchObject({ allowed: false, retryAfterSeconds: 1 })
    expect(b.take("k", 2_000)).toMatchObject({ allowed: true, remaining: 0 })
    expect(b.take("k", 1e9)).toEqual({ allowed: true, remaining: 6, resetSeconds: 2, retryAfterSeconds: 0 })
  })

  it("takes what a request costs, whole or not at all", () => {
    const b = buckets()
    expect(b.take("k", 0, 5)).toMatchObject({ allowed: true, remaining: 2 })
    expect(b.take("k", 0, 5)).toMatchObject({ allowed: false, remaining: 2, retryAfterSeconds: 6 })
    expect(b.take("k", 0, 2)).toMatchObject({ allowed: true, remaining: 0 })
  })

  it("is looked into without taking anything", () => {
    const b = buckets()
    expect(b.peek("k", 0)).toEqual({ allowed: true, remaining: 7, resetSeconds: 0, retryAfterSeconds: 0 })
    b.take("k", 0, 7)
    for (let i = 0; i < 3; i++)
      expect(b.peek("k", 0)).toEqual({ allowed: false, remaining: 0, resetSeconds: 14, retryAfterSeconds: 2 })
    expect(b.peek("k", 2_000)).toMatchObject({ allowed: true, remaining: 1 })
    expect(b.take("k", 2_000)).toMatchObject({ allowed: true, remaining: 0 })
  })

  it("is one key's alone, and is bounded in number", () => {
    const b = buckets(2)
    b.take("a", 0, 7)
    expect(b.take("b", 0)).toMatchObject({ remaining: 6 })
    expect(b.take("a", 0)).toMatchObject({ allowed: false })
    b.take("c", 0)
    expect(b.take("a", 0)).toMatchObject({ allowed: false })
    expect(b.take("b", 0)).toMatchObject({ remaining: 6 })
  })

  it("does not fill by a clock that goes back", () => {
    const b = buckets()
    b.take("k", 10_000, 7)
    expect(b.take("k", 0)).toMatchObject({ allowed: false })
  })
})
