/** What a carrier remembers of one ticket, over all its connections: the gate, the newest receipt's time and the debt it left. */
import { toB64url, toHex } from "../protocol/bytes.ts"
import type { Ticket } from "../protocol/ticket.ts"
import { ReceiptGate, startWindow } from "./receipt-gate.ts"
import type { ReleaseBits } from "./release-bits.ts"

/** Unsigned bytes per debt tag (`dbt`, base64url), kept on disk by the node. */
export interface DebtStore {
  read(debtTag: string): number
  write(debtTag: string, bytes: number): void
}

/** How much of the last second's rate enters the smoothed one. */
const SMOOTHING = 0.3

export class CarriageAccount {
  readonly name: string
  readonly gate: ReceiptGate
  /** Replaced when the ticket is renewed. */
  ticket: Ticket
  /** Smoothed signed bytes per second. */
  signedRate = 0
  #signedBefore: number
  #booked: number

  constructor(ticket: Ticket, bits: ReleaseBits, signedBytes: number, debtBytes: number) {
    this.ticket = ticket
    this.name = toHex(ticket.jti)
    this.#booked = debtBytes
    this.#signedBefore = signedBytes
    this.gate = new ReceiptGate({
      startBytes: startWindow(ticket.win, bits.sizeBytes, bits.pieceBytes),
      pieceBytes: bits.pieceBytes,
      limitBytes: ticket.lim,
      signedBytes,
      debtBytes,
    })
  }

  get debtTag(): string {
    return toB64url(this.ticket.dbt)
  }

  mayServe(bytes: number): boolean {
    return this.gate.maySend(bytes, this.signedRate)
  }

  /** Bytes that may go out before the next receipt. */
  get roomBytes(): number {
    return Math.max(0, this.gate.windowBytes(this.signedRate) - this.gate.unsignedBytes)
  }

  /** Once a second. */
  measure(seconds: number): void {
    const rate = (this.gate.signedBytes - this.#signedBefore) / seconds
    this.#signedBefore = this.gate.signedBytes
    this.signedRate += SMOOTHING * (rate - this.signedRate)
  }

  /** Brings the account's debt up to date: the change is added, because other tickets of the account may have added theirs. */
  book(debts: DebtStore): void {
    const now = this.gate.oldDebtBytes + this.gate.unsignedBytes
    if (now === this.#booked) return
    debts.write(this.debtTag, Math.max(0, debts.read(this.debtTag) + now - this.#booked))
    this.#booked = now
  }
}
