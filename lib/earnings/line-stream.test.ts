import fc from "fast-check"
import { expect, it } from "vitest"
import { cents, micros } from "../kernel/money.ts"
import { addDays } from "../kernel/period.ts"
import { type EarnedLine, viewEarnings } from "./line-state.ts"
import { drawsOf, LineStream } from "./line-stream.ts"

const NOW = new Date("2026-03-04T12:00:00Z")
const HOLD_DAYS = 30

it("says of every line what the whole reckoning says", () => {
  const line = fc.record({ amount: fc.nat(5_000), matures: fc.integer({ min: -40, max: 20 }), held: fc.boolean() })
  const payout = fc.record({ ago: fc.nat(45), amount: fc.nat(9_000), paid: fc.boolean() })
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), fc.array(payout, { maxLength: 8 }), (rawLines, rawPayouts) => {
      const lines = rawLines.map(({ amount, matures, held }, i): EarnedLine => {
        const maturesAt = addDays(NOW, matures)
        const since = addDays(maturesAt, -HOLD_DAYS)
        const judged = held && i % 3 === 0 ? { reason: "Looked at.", since } : null
        return {
          ...{ id: `${i + 5}`, amountMicros: micros(amount), maturesAt, held: judged },
          contingentUntil: null,
          reversals: [],
        }
      })
      const payouts = rawPayouts
        .map(({ ago, amount, paid }) => ({
          ...{ at: addDays(NOW, -ago), amountMicros: micros(amount) },
          state: paid ? ("paid" as const) : ("processing" as const),
        }))
        .sort((a, b) => a.at.getTime() - b.at.getTime())
      const whole = viewEarnings({ lines, payouts, gate: { payCents: cents(1) }, now: NOW })
      const maturedBy = (at: Date) =>
        lines.filter((l) => !l.held && l.maturesAt <= at).reduce((sum, l) => sum + l.amountMicros, 0n)
      const draws = drawsOf(payouts.map((p) => ({ ...p, maturedMicros: maturedBy(p.at) })))
      const stream = new LineStream(draws, NOW)
      const streamed = new Map(
        [...lines]
          .sort((a, b) => a.maturesAt.getTime() - b.maturesAt.getTime() || (a.id < b.id ? -1 : 1))
          .map((l) => [l.id, stream.next({ ...l, isHeld: l.held !== null })]),
      )
      expect(lines.map((l) => streamed.get(l.id))).toEqual(
        whole.lines.map(({ state, paidMicros }) => ({ state, paidMicros })),
      )
    }),
    { numRuns: 500 },
  )
})
