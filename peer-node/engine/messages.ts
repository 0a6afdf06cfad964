/** The frames of the BitTorrent wire as bytes (BEP 3, 6 and 10). */

export const CHOKE = 0
export const UNCHOKE = 1
export const INTERESTED = 2
export const NOT_INTERESTED = 3
export const HAVE = 4
export const BITFIELD = 5
export const REQUEST = 6
export const PIECE = 7
export const CANCEL = 8
export const PORT = 9
export const SUGGEST = 13
export const HAVE_ALL = 14
export const HAVE_NONE = 15
export const REJECT = 16
export const ALLOWED_FAST = 17
export const EXTENDED = 20

export const HANDSHAKE_BYTES = 68
export const PROTOCOL = Uint8Array.from("\x13BitTorrent protocol", (c) => c.charCodeAt(0))
/** Reserved byte 5, bit 4 (BEP 10); reserved byte 7, bit 2 (BEP 6). */
export const RESERVED_EXTENDED = { at: 25, bit: 0x10 }
export const RESERVED_FAST = { at: 27, bit: 0x04 }

/** A request, cancel or reject frame: 4 length, 1 id, 3 x 4. */
export const REQUEST_FRAME_BYTES = 17

export function readU32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0
}

export function writeU32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24
  bytes[at + 1] = value >>> 16
  bytes[at + 2] = value >>> 8
  bytes[at + 3] = value
}

export function handshakeFrame(infoHash: Uint8Array, peerId: Uint8Array): Uint8Array {
  const out = new Uint8Array(HANDSHAKE_BYTES)
  out.set(PROTOCOL)
  out[RESERVED_EXTENDED.at]! |= RESERVED_EXTENDED.bit
  out[RESERVED_FAST.at]! |= RESERVED_FAST.bit
  out.set(infoHash, 28)
  out.set(peerId, 48)
  return out
}

export function frame(id: number, payload?: Uint8Array): Uint8Array {
  const out = new Uint8Array(5 + (payload?.length ?? 0))
  writeU32(out, 0, out.length - 4)
  out[4] = id
  if (payload) out.set(payload, 5)
  return out
}

export const KEEP_ALIVE = new Uint8Array(4)

export function haveFrame(piece: number): Uint8Array {
  const out = frame(HAVE, new Uint8Array(4))
  writeU32(out, 5, piece)
  return out
}

/** Writes a REQUEST, CANCEL or REJECT frame of 17 bytes at `at`. */
export function writeRequest(
  out: Uint8Array,
  at: number,
  id: number,
  piece: number,
  begin: number,
  length: number,
): void {
  writeU32(out, at, 13)
  out[at + 4] = id
  writeU32(out, at + 5, piece)
  writeU32(out, at + 9, begin)
  writeU32(out, at + 13, length)
}

export function requestFrame(id: number, piece: number, begin: number, length: number): Uint8Array {
  const out = new Uint8Array(REQUEST_FRAME_BYTES)
  writeRequest(out, 0, id, piece, begin, length)
  return out
}

/** Writes the 13 bytes before a block. */
export function writeBlockHeader(out: Uint8Array, at: number, piece: number, begin: number, length: number): void {
  writeU32(out, at, 9 + length)
  out[at + 4] = PIECE
  writeU32(out, at + 5, piece)
  writeU32(out, at + 9, begin)
}

export function extendedFrame(extendedId: number, payload: Uint8Array): Uint8Array {
  const out = new Uint8Array(6 + payload.length)
  writeU32(out, 0, out.length - 4)
  out[4] = EXTENDED
  out[5] = extendedId
  out.set(payload, 6)
  return out
}
