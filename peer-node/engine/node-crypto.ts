/** The crypto port over node:crypto: synchronous where the engine is hot (piece hashes, receipts), WebCrypto for the rest. */
import nodeCrypto from "node:crypto"
import { concat, fromHex, toHex } from "../protocol/bytes.ts"
import { type Crypto, type KeyPair, webCrypto } from "../protocol/crypto.ts"

/** DER in front of a raw Ed25519 key (RFC 8410). */
const SPKI = fromHex("302a300506032b6570032100")
const PKCS8 = fromHex("302e020100300506032b657004220420")
/** Session keys of the peers of a busy carrier. */
const MAX_CACHED_KEYS = 1_024

/** A one-shot hash costs a third less than a Hash object per piece; it is there from Node 20.12 on. */
const sha256: (bytes: Uint8Array) => Uint8Array =
  typeof nodeCrypto.hash === "function"
    ? (bytes) => nodeCrypto.hash("sha256", bytes, "buffer")
    : (bytes) => nodeCrypto.createHash("sha256").update(bytes).digest()

/** Each port keeps its own few key objects, because importing a key costs as much as using it. */
export function nodeCryptoPort(): Crypto {
  const publicKeys = new Map<string, nodeCrypto.KeyObject>()
  const privateKeys = new WeakMap<KeyPair, nodeCrypto.KeyObject>()

  const publicKey = (raw: Uint8Array): nodeCrypto.KeyObject => {
    const name = toHex(raw)
    const known = publicKeys.get(name)
    if (known) return known
    const key = nodeCrypto.createPublicKey({ key: Buffer.from(concat(SPKI, raw)), format: "der", type: "spki" })
    if (publicKeys.size >= MAX_CACHED_KEYS) publicKeys.delete(publicKeys.keys().next().value!)
    publicKeys.set(name, key)
    return key
  }
  const privateKey = (pair: KeyPair): nodeCrypto.KeyObject => {
    const known = privateKeys.get(pair)
    if (known) return known
    const key = nodeCrypto.createPrivateKey({
      key: Buffer.from(concat(PKCS8, pair.secretKey)),
      format: "der",
      type: "pkcs8",
    })
    privateKeys.set(pair, key)
    return key
  }

  return {
    ...webCrypto(),
    sha256,
    hmacSha256: (key, message) => nodeCrypto.createHmac("sha256", key).update(message).digest(),
    sign: (pair, message) => nodeCrypto.sign(null, message, privateKey(pair)),
    verify: (raw, signature, message) => {
      if (raw.length !== 32 || signature.length !== 64) return false
      try {
        return nodeCrypto.verify(null, message, publicKey(raw), signature)
      } catch {
        return false
      }
    },
    randomBytes: (length) => nodeCrypto.randomBytes(length),
  }
}
