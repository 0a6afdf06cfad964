/** The platform's public keys: the current set, the signed archive of all that ever signed, and the choice by key id and use. */
import * as z from "zod"
import { toB64url } from "./bytes.ts"
import { assertUsableKey } from "./crypto.ts"
import { ProtocolError } from "./errors.ts"
import { bytesField, idField, readShape, seconds } from "./fields.ts"
import { type SigningKey, signJws, verifyJws } from "./jws.ts"
import { MAX_JWKS_BYTES, MAX_KEYS } from "./limits.ts"

export const KEY_USES = ["ticket", "licence", "audit", "statement"] as const
export type KeyUse = (typeof KEY_USES)[number]

/** One platform key. `fromSeconds`/`toSeconds`: unix seconds in which it signed; null = unknown or still signing. */
export interface PublicKey {
  readonly kid: string
  readonly use: KeyUse
  readonly publicKey: Uint8Array
  readonly fromSeconds: number | null
  readonly toSeconds: number | null
}

const KEY = z.object({
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  x: bytesField(32),
  kid: idField,
  use: z.literal("sig"),
  ff_use: z.enum(KEY_USES),
  ff_from: seconds.nullish(),
  ff_to: seconds.nullish(),
})
const SET = z.object({ keys: z.array(KEY).max(MAX_KEYS) })

/** Reads a JWKS body. Throws `malformed` or `weak_key`. */
export function parseJwks(body: unknown): PublicKey[] {
  return readShape(SET, body).keys.map((k) => {
    assertUsableKey(k.x)
    return {
      kid: k.kid,
      use: k.ff_use,
      publicKey: k.x,
      fromSeconds: k.ff_from ?? null,
      toSeconds: k.ff_to ?? null,
    }
  })
}

/** The body of `/.well-known/jwks.json` (and the archive's payload, with the dates). */
export function toJwks(keys: readonly PublicKey[], dates = false) {
  return {
    keys: keys.map((k) => ({
      kty: "OKP",
      crv: "Ed25519",
      x: toB64url(k.publicKey),
      kid: k.kid,
      use: "sig",
      ff_use: k.use,
      ...(dates ? { ff_from: k.fromSeconds, ff_to: k.toSeconds } : {}),
    })),
  }
}

/** The raw key with this id and use; throws `unknown_key`. */
export function pickKey(keys: readonly PublicKey[], use: KeyUse, kid: string): Uint8Array {
  const found = keys.find((k) => k.kid === kid && k.use === use)
  if (!found) throw new ProtocolError("unknown_key", `${use} key ${kid}`)
  return found.publicKey
}

/** For `verifyJws`: a finder over a key set for one use. */
export const keyFinder = (keys: readonly PublicKey[], use: KeyUse) => (kid: string) => pickKey(keys, use, kid)

export const signArchive = (keys: readonly PublicKey[], newestStatementKey: SigningKey): Promise<string> =>
  signJws("jwks+jwt", toJwks(keys, true), newestStatementKey)

/** The archive's keys, once a statement key already trusted (from the current set) has signed it. */
export async function verifyArchive(archive: string, trusted: readonly PublicKey[]): Promise<PublicKey[]> {
  const keyFor = keyFinder(trusted, "statement")
  const { payload } = await verifyJws(archive, { typ: "jwks+jwt", keyFor, maxBytes: MAX_JWKS_BYTES })
  return parseJwks(payload)
}
