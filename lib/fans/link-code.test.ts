import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { checkLinkCode, codesLike, lookOf, newLinkCode, parseLinkCode, parseSubId } from "./link-code.ts"

describe("link codes", () => {
  it("are eight letters that cannot be misread, and read back in any case", () => {
    const code = newLinkCode()
    expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{8}$/)
    expect(parseLinkCode(code.toUpperCase())).toBe(code)
    expect(newLinkCode(Uint8Array.from([0, 31, 32, 255, 10, 18, 20, 27]))).toBe("0z0zajmv")
  })

  it.each([
    "",
    "ab",
    "a".repeat(33),
    "-abc",
    "abc-",
    "ab--c",
    "ab_c",
    "ab.c",
    "ab c",
    "abcdefg/",
    "abcdefg\u0000",
    "../../et",
    "ąbcd",
    "Ⓐbcd",
    "abc\n",
  ])("refuse %j", (raw) => {
    expect(parseLinkCode(raw)).toBeNull()
  })
})

describe("chosen codes", () => {
  it.each([
    ["  Tin-Comet ", "tin-comet"],
    ["abc", "abc"],
    ["a-b-c-2026", "a-b-c-2026"],
    ["a".repeat(32), "a".repeat(32)],
  ])("%j is %s", (raw, code) => {
    expect(checkLinkCode(raw)).toBe(code)
  })

  it.each(["admin", "PayPal", "paypa1", "1ogin", "pay-pal", "supp0rt", "we11-known", "ab", "a/b"])(
    "refuse %j",
    (raw) => {
      expect(() => checkLinkCode(raw)).toThrow(expect.objectContaining({ code: "invalid_input", field: "code" }))
    },
  )

  it.each([
    ["tin-comet", "t1nc0met"],
    ["tin-comet", "tincornet"],
    ["wave", "vvave"],
    ["illo", "1110"],
  ])("%s and %s look the same", (a, b) => {
    expect(lookOf(a)).toBe(lookOf(b))
  })

  it("keep their look apart from others'", () => {
    expect(lookOf("tin-comet")).not.toBe(lookOf("tin-comets"))
    expect(lookOf("noor-1")).not.toBe(lookOf("noor-2"))
  })

  it("come with others that could be chosen, whatever their length", () => {
    fc.assert(
      fc.property(codes, (code) => {
        for (const other of codesLike(code)) expect(parseLinkCode(other)).toBe(other)
        expect(new Set(codesLike(code).map(lookOf)).size).toBeGreaterThan(5)
      }),
    )
  })
})

const codes = fc.stringMatching(/^[a-z0-9-]{3,32}$/).filter((raw) => parseLinkCode(raw) !== null)

describe("sub-ids", () => {
  it.each(["a", "summer-2026", "mail.7:top~b", "x".repeat(64)])("take %j", (raw) => {
    expect(parseSubId(raw)).toBe(raw)
  })

  it.each(["", "-a", "a b", "<script>", "x".repeat(65), "é", "a'or'1", "a\n", null, undefined])("refuse %j", (raw) => {
    expect(parseSubId(raw)).toBeNull()
  })
})
