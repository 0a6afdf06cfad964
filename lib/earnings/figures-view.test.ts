import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { addToDay, dayIn, daysBetween } from "../kernel/zoned-day.ts"
import { DIMENSIONS, dayIndex, figuresQuery, MAX_DAYS, parseFiguresView, RANGES, spanOf } from "./figures-view.ts"

const now = new Date("2026-11-23T23:30:00Z")
const spanOfQuery = (query: string) => {
  const { range, from, to } = parseFiguresView(Object.fromEntries(new URLSearchParams(query)), now)
  return [range, from, to]
}

describe("the span in an address", () => {
  it.each([
    ["", ["30", "2026-10-25", "2026-11-23"]],
    ["range=7", ["7", "2026-11-17", "2026-11-23"]],
    ["range=90", ["90", "2026-08-26", "2026-11-23"]],
    ["range=month", ["month", "2026-11-01", "2026-11-23"]],
    ["range=last-month", ["last-month", "2026-10-01", "2026-10-31"]],
    // Half past eleven in UTC is tomorrow in Berlin, and the day a week ago begins a day later too.
    ["range=7&zone=Europe/Berlin", ["7", "2026-11-18", "2026-11-24"]],
    ["range=custom&from=2026-11-01&to=2026-11-05", ["custom", "2026-11-01", "2026-11-05"]],
    ["range=custom&from=2026-11-05&to=2026-11-01", ["custom", "2026-11-01", "2026-11-05"]],
    ["range=custom&from=2026-11-20&to=2030-01-01", ["custom", "2026-11-20", "2026-11-23"]],
    ["range=custom&from=2020-01-01&to=2026-11-01", ["custom", addToDay("2026-11-01", 1 - MAX_DAYS), "2026-11-01"]],
    ["range=custom&from=2029-01-01&to=2030-01-01", ["30", "2026-10-25", "2026-11-23"]],
    ["range=custom&from=2026-02-31&to=2026-03-01", ["30", "2026-10-25", "2026-11-23"]],
    ["range=<script>", ["30", "2026-10-25", "2026-11-23"]],
  ])("%s", (query, wanted) => {
    expect(spanOfQuery(query)).toEqual(wanted)
  })

  it("takes the reader's own zone unless the address names one that exists", () => {
    expect(parseFiguresView({}, now, "Asia/Tokyo").zone).toBe("Asia/Tokyo")
    expect(parseFiguresView({ zone: "Europe/Berlin" }, now, "Asia/Tokyo").zone).toBe("Europe/Berlin")
    expect(parseFiguresView({ zone: "Nowhere/Land" }, now, "Asia/Tokyo").zone).toBe("Asia/Tokyo")
  })

  it("says again what it was parsed from, whatever that was", () => {
    const param = fc.oneof(fc.constantFrom(...RANGES, ...DIMENSIONS, "2026-11-02", "UTC", "-"), fc.string())
    const names = ["range", "from", "to", "zone", "by", ...DIMENSIONS.map((d) => `is.${d}`)]
    const params = fc.dictionary(fc.constantFrom(...names), fc.oneof(param, fc.array(param, { maxLength: 2 })))
    fc.assert(
      fc.property(params, (raw) => {
        const view = parseFiguresView(raw, now)
        const again = parseFiguresView(Object.fromEntries(new URLSearchParams(figuresQuery(view))), now)
        // A lone surrogate does not live in an address.
        const well = JSON.stringify(view).replace(/\\ud[89a-f]../gi, "\ufffd")
        expect(JSON.stringify(again)).toBe(well)
      }),
    )
  })
})

describe("days as instants", () => {
  const zones = Intl.supportedValuesOf("timeZone")
  it("hold every instant once, on the day the reader's calendar says, with as many days before", () => {
    const span = fc.record({
      zone: fc.constantFrom(...zones),
      from: fc.integer({ min: 0, max: 4_000 }).map((n) => addToDay("2018-01-01", n)),
      count: fc.integer({ min: 1, max: 40 }),
      at: fc.double({ min: 0, max: 0.999999, noNaN: true }),
    })
    fc.assert(
      fc.property(span, ({ zone, from, count, at }) => {
        const to = addToDay(from, count - 1)
        const made = spanOf({ from, to, zone })
        expect(made.days).toHaveLength(count)
        expect(made.starts).toHaveLength(2 * count + 1)
        const instant = new Date(
          Math.floor(made.beforeFrom.getTime() + at * (made.to.getTime() - made.beforeFrom.getTime())),
        )
        // A bin never reaches over a midnight.
        expect(made.binSeconds).toBeGreaterThanOrEqual(1_800)
        for (const start of made.starts)
          expect((start.getTime() - made.beforeFrom.getTime()) % (made.binSeconds * 1_000)).toBe(0)
        expect(dayIndex(made, instant)).toBe(count + daysBetween(from, dayIn(instant, zone)))
      }),
      { numRuns: 60 },
    )
  })

  it("leave out what lies before and after", () => {
    const span = spanOf({ from: "2026-11-22", to: "2026-11-23", zone: "UTC" })
    const at = (iso: string) => dayIndex(span, new Date(iso))
    expect(at("2026-11-19T23:59:59.999Z")).toBe(-1)
    expect(at("2026-11-20T00:00:00Z")).toBe(0)
    expect(at("2026-11-21T23:59:59.999Z")).toBe(1)
    expect(at("2026-11-22T00:00:00Z")).toBe(2)
    expect(at("2026-11-23T23:59:59.999Z")).toBe(3)
    expect(at("2026-11-24T00:00:00Z")).toBe(-1)
  })
})
