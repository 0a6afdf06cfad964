/** Which terms can be announced, and which holds when. */
import { describe, expect, it } from "vitest"
import { addDays } from "../kernel/period.ts"
import { checkTerm, lastDayOf, overlap, termAt } from "./term.ts"

const NOW = new Date("2026-11-23T10:00:00Z")
const DAY = new Date("2026-11-23T00:00:00Z")
const term = (share: number, from: number, to: number) => ({
  referralBps: share,
  startsAt: addDays(DAY, from),
  endsAt: addDays(DAY, to),
})
const fieldOf = (t: ReturnType<typeof term>): string | undefined => {
  try {
    checkTerm(t, 500, NOW)
    return undefined
  } catch (error) {
    return (error as { field: string }).field
  }
}

describe("a term", () => {
  it.each([
    [term(701, 0, 7), undefined],
    [term(3_000, 3, 369), undefined],
    [term(500, 0, 7), "referralPercent"],
    [term(3_001, 0, 7), "referralPercent"],
    [term(701, 7, 7), "endsOn"],
    [term(701, -1, 7), "startsOn"],
    [term(701, 367, 380), "startsOn"],
    [term(701, 0, 367), "endsOn"],
  ])("%o is refused at %s", (t, field) => {
    expect(fieldOf(t)).toBe(field)
  })

  it("holds from its first instant to before its last", () => {
    const terms = [term(701, 0, 2), term(907, 2, 4)]
    expect(termAt(terms, addDays(DAY, -0.001))).toBeNull()
    expect(termAt(terms, DAY)?.referralBps).toBe(701)
    expect(termAt(terms, addDays(DAY, 2))?.referralBps).toBe(907)
    expect(termAt(terms, addDays(DAY, 4))).toBeNull()
    expect(lastDayOf(terms[1]!).toISOString().slice(0, 10)).toBe("2026-11-26")
  })

  it("that begins when another ends does not overlap it", () => {
    expect(overlap(term(701, 0, 2), term(701, 2, 4))).toBe(false)
    expect(overlap(term(701, 0, 3), term(701, 2, 4))).toBe(true)
    expect(overlap(term(701, 0, 9), term(701, 2, 4))).toBe(true)
  })
})
