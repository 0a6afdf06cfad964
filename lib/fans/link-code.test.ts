import { describe, expect, it } from "vitest"
import { newLinkCode, parseLinkCode, parseSubId } from "./link-code.ts"

describe("link codes", () => {
  it("are eight letters that cannot be misread, and read back in any case", () => {
    const code = newLinkCode()
    expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{8}$/)
    expect(parseLinkCode(code.toUpperCase())).toBe(code)
    expect(newLinkCode(Uint8Array.from([0, 31, 32, 255, 10, 18, 20, 27]))).toBe("0z0zajmv")
  })

  it.each(["", "abc", "abcdefghj", "abcdefgi", "abcdefg/", "abcdefg\u0000", "../../et", "ABCDEFGU"])(
    "refuse %j",
    (raw) => {
      expect(parseLinkCode(raw)).toBeNull()
    },
  )
})

describe("sub-ids", () => {
  it.each(["a", "summer-2026", "mail.7:top~b", "x".repeat(64)])("take %j", (raw) => {
    expect(parseSubId(raw)).toBe(raw)
  })

  it.each(["", "-a", "a b", "<script>", "x".repeat(65), "é", "a'or'1", "a\n", null, undefined])("refuse %j", (raw) => {
    expect(parseSubId(raw)).toBeNull()
  })
})
