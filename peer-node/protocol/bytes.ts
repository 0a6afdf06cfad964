/** Bytes and their two text forms: base64url without padding (JSON, tokens) and lower-case hex (info hashes, people). */
import { base64url } from "jose"
import { demand, ProtocolError } from "./errors.ts"

/** Bytes in a buffer of their own: what WebCrypto and `fetch` take without a cast. */
export type Bytes = Uint8Array<ArrayBuffer>

const encoder = new TextEncoder()
const strictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

export const utf8 = (s: string): Bytes => encoder.encode(s) as Bytes

/** Throws `malformed` on bytes that are not UTF-8. */
export function fromUtf8(bytes: Uint8Array): string {
  try {
    return strictDecoder.decode(bytes)
  } catch (cause) {
    throw new ProtocolError("malformed", "not UTF-8", cause)
  }
}

export const toB64url = (bytes: Uint8Array): string => base64url.encode(bytes)

/**
 * Strict: no padding, no white space, no stray bits in the last character, so that one value has one spelling.
 * Throws `not_canonical`, or `malformed` when the length is not `lengthBytes`.
 */
export function fromB64url(s: string, lengthBytes?: number): Bytes {
  let bytes: Bytes
  try {
    bytes = base64url.decode(s) as Bytes
  } catch (cause) {
    throw new ProtocolError("not_canonical", undefined, cause)
  }
  demand(base64url.encode(bytes) === s, "not_canonical")
  if (lengthBytes !== undefined) demand(bytes.length === lengthBytes, "malformed", `expected ${lengthBytes} bytes`)
  return bytes
}

export function toHex(bytes: Uint8Array): string {
  let out = ""
  for (const b of bytes) out += b.toString(16).padStart(2, "0")
  return out
}

/** Lower case only. Throws `malformed`. */
export function fromHex(s: string): Bytes {
  demand(/^(?:[0-9a-f]{2})*$/.test(s), "malformed", "not hex")
  const out = new Uint8Array(s.length / 2)
  for (let i = 0; i < out.length; i++) out[i] = Number.parseInt(s.slice(2 * i, 2 * i + 2), 16)
  return out
}

export function concat(...parts: readonly Uint8Array[]): Bytes {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0))
  let at = 0
  for (const p of parts) {
    out.set(p, at)
    at += p.length
  }
  return out
}

export function u32be(n: number): Bytes {
  const out = new Uint8Array(4)
  new DataView(out.buffer).setUint32(0, n)
  return out
}

export function u64be(n: bigint | number): Bytes {
  const out = new Uint8Array(8)
  new DataView(out.buffer).setBigUint64(0, BigInt(n))
  return out
}

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** For public values only: it stops at the first difference. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}

/** -1, 0 or 1 in the order of unsigned bytes: how ticket ids are ordered wherever a tie is broken. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const n = Math.min(a.length, b.length)
  for (let i = 0; i < n; i++) if (a[i] !== b[i]) return a[i]! < b[i]! ? -1 : 1
  return Math.sign(a.length - b.length)
}
