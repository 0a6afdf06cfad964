/** Which file lists a release may be announced with. */
import { describe, expect, it } from "vitest"
import { type AnnouncedPart, checkReleaseFiles, checkVersion } from "./release-files.ts"

const terms = { demoTerms: "none" as const, limitBytes: 1e9, open: false }
const full = (...paths: string[]): AnnouncedPart[] => [
  { name: "full", files: paths.map((path) => ({ path, size: 5 })) },
]
const code = (parts: AnnouncedPart[], more: Partial<Parameters<typeof checkReleaseFiles>[1]> = {}) => {
  try {
    checkReleaseFiles(parts, { ...terms, ...more })
    return null
  } catch (error) {
    return (error as { code?: string }).code
  }
}

describe("a release's files", () => {
  it.each(["../a", "/a", "a/../b", "a//b", "a\\b", "C:a", "", "a/", ".", "con", "a\u0000b", `${"ä".repeat(128)}`])(
    "the path %j is refused",
    (path) => {
      expect(code(full(path))).toBe("invalid_input")
    },
  )

  it("come in NFC, the trial part first", () => {
    const parts = checkReleaseFiles([...full("cafe\u0301.txt"), { name: "trial", files: [{ path: "t", size: 1 }] }], {
      ...terms,
      demoTerms: "trial",
    })
    expect(parts.map((p) => p.name)).toEqual(["trial", "full"])
    expect(parts[1]!.files[0]!.path).toBe("café.txt")
  })

  it.each([
    ["no full part", [{ name: "trial" as const, files: [{ path: "a", size: 1 }] }], {}, "invalid_input"],
    ["trial terms without a trial part", full("a"), { demoTerms: "trial" as const }, "invalid_input"],
    ["two paths that differ in case", full("a", "A"), {}, "invalid_input"],
    ["a file that is a folder of another", full("a", "a/b"), {}, "invalid_input"],
    ["nothing but empty files", [{ name: "full" as const, files: [{ path: "a", size: 0 }] }], {}, "invalid_input"],
    [
      "a size that is no number of bytes",
      [{ name: "full" as const, files: [{ path: "a", size: 1.5 }] }],
      {},
      "invalid_input",
    ],
    ["more than the limit", full("a"), { limitBytes: 4 }, "too_large"],
    ["10 001 files", full(...Array.from({ length: 10_001 }, (_, i) => `f${i}`)), {}, "invalid_input"],
    [
      "a trial part in an open release",
      [...full("a"), { name: "trial" as const, files: [{ path: "t", size: 1 }] }],
      { open: true },
      "invalid_input",
    ],
  ])("%s is refused", (_what, parts, more, expected) => {
    expect(code(parts as AnnouncedPart[], more)).toBe(expected)
  })

  it("10 000 files are taken", () => {
    expect(code(full(...Array.from({ length: 10_000 }, (_, i) => `f${i}`)))).toBeNull()
  })
})

it.each(["", "1/2", "..", "-1", "1.", "x".repeat(33), "1 0"])("the version %j is refused", (version) => {
  expect(() => checkVersion(version)).toThrow(expect.objectContaining({ field: "version" }))
})
