/** Which pictures are taken as covers. */
import { describe, expect, it } from "vitest"
import { checkCover, MAX_COVER_BYTES, sniffCover } from "./cover.ts"

const bytes = (...parts: (string | number[])[]) =>
  Uint8Array.from([
    ...parts.flatMap((p) => (typeof p === "string" ? [...Buffer.from(p, "latin1")] : p)),
    ...new Array(16).fill(0),
  ])

describe("covers", () => {
  it.each([
    ["image/png", bytes("\x89PNG\r\n\x1a\n")],
    ["image/jpeg", bytes([0xff, 0xd8, 0xff, 0xe0])],
    ["image/webp", bytes("RIFF", [1, 2, 3, 4], "WEBP")],
    ["image/avif", bytes([0, 0, 0, 24], "ftypavif")],
    [null, bytes("<svg xmlns='http://www.w3.org/2000/svg'>")],
    [null, bytes("RIFF", [1, 2, 3, 4], "WAVE")],
    [null, bytes([0, 0, 0, 24], "ftypmp42")],
    [null, bytes("GIF89a")],
    [null, Uint8Array.of(0xff, 0xd8, 0xff)],
  ])("%s is told by its first bytes", (type, picture) => {
    expect(sniffCover(picture)).toBe(type)
  })

  it("are refused beyond 5 MB and when they are something else", () => {
    expect(() => checkCover(new Uint8Array(MAX_COVER_BYTES + 1))).toThrow(
      expect.objectContaining({ code: "too_large" }),
    )
    expect(() => checkCover(bytes("<svg>"))).toThrow(expect.objectContaining({ code: "unsupported", field: "cover" }))
  })
})
