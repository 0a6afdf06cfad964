import fc from "fast-check"
import { expect, test } from "vitest"
import { ownPath, safePath } from "./safe-path.ts"

test.each([
  ["/library", "/library"],
  ["/titles/hymn?x=1#buy", "/titles/hymn?x=1#buy"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["/\t/evil.example", "/"],
  ["https://evil.example", "/"],
  ["javascript:alert(1)", "/"],
  ["", "/"],
  [undefined, "/"],
  ["/../../x", "/x"],
  ["/.//evil.example", "/"],
])("%s leads to %s", (wanted, path) => {
  expect(safePath(wanted)).toBe(path)
})

test("whatever is asked for stays on our origin", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((s) => `/${s}`),
        fc.webUrl(),
      ),
      (wanted) => {
        const path = safePath(wanted)
        expect(new URL(path, "https://fanfare.example").origin).toBe("https://fanfare.example")
      },
    ),
  )
})

test.each([
  ["https://fanfare.example/library?x=1", "/library?x=1"],
  ["https://fanfare.example", "/"],
  ["/library", "/library"],
  ["https://fanfare.example.evil.example/x", "/"],
  ["https://fanfare.example//evil.example", "/"],
  ["https://fanfare.example@evil.example/", "/"],
])("%s of ours leads to %s", (wanted, path) => {
  expect(ownPath(wanted, "https://fanfare.example")).toBe(path)
})
