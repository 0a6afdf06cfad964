/** The receipt: 104 bytes in which the downloader signs how many verified bytes one ticket's carrier has brought so far. */
import { type Bytes, concat, equalBytes, utf8, viewOf } from "./bytes.ts"
import type { Crypto, KeyPair } from "./crypto.ts"
import { demand } from "./errors.ts"
import { MAX_RECEIPT_BATCH_BYTES } from "./limits.ts"

/** 1 version + 1 flags + 2 seq + 16 ticket + 8 cumulative + 4 pieces + 4 time + 4 bitmap. */
export const RECEIPT_BODY_BYTES = 40
export const RECEIPT_BYTES = RECEIPT_BODY_BYTES + 64
const RECEIPT_VERSION = 1
const FLAG_FINAL = 1
const DOMAIN = utf8("fanfare/receipt/v1\0")

export interface Receipt {
  /** The downloader's last receipt for this ticket. */
  readonly final: boolean
  /** Counts up per ticket, modulo 65 536; for people and logs, never for ordering. */
  readonly seq: number
  /** The ticket's `jti`, 16 bytes. */
  readonly ticket: Uint8Array
  /** Verified bytes from this carrier so far. */
  readonly cumulativeBytes: bigint
  /** Pieces this carrier has brought so far. */
  readonly pieces: number
  /** Unix seconds by the downloader's clock. */
  readonly atSeconds: number
  /** First 4 bytes of SHA-256 of the downloader's piece bitmap (`bitmapTag`). */
  readonly bitmapTag: Uint8Array
}

/** A decoded receipt together with the 104 bytes it came from, which are what is kept, sent and hashed. */
export interface SignedReceipt extends Receipt {
  readonly bytes: Uint8Array
}

/** The 40 bytes before the signature. Throws `malformed` on a field out of its width. */
export function encodeReceiptBody(r: Receipt): Bytes {
  demand(r.ticket.length === 16 && r.bitmapTag.length === 4, "malformed", "ticket 16 bytes, bitmap tag 4")
  demand(isUint(r.seq, 0xffff) && isUint(r.pieces, 0xffffffff) && isUint(r.atSeconds, 0xffffffff), "malformed")
  demand(r.cumulativeBytes >= 0n && r.cumulativeBytes < 1n << 64n, "malformed", "cumulative")
  const out = new Uint8Array(RECEIPT_BODY_BYTES)
  const view = viewOf(out)
  view.setUint8(0, RECEIPT_VERSION)
  view.setUint8(1, r.final ? FLAG_FINAL : 0)
  view.setUint16(2, r.seq)
  out.set(r.ticket, 4)
  view.setBigUint64(20, r.cumulativeBytes)
  view.setUint32(28, r.pieces)
  view.setUint32(32, r.atSeconds)
  out.set(r.bitmapTag, 36)
  return out
}

/** Reads exactly 104 bytes; says nothing about the signature. Throws `malformed` or `wrong_version`. */
export function decodeReceipt(bytes: Uint8Array): SignedReceipt {
  demand(bytes.length === RECEIPT_BYTES, "malformed", `a receipt has ${RECEIPT_BYTES} bytes, not ${bytes.length}`)
  const view = viewOf(bytes)
  demand(view.getUint8(0) === RECEIPT_VERSION, "wrong_version", `receipt version ${view.getUint8(0)}`)
  const flags = view.getUint8(1)
  demand(flags === 0 || flags === FLAG_FINAL, "malformed", "unknown receipt flags")
  return {
    final: flags === FLAG_FINAL,
    seq: view.getUint16(2),
    ticket: bytes.slice(4, 20),
    cumulativeBytes: view.getBigUint64(20),
    pieces: view.getUint32(28),
    atSeconds: view.getUint32(32),
    bitmapTag: bytes.slice(36, 40),
    bytes: bytes.slice(),
  }
}

export const receiptSigningBytes = (body: Uint8Array): Bytes => concat(DOMAIN, body.subarray(0, RECEIPT_BODY_BYTES))

/** Signs with the session key; the caller has verified every piece counted in it. */
export async function signReceipt(crypto: Crypto, sessionKey: KeyPair, r: Receipt): Promise<SignedReceipt> {
  const body = encodeReceiptBody(r)
  const signature = await crypto.sign(sessionKey, receiptSigningBytes(body))
  return { ...r, bytes: concat(body, signature) }
}

/** Whether the session key signed these 104 bytes. */
export async function verifyReceipt(crypto: Crypto, sessionKey: Uint8Array, bytes: Uint8Array): Promise<boolean> {
  if (bytes.length !== RECEIPT_BYTES) return false
  return crypto.verify(sessionKey, bytes.subarray(RECEIPT_BODY_BYTES), receiptSigningBytes(bytes))
}

/** Cuts a batch (n x 104 bytes, n <= 1000) into receipts' bytes. Throws `too_large` or `malformed`. */
export function splitReceipts(batch: Uint8Array): Uint8Array[] {
  demand(batch.length <= MAX_RECEIPT_BATCH_BYTES, "too_large", `${batch.length} bytes`)
  demand(batch.length % RECEIPT_BYTES === 0, "malformed", "not a multiple of 104 bytes")
  const out: Uint8Array[] = []
  for (let at = 0; at < batch.length; at += RECEIPT_BYTES) out.push(batch.slice(at, at + RECEIPT_BYTES))
  return out
}

export const joinReceipts = (receipts: readonly SignedReceipt[]): Bytes => concat(...receipts.map((r) => r.bytes))

/** First 4 bytes of SHA-256 of the bitmap (BEP 3 bit order: piece 0 is the high bit of byte 0). */
export async function bitmapTag(crypto: Crypto, bitmap: Uint8Array): Promise<Uint8Array> {
  return (await crypto.sha256(bitmap)).slice(0, 4)
}

/**
 * Whether `a` replaces `b` in a journal of the newest receipt per ticket: more bytes, else the final one, else the
 * later one. Never true for receipts of different tickets, nor both ways round.
 */
export function isNewer(a: Receipt, b: Receipt): boolean {
  if (!equalBytes(a.ticket, b.ticket)) return false
  if (a.cumulativeBytes !== b.cumulativeBytes) return a.cumulativeBytes > b.cumulativeBytes
  if (a.final !== b.final) return a.final
  return a.atSeconds > b.atSeconds
}

const isUint = (n: number, max: number): boolean => Number.isInteger(n) && n >= 0 && n <= max
