/** The port to where a release's pieces lie: verified pieces are read, new ones written with the name of who supplied them. */
import type { Bitfield } from "./bitfield.ts"

/** Verified bytes and pieces one supplier has brought; survives a crash of the process. */
export interface Supply {
  bytes: number
  pieces: number
}

export interface PieceStore {
  /** The pieces that are verified and written. Changed only by the store. */
  readonly have: Bitfield
  /** By ticket id in lower-case hex, or `ORIGIN`. Changed only by the store. */
  readonly supplies: ReadonlyMap<string, Supply>
  /** Fills the buffers, one after another, from the byte offset. Throws `EngineError` `store_failed`. */
  read(offsetBytes: number, buffers: readonly Uint8Array[]): Promise<void>
  /**
   * Writes one verified piece and records its supplier; resolves when a killed process would not lose it. The caller
   * leaves `bytes` alone until then. Throws `EngineError` `store_full` or `store_failed`; the piece is then not held.
   */
  write(piece: number, bytes: Uint8Array, supplier: string): Promise<void>
  /** The barrier: when it resolves, a power cut does not lose what was written before. */
  flush(): Promise<void>
  /** Flushes and closes. */
  close(): Promise<void>
}

/** The supplier's name for pieces that came from the origin. */
export const ORIGIN = "origin"
/** The supplier's name for pieces that were there from the start, or came from a plain peer of an open title. */
export const UNPAID = "unpaid"
