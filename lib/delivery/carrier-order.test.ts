import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Candidate, chooseCarriers } from "./carrier-order.ts"

const candidate = (n: number, more: Partial<Candidate> = {}): Candidate => ({
  nodeId: `nod_${n}`,
  ownerId: `usr_${n}`,
  networkGroup: `127.0.${n}.0/24`,
  vetted: true,
  reputation: 1,
  freeUplinkMiBps: 1,
  draw: 0.5,
  ...more,
})

describe("chooseCarriers", () => {
  it("keeps the referring fan's node among the k even when its draw is the worst", () => {
    const others = Array.from({ length: 20 }, (_, i) => candidate(i, { draw: 0.9 }))
    const referrer = candidate(99, { draw: 0.0001, vetted: false })
    expect(chooseCarriers([...others, referrer], 8, "usr_99")[0]).toBe(referrer)
  })

  it("gives one seat to an unvetted node while vetted ones would fill them all", () => {
    const vetted = Array.from({ length: 20 }, (_, i) => candidate(i))
    const fresh = [candidate(50, { vetted: false }), candidate(51, { vetted: false })]
    expect(chooseCarriers([...vetted, ...fresh], 8, null).filter((c) => !c.vetted)).toHaveLength(1)
  })

  it("fills up with unvetted nodes when there is nobody else", () => {
    const fresh = Array.from({ length: 5 }, (_, i) => candidate(i, { vetted: false }))
    expect(chooseCarriers(fresh, 8, null)).toHaveLength(5)
  })

  it("never takes two of one owner or network, never more than k", () => {
    const any = fc.array(
      fc.record({
        owner: fc.integer({ min: 0, max: 9 }),
        net: fc.integer({ min: 0, max: 9 }),
        vetted: fc.boolean(),
        draw: fc.double({ min: 0.001, max: 0.999, noNaN: true }),
      }),
      { maxLength: 40 },
    )
    fc.assert(
      fc.property(any, (rows) => {
        const all = rows.map((r, i) =>
          candidate(i, { ownerId: `usr_${r.owner}`, networkGroup: `${r.net}`, vetted: r.vetted, draw: r.draw }),
        )
        const chosen = chooseCarriers(all, 8, "usr_3")
        expect(chosen.length).toBeLessThanOrEqual(8)
        expect(new Set(chosen.map((c) => c.ownerId)).size).toBe(chosen.length)
        expect(new Set(chosen.map((c) => c.networkGroup)).size).toBe(chosen.length)
        expect(chosen.some((c) => c.ownerId === "usr_3")).toBe(all.some((c) => c.ownerId === "usr_3"))
      }),
    )
  })
})
