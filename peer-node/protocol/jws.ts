/** Compact JWS the way every Fanfare token uses it: EdDSA only, a `typ` per meaning, a `kid`, one canonical spelling. */
import { CompactSign, compactVerify, errors } from "jose"
import * as z from "zod"
import { type Bytes, fromB64url, fromUtf8, toB64url, utf8 } from "./bytes.ts"
import { assertUsableKey, type KeyPair } from "./crypto.ts"
import { demand, ProtocolError } from "./errors.ts"
import { readJson, readShape } from "./fields.ts"
import { MAX_TOKEN_BYTES } from "./limits.ts"

export type JwsType =
  | "tkt+jwt"
  | "man+jwt"
  | "lic+jwt"
  | "node+jwt"
  | "dev+jwt"
  | "clk+jwt"
  | "aud+jwt"
  | "rep+jwt"
  | "set+jwt"
  | "spl+jwt"
  | "stm+jwt"
  | "jwks+jwt"

/** A key pair that signs tokens, and the key id its tokens carry. */
export interface SigningKey extends KeyPair {
  readonly kid: string
}

export interface JwsExpectation {
  readonly typ: JwsType
  /** The raw Ed25519 public key for this key id; throws `unknown_key` when there is none. */
  readonly keyFor: (kid: string) => Uint8Array | Promise<Uint8Array>
  /** Checked before anything is decoded; MAX_TOKEN_BYTES unless told. */
  readonly maxBytes?: number
}

export interface VerifiedJws {
  readonly kid: string
  readonly payload: unknown
}

const HEADER = z.strictObject({ alg: z.literal("EdDSA"), typ: z.string().max(16), kid: z.string().min(1).max(64) })

const publicJwk = (key: Uint8Array) => ({ kty: "OKP", crv: "Ed25519", x: toB64url(key) }) as const

/** Signs `payload` (JSON, keys in the order given). Header keys stand in the order alg, typ, kid. */
export async function signJws(typ: JwsType, payload: object, key: SigningKey): Promise<string> {
  const jwk = { ...publicJwk(key.publicKey), d: toB64url(key.secretKey) }
  return new CompactSign(utf8(JSON.stringify(payload)))
    .setProtectedHeader({ alg: "EdDSA", typ, kid: key.kid })
    .sign(jwk)
}

/**
 * Verifies one compact JWS. Errors: `too_large`, `malformed`, `not_canonical`, `wrong_type`, what `keyFor` throws,
 * `weak_key`, `bad_signature`.
 */
export async function verifyJws(token: string, expected: JwsExpectation): Promise<VerifiedJws> {
  const { header, payload } = peekJws(token, expected.maxBytes)
  demand(header.typ === expected.typ, "wrong_type", `${header.typ}, expected ${expected.typ}`)
  const key = await expected.keyFor(header.kid)
  assertUsableKey(key)
  try {
    await compactVerify(token, publicJwk(key), { algorithms: ["EdDSA"] })
  } catch (cause) {
    if (cause instanceof errors.JWSSignatureVerificationFailed) throw new ProtocolError("bad_signature")
    throw new ProtocolError("malformed", "not a compact JWS", cause)
  }
  return { kid: header.kid, payload }
}

/** Reads a JWS **without verifying it**: for choosing a key, or where the signature is checked elsewhere. */
export function peekJws(token: string, maxBytes = MAX_TOKEN_BYTES) {
  demand(token.length <= maxBytes, "too_large", `${token.length} characters`)
  const parts = token.split(".")
  demand(parts.length === 3, "malformed", "not a compact JWS")
  const [head, body, signature] = parts as [string, string, string]
  const header = readShape(HEADER, readJson(fromUtf8(fromB64url(head)), maxBytes))
  fromB64url(signature, 64)
  return { header, payload: readJson(fromUtf8(fromB64url(body)), maxBytes) }
}

/** The bytes a token is hashed as: its ASCII characters. */
export const jwsBytes = (token: string): Bytes => utf8(token)
