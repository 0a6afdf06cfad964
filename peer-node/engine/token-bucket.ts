/** A rate limit: bytes may pass at a steady rate with a short burst; pure, the time comes in. */

/** A quarter of a second of the rate may pass at once; what goes over is paid back before the next. */
const BURST_SECONDS = 0.25

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

  /** 0 when bytes may pass now, else the milliseconds after which to ask again. */
  waitMs(nowMs: number): number {
    if (this.#rate === 0) return 0
    this.#tokens = Math.min(this.#rate * BURST_SECONDS, this.#tokens + ((nowMs - this.#at) / 1000) * this.#rate)
    this.#at = nowMs
    return this.#tokens >= 0 ? 0 : Math.max(1, Math.ceil((-this.#tokens / this.#rate) * 1000))
  }

  /** Any size may be spent once `waitMs` gave 0: the bucket goes into debt, so that the long run keeps the exact rate. */
  spend(bytes: number): void {
    if (this.#rate > 0) this.#tokens -= bytes
  }
}
