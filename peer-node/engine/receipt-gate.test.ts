import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { MIB } from "../protocol/limits.ts"
import { exposureBudget, grownWindow, ReceiptGate, startWindow } from "./receipt-gate.ts"

const gate = (more: Partial<ConstructorParameters<typeof ReceiptGate>[0]> = {}) =>
  new ReceiptGate({
    startBytes: 8 * MIB,
    pieceBytes: MIB,
    limitBytes: 1024 * MIB,
    signedBytes: 0,
    debtBytes: 0,
    ...more,
  })

test.each([
  ["1 GiB in MiB pieces: 8 MiB", 1024 * MIB, MIB, 8 * MIB],
  ["a song of 4 MiB: three pieces, more than its eighth", 4 * MIB, MIB / 4, (3 * MIB) / 4],
  ["16 MiB in quarter pieces: an eighth", 16 * MIB, MIB / 4, 2 * MIB],
  ["pieces of 16 MiB: three of them", 50_000 * MIB, 16 * MIB, 48 * MIB],
])("start window, %s", (_name, size, piece, window) => {
  expect(startWindow(Number.MAX_SAFE_INTEGER, size, piece)).toBe(window)
  expect(startWindow(5 * piece, size, piece)).toBe(Math.min(window, 5 * piece))
})

test("the window grows by what is signed, to 32 MiB or two seconds of the rate", () => {
  expect(grownWindow(8 * MIB, 5 * MIB)).toBe(13 * MIB)
  expect(grownWindow(8 * MIB, 500 * MIB)).toBe(32 * MIB)
  expect(grownWindow(8 * MIB, 500 * MIB, 100 * MIB)).toBe(200 * MIB)
  expect(grownWindow(48 * MIB, 0)).toBe(48 * MIB)
})

describe("the gate", () => {
  test("without a signature it lets one window go, and not a byte more", () => {
    const g = gate()
    expect(g.maySend(8 * MIB, 0)).toBe(true)
    g.send(8 * MIB)
    expect(g.maySend(1, 0)).toBe(false)
    g.sign(3 * MIB)
    expect(g.maySend(3 * MIB, 0)).toBe(true)
  })

  test.each([
    ["over the ticket's limit", 1024 * MIB + 1, "over_limit"],
    ["lower than before", 2 * MIB - 1, "too_low"],
    ["the same again (final)", 2 * MIB, null],
    ["higher", 3 * MIB, null],
  ])("a receipt %s", (_name, cumulative, verdict) => {
    const g = gate()
    g.send(4 * MIB)
    g.sign(2 * MIB)
    expect(g.refuse(BigInt(cumulative))).toBe(verdict)
  })

  test("an account's old debt shrinks the window to nothing, and paying brings it back", () => {
    expect(gate({ debtBytes: 8 * MIB }).windowBytes(0)).toBe(0)
    const g = gate({ debtBytes: 7 * MIB })
    expect(g.windowBytes(0)).toBe(MIB)
    g.send(64 * MIB)
    g.sign(64 * MIB)
    expect(g.oldDebtBytes).toBe(6 * MIB)
  })

  test("a restarted carrier goes on from its journal, and trusts no more than before", () => {
    const g = gate({ signedBytes: 500 * MIB })
    expect(g.windowBytes(0)).toBe(8 * MIB)
    expect(g.unsignedBytes).toBe(0)
  })

  test("a cheat never has more unsigned bytes than the widest window, whatever he signs", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(20 * MIB), fc.nat(20 * MIB))), (course) => {
        const g = gate()
        for (const [sent, signed] of course) {
          if (g.maySend(sent, 0)) g.send(sent)
          const cumulative = g.signedBytes + signed
          if (g.refuse(BigInt(cumulative)) === null) g.sign(Math.min(cumulative, g.sentBytes))
          expect(g.sentBytes - g.signedBytes).toBeLessThanOrEqual(32 * MIB + g.signedBytes / 64)
        }
      }),
    )
  })
})

test("the downloader stays two pieces under the carrier's window, and can always fetch one", () => {
  fc.assert(
    fc.property(fc.constantFrom(MIB / 4, MIB, 4 * MIB, 16 * MIB), fc.nat(100 * MIB), (piece, signed) => {
      const start = startWindow(Number.MAX_SAFE_INTEGER, 300 * MIB, piece)
      const budget = exposureBudget(start, signed, piece)
      expect(budget).toBeLessThanOrEqual(Math.max(piece, grownWindow(start, signed) - 2 * piece))
      expect(budget).toBeGreaterThanOrEqual(piece)
    }),
  )
})
