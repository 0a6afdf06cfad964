/** The platform's signed clock: in the sample world nodes follow its offset; in production the offset is always 0. */
import * as z from "zod"
import { demand } from "./errors.ts"
import { readShape, seconds } from "./fields.ts"
import { type SigningKey, signJws, verifyJws } from "./jws.ts"
import { keyFinder, type PublicKey } from "./keys.ts"
import { REQUEST_SKEW_SECONDS } from "./limits.ts"

export interface PlatformClock {
  /** The platform's time, unix milliseconds. */
  readonly nowMs: number
  /** Platform time minus real time, milliseconds. */
  readonly offsetMs: number
  /** Real unix seconds at signing. */
  readonly iat: number
}

const CLAIMS = z.object({ now_ms: z.number().int(), offset_ms: z.number().int(), iat: seconds })

export const signClock = (c: PlatformClock, auditKey: SigningKey): Promise<string> =>
  signJws("clk+jwt", { now_ms: c.nowMs, offset_ms: c.offsetMs, iat: c.iat }, auditKey)

/** Errors: of `verifyJws`, `stale_request` when signed more than two minutes of real time away. */
export async function verifyClock(
  token: string,
  expected: { readonly keys: readonly PublicKey[]; readonly realNowSeconds: number },
): Promise<PlatformClock> {
  const { payload } = await verifyJws(token, { typ: "clk+jwt", keyFor: keyFinder(expected.keys, "audit") })
  const claims = readShape(CLAIMS, payload)
  demand(Math.abs(claims.iat - expected.realNowSeconds) <= REQUEST_SKEW_SECONDS, "stale_request", "clock")
  return { nowMs: claims.now_ms, offsetMs: claims.offset_ms, iat: claims.iat }
}
