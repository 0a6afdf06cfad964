import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type IdKind, isId, newId } from "./ids.ts"

const KINDS: IdKind[] = ["user", "publisher", "title", "order", "node", "payout", "payoutRun", "ledgerTransaction"]
const AT = new Date("2026-03-02T06:00:00Z")
const time = fc.date({ min: new Date(0), max: new Date(2 ** 48 - 1), noInvalidDate: true })

describe("newId", () => {
  it("is a prefix and the ULID of its time and random bytes", () => {
    const random = Uint8Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8, 255])
    expect(newId("order", new Date(0), random)).toBe("ord_0000000000000g40r40m30e27z")
    expect(newId("user", new Date(2 ** 48 - 1), new Uint8Array(10).fill(255))).toBe("usr_7zzzzzzzzzzzzzzzzzzzzzzzzz")
  })

  it("sorts by time", () => {
    fc.assert(
      fc.property(time, time, (a, b) => {
        const [x, y] = [newId("order", a), newId("order", b)]
        if (a.getTime() !== b.getTime()) expect(x < y).toBe(a < b)
      }),
    )
  })

  it("is its own kind and no other, and never the same twice", () => {
    for (const kind of KINDS) {
      const id = newId(kind, AT)
      expect(KINDS.filter((k) => isId(k, id))).toEqual([kind])
    }
    expect(new Set(Array.from({ length: 1000 }, () => newId("order", AT))).size).toBe(1000)
  })
})

describe("isId", () => {
  const id = newId("order", AT)

  it.each([
    ["empty", ""],
    ["no body", "ord_"],
    ["too short", id.slice(0, -1)],
    ["too long", `${id}0`],
    ["upper case", id.toUpperCase()],
    ["a letter ULIDs leave out", `${id.slice(0, -1)}u`],
    ["a line end", `${id}\n`],
    ["a number", 7],
    ["null", null],
    ["an array", [id]],
  ])("refuses %s", (_what, given) => {
    expect(isId("order", given)).toBe(false)
  })
})
