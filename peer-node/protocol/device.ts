/** Pairing a node (RFC 8628): the proof that it holds its key, the fingerprint people compare, the code they type. */
import * as z from "zod"
import { equalBytes, toB64url, toHex } from "./bytes.ts"
import { assertUsableKey, type Crypto, type KeyPair } from "./crypto.ts"
import { demand } from "./errors.ts"
import { bytesField, readShape, seconds } from "./fields.ts"
import { signJws, verifyJws } from "./jws.ts"
import { REQUEST_SKEW_SECONDS } from "./limits.ts"

export const MAX_NODE_NAME = 64
export const DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"

export interface DeviceProof {
  /** The node's name, chosen by its owner. */
  readonly name: string
  readonly publicKey: Uint8Array
  /** The platform's origin, "https://fanfare.example": a proof for one platform is none for another. */
  readonly origin: string
  /** Real unix seconds. */
  readonly iat: number
}

const CLAIMS = z.object({
  iat: seconds,
  name: z.string().min(1).max(MAX_NODE_NAME),
  public_key: bytesField(32),
  origin: z.string().max(256),
})

/** The proof's kid is the public key itself: the node has no id yet. */
export function signDeviceProof(
  key: KeyPair,
  proof: { readonly name: string; readonly origin: string; readonly iat: number },
): Promise<string> {
  const x = toB64url(key.publicKey)
  const payload = { iat: proof.iat, name: proof.name, public_key: x, origin: proof.origin }
  return signJws("dev+jwt", payload, { ...key, kid: x })
}

/** Errors: `weak_key`, those of `verifyJws`, `wrong_request` (name, key or origin), `stale_request`. */
export async function verifyDeviceProof(
  token: string,
  expected: {
    readonly name: string
    readonly publicKey: Uint8Array
    readonly origin: string
    readonly nowSeconds: number
  },
): Promise<DeviceProof> {
  assertUsableKey(expected.publicKey)
  const { payload } = await verifyJws(token, { typ: "dev+jwt", keyFor: () => expected.publicKey })
  const claims = readShape(CLAIMS, payload)
  demand(claims.name === expected.name && claims.origin === expected.origin, "wrong_request", "name or origin")
  demand(equalBytes(claims.public_key, expected.publicKey), "wrong_request", "key")
  demand(Math.abs(claims.iat - expected.nowSeconds) <= REQUEST_SKEW_SECONDS, "stale_request")
  return { name: claims.name, publicKey: claims.public_key, origin: claims.origin, iat: claims.iat }
}

/** First 8 bytes of the key's SHA-256 in four groups, "3f2a-90c1-…": shown by the node and on the approval page. */
export async function fingerprint(crypto: Crypto, publicKey: Uint8Array): Promise<string> {
  const hex = toHex((await crypto.sha256(publicKey)).slice(0, 8))
  return hex.match(/.{4}/g)!.join("-")
}

/** RFC 8628 section 6.1: no vowels, so no words; 20^8 = 2.56e10 codes. */
const USER_CODE_ALPHABET = "BCDFGHJKLMNPQRSTVWXZ"

/** "BCDF-GHJK" from random bytes; bytes past the last full multiple of 20 are drawn again. */
export function newUserCode(crypto: Crypto): string {
  let code = ""
  while (code.length < 8)
    for (const byte of crypto.randomBytes(16)) if (byte < 240 && code.length < 8) code += USER_CODE_ALPHABET[byte % 20]
  return `${code.slice(0, 4)}-${code.slice(4)}`
}

/** What a person typed, in the code's own spelling; null when it cannot be one. */
export function readUserCode(typed: string): string | null {
  if (typed.length > 32) return null
  const code = typed.toUpperCase().replace(/[\s-]/g, "")
  return /^[BCDFGHJKLMNPQRSTVWXZ]{8}$/.test(code) ? `${code.slice(0, 4)}-${code.slice(4)}` : null
}
