/** The possession audit: a platform-signed challenge over random ranges of a stocked release, answered within seconds. */
import * as z from "zod"
import { toB64url } from "./bytes.ts"
import type { Crypto } from "./crypto.ts"
import { demand } from "./errors.ts"
import { byteCount, bytesField, idField, readShape, seconds } from "./fields.ts"
import { type SigningKey, signJws, verifyJws } from "./jws.ts"
import { keyFinder, type PublicKey } from "./keys.ts"
import { AUDIT_RANGE_BYTES, AUDIT_RANGES } from "./limits.ts"

export interface Challenge {
  readonly jti: string
  readonly obj: Uint8Array
  /** 32 bytes: the key of the answer's HMAC. */
  readonly nonce: Uint8Array
  /** [offset, length] in the ciphertext, in the order to be concatenated. */
  readonly ranges: readonly (readonly [offset: number, length: number])[]
  readonly exp: number
}

const CLAIMS = z.object({
  jti: idField,
  obj: bytesField(32),
  nonce: bytesField(32),
  ranges: z
    .array(z.tuple([byteCount, z.number().int().min(1).max(AUDIT_RANGE_BYTES)]))
    .min(1)
    .max(AUDIT_RANGES),
  exp: seconds,
})

export function signChallenge(c: Challenge, auditKey: SigningKey): Promise<string> {
  const ranges = c.ranges.map(([offset, length]) => [offset, length])
  const payload = { jti: c.jti, obj: toB64url(c.obj), nonce: toB64url(c.nonce), ranges, exp: c.exp }
  return signJws("aud+jwt", payload, auditKey)
}

/** A node reads no range for a challenge that the platform has not signed. Errors: of `verifyJws`, `expired`. */
export async function verifyChallenge(
  token: string,
  expected: { readonly keys: readonly PublicKey[]; readonly nowSeconds: number },
): Promise<Challenge> {
  const { payload } = await verifyJws(token, { typ: "aud+jwt", keyFor: keyFinder(expected.keys, "audit") })
  const challenge = readShape(CLAIMS, payload)
  demand(expected.nowSeconds <= challenge.exp, "expired", "challenge")
  return challenge
}

/** HMAC-SHA256(nonce, the ranges' bytes concatenated in the challenge's order). */
export async function auditAnswer(crypto: Crypto, nonce: Uint8Array, rangesBytes: Uint8Array): Promise<Uint8Array> {
  return crypto.hmacSha256(nonce, rangesBytes)
}

/** Eight random ranges of 64 KiB (or the whole of a smaller object), from 8 x 6 random bytes. */
export function randomRanges(crypto: Crypto, sizeBytes: number): (readonly [number, number])[] {
  const length = Math.min(AUDIT_RANGE_BYTES, sizeBytes)
  return Array.from({ length: AUDIT_RANGES }, () => {
    // 48 random bits over at most 2^36 positions: the bias of the remainder is under 2^-12.
    const random = crypto.randomBytes(6).reduce((n, byte) => n * 256 + byte, 0)
    return [random % (sizeBytes - length + 1), length] as const
  })
}
