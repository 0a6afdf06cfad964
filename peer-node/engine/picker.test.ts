import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { Bitfield } from "./bitfield.ts"
import { chooseTheft, Picker } from "./picker.ts"

const all = () => true

test("the rarest piece goes first, and only to a wire that has it", () => {
  const picker = new Picker<string>(new Bitfield(4), "spread", 0)
  picker.seenAll(Bitfield.full(4), 1)
  for (const piece of [0, 1, 3]) picker.seen(piece, 1)
  expect(picker.take("a", all)).toBe(2)
  expect(picker.take("b", (p) => p === 3)).toBe(3)
  expect(picker.take("b", (p) => p === 3)).toBeNull()
})

test("sequential order is the file's order, whatever is rare", () => {
  const picker = new Picker<string>(new Bitfield(5), "sequential", 0.7)
  picker.seenAll(Bitfield.full(5), 1)
  picker.seen(0, 1)
  expect([0, 1, 2, 3, 4].map(() => picker.take("a", all))).toEqual([0, 1, 2, 3, 4])
})

test("downloaders that start elsewhere ask for different pieces first", () => {
  const first = [0, 0.25, 0.5, 0.75].map((start) => new Picker<string>(new Bitfield(8), "spread", start).take("a", all))
  expect(first).toEqual([0, 2, 4, 6])
})

test("over any course of takes, releases and successes each piece has one owner and every piece is fetched", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 30 }),
      fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 200 }),
      (n, moves) => {
        const have = new Bitfield(n)
        const picker = new Picker<number>(have, "spread", 0.3)
        const owned = new Map<number, number>()
        const finish = (piece: number) => {
          picker.done(piece)
          have.set(piece)
          owned.delete(piece)
        }
        for (const move of moves) {
          const [oldest] = owned.keys()
          if (move < 3) {
            const piece = picker.take(move, all)
            if (piece === null) continue
            expect(owned.has(piece) || have.has(piece)).toBe(false)
            owned.set(piece, move)
          } else if (oldest !== undefined && move === 3) {
            picker.release(oldest, owned.get(oldest)!)
            owned.delete(oldest)
          } else if (oldest !== undefined) finish(oldest)
        }
        for (const piece of [...owned.keys()]) finish(piece)
        for (let piece = picker.take(9, all); piece !== null; piece = picker.take(9, all)) finish(piece)
        expect([picker.left, have.count]).toEqual([0, n])
      },
    ),
  )
})

test("the origin is given only what no connected wire has, until it may help with the rest", () => {
  const picker = new Picker<string>(new Bitfield(4), "spread", 0)
  for (const piece of [0, 2]) picker.seen(piece, 1)
  expect(picker.someUnavailable).toBe(true)
  expect(picker.takeUnavailable("origin", 9)).toEqual([1, 3])
  expect(picker.someUnavailable).toBe(false)
  expect(picker.takeAny("origin", 1)).toEqual([0])
})

describe("stealing", () => {
  const owners = new Map<number, Set<string>>()
  const ownersOf = (piece: number) => owners.get(piece) ?? new Set<string>()
  const claim = (piece: number, started: boolean, etaSeconds: number) => {
    owners.set(piece, new Set(["slow"]))
    return { piece, owner: "slow", started, etaSeconds }
  }
  test.each([
    ["an untouched piece of a slow wire is taken over", 1, [claim(1, false, 9)], { piece: 1, how: "take" }],
    ["a begun one is copied", 1, [claim(1, true, 9)], { piece: 1, how: "copy" }],
    ["the one that takes longest goes first", 1, [claim(1, true, 3), claim(2, false, 9)], { piece: 2, how: "take" }],
    ["a wire about as fast is left alone", 2, [claim(1, true, 2.5)], null],
    ["nothing is fetched twice for a blink", 0.01, [claim(1, true, 0.4)], null],
    ["a silent wire loses all", 30, [claim(1, true, Number.POSITIVE_INFINITY)], { piece: 1, how: "copy" }],
  ])("%s", (_name, eta, claims, theft) => {
    expect(chooseTheft("fast", eta, claims, all, ownersOf)).toEqual(theft)
  })

  test("a piece two wires fetch already is left to them, and nobody steals from itself", () => {
    owners.set(7, new Set(["slow", "other"]))
    const claims = [{ piece: 7, owner: "slow", started: true, etaSeconds: 99 }]
    expect(chooseTheft("fast", 1, claims, all, ownersOf)).toBeNull()
    owners.set(7, new Set(["fast"]))
    expect(chooseTheft("fast", 1, [{ ...claims[0]!, owner: "fast" }], all, ownersOf)).toBeNull()
  })
})
