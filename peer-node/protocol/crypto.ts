/** The one door to cryptography: a port, an implementation over WebCrypto (Node 20+ and browsers), and the refusal of weak keys. */
import { type Bytes, concat, fromHex, toHex } from "./bytes.ts"
import { demand, ProtocolError } from "./errors.ts"

type MaybePromise<T> = T | Promise<T>

/** Raw keys, 32 bytes each; for Ed25519 `secretKey` is the seed of RFC 8032, for X25519 the scalar of RFC 7748. */
export interface KeyPair {
  readonly publicKey: Uint8Array
  readonly secretKey: Uint8Array
}

/** What the protocol needs; an edge may plug in a faster one (synchronous signing pays for receipts). */
export interface Crypto {
  sha256(bytes: Uint8Array): MaybePromise<Uint8Array>
  hmacSha256(key: Uint8Array, message: Uint8Array): MaybePromise<Uint8Array>
  /** Ed25519 over `message`; 64 bytes. */
  sign(key: KeyPair, message: Uint8Array): MaybePromise<Uint8Array>
  /** Never throws: a key, signature or message that does not fit is `false`. */
  verify(publicKey: Uint8Array, signature: Uint8Array, message: Uint8Array): MaybePromise<boolean>
  /** AES-256-GCM: ciphertext followed by the 16-byte tag. */
  aesGcmSeal(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, plain: Uint8Array): MaybePromise<Uint8Array>
  /** The reverse; throws `bad_ciphertext`. */
  aesGcmOpen(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, sealed: Uint8Array): MaybePromise<Uint8Array>
  randomBytes(length: number): Uint8Array
  generateSigningKey(): MaybePromise<KeyPair>
  generateDeviceKey(): MaybePromise<KeyPair>
}

/** DER in front of a raw private key: PKCS #8 with the algorithm's identifier (RFC 8410). */
const PKCS8 = {
  Ed25519: fromHex("302e020100300506032b657004220420"),
  X25519: fromHex("302e020100300506032b656e04220420"),
} as const

// WebCrypto's types ask for bytes that are not in a SharedArrayBuffer; ours never are.
const own = (bytes: Uint8Array): Bytes => bytes as Bytes

/** The port over `globalThis.crypto.subtle`. */
export function webCrypto(subtle: SubtleCrypto = globalThis.crypto.subtle): Crypto {
  return {
    sha256: async (bytes) => new Uint8Array(await subtle.digest("SHA-256", own(bytes))),
    hmacSha256: (key, message) => hmac(subtle, key, message),
    sign: async (key, message) => {
      const pkcs8 = concat(PKCS8.Ed25519, key.secretKey)
      const imported = await subtle.importKey("pkcs8", pkcs8, "Ed25519", false, ["sign"])
      return new Uint8Array(await subtle.sign("Ed25519", imported, own(message)))
    },
    verify: (publicKey, signature, message) => verifyEd25519(subtle, publicKey, signature, message),
    aesGcmSeal: async (key, nonce, aad, plain) => {
      const imported = await subtle.importKey("raw", own(key), "AES-GCM", false, ["encrypt"])
      return new Uint8Array(await subtle.encrypt(gcm(nonce, aad), imported, own(plain)))
    },
    aesGcmOpen: (key, nonce, aad, sealed) => openGcm(subtle, key, nonce, aad, sealed),
    randomBytes: (length) => globalThis.crypto.getRandomValues(new Uint8Array(length)),
    generateSigningKey: () => generate(subtle, "Ed25519", ["sign", "verify"]),
    generateDeviceKey: () => generate(subtle, "X25519", ["deriveBits"]),
  }
}

const gcm = (nonce: Uint8Array, aad: Uint8Array): AesGcmParams => ({
  name: "AES-GCM",
  iv: own(nonce),
  additionalData: own(aad),
  tagLength: 128,
})

async function hmac(subtle: SubtleCrypto, key: Uint8Array, message: Uint8Array): Promise<Bytes> {
  const imported = await subtle.importKey("raw", own(key), { name: "HMAC", hash: "SHA-256" }, false, ["sign"])
  return new Uint8Array(await subtle.sign("HMAC", imported, own(message)))
}

async function verifyEd25519(subtle: SubtleCrypto, key: Uint8Array, signature: Uint8Array, message: Uint8Array) {
  if (!isUsableKey(key) || signature.length !== 64) return false
  try {
    const imported = await subtle.importKey("raw", own(key), "Ed25519", false, ["verify"])
    return await subtle.verify("Ed25519", imported, own(signature), own(message))
  } catch {
    return false
  }
}

async function openGcm(subtle: SubtleCrypto, key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, sealed: Uint8Array) {
  try {
    const imported = await subtle.importKey("raw", own(key), "AES-GCM", false, ["decrypt"])
    return new Uint8Array(await subtle.decrypt(gcm(nonce, aad), imported, own(sealed)))
  } catch (cause) {
    throw new ProtocolError("bad_ciphertext", undefined, cause)
  }
}

async function generate(subtle: SubtleCrypto, name: keyof typeof PKCS8, usages: KeyUsage[]): Promise<KeyPair> {
  const pair = (await subtle.generateKey(name, true, usages)) as CryptoKeyPair
  const pkcs8 = new Uint8Array(await subtle.exportKey("pkcs8", pair.privateKey))
  return {
    publicKey: new Uint8Array(await subtle.exportKey("raw", pair.publicKey)),
    secretKey: pkcs8.slice(pkcs8.length - 32),
  }
}

/** y of the eight small-order points of edwards25519, canonical and not, sign bit cleared: anyone can sign for these. */
const WEAK_ED25519 = new Set([
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
])

/** u of the small-order points of curve25519 and its twist (RFC 7748 section 6.1): the shared secret would be zero. */
const WEAK_X25519 = new Set([
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
  "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
])

export type KeyCurve = "Ed25519" | "X25519"

/** Whether a raw public key is 32 bytes and none of the known small-order points. */
export function isUsableKey(key: Uint8Array, curve: KeyCurve = "Ed25519"): boolean {
  if (key.length !== 32) return false
  const cleared = key.slice()
  cleared[31]! &= 0x7f
  return !(curve === "Ed25519" ? WEAK_ED25519 : WEAK_X25519).has(toHex(cleared))
}

/** To be called wherever a key is registered; throws `weak_key`. */
export function assertUsableKey(key: Uint8Array, curve: KeyCurve = "Ed25519"): void {
  demand(isUsableKey(key, curve), "weak_key")
}

/** The public half of an Ed25519 seed, for keys that are stored as their seed alone. */
export async function signingKeyFromSeed(seed: Uint8Array): Promise<KeyPair> {
  return { secretKey: seed, publicKey: await publicFrom("Ed25519", seed, ["sign"]) }
}

/** The public half of an X25519 scalar. */
export async function deviceKeyFromSecret(secret: Uint8Array): Promise<KeyPair> {
  return { secretKey: secret, publicKey: await publicFrom("X25519", secret, ["deriveBits"]) }
}

async function publicFrom(curve: KeyCurve, secret: Uint8Array, usages: KeyUsage[]): Promise<Bytes> {
  demand(secret.length === 32, "malformed", "a secret key has 32 bytes")
  const subtle = globalThis.crypto.subtle
  const key = await subtle.importKey("pkcs8", concat(PKCS8[curve], secret), curve, true, usages)
  const jwk = await subtle.exportKey("jwk", key)
  return fromB64(jwk.x ?? "")
}

const fromB64 = (s: string): Bytes =>
  Uint8Array.from(atob(s.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0))
