import { describe, expect, it } from "vitest"
import { formatBytes, formatCount, formatDate, formatMoney, formatPrice, formatShare } from "./format.ts"
import { cents, micros } from "./money.ts"

describe("figures for people", () => {
  it.each([
    [1_499_500n, "en", "$1.4995"],
    [1_499_500n, "de", "1,4995\u00a0$"],
    [-10_000_001n, "en", "\u2212$10.000001"],
    [123_456_789_012_345_678_000_000n, "en", "$123,456,789,012,345,678.00"],
    [0n, "de", "0,00\u00a0$"],
  ] as const)("money %s in %s is exact", (amount, locale, text) =>
    expect(formatMoney(micros(amount), locale)).toBe(text),
  )

  it("prices, counts and shares", () => {
    expect(formatPrice(cents(2999), "en")).toBe("$29.99")
    expect(formatCount(1234567, "de")).toBe("1.234.567")
    expect(formatShare(0.305, "de")).toBe("30,5\u00a0%")
  })

  it.each([
    [0, "0\u00a0B"],
    [999, "999\u00a0B"],
    [999_500, "1\u00a0MB"],
    [1_020_000_000, "1.02\u00a0GB"],
    [312_400_000, "312\u00a0MB"],
  ])("%i bytes", (bytes, text) => expect(formatBytes(bytes, "en")).toBe(text))

  it("dates", () => {
    const at = new Date("2026-12-22T23:30:00Z")
    expect(formatDate(at, "en")).toBe("22 December 2026")
    expect(formatDate(at, "de")).toBe("22. Dezember 2026")
    expect(formatDate(at, "en", "minute", "Europe/Berlin")).toMatch(/^23 Dec 2026, 00:30/)
  })
})
