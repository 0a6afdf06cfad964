import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isKeyText, keyHashOf, newKeyText } from "./key-text.ts"

describe("a key's text", () => {
  it("has one shape, is never the same, and is kept as a hash that does not contain it", () => {
    const keys = Array.from({ length: 200 }, newKeyText)
    for (const key of keys) expect(key).toMatch(/^ff_[0-9A-Za-z]{49}$/)
    expect(keys.every(isKeyText)).toBe(true)
    expect(new Set(keys).size).toBe(200)
    expect(keyHashOf(keys[0]!)).not.toContain(keys[0]!.slice(3, 12))
  })

  it("uses every digit about as often", () => {
    const counts = new Map<string, number>()
    for (let i = 0; i < 400; i++)
      for (const digit of newKeyText().slice(3, 46)) counts.set(digit, (counts.get(digit) ?? 0) + 1)
    expect(counts.size).toBe(62)
    // 17 200 digits, 277 each: six deviations wide.
    for (const count of counts.values()) expect(Math.abs(count - 277)).toBeLessThan(100)
  })

  it("tells one mistyped character, wherever it is", () => {
    const key = newKeyText()
    fc.assert(
      fc.property(fc.nat(48), fc.constantFrom(..."0AZaz9m"), (at, digit) => {
        const typed = key.slice(0, at + 3) + digit + key.slice(at + 4)
        return typed === key || !isKeyText(typed)
      }),
    )
  })

  it("takes publish keys as they were before, and nothing else", () => {
    expect(isKeyText(`ffp_${"aB-_".repeat(10)}xyz`)).toBe(true)
    for (const wrong of ["", "ff_", `ff_${"a".repeat(49)}`, `${newKeyText()}\n`, ` ${newKeyText()}`, "ff_é"])
      expect(isKeyText(wrong)).toBe(false)
  })
})
