import { expect, it } from "vitest"
import { addDays, addMs } from "../kernel/period.ts"
import { maturesAt } from "./hold.ts"

const CAPTURED = new Date("2026-03-02T06:00:00Z")
const RULES = { holdDays: 31, holdDaysYoungOwner: 47, youngOwnerDays: 89 }

it.each([
  ["an old account waits the plain hold", addDays(CAPTURED, -400), 31],
  ["an account exactly old enough waits the plain hold", addDays(CAPTURED, -89), 31],
  ["a millisecond younger waits the long one", addMs(addDays(CAPTURED, -89), 1), 47],
  ["an account made at the capture waits the long one", CAPTURED, 47],
])("%s", (_what, ownerSince, days) => {
  expect(maturesAt(CAPTURED, ownerSince, RULES)).toEqual(addDays(CAPTURED, days))
})
