/** The origin's limits and ranges. */
import { describe, expect, it } from "vitest"
import { byteRange } from "./byte-range.ts"
import { originThrottle, tokenBucket } from "./origin-throttle.ts"

describe("a token bucket", () => {
  it("lets one second's bytes through at once and makes the rest wait its time", () => {
    let now = 0
    const take = tokenBucket(1_000, () => now)
    expect([take(1_000), take(500), take(500)]).toEqual([0, 500, 1_000])
    now = 3_000
    expect(take(1_000)).toBe(0)
  })
})

describe("a session at the origin", () => {
  it("has 32 requests open and no more; ending one makes room; another session has its own", () => {
    const throttle = originThrottle({ bytesPerSecond: null, sessionBytesPerSecond: null, sessionRequests: 32 })
    const open = Array.from({ length: 32 }, () => throttle.begin("a"))
    expect(throttle.begin("a")).toBeNull()
    expect(throttle.begin("b")).not.toBeNull()
    open[0]!.end()
    expect(throttle.begin("a")).not.toBeNull()
  })

  it("waits for the slower of its own rate and everybody's", () => {
    const throttle = originThrottle({ bytesPerSecond: 1_000, sessionBytesPerSecond: 100, sessionRequests: 2 }, () => 0)
    expect(throttle.begin("a")!.pace(300)).toBe(2_000)
    expect(throttle.begin("b")!.pace(1_700)).toBe(16_000)
  })
})

describe("a range", () => {
  it.each([
    [undefined, { offset: 0, length: 100, partial: false }],
    ["bytes=0-", { offset: 0, length: 100, partial: true }],
    ["bytes=10-19", { offset: 10, length: 10, partial: true }],
    ["bytes=90-900", { offset: 90, length: 10, partial: true }],
    ["bytes=-7", { offset: 93, length: 7, partial: true }],
    ["bytes=-700", { offset: 0, length: 100, partial: true }],
    ["bytes=100-", null],
    ["bytes=-0", null],
    ["bytes=9-8", { offset: 0, length: 100, partial: false }],
    ["bytes=0-1,3-4", { offset: 0, length: 100, partial: false }],
    ["lines=1-2", { offset: 0, length: 100, partial: false }],
  ])("%s of 100 bytes", (header, expected) => {
    expect(byteRange(header, 100)).toEqual(expected)
  })
})
