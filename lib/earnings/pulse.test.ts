import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { addDays } from "../kernel/period.ts"
import { type DayFigure, PULSE_DAYS, pulseChange, pulseSince, toPulse } from "./pulse.ts"

const NOW = new Date("2026-11-23T04:30:00Z")
const dayAgo = (days: number): string => addDays(NOW, -days).toISOString().slice(0, 10)

describe("a pulse", () => {
  it("ends today and begins thirty days ago; what is older counts as before", () => {
    const figures = [
      { day: dayAgo(0), figure: 3 },
      { day: dayAgo(29), figure: 5 },
      { day: dayAgo(30), figure: 7 },
      { day: dayAgo(59), figure: 11 },
      { day: dayAgo(60), figure: 13 },
    ]
    const pulse = toPulse(figures, NOW)
    expect(pulse.days).toHaveLength(PULSE_DAYS)
    expect([pulse.days.at(0), pulse.days.at(-1)]).toEqual([5, 3])
    expect([pulse.total, pulse.before]).toEqual([8, 18])
    expect(pulseSince(NOW).toISOString()).toBe(`${dayAgo(59)}T00:00:00.000Z`)
  })

  it("says nothing about a change from nothing", () => {
    expect(pulseChange({ days: [], total: 4, before: 0 })).toBeNull()
    expect(pulseChange({ days: [], total: 3, before: 4 })).toBe(-0.25)
  })

  it("loses no figure of its sixty days", () => {
    const figure = fc.record({ ago: fc.integer({ min: 0, max: 59 }), figure: fc.nat(1000) })
    fc.assert(
      fc.property(fc.uniqueArray(figure, { selector: (f) => f.ago }), (list) => {
        const figures: DayFigure[] = list.map((f) => ({ day: dayAgo(f.ago), figure: f.figure }))
        const { total, before } = toPulse(figures, NOW)
        expect(total + before).toBe(list.reduce((sum, f) => sum + f.figure, 0))
      }),
    )
  })
})
