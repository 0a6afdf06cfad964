import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { cents, micros } from "../kernel/money.ts"
import { addDays, addMs } from "../kernel/period.ts"
import type { GateDecision } from "../payouts/gate.ts"
import { type EarnedLine, type LinePayout, payableMicros, unpaidByCode, viewEarnings } from "./line-state.ts"

const NOW = new Date("2026-03-04T12:00:00Z")
const NEXT_RUN = new Date("2026-03-09T06:00:00Z")
const PAY: GateDecision = { payCents: cents(1000) }

const line = (id: string, amount: number, maturesInDays: number, more: Partial<EarnedLine> = {}): EarnedLine => ({
  id,
  amountMicros: micros(amount),
  maturesAt: addDays(NOW, maturesInDays),
  held: null,
  contingentUntil: null,
  reversals: [],
  ...more,
})
const payout = (daysAgo: number, amount: number, state: LinePayout["state"] = "paid"): LinePayout => ({
  at: addDays(NOW, -daysAgo),
  amountMicros: micros(amount),
  state,
})
const back = (daysAgo: number, amount: number) => ({ at: addDays(NOW, -daysAgo), amountMicros: micros(amount) })
const view = (lines: EarnedLine[], payouts: LinePayout[] = [], gate: GateDecision = PAY) =>
  viewEarnings({ lines, payouts, gate, now: NOW })

describe("one line", () => {
  it("is pending until the instant it matures", () => {
    const [pending] = view([line("a", 1_499_500, 3)]).lines
    expect(pending).toMatchObject({ state: "pending", paidMicros: 0n })
    expect(pending!.unpaid).toEqual([
      {
        amountMicros: 1_499_500n,
        code: "hold",
        reason: "On hold until 7 March 2026, while the buyer can still be refunded.",
        nextChangeAt: addDays(NOW, 3),
      },
    ])
    expect(view([line("a", 1, 0, { maturesAt: addMs(NOW, 1) })]).lines[0]!.state).toBe("pending")
    expect(view([line("a", 1, 0)]).lines[0]!.state).toBe("matured")
  })

  it("matured: waits for Monday", () => {
    expect(view([line("a", 1_499_500, -1)]).lines[0]!.unpaid).toEqual([
      {
        amountMicros: 1_499_500n,
        code: "next_run",
        reason: "In the payout run of Monday, 9 March 2026.",
        nextChangeAt: NEXT_RUN,
      },
    ])
  })

  it.each(["below_minimum", "payee_unconfirmed", "payee_frozen"] as const)(
    "matured: says what the gate says (%s)",
    (skip) => {
      const nextAt = addDays(NOW, 11)
      const [l] = view([line("a", 7, -1)], [], { skip, reason: "Because of this.", nextAt }).lines
      expect(l!.unpaid).toEqual([{ amountMicros: 7n, code: skip, reason: "Because of this.", nextChangeAt: nextAt }])
    },
  )

  it("is processing, then paid", () => {
    const [processing] = view([line("a", 5_000_000, -9)], [payout(2, 5_000_000, "processing")]).lines
    expect(processing).toMatchObject({ state: "processing", paidMicros: 0n })
    expect(processing!.unpaid).toMatchObject([
      { amountMicros: 5_000_000n, code: "processing", nextChangeAt: addDays(NOW, 28) },
    ])
    const [paid] = view([line("a", 5_000_000, -9)], [payout(2, 5_000_000)]).lines
    expect(paid).toMatchObject({ state: "paid", paidMicros: 5_000_000n, unpaid: [] })
  })

  it("is held with the reason a person gave, pending or matured", () => {
    const held = { reason: "A dispute is open.", since: addDays(NOW, -1) }
    for (const days of [-3, 3]) {
      const [l] = view([line("a", 5, days, { held })], [payout(0, 5)]).lines
      expect(l).toMatchObject({ state: "held", paidMicros: 0n })
      expect(l!.unpaid[0]).toMatchObject({ code: "held", reason: "A person looks at it: A dispute is open." })
      expect(l!.unpaid[0]!.nextChangeAt).toEqual(days > 0 ? addDays(NOW, 3) : NEXT_RUN)
    }
  })

  it("that was paid before it was held stays paid", () => {
    const held = { reason: "A dispute is open.", since: addDays(NOW, -1) }
    expect(view([line("a", 5, -9, { held })], [payout(2, 5)]).lines[0]!.state).toBe("paid")
  })

  it("is contingent until the demo's window ends, then void", () => {
    const until = addDays(NOW, 12)
    const [l] = view([line("a", 900, -50, { contingentUntil: until })], [payout(1, 900)]).lines
    expect(l).toMatchObject({ state: "pending", paidMicros: 0n })
    expect(l!.unpaid).toEqual([
      {
        amountMicros: 900n,
        code: "contingent",
        reason: "Paid if the account that took the demo buys before 16 March 2026.",
        nextChangeAt: until,
      },
    ])
    expect(view([line("a", 900, -50, { contingentUntil: NOW })]).lines[0]).toMatchObject({ state: "void", unpaid: [] })
  })

  it("refunded while unpaid: in part it goes on, in full it is refunded", () => {
    const part = view([line("a", 1000, -1, { reversals: [back(5, 300)] })])
    expect(part.lines[0]).toMatchObject({ state: "matured", refundedMicros: 300n, owedBackMicros: 0n })
    expect(part.lines[0]!.unpaid[0]!.amountMicros).toBe(700n)
    const full = view([line("a", 1000, -1, { reversals: [back(5, 300), back(4, 700)] })])
    expect(full.lines[0]).toMatchObject({ state: "refunded", refundedMicros: 1000n, unpaid: [] })
    expect(full.debtMicros).toBe(0n)
  })
})

