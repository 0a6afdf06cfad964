/** Turns a peer's bytes into handshake, messages and blocks; pure, and the first to see hostile lengths. */
import type { EngineErrorCode } from "./errors.ts"
import {
  BLOCK_HEADER_BYTES,
  LARGE_BLOCK_BYTES,
  MAX_BITFIELD_BYTES,
  MAX_EXTENDED_BYTES,
  MAX_UNKNOWN_BYTES,
} from "./limits.ts"
import {
  ALLOWED_FAST,
  BITFIELD,
  CANCEL,
  CHOKE,
  EXTENDED,
  HANDSHAKE_BYTES,
  HAVE,
  HAVE_ALL,
  HAVE_NONE,
  INTERESTED,
  NOT_INTERESTED,
  PIECE,
  PORT,
  PROTOCOL,
  REJECT,
  REQUEST,
  RESERVED_EXTENDED,
  RESERVED_FAST,
  readU32,
  SUGGEST,
  UNCHOKE,
} from "./messages.ts"

export interface Handshake {
  readonly infoHash: Uint8Array
  readonly peerId: Uint8Array
  readonly extended: boolean
  readonly fast: boolean
}

/** Where a block's bytes go; filled in by `onBlockStart`. */
export interface BlockAim {
  buffer: Uint8Array | null
  offset: number
  /** Bytes behind the block that a read in place may overwrite. */
  slackBytes: number
}

export interface WireEvents {
  onHandshake(handshake: Handshake): void
  /** Every message but piece; the payload may be kept. */
  onMessage(id: number, payload: Uint8Array): void
  /** Sets the aim, or leaves its buffer null to throw the block away. */
  onBlockStart(piece: number, begin: number, length: number, aim: BlockAim): void
  onBlockEnd(piece: number, begin: number, length: number): void
  /** The stream cannot be read on; nothing follows. */
  onFault(code: EngineErrorCode, detail: string): void
}

/** Exact payload sizes of the fixed kinds. */
const EXACT = new Map<number, number>([
  [CHOKE, 0],
  [UNCHOKE, 0],
  [INTERESTED, 0],
  [NOT_INTERESTED, 0],
  [HAVE_ALL, 0],
  [HAVE_NONE, 0],
  [HAVE, 4],
  [SUGGEST, 4],
  [ALLOWED_FAST, 4],
  [PORT, 2],
  [REQUEST, 12],
  [CANCEL, 12],
  [REJECT, 12],
])
const NOTHING = new Uint8Array(0)

type Phase = "handshake" | "header" | "message" | "block" | "dead"

export class WireDecoder {
  readonly #events: WireEvents
  readonly #maxBlockBytes: number
  readonly #head = new Uint8Array(HANDSHAKE_BYTES)
  readonly #aim: BlockAim = { buffer: null, offset: 0, slackBytes: 0 }
  #phase: Phase = "handshake"
  #held = 0
  #id = 0
  #payload = NOTHING
  #filled = 0
  #piece = 0
  #begin = 0
  #length = 0
  #left = 0

  constructor(events: WireEvents, maxBlockBytes = LARGE_BLOCK_BYTES) {
    this.#events = events
    this.#maxBlockBytes = maxBlockBytes
  }

  /** Nothing is read any more. */
  stop(): void {
    this.#phase = "dead"
    this.#aim.buffer = null
  }

  get handshaken(): boolean {
    return this.#phase !== "handshake"
  }

