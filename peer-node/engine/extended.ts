/** The extended handshake (BEP 10) with Fanfare's keys: ticket, nonce, block size, and the message numbers either side chose. */
import { MAX_TICKET_BYTES } from "../protocol/limits.ts"
import { NONCE_BYTES } from "../protocol/transcript.ts"
import { type Bencoded, decodeDict, type Encodable, encodeDict } from "./bencode.ts"
import { EngineError } from "./errors.ts"
import { LARGE_BLOCK_BYTES, MAX_QUEUED_REQUESTS, PLAIN_BLOCK_BYTES } from "./limits.ts"

/** The numbers we ask peers to use towards us. */
export const FF_AUTH = 1
export const FF_RECEIPT = 2
const VERSION = 1

export interface ExtendedHandshake {
  /** The peer's number for each of our messages; 0 when it does not know them. */
  readonly authId: number
  readonly receiptId: number
  /** Requests the peer keeps queued. */
  readonly reqq: number
  /** Largest block both may use; 16 KiB for a plain peer. */
  readonly blockBytes: number
  readonly nonce: Uint8Array | null
  readonly ticket: string | null
}

export function encodeExtended(own: { nonce: Uint8Array; ticket?: string }): Uint8Array {
  const dict: Record<string, Encodable> = {
    m: { ff_auth: FF_AUTH, ff_receipt: FF_RECEIPT },
    reqq: MAX_QUEUED_REQUESTS,
    ff_blk: LARGE_BLOCK_BYTES,
    ff_v: VERSION,
    ff_nonce: own.nonce,
  }
  if (own.ticket !== undefined) dict.ff_ticket = own.ticket
  return encodeDict(dict)
}

/** Throws `bad_frame`. Unknown keys are skipped, odd values of known ones fall back to what plain peers do. */
export function decodeExtended(bytes: Uint8Array): ExtendedHandshake {
  const dict = decodeDict(bytes)
  const m = dict.get("m")
  const ours = dict.get("ff_v") === VERSION
  return {
    authId: messageNumber(m, "ff_auth"),
    receiptId: messageNumber(m, "ff_receipt"),
    reqq: clamp(dict.get("reqq"), 1, MAX_QUEUED_REQUESTS, 250),
    blockBytes: ours
      ? clamp(dict.get("ff_blk"), PLAIN_BLOCK_BYTES, LARGE_BLOCK_BYTES, PLAIN_BLOCK_BYTES)
      : PLAIN_BLOCK_BYTES,
    nonce: ours ? nonceOf(dict.get("ff_nonce")) : null,
    ticket: ours ? ticketOf(dict.get("ff_ticket")) : null,
  }
}

function messageNumber(m: Bencoded | undefined, name: string): number {
  return m instanceof Map ? clamp(m.get(name), 0, 255, 0) : 0
}

function clamp(value: Bencoded | undefined, min: number, max: number, fallback: number): number {
  return typeof value === "number" && value >= min ? Math.min(value, max) : fallback
}

function nonceOf(value: Bencoded | undefined): Uint8Array | null {
  if (value === undefined) return null
  if (value instanceof Uint8Array && value.length === NONCE_BYTES) return value.slice()
  throw new EngineError("bad_frame", "nonce")
}

function ticketOf(value: Bencoded | undefined): string | null {
  if (value === undefined) return null
  if (value instanceof Uint8Array && value.length <= MAX_TICKET_BYTES) return String.fromCharCode(...value)
  throw new EngineError("bad_frame", "ticket")
}
