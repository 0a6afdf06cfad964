import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { checkNewCode, isReserved, lookOf, readCode } from "./creator-code.ts"

describe("reading a code", () => {
  it.each([
    ["noor", "NOOR"],
    [" No-or ", "NOOR"],
    ["N O O R 7", "NOOR7"],
    ["ｎｏｏｒ", "NOOR"],
    ["a1b", "A1B"],
    ["A".repeat(20), "A".repeat(20)],
  ])("%s is %s", (raw, code) => expect(readCode(raw)).toBe(code))

  it.each(["", "no", "A".repeat(21), "nøør", "НООР", "noor!", "no\0or", "ß".repeat(3), "ıdiı", " ".repeat(10_000)])(
    "%j is none",
    (raw) => expect(readCode(raw)).toBeNull(),
  )

  it("whatever comes, gives capitals and digits or nothing, and the same when read again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 30 }), (raw) => {
        const code = readCode(raw)
        if (code === null) return
        expect(code).toMatch(/^[A-Z0-9]{3,20}$/)
        expect(readCode(code.toLowerCase())).toBe(code)
      }),
    )
  })
})

describe("looks", () => {
  it.each([
    ["NOOR", "N00R"],
    ["LILI", "1I1L"],
    ["SIZE8", "5I2EB"],
    ["MOOR", "RNOOR"],
    ["WAVE", "VVAVE"],
  ])("%s and %s are one", (a, b) => expect(lookOf(a)).toBe(lookOf(b)))

  it.each([
    ["NOOR", "NOR"],
    ["BEA", "BEE"],
    ["KOFI", "KOFE"],
  ])("%s and %s are two", (a, b) => expect(lookOf(a)).not.toBe(lookOf(b)))

  it("looked at twice is looked at once", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z0-9]{3,20}$/), (code) => {
        expect(lookOf(lookOf(code))).toBe(lookOf(code))
      }),
    )
  })
})

describe("a new code", () => {
  it.each([
    "fanfare",
    "FANFARENOOR",
    "F4NFARE".replace("4", "A"),
    "paypa1",
    "ADM1N",
    "support",
    "save10",
    "20off",
    "COUP0NS",
    "free",
  ])("%s is kept back", (raw) => {
    expect(isReserved(readCode(raw)!)).toBe(true)
    expect(() => checkNewCode(raw)).toThrow(/kept back/)
  })

  it.each(["Noor", "freestyle", "savanna", "fanny", "offbeat"])("%s is not", (raw) =>
    expect(checkNewCode(raw)).toBe(raw.toUpperCase()),
  )

  it("names its field", () => {
    expect(() => checkNewCode("x")).toThrow(expect.objectContaining({ code: "invalid_input", field: "code" }))
  })
})
