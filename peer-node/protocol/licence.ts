/** The licence: the signed right to a title with its content keys, encrypted to one device (sign inside, encrypt outside). */
import { CompactEncrypt, compactDecrypt } from "jose"
import * as z from "zod"
import { equalBytes, fromUtf8, toB64url, utf8 } from "./bytes.ts"
import { assertUsableKey, type KeyPair } from "./crypto.ts"
import { demand, ProtocolError } from "./errors.ts"
import { bytesField, idField, readShape, seconds } from "./fields.ts"
import { type SigningKey, signJws, verifyJws } from "./jws.ts"
import { keyFinder, type PublicKey } from "./keys.ts"
import { MAX_LICENCE_BYTES, TICKET_SKEW_SECONDS } from "./limits.ts"

export interface Licence {
  /** User id. */
  readonly sub: string
  readonly ttl: string
  readonly rel: string
  readonly ver: string
  readonly mode: "demo" | "owned"
  /** 32-byte content keys by part; a trial demo holds the trial key only. */
  readonly keys: { readonly trial?: Uint8Array; readonly full?: Uint8Array }
  readonly nbf: number
  /** A demo's end; an owned licence has none. */
  readonly exp?: number
  readonly jti: string
  /** `cnf.x`: the X25519 device key it is encrypted to. */
  readonly deviceKey: Uint8Array
}

const CLAIMS = z.object({
  sub: idField,
  ttl: idField,
  rel: idField,
  ver: z.string().min(1).max(256),
  mode: z.enum(["demo", "owned"]),
  keys: z.object({ trial: bytesField(32).optional(), full: bytesField(32).optional() }),
  nbf: seconds,
  exp: seconds.optional(),
  jti: z.string().min(1).max(64),
  cnf: z.object({ x: bytesField(32) }),
})

/** Signs, then encrypts to `licence.deviceKey` (ECDH-ES+A256KW, A256GCM). Throws `weak_key`, `inconsistent`. */
export async function sealLicence(licence: Licence, licenceKey: SigningKey): Promise<string> {
  assertUsableKey(licence.deviceKey, "X25519")
  assertTerms(licence)
  const { trial, full } = licence.keys
  const payload = {
    sub: licence.sub,
    ttl: licence.ttl,
    rel: licence.rel,
    ver: licence.ver,
    mode: licence.mode,
    keys: { ...(trial ? { trial: toB64url(trial) } : {}), ...(full ? { full: toB64url(full) } : {}) },
    nbf: licence.nbf,
    ...(licence.exp === undefined ? {} : { exp: licence.exp }),
    jti: licence.jti,
    cnf: { x: toB64url(licence.deviceKey) },
  }
  const inner = await signJws("lic+jwt", payload, licenceKey)
  return new CompactEncrypt(utf8(inner))
    .setProtectedHeader({ alg: "ECDH-ES+A256KW", enc: "A256GCM", cty: "JWT" })
    .encrypt({ kty: "OKP", crv: "X25519", x: toB64url(licence.deviceKey) })
}

/**
 * Opens with the device's key and checks signature, device and dates. Errors: `too_large`, `bad_ciphertext`, those of
 * `verifyJws`, `wrong_device`, `inconsistent`, `not_yet_valid`, `expired`.
 */
export async function openLicence(
  jwe: string,
  device: KeyPair,
  expected: { readonly keys: readonly PublicKey[]; readonly nowSeconds: number },
): Promise<Licence> {
  const inner = await decrypt(jwe, device)
  const keyFor = keyFinder(expected.keys, "licence")
  const { payload } = await verifyJws(inner, { typ: "lic+jwt", keyFor, maxBytes: MAX_LICENCE_BYTES })
  const { cnf, exp, keys, ...rest } = readShape(CLAIMS, payload)
  const licence: Licence = {
    ...rest,
    keys: { ...(keys.trial ? { trial: keys.trial } : {}), ...(keys.full ? { full: keys.full } : {}) },
    ...(exp === undefined ? {} : { exp }),
    deviceKey: cnf.x,
  }
  demand(equalBytes(licence.deviceKey, device.publicKey), "wrong_device")
  assertTerms(licence)
  demand(expected.nowSeconds >= licence.nbf - TICKET_SKEW_SECONDS, "not_yet_valid", "licence")
  demand(exp === undefined || expected.nowSeconds < exp, "expired", "licence")
  return licence
}

async function decrypt(jwe: string, device: KeyPair): Promise<string> {
  demand(jwe.length <= MAX_LICENCE_BYTES, "too_large", "licence")
  const jwk = { kty: "OKP", crv: "X25519", x: toB64url(device.publicKey), d: toB64url(device.secretKey) }
  const allowed = { keyManagementAlgorithms: ["ECDH-ES+A256KW"], contentEncryptionAlgorithms: ["A256GCM"] }
  try {
    return fromUtf8((await compactDecrypt(jwe, jwk, allowed)).plaintext)
  } catch (cause) {
    throw new ProtocolError("bad_ciphertext", "licence", cause)
  }
}

function assertTerms(licence: Licence): void {
  demand(licence.keys.trial || licence.keys.full, "inconsistent", "a licence holds at least one key")
  demand(licence.mode === "owned" || licence.exp !== undefined, "inconsistent", "a demo licence ends")
  demand(licence.mode === "demo" || licence.keys.full, "inconsistent", "an owned licence holds the full key")
}
