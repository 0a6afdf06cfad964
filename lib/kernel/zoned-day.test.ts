import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { addToDay, dayIn, daysBetween, parseDay, parseZone, startOfDay } from "./zoned-day.ts"

const zones = Intl.supportedValuesOf("timeZone")
const days = fc.integer({ min: 0, max: 7_300 }).map((n) => addToDay("2015-01-01", n))

describe("the start of a day", () => {
  it.each([
    ["2026-11-23", "UTC", "2026-11-23T00:00:00.000Z"],
    ["2026-07-01", "Europe/Berlin", "2026-06-30T22:00:00.000Z"],
    ["2026-12-01", "Europe/Berlin", "2026-11-30T23:00:00.000Z"],
    ["2026-11-23", "Asia/Kathmandu", "2026-11-22T18:15:00.000Z"],
    ["2026-11-23", "Pacific/Kiritimati", "2026-11-22T10:00:00.000Z"],
    ["2026-11-23", "America/Los_Angeles", "2026-11-23T08:00:00.000Z"],
    // Clocks go from 23:59:59 to 01:00: the day begins at one.
    ["2026-09-06", "America/Santiago", "2026-09-06T04:00:00.000Z"],
  ])("%s in %s is %s", (day, zone, at) => {
    expect(startOfDay(day, zone).toISOString()).toBe(at)
  })

  it("is 23 and 25 hours from the next where the clocks change", () => {
    const hours = (day: string) =>
      (startOfDay(addToDay(day, 1), "Europe/Berlin").getTime() - startOfDay(day, "Europe/Berlin").getTime()) / 3_600_000
    expect([hours("2026-03-29"), hours("2026-03-30"), hours("2026-10-25")]).toEqual([23, 24, 25])
  })

  it("cuts every instant of every zone into exactly one day, in order and without a gap", () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), days, fc.nat({ max: 86_399_999 }), (zone, day, ms) => {
        const [start, end] = [startOfDay(day, zone), startOfDay(addToDay(day, 1), zone)]
        expect(dayIn(start, zone)).toBe(day)
        expect(dayIn(new Date(start.getTime() - 1), zone)).toBe(addToDay(day, -1))
        const hours = (end.getTime() - start.getTime()) / 3_600_000
        expect(hours).toBeGreaterThanOrEqual(23)
        expect(hours).toBeLessThanOrEqual(25)
        const within = new Date(Math.min(start.getTime() + ms, end.getTime() - 1))
        expect(dayIn(within, zone)).toBe(day)
      }),
      { numRuns: 300 },
    )
  })
})

describe("days and zones from outside", () => {
  it.each([
    ["2026-02-28", "2026-02-28"],
    ["2028-02-29", "2028-02-29"],
    ["2026-02-29", null],
    ["2026-13-01", null],
    ["1999-12-31", null],
    ["2026-1-1", null],
    ["2026-01-01'--", null],
    ["", null],
    [null, null],
  ])("day %s -> %s", (raw, day) => {
    expect(parseDay(raw)).toBe(day)
  })

  it.each([
    ["Europe/Berlin", "Europe/Berlin"],
    [" europe/berlin ", "Europe/Berlin"],
    ["UTC", "UTC"],
    ["America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"],
    ["Mars/Olympus", null],
    ["+02:00", null],
    ["'; drop table click", null],
    ["A/".repeat(100), null],
    [undefined, null],
  ])("zone %s -> %s", (raw, zone) => {
    const parsed = parseZone(raw)
    // Intl may spell a zone by its older name; it is the same one.
    if (zone?.includes("Buenos")) expect(parsed).toMatch(/Buenos_Aires$/)
    else expect(parsed).toBe(zone)
  })

  it("counts days across a change of clocks", () => {
    expect(addToDay("2026-03-28", 2)).toBe("2026-03-30")
    expect(daysBetween("2026-03-28", "2026-03-30")).toBe(2)
    expect(daysBetween("2026-03-01", "2026-02-28")).toBe(-1)
  })
})
