import { describe, expect, it } from "vitest"
import { CLICK_TRIGGERS, parseTrigger } from "./click.ts"

describe("the trigger", () => {
  it.each([
    [null, "link"],
    ...CLICK_TRIGGERS.map((one) => [one, one] as const),
    ["QR", null],
    ["", null],
    ["constructor", null],
  ] as const)("%s -> %s", (raw, trigger) => {
    expect(parseTrigger(raw)).toBe(trigger)
  })
})
