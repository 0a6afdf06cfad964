/** What the master key does: wraps private keys and content keys, and gives every purpose a secret of its own. */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto"

/** AES-256-GCM: version 1 || 12-byte nonce || ciphertext || 16-byte tag. */
const VERSION = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16
const OVERHEAD_BYTES = 1 + NONCE_BYTES + TAG_BYTES

/** 32 bytes for one purpose from the master key (RFC 5869, HKDF-SHA-256); purposes never share a key. */
export const derivedKey = (masterKey: Uint8Array, purpose: string): Uint8Array =>
  new Uint8Array(hkdfSync("sha256", masterKey, new Uint8Array(0), `fanfare/${purpose}`, 32))

export class Seal {
  readonly #masterKey: Uint8Array
  readonly #wrapKey: Uint8Array
  readonly #purposes = new Map<string, Uint8Array>()

  constructor(masterKey: Uint8Array) {
    this.#masterKey = masterKey
    this.#wrapKey = derivedKey(masterKey, "wrap/v1")
  }

  wrap(bytes: Uint8Array): Uint8Array {
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv("aes-256-gcm", this.#wrapKey, nonce)
    const sealed = Buffer.concat([cipher.update(bytes), cipher.final()])
    return new Uint8Array(Buffer.concat([Buffer.of(VERSION), nonce, sealed, cipher.getAuthTag()]))
  }

  /** Throws when it was wrapped under another master key or was changed. */
  unwrap(wrapped: Uint8Array): Uint8Array {
    if (wrapped.length < OVERHEAD_BYTES || wrapped[0] !== VERSION) throw new Error("not a wrapped key")
    const decipher = createDecipheriv("aes-256-gcm", this.#wrapKey, wrapped.subarray(1, 1 + NONCE_BYTES))
    decipher.setAuthTag(wrapped.subarray(wrapped.length - TAG_BYTES))
    const plain = decipher.update(wrapped.subarray(1 + NONCE_BYTES, wrapped.length - TAG_BYTES))
    return new Uint8Array(Buffer.concat([plain, decipher.final()]))
  }

  /** HMAC-SHA-256 under the purpose's own key; 32 bytes. */
  hmac(purpose: string, data: string | Uint8Array): Uint8Array {
    const known = this.#purposes.get(purpose)
    const key = known ?? derivedKey(this.#masterKey, `hmac/${purpose}`)
    // Some purposes carry a date, so the memory of them is bounded.
    if (!known && this.#purposes.size < 1_000) this.#purposes.set(purpose, key)
    return new Uint8Array(createHmac("sha256", key).update(data).digest())
  }
}
