/** The hold: how long after a capture a commission waits for refunds before it matures. */
import { addDays } from "../kernel/period.ts"

export type HoldRules = { holdDays: number; holdDaysYoungOwner: number; youngOwnerDays: number }

/** When a commission earned by a capture matures, for an owner whose account began at `ownerSince`. */
export function maturesAt(capturedAt: Date, ownerSince: Date, rules: HoldRules): Date {
  const young = capturedAt < addDays(ownerSince, rules.youngOwnerDays)
  return addDays(capturedAt, young ? rules.holdDaysYoungOwner : rules.holdDays)
}
