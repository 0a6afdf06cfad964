import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { parseUtm, UTM_KEYS, UTM_LENGTH } from "./utm.ts"

describe("the utm of an address", () => {
  it.each([
    ["utm_source=letter&utm_medium=email", { utm_source: "letter", utm_medium: "email" }],
    ["utm_source=a&utm_source=b", { utm_source: "a" }],
    ["utm_campaign=Spring%20%22sale%22", { utm_campaign: 'Spring "sale"' }],
    ["utm_source=%20&utm_term=&utm_other=x", null],
    ["utm_source=a%00b", null],
    ["utm_source=a%0Ab", null],
    [`utm_source=${"a".repeat(UTM_LENGTH)}`, { utm_source: "a".repeat(UTM_LENGTH) }],
    [`utm_source=${"a".repeat(UTM_LENGTH + 1)}&utm_id=1`, { utm_id: "1" }],
    ["", null],
  ])("%s", (query, utm) => {
    expect(parseUtm(new URLSearchParams(query))).toEqual(utm)
  })

  it("is always storable: known keys, bounded values, no control characters", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...UTM_KEYS, "utm_x"), fc.string({ unit: "binary" }))), (pairs) => {
        for (const [key, value] of Object.entries(parseUtm(new URLSearchParams(pairs)) ?? {})) {
          expect(UTM_KEYS).toContain(key)
          expect(value.length).toBeGreaterThan(0)
          expect(value.length).toBeLessThanOrEqual(UTM_LENGTH)
          expect(JSON.stringify(value)).not.toMatch(/\\u0/)
        }
      }),
    )
  })
})
