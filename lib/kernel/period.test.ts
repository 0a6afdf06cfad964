import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { addDays, addMs, DAY_MS, daysUntil, isBefore, payoutMonday } from "./period.ts"

const MONDAY = new Date("2026-03-02T06:00:00Z")
const time = fc.date({ min: new Date("1971-01-01Z"), max: new Date("2200-01-01Z"), noInvalidDate: true })

describe("payoutMonday", () => {
  it.each([
    ["2026-03-02T06:00:00.000Z", "2026-03-02T06:00:00.000Z"],
    ["2026-03-02T05:59:59.999Z", "2026-02-23T06:00:00.000Z"],
    ["2026-03-08T23:59:59.999Z", "2026-03-02T06:00:00.000Z"],
    ["2026-03-09T06:00:00.001Z", "2026-03-09T06:00:00.000Z"],
    ["2027-01-01T12:00:00.000Z", "2026-12-28T06:00:00.000Z"],
    ["2028-02-29T00:00:00.000Z", "2028-02-28T06:00:00.000Z"],
  ])("before %s it was %s", (at, monday) => {
    expect(payoutMonday(new Date(at)).toISOString()).toBe(monday)
  })

  it("is a Monday at 06:00 UTC less than a week back, and its own", () => {
    fc.assert(
      fc.property(time, (at) => {
        const monday = payoutMonday(at)
        expect([monday.getUTCDay(), monday.toISOString().slice(11)]).toEqual([1, "06:00:00.000Z"])
        const back = at.getTime() - monday.getTime()
        expect(back >= 0 && back < 7 * DAY_MS).toBe(true)
        expect(payoutMonday(monday)).toEqual(monday)
      }),
    )
  })
})

describe("days", () => {
  it("are 24 hours, and leave their start alone", () => {
    const start = new Date(MONDAY)
    expect(addDays(start, 30).toISOString()).toBe("2026-04-01T06:00:00.000Z")
    expect(addDays(start, -1).toISOString()).toBe("2026-03-01T06:00:00.000Z")
    expect(start).toEqual(MONDAY)
  })

  it.each([
    [0, 0],
    [1, 1],
    [DAY_MS, 1],
    [DAY_MS + 1, 2],
    [-1, 0],
    [-40 * DAY_MS, 0],
  ])("with %i ms to go %i are left", (ms, days) => {
    expect(daysUntil(MONDAY, addMs(MONDAY, ms))).toBe(days)
  })

  it("before is strictly before", () => {
    expect(isBefore(MONDAY, MONDAY)).toBe(false)
    expect(isBefore(addMs(MONDAY, -1), MONDAY)).toBe(true)
    expect(isBefore(addMs(MONDAY, 1), MONDAY)).toBe(false)
  })
})
