import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Colour, contrast } from "./colour.ts"
import { QR_CONTRAST, QR_DEFAULTS, QR_LEVELS, QR_LIMITS, type QrOptions, readQrOptions } from "./qr-options.ts"

const read = (query: string) => readQrOptions(new URLSearchParams(query))
/** As the form sends it. */
const sent = ({ sizePx, level, margin, ink, paper, caption, subId }: QrOptions) =>
  new URLSearchParams({
    ...{ size: `${sizePx}`, level, margin: `${margin}`, ink, paper, s: subId ?? "" },
    ...(caption && { caption: "1" }),
  }).toString()

describe("how a QR code is drawn", () => {
  it.each([
    ["", {}],
    [
      "size=2048&level=H&margin=2&caption=1&s=flyer",
      { sizePx: 2048, level: "H", margin: 2, caption: true, subId: "flyer" },
    ],
    ["ink=0b6e66&paper=%23FBF8F3", { ink: "#0b6e66", paper: "#fbf8f3" }],
    ["size=&level=&ink=&s=&caption=yes", {}],
  ])("?%s", (query, options) => {
    expect(read(query)).toEqual({ ...QR_DEFAULTS, ...options })
  })

  it.each([
    ["size=127", "size"],
    ["size=2049", "size"],
    ["size=1e3", "size"],
    ["size=-512", "size"],
    ["margin=1", "margin"],
    ["margin=13", "margin"],
    ["level=m", "level"],
    ["ink=red", "ink"],
    ["ink=fff", "ink"],
    ["ink=%22/%3E%3Cscript", "ink"],
    ["ink=f2784b", "ink"],
    ["ink=ffffff&paper=000000", "ink"],
    ["paper=777777", "ink"],
    ["s=%3Cscript%3E", "s"],
  ])("refuses ?%s", (query, field) => {
    expect(() => read(query)).toThrow(expect.objectContaining({ code: "invalid_input", field }))
  })

  it("is read back as it was written, and can always be scanned", () => {
    const hex = fc.integer({ min: 0, max: 0xffffff }).map((n): Colour => `#${n.toString(16).padStart(6, "0")}`)
    const options = fc.record({
      sizePx: fc.integer({ min: QR_LIMITS.sizeLeast, max: QR_LIMITS.sizeMost }),
      level: fc.constantFrom(...QR_LEVELS),
      margin: fc.integer({ min: QR_LIMITS.marginLeast, max: QR_LIMITS.marginMost }),
      ink: hex,
      paper: hex,
      caption: fc.boolean(),
      subId: fc.option(fc.stringMatching(/^[a-z][a-z0-9._~:-]{0,9}$/)),
    })
    fc.assert(
      fc.property(options, (wanted) => {
        const readable = contrast(wanted.ink, wanted.paper) >= QR_CONTRAST
        const dark = contrast(wanted.ink, "#000000") < contrast(wanted.paper, "#000000")
        if (readable && dark) expect(read(sent(wanted))).toEqual(wanted)
        else expect(() => read(sent(wanted))).toThrow(expect.objectContaining({ field: "ink" }))
      }),
    )
  })
})
