/** What looks make of a proof: no bad day costs the mark, no press does, and three bad days always do. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { addDays, addMs, HOUR_MS } from "../kernel/period.ts"
import { afterLook, isStronger, PROOF_METHODS, type ProofStanding } from "./site-proof-state.ts"

const START = new Date("2026-11-23T12:00:00Z")
const day = (n: number) => addDays(START, n)
const waiting: ProofStanding = { state: "waiting", askedAt: START, provedAt: null, failures: 0, failingSince: null }
const proved: ProofStanding = { ...waiting, state: "proved", provedAt: START }

describe("a proof", () => {
  it("is looked for every hour of the first day, every day of the first week, and then no more", () => {
    const nextAt = (days: number) => afterLook(waiting, "no_tag", day(days)).nextCheckAt
    expect(nextAt(0)).toEqual(addMs(START, HOUR_MS))
    expect(nextAt(0.99)).toEqual(addMs(day(0.99), HOUR_MS))
    expect(nextAt(1)).toEqual(day(2))
    expect(nextAt(6.9)).toEqual(day(7.9))
    expect(nextAt(7)).toBeNull()
  })

  it("once there is looked at every week, and keeps the day it was found", () => {
    const first = afterLook(waiting, null, day(1))
    expect(first).toEqual({
      state: "proved",
      provedAt: day(1),
      failures: 0,
      failingSince: null,
      nextCheckAt: day(8),
      tell: "found",
    })
    const second = afterLook({ ...first, askedAt: START }, null, day(8))
    expect(second).toMatchObject({ provedAt: day(1), nextCheckAt: day(15), tell: null })
  })

  it("goes after three failures over three days, told before and after, and comes back by one look", () => {
    let row: ProofStanding = proved
    const told = [7, 8, 9, 10].map((n) => {
      const next = afterLook(row, "refused", day(n))
      row = { ...next, askedAt: START }
      return [next.state, next.tell, next.nextCheckAt]
    })
    expect(told).toEqual([
      ["proved", "failing", day(8)],
      ["proved", null, day(9)],
      ["proved", null, day(10)],
      ["lost", "lost", null],
    ])
    expect(afterLook(row, "refused", day(11))).toMatchObject({ state: "lost", tell: null, nextCheckAt: null })
    expect(afterLook(row, null, day(12))).toMatchObject({
      state: "proved",
      tell: "found",
      provedAt: day(12),
      failures: 0,
    })
  })

  it("never goes sooner, however often somebody presses, nor by fewer than three looks, however long between them", () => {
    const looks = fc.array(fc.record({ hours: fc.double({ min: 0.01, max: 100, noNaN: true }), ok: fc.boolean() }), {
      maxLength: 40,
    })
    fc.assert(
      fc.property(looks, (list) => {
        let [row, at]: [ProofStanding, Date] = [proved, START]
        let bad: Date[] = []
        for (const { hours, ok } of list) {
          at = addMs(at, hours * HOUR_MS)
          const wasProved = row.state === "proved"
          const next = afterLook(row, ok ? null : "no_tag", at)
          bad = ok ? [] : [...bad, at]
          if (wasProved && next.state === "lost") {
            expect(bad.length).toBeGreaterThanOrEqual(3)
            expect(at.getTime() - bad[0]!.getTime()).toBeGreaterThanOrEqual(3 * 24 * HOUR_MS)
          }
          if (wasProved && bad.length >= 3 && at.getTime() - bad[0]!.getTime() >= 3 * 24 * HOUR_MS)
            expect(next.state).toBe("lost")
          expect(next.state === "proved" ? next.provedAt : at).not.toBeNull()
          row = { ...next, askedAt: row.askedAt }
        }
      }),
    )
  })

  it("by what visitors can write never takes a place from one only its keeper can set", () => {
    const pairs = PROOF_METHODS.flatMap((holder) => PROOF_METHODS.map((challenger) => [holder, challenger] as const))
    const refused = pairs.filter(([holder, challenger]) => isStronger(holder, challenger))
    expect(refused).toEqual([
      ["tag", "seen"],
      ["file", "seen"],
      ["dns", "seen"],
    ])
  })
})
