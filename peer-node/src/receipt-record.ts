/** One receipt as it lies in the journal: 256 bytes with what its ticket said and a checksum, so that a torn write is found. */
import { equalBytes, fromUtf8, u32be, u64be, utf8, viewOf } from "../protocol/bytes.ts"
import { decodeReceipt, RECEIPT_BYTES, type SignedReceipt } from "../protocol/receipt.ts"

/** A receipt, and what of its ticket is needed to show, judge and verify it without the ticket. */
export interface CarriedReceipt {
  readonly receipt: SignedReceipt
  readonly session: string
  readonly obj: Uint8Array
  /** The downloader's session key, which signed it. */
  readonly sessionKey: Uint8Array
  /** The most bytes that are paid (`lim`). */
  readonly limitBytes: number
  readonly kind: "carry" | "stock"
}

/** u8 version | u8 kind | 2 zero | 104 receipt | 32 obj | 32 session key | u64 limit | 64 session | 8 zero | u32 checksum. */
export const RECORD_BYTES = 256
const VERSION = 1
const AT = { kind: 1, receipt: 4, obj: 108, sessionKey: 140, limit: 172, session: 180, checksum: 252 } as const
const KINDS = ["carry", "stock"] as const

export function encodeRecord(c: CarriedReceipt): Uint8Array {
  const out = new Uint8Array(RECORD_BYTES)
  out[0] = VERSION
  out[AT.kind] = KINDS.indexOf(c.kind)
  out.set(c.receipt.bytes, AT.receipt)
  out.set(c.obj, AT.obj)
  out.set(c.sessionKey, AT.sessionKey)
  out.set(u64be(c.limitBytes), AT.limit)
  out.set(utf8(c.session), AT.session)
  out.set(u32be(checksum(out.subarray(0, AT.checksum))), AT.checksum)
  return out
}

/** Null for a record that is torn, rotten or of another version. */
export function decodeRecord(bytes: Uint8Array): CarriedReceipt | null {
  if (bytes.length !== RECORD_BYTES || bytes[0] !== VERSION) return null
  if (!equalBytes(u32be(checksum(bytes.subarray(0, AT.checksum))), bytes.subarray(AT.checksum))) return null
  const kind = KINDS[bytes[AT.kind] ?? -1]
  if (!kind) return null
  try {
    return {
      receipt: decodeReceipt(bytes.subarray(AT.receipt, AT.receipt + RECEIPT_BYTES)),
      obj: bytes.slice(AT.obj, AT.obj + 32),
      sessionKey: bytes.slice(AT.sessionKey, AT.sessionKey + 32),
      limitBytes: Number(viewOf(bytes).getBigUint64(AT.limit)),
      session: fromUtf8(bytes.subarray(AT.session, AT.session + 64)).replace(/\0+$/, ""),
      kind,
    }
  } catch {
    return null
  }
}

/** FNV-1a, 32 bits: finds torn and rotten records; the signature inside is what nobody can forge. */
function checksum(bytes: Uint8Array): number {
  let h = 0x811c9dc5
  for (const b of bytes) h = Math.imul(h ^ b, 0x01000193)
  return h >>> 0
}
