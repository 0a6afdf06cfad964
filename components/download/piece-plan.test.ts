import fc from "fast-check"
import { expect, test } from "vitest"
import { grantBatch, PiecePlan } from "./piece-plan.ts"

const drain = (plan: PiecePlan): number[] => {
  const taken: number[] = []
  for (let piece = plan.take(); piece !== null; piece = plan.take()) {
    taken.push(piece)
    plan.done(piece)
  }
  return taken
}

test("pieces come in the order asked for, without those held", () => {
  expect(drain(new PiecePlan([4, 0, 1, 2, 3], [1, 4]))).toEqual([0, 2, 3])
})

test("what a player waits for overtakes the order, the newest wish first", () => {
  const plan = new PiecePlan([0, 1, 2, 3, 4, 5], [])
  expect(plan.take()).toBe(0)
  plan.want([3, 4])
  plan.want([5])
  expect(plan.ahead(4)).toEqual([5, 3, 4, 1])
  expect(drain(plan)).toEqual([5, 3, 4, 1, 2])
})

test("a piece that is being fetched is not given twice, and comes back when it failed", () => {
  const plan = new PiecePlan([0, 1], [])
  expect([plan.take(), plan.take(), plan.take()]).toEqual([0, 1, null])
  plan.giveBack(0)
  expect(plan.take()).toBe(0)
})

test("a lost piece is fetched again", () => {
  const plan = new PiecePlan([0, 1], [0, 1])
  expect(plan.left).toBe(0)
  plan.lost(1)
  expect(plan.left).toBe(1)
  expect(drain(plan)).toEqual([1])
})

test("whatever is wished for, every missing piece is taken exactly once", () => {
  const world = fc.integer({ min: 1, max: 60 }).chain((n) =>
    fc.record({
      n: fc.constant(n),
      held: fc.uniqueArray(fc.nat(n - 1)),
      wishes: fc.array(fc.array(fc.nat(n - 1), { maxLength: 5 }), { maxLength: 20 }),
    }),
  )
  fc.assert(
    fc.property(world, ({ n, held, wishes }) => {
      const order = Array.from({ length: n }, (_, i) => i)
      const plan = new PiecePlan(order, held)
      const taken: number[] = []
      for (let i = 0; plan.left > 0; i++) {
        plan.want(wishes[i] ?? [])
        const piece = plan.take()!
        taken.push(piece)
        plan.done(piece)
      }
      expect(taken.toSorted((a, b) => a - b)).toEqual(order.filter((p) => !held.includes(p)))
    }),
  )
})

test("a grant asks for distinct pieces in growing order, what is waited for before what comes next", () => {
  expect(grantBatch([9, 2], [5, 2, 7, 8], (p) => p === 7, 4)).toEqual([2, 5, 8, 9])
  expect(grantBatch([9], [1, 2, 3], () => false, 2)).toEqual([1, 9])
})
