/** The downloader's account with one carrier: what it verified, what it signed, and when the next receipt is due. */
import { toHex } from "../protocol/bytes.ts"
import type { Crypto, KeyPair } from "../protocol/crypto.ts"
import { bitmapTag, type SignedReceipt, signReceipt } from "../protocol/receipt.ts"
import type { CarrierPass } from "./download-options.ts"
import {
  DEBT_MELT_DIVISOR,
  FAST_RATE_BYTES,
  FAST_RECEIPT_STEP_BYTES,
  RECEIPT_MS,
  RECEIPT_STEP_BYTES,
} from "./limits.ts"
import { exposureBudget, startWindow } from "./receipt-gate.ts"
import type { ReleaseBits } from "./release-bits.ts"
import type { Supply } from "./store.ts"

/** At most this part of the budget stays unsigned, so that a small window keeps moving. */
const UNSIGNED_PART = 4

export interface ReceiptSigner {
  readonly crypto: Crypto
  readonly sessionKey: KeyPair
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** The downloader's piece bitmap. */
  readonly bitmap: () => Uint8Array
}

export class ReceiptBook {
  readonly pass: CarrierPass
  readonly name: string
  readonly #bits: ReleaseBits
  readonly #signer: ReceiptSigner
  readonly #startBytes: number
  #verifiedBytes: number
  #pieces: number
  #signedBytes: number
  readonly #resumedBytes: number
  #seq: number
  #signedAt = performance.now()
  #last: SignedReceipt | null = null
  #signing: Promise<unknown> = Promise.resolve()
  /** Bytes of pieces given to this carrier and not yet signed or given back. */
  #exposedBytes = 0
  /** Bytes that came for pieces somebody else finished: the carrier waits for a signature they will never get. */
  #lostBytes = 0

  /** `held` is what the store already has from this ticket: the count goes on from there. */
  constructor(pass: CarrierPass, bits: ReleaseBits, signer: ReceiptSigner, held: Supply | undefined) {
    this.pass = pass
    this.name = toHex(pass.jti)
    this.#bits = bits
    this.#signer = signer
    this.#startBytes = startWindow(pass.windowBytes, bits.sizeBytes, bits.pieceBytes)
    this.#verifiedBytes = held?.bytes ?? 0
    this.#pieces = held?.pieces ?? 0
    this.#signedBytes = this.#verifiedBytes
    this.#resumedBytes = this.#verifiedBytes
    // At most one receipt went out per piece, so numbers from here on are new.
    this.#seq = this.#pieces & 0xffff
  }

  get verifiedBytes(): number {
    return this.#verifiedBytes
  }

  get pieces(): number {
    return this.#pieces
  }

  /** The newest receipt signed in this run. */
  get last(): SignedReceipt | null {
    return this.#last
  }

  get unsignedBytes(): number {
    return this.#verifiedBytes - this.#signedBytes
  }

  /** Whether one more piece stays under the carrier's window and the ticket's limit; the first always does. */
  mayAsk(pieceBytes: number): boolean {
    const openBytes = this.#exposedBytes - this.unsignedBytes
    if (this.#verifiedBytes + openBytes + pieceBytes > this.pass.limitBytes) return false
    return this.#exposedBytes === 0 || this.#exposedBytes + this.#lostBytes + pieceBytes <= this.#budgetBytes
  }

  /** A piece is being asked of this carrier. */
  open(bytes: number): void {
    this.#exposedBytes += bytes
  }

  /** The piece will not count for this carrier, though `arrivedBytes` of it came. */
  abandon(bytes: number, arrivedBytes: number): void {
    this.#exposedBytes = Math.max(0, this.#exposedBytes - bytes)
    this.#lostBytes += arrivedBytes
  }

  /** No piece fits under the ticket's limit any more. */
  get exhausted(): boolean {
    return this.#verifiedBytes + this.#bits.pieceBytes > this.pass.limitBytes
  }

  /** A piece of this carrier matched the manifest and is written. */
  verified(bytes: number): void {
    this.#verifiedBytes += bytes
    this.#pieces++
  }

  due(nowMs: number, bytesPerSecond: number): boolean {
    if (this.unsignedBytes <= 0) return false
    const step = bytesPerSecond > FAST_RATE_BYTES ? FAST_RECEIPT_STEP_BYTES : RECEIPT_STEP_BYTES
    const small = Math.max(this.#bits.pieceBytes, Math.floor(this.#budgetBytes / UNSIGNED_PART))
    return this.unsignedBytes >= Math.min(step, small) || nowMs - this.#signedAt >= RECEIPT_MS
  }

  /** Signs what is verified; one at a time, in order. Null when there is nothing new and it is not the last. */
  sign(final: boolean): Promise<SignedReceipt | null> {
    const signed = this.#signing.then(() => this.#sign(final))
    this.#signing = signed.catch(() => {})
    return signed
  }

  async #sign(final: boolean): Promise<SignedReceipt | null> {
    if (this.#verifiedBytes === 0 || (this.unsignedBytes === 0 && !final)) return null
    const { crypto, sessionKey, now, bitmap } = this.#signer
    const cumulative = this.#verifiedBytes
    this.#signedAt = performance.now()
    this.#seq = (this.#seq + 1) & 0xffff
    const pieces = this.#pieces
    const receipt = await signReceipt(crypto, sessionKey, {
      final,
      seq: this.#seq,
      ticket: this.pass.jti,
      cumulativeBytes: BigInt(cumulative),
      pieces,
      atSeconds: Math.floor(now() / 1000),
      bitmapTag: await bitmapTag(crypto, bitmap()),
    })
    const newly = cumulative - this.#signedBytes
    this.#exposedBytes = Math.max(0, this.#exposedBytes - newly)
    this.#lostBytes = Math.max(0, this.#lostBytes - newly / DEBT_MELT_DIVISOR)
    this.#signedBytes = cumulative
    this.#last = receipt
    return receipt
  }

  get #budgetBytes(): number {
    return exposureBudget(this.#startBytes, this.#signedBytes - this.#resumedBytes, this.#bits.pieceBytes)
  }
}
