/** One connection that speaks the wire: decoder and connection joined, with the clock of its silence. */
import { concat, utf8 } from "../protocol/bytes.ts"
import type { Crypto } from "../protocol/crypto.ts"
import { WireDecoder, type WireEvents } from "./decoder.ts"
import { EngineError, type EngineErrorCode } from "./errors.ts"
import { KEEP_ALIVE } from "./messages.ts"
import type { Connection, Sink } from "./transport.ts"

/** "-FF0100-" and twelve random bytes: the usual form (BEP 20). */
export function newPeerId(crypto: Pick<Crypto, "randomBytes">): Uint8Array {
  return concat(utf8("-FF0100-"), crypto.randomBytes(12))
}

/** A shorter rest of a block is copied: aiming the kernel at it would cost more than the copy. */
const MIN_TARGET_BYTES = 4_096

export interface PeerEvents extends Omit<WireEvents, "onFault"> {
  /** Called once; null when we closed without a complaint. */
  onEnd(reason: EngineError | null): void
}

export class PeerWire implements Sink {
  readonly connection: Connection
  readonly decoder: WireDecoder
  readonly #events: PeerEvents
  #reason: EngineError | null = null
  #ended = false
  #aimed: Uint8Array | null = null
  heardAt: number
  spokeAt: number
  bytesIn = 0

  constructor(connection: Connection, events: PeerEvents) {
    this.connection = connection
    this.#events = events
    this.heardAt = performance.now()
    this.spokeAt = this.heardAt
    this.decoder = new WireDecoder({
      onHandshake: (h) => events.onHandshake(h),
      onMessage: (id, payload) => events.onMessage(id, payload),
      onBlockStart: (piece, begin, length, aim) => events.onBlockStart(piece, begin, length, aim),
      onBlockEnd: (piece, begin, length) => events.onBlockEnd(piece, begin, length),
      onFault: (code, detail) => this.fail(code, detail),
    })
  }

  get ended(): boolean {
    return this.#ended
  }

  target(): Uint8Array | null {
    this.#aimed = this.decoder.target(MIN_TARGET_BYTES)
    return this.#aimed
  }

  onBytes(bytes: Uint8Array, inTarget: boolean): void {
    this.heardAt = performance.now()
    this.bytesIn += bytes.length
    this.#aimed = null
    try {
      if (inTarget) this.decoder.landed(bytes)
      else this.decoder.push(bytes)
    } catch (error) {
      this.close(error instanceof EngineError ? error : new EngineError("bad_frame", String(error), error))
    }
  }

  onClose(cause: Error | null): void {
    if (this.#ended) return
    this.#ended = true
    this.decoder.stop()
    this.#aimed = null
    this.#events.onEnd(this.#reason ?? (cause ? new EngineError("connection_lost", cause.message, cause) : null))
  }

  /** Whether the kernel may still write into `memory`. */
  reads(memory: ArrayBufferLike): boolean {
    return this.#aimed !== null && this.#aimed.buffer === memory
  }

  send(bytes: Uint8Array, sent?: (error: Error | null) => void): void {
    if (this.#ended) {
      sent?.(new EngineError("connection_lost"))
      return
    }
    this.spokeAt = performance.now()
    this.connection.send(bytes, sent)
  }

  keepAlive(): void {
    this.send(KEEP_ALIVE)
  }

  fail(code: EngineErrorCode, detail?: string): void {
    this.close(new EngineError(code, detail))
  }

  /** Ends the connection; the first reason given is the one that is told. */
  close(reason: EngineError | null = null): void {
    this.#reason ??= reason
    this.decoder.stop()
    this.connection.close()
  }
}
