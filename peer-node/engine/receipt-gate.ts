/** The carrier's trust in one ticket: how many bytes it lets go before it sees them signed. Pure. */
import {
  DEBT_MELT_DIVISOR,
  GROWN_WINDOW_BYTES,
  GROWN_WINDOW_SECONDS,
  START_WINDOW_BYTES,
  START_WINDOW_PART,
  START_WINDOW_PIECES,
  WINDOW_MARGIN_PIECES,
} from "./limits.ts"

/** Both sides compute the start alike; a ticket may name a smaller window, never a larger one. */
export function startWindow(ticketWindowBytes: number, sizeBytes: number, pieceBytes: number): number {
  const ours = Math.max(
    START_WINDOW_PIECES * pieceBytes,
    Math.min(START_WINDOW_BYTES, Math.floor(sizeBytes / START_WINDOW_PART)),
  )
  return Math.max(pieceBytes, Math.min(ours, ticketWindowBytes))
}

/** Start plus what was signed, up to max(32 MiB, 2 s of the rate, the start). */
export function grownWindow(startBytes: number, signedBytes: number, bytesPerSecond = 0): number {
  return Math.min(
    startBytes + signedBytes,
    Math.max(GROWN_WINDOW_BYTES, GROWN_WINDOW_SECONDS * bytesPerSecond, startBytes),
  )
}

/**
 * The downloader's side of it: bytes it may have asked for and not signed. Two pieces under the window, so that a
 * receipt on its way never stops the carrier; never under one piece, or nothing would ever be signed.
 */
export function exposureBudget(startBytes: number, signedBytes: number, pieceBytes: number): number {
  return Math.max(pieceBytes, grownWindow(startBytes, signedBytes) - WINDOW_MARGIN_PIECES * pieceBytes)
}

export interface GateStart {
  /** From `startWindow`. */
  readonly startBytes: number
  readonly pieceBytes: number
  /** The most a receipt may say. */
  readonly limitBytes: number
  /** Signed before, by the journal. */
  readonly signedBytes: number
  /** Unsigned bytes of this account's other tickets with this owner. */
  readonly debtBytes: number
}

export class ReceiptGate {
  readonly #start: GateStart
  #sent: number
  #signed: number
  #melted = 0

  constructor(start: GateStart) {
    this.#start = start
    this.#sent = start.signedBytes
    this.#signed = start.signedBytes
  }

  get sentBytes(): number {
    return this.#sent
  }

  get signedBytes(): number {
    return this.#signed
  }

  /** Bytes that went out and were neither signed nor forgiven. */
  get unsignedBytes(): number {
    return Math.max(0, this.#sent - this.#signed - this.#melted)
  }

  /** What is left of the debt the ticket began with. */
  get oldDebtBytes(): number {
    return Math.max(0, this.#start.debtBytes - this.#melted)
  }

  /** 0 when the account's old debt has used the window up. */
  windowBytes(bytesPerSecond: number): number {
    const { startBytes, pieceBytes, signedBytes } = this.#start
    if (this.oldDebtBytes >= startBytes) return 0
    return Math.max(pieceBytes, grownWindow(startBytes, this.#signed - signedBytes, bytesPerSecond) - this.oldDebtBytes)
  }

  maySend(bytes: number, bytesPerSecond: number): boolean {
    return this.unsignedBytes + bytes <= this.windowBytes(bytesPerSecond)
  }

  send(bytes: number): void {
    this.#sent += bytes
  }

  /** Null when the cumulative count may stand, else why not; checked before the signature, which costs more. */
  refuse(cumulativeBytes: bigint): "too_low" | "over_limit" | null {
    if (cumulativeBytes > BigInt(this.#start.limitBytes)) return "over_limit"
    return cumulativeBytes < BigInt(this.#signed) ? "too_low" : null
  }

  sign(cumulativeBytes: number): void {
    this.#melted += Math.floor(Math.max(0, cumulativeBytes - this.#signed) / DEBT_MELT_DIVISOR)
    this.#signed = Math.max(this.#signed, cumulativeBytes)
    // A restarted carrier has forgotten what it sent; what is signed was sent.
    this.#sent = Math.max(this.#sent, this.#signed)
  }
}
