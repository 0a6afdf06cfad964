/** What both sides of a wire sign before a byte is served, and what a node signs when the platform dials it back. */
import { type Bytes, concat, utf8 } from "./bytes.ts"
import type { Crypto, KeyPair } from "./crypto.ts"
import { demand } from "./errors.ts"

export const NONCE_BYTES = 32
const TRANSCRIPT = utf8("fanfare/transcript/v1\0")
const DIAL_BACK = utf8("fanfare/dial-back/v1\0")
/** SHA-1 of the ASCII text "fanfare/dial-back/v1": the info hash a dial-back handshake names. */
export const DIAL_BACK_INFO_HASH = "ea301de4edb9b396352655ebbe0f84424f960c85"

export const ROLE_CARRIER = 1
export const ROLE_DOWNLOADER = 2
export type Role = typeof ROLE_CARRIER | typeof ROLE_DOWNLOADER

export interface Transcript {
  /** Who signs these bytes. */
  readonly role: Role
  /** The ticket's id, 16 bytes. */
  readonly jti: Uint8Array
  readonly carrierNonce: Uint8Array
  readonly downloaderNonce: Uint8Array
  /** The node key. */
  readonly carrierKey: Uint8Array
  /** The session key. */
  readonly downloaderKey: Uint8Array
  readonly obj: Uint8Array
}

/** domain || u8 role || 16 jti || 32 carrier nonce || 32 downloader nonce || 32 carrier key || 32 downloader key || 32 obj. */
export function transcriptBytes(t: Transcript): Bytes {
  demand(t.jti.length === 16, "malformed", "jti")
  const parts = [t.carrierNonce, t.downloaderNonce, t.carrierKey, t.downloaderKey, t.obj]
  demand(
    parts.every((p) => p.length === 32),
    "malformed",
    "transcript",
  )
  return concat(TRANSCRIPT, Uint8Array.of(t.role), t.jti, ...parts)
}

/** The 64 bytes of `ff_auth`; `key` is the node key for the carrier, the session key for the downloader. */
export async function signTranscript(crypto: Crypto, key: KeyPair, t: Transcript): Promise<Uint8Array> {
  return crypto.sign(key, transcriptBytes(t))
}

/** Whether the party named by `t.role` signed; with nonces of one's own, never of the other's choosing alone. */
export async function verifyTranscript(crypto: Crypto, signature: Uint8Array, t: Transcript): Promise<boolean> {
  const key = t.role === ROLE_CARRIER ? t.carrierKey : t.downloaderKey
  return crypto.verify(key, signature, transcriptBytes(t))
}

export interface DialBack {
  readonly platformNonce: Uint8Array
  readonly nodeNonce: Uint8Array
  readonly nodeKey: Uint8Array
}

/** domain || 32 platform nonce || 32 node nonce || 32 node key. */
function dialBackBytes(d: DialBack): Bytes {
  const parts = [d.platformNonce, d.nodeNonce, d.nodeKey]
  demand(
    parts.every((p) => p.length === 32),
    "malformed",
    "dial-back",
  )
  return concat(DIAL_BACK, ...parts)
}

export async function signDialBack(crypto: Crypto, nodeKey: KeyPair, d: DialBack): Promise<Uint8Array> {
  return crypto.sign(nodeKey, dialBackBytes(d))
}

export async function verifyDialBack(crypto: Crypto, signature: Uint8Array, d: DialBack): Promise<boolean> {
  return crypto.verify(d.nodeKey, signature, dialBackBytes(d))
}
