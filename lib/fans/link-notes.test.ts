import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { checkLinkName, checkLinkNote, checkTags, LINK_LIMITS } from "./link-notes.ts"

const refusedAt = (field: string) => expect.objectContaining({ code: "invalid_input", field })

describe("tags", () => {
  it.each([
    ["", []],
    [" , ;", []],
    ["Summer, #stream;  Summer ,Blog  post", ["summer", "stream", "blog post"]],
    ["café, 日本, c++", ["café", "日本", "c++"]],
    ["cafe\u0301, café", ["café"]],
  ])("%j", (raw, tags) => {
    expect(checkTags(raw)).toEqual(tags)
  })

  it.each(["<b>", "=1+1", "a\u202eb", "-x", "a".repeat(33), "a,b,c,d,e,f,g,h,i,j,k", "@cmd"])("refuses %j", (raw) => {
    expect(() => checkTags(raw)).toThrow(refusedAt("tags"))
  })

  it("are the same when read back", () => {
    fc.assert(
      fc.property(fc.string(), (raw) => {
        let tags: string[]
        try {
          tags = checkTags(raw)
        } catch {
          return
        }
        expect(checkTags(tags.join(", "))).toEqual(tags)
        expect(tags.length).toBeLessThanOrEqual(LINK_LIMITS.tags)
      }),
    )
  })
})

describe("names and notes", () => {
  it("keep what people write, within their length", () => {
    expect(checkLinkName("  Sidebar, spring ")).toBe("Sidebar, spring")
    expect(checkLinkNote("one\r\ntwo ")).toBe("one\ntwo")
    expect(checkLinkNote("😀".repeat(500))).toHaveLength(1_000)
  })

  it.each(["a\nb", "a\u202eb", "x".repeat(81)])("refuse the name %j", (raw) => {
    expect(() => checkLinkName(raw)).toThrow(refusedAt("name"))
  })

  it.each(["x".repeat(501), "a\u0000b", "a\u202eb"])("refuse the note %j", (raw) => {
    expect(() => checkLinkNote(raw)).toThrow(refusedAt("note"))
  })
})
