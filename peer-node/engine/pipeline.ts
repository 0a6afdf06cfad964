/** How many bytes to keep asked for on one wire: as many as arrive in 0.75 s, so that a long line stays full. Pure. */
import { PIPELINE_MAX_BYTES, PIPELINE_MIN_BYTES, PIPELINE_SECONDS } from "./limits.ts"

/** Shorter spans measure the kernel's mood, longer ones react late. */
const SAMPLE_MS = 50
/** A slower sample lowers the estimate by a fifth at most: a hiccup must not empty the line. */
const DECAY = 0.8

export class Pipeline {
  #rate = 0
  #bytes = 0
  #at: number

  constructor(nowMs: number) {
    this.#at = nowMs
  }

  /** Bytes arrived. */
  count(bytes: number): void {
    this.#bytes += bytes
  }

  get bytesPerSecond(): number {
    return this.#rate
  }

  targetBytes(nowMs: number): number {
    const elapsed = nowMs - this.#at
    if (elapsed >= SAMPLE_MS) {
      this.#rate = Math.max((this.#bytes / elapsed) * 1000, this.#rate * DECAY)
      this.#at = nowMs
      this.#bytes = 0
    }
    return Math.min(PIPELINE_MAX_BYTES, Math.max(PIPELINE_MIN_BYTES, this.#rate * PIPELINE_SECONDS))
  }
}
