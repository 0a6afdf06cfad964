import { describe, expect, it } from "vitest"
import { hasHidden } from "./hidden.ts"

describe("characters nobody can see", () => {
  it.each(["a\0b", "a\nb", "\u200bname", "na\u202eme", "name\u2066", "\ufeffname", "a\u2028b"])(
    "%j has some",
    (text) => {
      expect(hasHidden(text)).toBe(true)
    },
  )

  it.each(["", "The Damp Attic", "نیم\u200cفاصله", "👩\u200d👩\u200d👧", "e\u0301"])("%j has none", (text) => {
    expect(hasHidden(text)).toBe(false)
  })
})
