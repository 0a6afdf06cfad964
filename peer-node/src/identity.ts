/** The node's own keys: an Ed25519 identity that signs for its owner, and an X25519 device key that licences are sealed to. */
import fs from "node:fs"
import { fromHex, toHex } from "../protocol/bytes.ts"
import { type Crypto, deviceKeyFromSecret, type KeyPair, signingKeyFromSeed } from "../protocol/crypto.ts"
import type { DataFolder } from "./data-folder.ts"
import { NodeError } from "./errors.ts"
import { writeWhole } from "./json-file.ts"

/** Made at the first call; the same for ever after. Throws `file_damaged`. */
export async function loadNodeKey(folder: DataFolder, crypto: Crypto): Promise<KeyPair> {
  const secret = await secretIn(folder.identity, () => crypto.generateSigningKey())
  return signingKeyFromSeed(secret)
}

export async function loadDeviceKey(folder: DataFolder, crypto: Crypto): Promise<KeyPair> {
  const secret = await secretIn(folder.deviceKey, () => crypto.generateDeviceKey())
  return deviceKeyFromSecret(secret)
}

async function secretIn(file: string, generate: () => KeyPair | Promise<KeyPair>): Promise<Uint8Array> {
  if (!fs.existsSync(file)) writeWhole(file, `${toHex((await generate()).secretKey)}\n`)
  const text = fs.readFileSync(file, "utf8").trim()
  // Losing this key silently would lose the node's name: nothing is made anew over a damaged file.
  if (!/^[0-9a-f]{64}$/.test(text)) throw new NodeError("file_damaged", file)
  return fromHex(text)
}
