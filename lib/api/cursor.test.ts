import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isInstant, pageOf, readCursor, writeCursor } from "./cursor.ts"

const AT = "2026-11-23T12:00:00.000Z"
const isWord = (part: string) => /^\w{1,40}$/.test(part)
const code = { code: "invalid_input", field: "cursor" }
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url")

describe("cursors", () => {
  it("come back as they went", () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(Date.UTC(2000)), max: new Date(4e12), noInvalidDate: true }), (at) => {
        const place = [at.toISOString(), "lnk_1"]
        expect(readCursor("links", writeCursor("links", place), [isInstant, isWord])).toEqual(place)
      }),
    )
  })

  it.each([
    ["", "nothing"],
    ["x".repeat(5_000), "too long"],
    ["%00", "no base64url"],
    [encode(["clicks", AT, "a"]), "of another list"],
    [encode(["links", AT]), "too short"],
    [encode(["links", AT, "a", "b"]), "too long a place"],
    [encode(["links", "2026-11-23", "a"]), "no whole instant"],
    [encode(["links", "0000-01-01T00:00:00.000Z", "a"]), "a year no database knows"],
    [encode(["links", "1999-12-31T23:59:59.999Z", "a"]), "before anything of ours"],
    [encode(["links", "+275760-09-13T00:00:00.000Z", "a"]), "a year no database knows"],
    [encode(["links", AT, "a' or '1"]), "no id"],
    [encode(["links", AT, { $ne: 1 }]), "no text"],
    [encode({ 0: "links", 1: AT, 2: "a" }), "no list"],
    [`${encode(["links", AT, "a"])}=`, "not in its one spelling"],
  ])("%j is refused: %s", (text) => {
    expect(() => readCursor("links", text, [isInstant, isWord])).toThrow(expect.objectContaining(code))
  })

  it("whatever comes is read or refused, never a fault", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().map((j) => encode(JSON.parse(j))),
        ),
        (text) => {
          try {
            readCursor("links", text, [isInstant, isWord])
          } catch (error) {
            expect(error).toMatchObject(code)
          }
        },
      ),
    )
  })

  it("stand only where there is more", () => {
    expect(pageOf("l", ["a", "b"], 2, (x) => [x])).toEqual({ items: ["a", "b"], nextCursor: null })
    const { items, nextCursor } = pageOf("l", ["a", "b", "c"], 2, (x) => [x])
    expect([items, readCursor("l", nextCursor!, [isWord])]).toEqual([["a", "b"], ["b"]])
    expect(pageOf("l", [], 2, (x: string) => [x])).toEqual({ items: [], nextCursor: null })
  })
})
