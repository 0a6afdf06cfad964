/** The heartbeat: tells the platform where the node is and what it holds, and brings back reach, orders and challenges. */
import type { HeartbeatAnswer, HeartbeatRequest } from "../protocol/announce.ts"
import { PlatformRefused } from "./platform-errors.ts"

const RETRY_MS = 5_000
/** A refusal (suspended, removed, paired anew) is not going to change within seconds. */
const REFUSED_MS = 60_000
/** Several reasons to hurry come together. */
const HURRY_MS = 50

export interface HeartbeatOptions {
  readonly beat: () => HeartbeatRequest
  readonly send: (beat: HeartbeatRequest, signal: AbortSignal) => Promise<HeartbeatAnswer>
  readonly onAnswer: (answer: HeartbeatAnswer) => void
  /** Once per outage, not once per try. */
  readonly onFailure: (error: Error) => void
}

export class Heartbeat {
  readonly #options: HeartbeatOptions
  readonly #stop = new AbortController()
  #timer: ReturnType<typeof setTimeout> | null = null
  #beating = false
  #hurried = false
  #failing = false

  constructor(options: HeartbeatOptions) {
    this.#options = options
  }

  /** Something changed that should be known now. */
  hurry(): void {
    if (this.#beating) this.#hurried = true
    else this.#schedule(HURRY_MS)
  }

  stop(): void {
    this.#stop.abort()
    if (this.#timer) clearTimeout(this.#timer)
  }

  #schedule(inMs: number): void {
    if (this.#stop.signal.aborted) return
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#once(), inMs)
  }

  async #once(): Promise<void> {
    this.#beating = true
    this.#hurried = false
    let waitMs = RETRY_MS
    try {
      const answer = await this.#options.send(this.#options.beat(), this.#stop.signal)
      waitMs = answer.next_seconds * 1000
      this.#failing = false
      this.#options.onAnswer(answer)
    } catch (error) {
      if (error instanceof PlatformRefused) waitMs = REFUSED_MS
      if (!this.#failing && !this.#stop.signal.aborted) this.#options.onFailure(error as Error)
      this.#failing = true
    }
    this.#beating = false
    this.#schedule(this.#hurried && !this.#failing ? HURRY_MS : waitMs)
  }
}
