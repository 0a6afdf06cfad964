import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { addMs, DAY_MS, HOUR_MS, SECOND_MS } from "../kernel/period.ts"
import {
  DISABLE_AFTER_FAILURES,
  DISABLE_AFTER_MS,
  LONGEST_WAIT_MS,
  nextAttemptAt,
  RETRY_PAUSES_MS,
  retryAfterOf,
  verdictOn,
  WARN_AFTER_MS,
} from "./retry.ts"

const NOW = new Date("2026-11-23T12:00:00Z")
const random = fc.double({ min: 0, max: 1, noNaN: true })

describe("the pauses between attempts", () => {
  it("are those of Standard Webhooks, in all a little over three days", () => {
    const seconds = RETRY_PAUSES_MS.map((ms) => ms / SECOND_MS)
    expect(seconds).toEqual([5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400])
    expect(RETRY_PAUSES_MS.reduce((sum, ms) => sum + ms)).toBe(75 * HOUR_MS + 35 * 60_000 + 5_000)
  })

  it("are never shorter than the table and at most a tenth longer, and they end", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), random, (failures, r) => {
        const at = nextAttemptAt(NOW, { failures, random: r })
        const pause = RETRY_PAUSES_MS[failures - 1]
        if (pause === undefined) return at === null
        const waited = at!.getTime() - NOW.getTime()
        return waited >= pause && waited <= Math.ceil(pause * 1.1)
      }),
    )
  })

  it("do not bring together again what failed together", () => {
    const waits = new Set([0, 0.3, 0.6, 1].map((r) => +nextAttemptAt(NOW, { failures: 4, random: r })!))
    expect(waits.size).toBe(4)
  })

  it("grant a receiver a later time, up to a day, and never an earlier one", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), random, (retryAfterMs, r) => {
        const waited = +nextAttemptAt(NOW, { failures: 2, random: r, retryAfterMs })! - +NOW
        const asked = Math.min(retryAfterMs, LONGEST_WAIT_MS)
        return waited >= RETRY_PAUSES_MS[1]! && waited >= asked && waited <= LONGEST_WAIT_MS
      }),
    )
  })

  it("read Retry-After as seconds and as a date", () => {
    expect(retryAfterOf("120", NOW)).toBe(120_000)
    expect(retryAfterOf("Mon, 23 Nov 2026 12:01:00 GMT", NOW)).toBe(60_000)
    for (const odd of [undefined, "", "soon", "-5", "Mon, 23 Nov 2026 11:00:00 GMT"])
      expect(retryAfterOf(odd, NOW)).toBe(0)
  })
})

describe("a webhook that fails", () => {
  const failing = (lastsMs: number, failuresInRow: number, warned = false) =>
    verdictOn({ failingSince: addMs(NOW, -lastsMs), failuresInRow, warned }, NOW)

  it("is warned of once after a day and ended after five", () => {
    expect(failing(WARN_AFTER_MS - 1, 8)).toBeNull()
    expect(failing(WARN_AFTER_MS, 8)).toBe("warn")
    expect(failing(WARN_AFTER_MS, 8, true)).toBeNull()
    expect(failing(DISABLE_AFTER_MS - 1, 99, true)).toBeNull()
    expect(failing(DISABLE_AFTER_MS, DISABLE_AFTER_FAILURES, true)).toBe("disable")
  })

  it("is not ended for one message that failed, and one failure long after", () => {
    expect(RETRY_PAUSES_MS.length + 1).toBeLessThan(DISABLE_AFTER_FAILURES)
    expect(failing(60 * DAY_MS, RETRY_PAUSES_MS.length + 2, true)).toBeNull()
  })
})