describe("payouts over lines", () => {
  const three = [line("c", 4_000, -1), line("a", 3_000, -9), line("b", 5_000, -9)]

  it("cover the first matured first, a line in part, and keep the order of the lines", () => {
    const { lines } = view(three, [payout(0, 6_000)])
    expect(lines.map((l) => [l.id, l.state, l.paidMicros])).toEqual([
      ["c", "matured", 0n],
      ["a", "paid", 3_000n],
      ["b", "matured", 3_000n],
    ])
    expect(lines[2]!.unpaid[0]!.amountMicros).toBe(2_000n)
  })

  it("never cover what had not matured by then", () => {
    const { lines } = view(three, [payout(2, 12_000)])
    expect(lines.map((l) => l.paidMicros)).toEqual([0n, 3_000n, 5_000n])
  })

  it("paid and in flight may meet on one line", () => {
    const { lines } = view([line("a", 10, -9)], [payout(2, 4), payout(1, 3, "processing")])
    expect(lines[0]).toMatchObject({ state: "matured", paidMicros: 4n })
    expect(lines[0]!.unpaid.map((u) => [u.code, u.amountMicros])).toEqual([
      ["next_run", 3n],
      ["processing", 3n],
    ])
  })
})

describe("a refund of what was paid", () => {
  const refunded = line("a", 1_000, -20, { reversals: [back(5, 800)] })

  it("leaves the line paid and is a debt while nothing has matured", () => {
    const v = view([refunded, line("b", 500, 3)], [payout(10, 1_000)])
    expect(v.lines[0]).toMatchObject({ state: "paid", paidMicros: 1_000n, refundedMicros: 0n, owedBackMicros: 800n })
    expect(v.lines[1]).toMatchObject({ state: "pending", offsetMicros: 0n })
    expect(v.debtMicros).toBe(800n)
    expect(payableMicros(v)).toBe(-800n)
  })

  it("is taken from later lines as they mature", () => {
    const v = view([refunded, line("b", 500, -3), line("c", 500, -2)], [payout(10, 1_000)])
    expect(v.debtMicros).toBe(0n)
    expect(v.lines[1]).toMatchObject({ state: "paid", paidMicros: 0n, offsetMicros: 500n, unpaid: [] })
    expect(v.lines[2]).toMatchObject({ state: "matured", offsetMicros: 300n })
    expect(payableMicros(v)).toBe(200n)
  })

  it("at the instant of a payout comes first, so that nobody is paid what was taken back", () => {
    const v = view([line("a", 1_000, -9, { reversals: [back(1, 500)] }), line("b", 1_000, -8)], [payout(1, 1_000)])
    expect(v.lines[0]).toMatchObject({ paidMicros: 500n, refundedMicros: 500n, owedBackMicros: 0n })
    expect(v.lines[1]).toMatchObject({ paidMicros: 500n, offsetMicros: 0n })
  })

  it("comes before the next payout takes its part", () => {
    const two = view([refunded, line("b", 500, -3), line("c", 500, -2)], [payout(10, 1_000), payout(1, 200)])
    expect(two.lines[1]).toMatchObject({ offsetMicros: 500n, paidMicros: 0n })
    expect(two.lines[2]).toMatchObject({ offsetMicros: 300n, paidMicros: 200n })
    const v = view([refunded, line("b", 1_000, -3)], [payout(10, 1_000), payout(1, 200)])
    expect(v.lines[1]).toMatchObject({ state: "paid", offsetMicros: 800n, paidMicros: 200n, unpaid: [] })
  })
})

const arbitraryLines = fc.array(
  fc.record({
    amount: fc.integer({ min: 1, max: 9_999 }),
    matures: fc.integer({ min: -60, max: 30 }),
    reversed: fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 50 })), { maxLength: 2 }),
    held: fc.boolean(),
  }),
  { maxLength: 8 },
)

it("no micro is lost or told twice: a line is what is paid, offset, refunded and unpaid; the whole is the balance", () => {
  fc.assert(
    fc.property(
      arbitraryLines,
      fc.array(fc.tuple(fc.nat(60), fc.nat(9_999), fc.boolean()), { maxLength: 5 }),
      (given, paid) => {
        const lines = given.map((g, i) =>
          line(`l${i}`, g.amount, g.matures, {
            held: g.held ? { reason: "x.", since: addDays(NOW, -7) } : null,
            reversals: g.reversed.map(([days, percent]) => back(days, Math.floor((g.amount * percent) / 100))),
          }),
        )
        const payouts = paid.map(([days, amount, flying]) => payout(days, amount, flying ? "processing" : "paid"))
        const v = view(lines, payouts)
        for (const l of v.lines) {
          const unpaid = l.unpaid.reduce((a, u) => a + u.amountMicros, 0n)
          expect(l.paidMicros + l.offsetMicros + l.refundedMicros + unpaid).toBe(l.amountMicros)
          for (const u of l.unpaid) {
            expect(u.amountMicros > 0n).toBe(true)
            expect(u.reason.length).toBeGreaterThan(10)
            expect(u.nextChangeAt.getTime()).toBeGreaterThan(addDays(NOW, -31).getTime())
          }
        }
        const sum = (f: (l: (typeof v.lines)[number]) => bigint) => v.lines.reduce((a, l) => a + f(l), 0n)
        expect(sum((l) => l.owedBackMicros)).toBe(sum((l) => l.offsetMicros) + v.debtMicros)
        const total = [...unpaidByCode(v).values()].reduce((a, m) => a + m, 0n)
        expect(total).toBe(sum((l) => l.unpaid.reduce((a, u) => a + u.amountMicros, 0n)))
      },
    ),
  )
})
