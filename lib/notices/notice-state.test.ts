import fc from "fast-check"
import { expect, test } from "vitest"
import { DAY_MS } from "../kernel/period.ts"
import {
  DEFAULT_CHOICES,
  mailDueAt,
  NOTICE_CATEGORIES,
  NOTICE_CHANNELS,
  NOTICE_PACES,
  nextDigest,
  paceOf,
} from "./notice-state.ts"

test("the digest is on the next Monday at 08:00 UTC, within a week and after the moment", () => {
  expect(nextDigest(new Date("2026-11-23T07:59:59Z")).toISOString()).toBe("2026-11-23T08:00:00.000Z")
  expect(nextDigest(new Date("2026-11-23T08:00:00Z")).toISOString()).toBe("2026-11-30T08:00:00.000Z")
  fc.assert(
    fc.property(fc.date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true }), (at) => {
      const digest = nextDigest(at)
      expect(digest.getTime() - at.getTime()).toBeGreaterThan(0)
      expect(digest.getTime() - at.getTime()).toBeLessThanOrEqual(7 * DAY_MS)
      expect([digest.getUTCDay(), digest.getUTCHours()]).toEqual([1, 8])
    }),
  )
})

test("a person's channel slows a notice down and never hurries it; security listens to no choice", () => {
  for (const category of NOTICE_CATEGORIES)
    for (const channel of NOTICE_CHANNELS)
      for (const wanted of NOTICE_PACES) {
        const pace = paceOf(category, wanted, { ...DEFAULT_CHOICES, [category]: channel })
        if (category === "security") expect(pace).toBe(wanted)
        else if (channel === "off") expect(pace).toBeNull()
        else
          expect(NOTICE_PACES.indexOf(pace!)).toBe(
            Math.max(NOTICE_PACES.indexOf(wanted), NOTICE_PACES.indexOf(channel)),
          )
      }
})

test("who wants no digest gets what comes at once by mail, and the small things in the app only", () => {
  const choices = { ...DEFAULT_CHOICES, digest: "app" as const }
  expect(paceOf("earnings", "now", choices)).toBe("now")
  expect(paceOf("earnings", "weekly", choices)).toBe("app")
  expect(paceOf("earnings", "now", { ...choices, earnings: "weekly" })).toBe("weekly")
})

test("only what goes into a mail is due", () => {
  const at = new Date("2026-11-24T10:00:00Z")
  expect(mailDueAt("now", at)).toEqual(at)
  expect(mailDueAt("weekly", at)).toEqual(nextDigest(at))
  expect(mailDueAt("app", at)).toBeNull()
})
