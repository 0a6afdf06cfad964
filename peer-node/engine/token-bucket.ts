/** A rate limit: bytes may pass at a steady rate with a short burst; pure, the time comes in. */

/** A quarter of a second of the rate may pass at once, and never less than two spans, or large blocks could not pass at all. */
const BURST_SECONDS = 0.25
const BURST_MIN_BYTES = 512 * 1024

export class TokenBucket {
  #rate = 0
  #tokens = 0
  #at = 0

  constructor(bytesPerSecond: number, nowMs: number) {
    this.setRate(bytesPerSecond, nowMs)
  }

  /** 0 = no limit. */
  setRate(bytesPerSecond: number, nowMs: number): void {
    this.#rate = bytesPerSecond
    this.#tokens = 0
    this.#at = nowMs
  }

  /**
   * Takes `bytes` when the bucket is not in debt, going into debt by the rest, so that any size passes in the end at
   * the exact rate. Gives 0 when taken, else the milliseconds after which to try again.
   */
  take(bytes: number, nowMs: number): number {
    if (this.#rate === 0) return 0
    const burst = Math.min(Math.max(BURST_MIN_BYTES, this.#rate * BURST_SECONDS), this.#rate)
    this.#tokens = Math.min(burst, this.#tokens + ((nowMs - this.#at) / 1000) * this.#rate)
    this.#at = nowMs
    if (this.#tokens < 0) return Math.ceil((-this.#tokens / this.#rate) * 1000)
    this.#tokens -= bytes
    return 0
  }
}
