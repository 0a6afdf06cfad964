/** What bytes from the origin would have cost: an estimate, by a price per GB that the publisher can change. */
import { invariant } from "../kernel/errors.ts"
import { type Micros, micros, shareOf } from "../kernel/money.ts"

/** $0.05 a GB: about what content delivery networks ask at small volumes (between $0.01 and $0.09 in 2026). */
export const DEFAULT_ORIGIN_MICROS_PER_GB = micros(50_000)
const GB = 1_000_000_000n

/** Rounded down to the micro. */
export function originCost(bytes: number, microsPerGb: Micros): Micros {
  invariant(Number.isFinite(bytes) && bytes >= 0, "bytes are not negative")
  return shareOf(microsPerGb, BigInt(Math.round(bytes)), GB)
}