  /** The place the rest of the current block may be read into, slack included; null between blocks or for a short rest. */
  target(minBytes: number): Uint8Array | null {
    const { buffer, offset, slackBytes } = this.#aim
    if (this.#phase !== "block" || buffer === null || this.#left < minBytes) return null
    return buffer.subarray(offset, offset + this.#left + slackBytes)
  }

  /** Whether the current block lands in `buffer`. */
  aimsAt(buffer: Uint8Array): boolean {
    return this.#aim.buffer === buffer
  }

  /** The rest of the current block is thrown away. */
  discardBlock(): void {
    this.#aim.buffer = null
  }

  /** `bytes` is the filled front of the last target: the block's own bytes are in place, what follows is decoded. */
  landed(bytes: Uint8Array): void {
    const own = Math.min(bytes.length, this.#left)
    this.#advance(own)
    if (own < bytes.length) this.push(bytes.subarray(own))
  }

  /** Decodes bytes from anywhere; keeps no reference to them. */
  push(bytes: Uint8Array): void {
    let at = 0
    while (at < bytes.length && this.#phase !== "dead") {
      if (this.#phase === "block") at = this.#takeBlock(bytes, at)
      else if (this.#phase === "header") at = this.#takeHeader(bytes, at)
      else if (this.#phase === "message") at = this.#takeMessage(bytes, at)
      else at = this.#takeHandshake(bytes, at)
    }
  }

  #takeBlock(bytes: Uint8Array, at: number): number {
    const n = Math.min(this.#left, bytes.length - at)
    this.#aim.buffer?.set(bytes.subarray(at, at + n), this.#aim.offset)
    this.#advance(n)
    return at + n
  }

  #advance(n: number): void {
    this.#aim.offset += n
    this.#left -= n
    if (this.#left > 0 || this.#phase !== "block") return
    this.#phase = "header"
    this.#aim.buffer = null
    this.#events.onBlockEnd(this.#piece, this.#begin, this.#length)
  }

  #takeHeader(bytes: Uint8Array, at: number): number {
    // Straight from the input when the longest header (a block's) is there whole, else gathered byte by byte.
    if (this.#held === 0 && bytes.length - at >= BLOCK_HEADER_BYTES) return at + this.#open(bytes, at)
    this.#head[this.#held++] = bytes[at]!
    if (this.#held === this.#headerBytes()) {
      this.#held = 0
      this.#open(this.#head, 0)
    }
    return at + 1
  }

  #headerBytes(): number {
    if (this.#held < 4) return 4
    if (readU32(this.#head, 0) === 0) return 4
    if (this.#held < 5) return 5
    return this.#head[4] === PIECE ? BLOCK_HEADER_BYTES : 5
  }

  /** Opens the frame whose header lies at `at`; gives the header's length. */
  #open(bytes: Uint8Array, at: number): number {
    const length = readU32(bytes, at)
    if (length === 0) return 4
    const id = bytes[at + 4]!
    if (id === PIECE) return this.#openBlock(bytes, at, length - 9)
    const payloadBytes = length - 1
    const exact = EXACT.get(id)
    if (exact !== undefined && exact !== payloadBytes)
      return this.#fault("bad_frame", `message ${id} of ${length} bytes`)
    if (payloadBytes > maxPayloadBytes(id)) return this.#fault("frame_too_large", `message ${id} of ${length} bytes`)
    this.#id = id
    if (payloadBytes === 0) this.#events.onMessage(id, NOTHING)
    else {
      this.#payload = new Uint8Array(payloadBytes)
      this.#filled = 0
      this.#phase = "message"
    }
    return 5
  }

  #openBlock(bytes: Uint8Array, at: number, length: number): number {
    if (length <= 0 || length > this.#maxBlockBytes) return this.#fault("frame_too_large", `a block of ${length} bytes`)
    this.#piece = readU32(bytes, at + 5)
    this.#begin = readU32(bytes, at + 9)
    this.#length = length
    this.#left = length
    this.#aim.buffer = null
    this.#phase = "block"
    this.#events.onBlockStart(this.#piece, this.#begin, length, this.#aim)
    return BLOCK_HEADER_BYTES
  }

  #takeMessage(bytes: Uint8Array, at: number): number {
    const n = Math.min(this.#payload.length - this.#filled, bytes.length - at)
    this.#payload.set(bytes.subarray(at, at + n), this.#filled)
    this.#filled += n
    if (this.#filled === this.#payload.length) {
      this.#phase = "header"
      this.#events.onMessage(this.#id, this.#payload)
    }
    return at + n
  }

  #takeHandshake(bytes: Uint8Array, at: number): number {
    const n = Math.min(HANDSHAKE_BYTES - this.#held, bytes.length - at)
    this.#head.set(bytes.subarray(at, at + n), this.#held)
    this.#held += n
    const check = Math.min(this.#held, PROTOCOL.length)
    for (let i = 0; i < check; i++)
      if (this.#head[i] !== PROTOCOL[i]) return this.#fault("bad_handshake", "not BitTorrent")
    if (this.#held === HANDSHAKE_BYTES) this.#finishHandshake()
    return at + n
  }

  #finishHandshake(): void {
    const head = this.#head
    this.#held = 0
    this.#phase = "header"
    this.#events.onHandshake({
      infoHash: head.slice(28, 48),
      peerId: head.slice(48, 68),
      extended: (head[RESERVED_EXTENDED.at]! & RESERVED_EXTENDED.bit) !== 0,
      fast: (head[RESERVED_FAST.at]! & RESERVED_FAST.bit) !== 0,
    })
  }

  #fault(code: EngineErrorCode, detail: string): number {
    this.stop()
    this.#events.onFault(code, detail)
    return 1
  }
}

function maxPayloadBytes(id: number): number {
  if (id === BITFIELD) return MAX_BITFIELD_BYTES
  return id === EXTENDED ? MAX_EXTENDED_BYTES : MAX_UNKNOWN_BYTES
}
