/** Follows the platform's signed clock: in the sample world it runs ahead and jumps; everywhere else the offset is 0. */
import { verifyClock } from "../protocol/clock.ts"
import { isLoopbackHost } from "./pairing.ts"
import type { PlatformClient } from "./platform-client.ts"
import type { TrustedKeys } from "./trusted-keys.ts"

/** Only a platform on this machine can be a sample world, whose clock is moved while one watches. */
const SAMPLE_POLL_MS = 1_000
const POLL_MS = 60_000
/** Less than this is drift, not a jump. */
const JUMP_MS = 10_000

export class ClockFollower {
  readonly #platform: PlatformClient
  readonly #keys: TrustedKeys
  readonly #pollMs: number
  #offsetMs = 0
  #timer: ReturnType<typeof setTimeout> | null = null
  #onJump: () => void = () => {}

  constructor(origin: string, platform: PlatformClient, keys: TrustedKeys) {
    this.#platform = platform
    this.#keys = keys
    this.#pollMs = isLoopbackHost(new URL(origin).hostname) ? SAMPLE_POLL_MS : POLL_MS
  }

  /** Platform time in unix milliseconds: for tickets, receipts, licences and challenges; requests are signed by real time. */
  readonly nowMs = (): number => Date.now() + this.#offsetMs

  readonly nowSeconds = (): number => Math.floor(this.nowMs() / 1000)

  /** Asks once; a platform that does not answer leaves the last verified offset. */
  async sync(signal?: AbortSignal): Promise<void> {
    const before = this.#offsetMs
    try {
      const { clock: token } = await this.#platform.clock(signal)
      const realNowSeconds = Math.floor(Date.now() / 1000)
      const clock = await this.#keys.check((keys) => verifyClock(token, { keys, realNowSeconds }))
      this.#offsetMs = clock.offsetMs
    } catch {
      return
    }
    if (Math.abs(this.#offsetMs - before) > JUMP_MS) this.#onJump()
  }

  follow(onJump: () => void): void {
    this.#onJump = onJump
    const again = () => {
      this.#timer = setTimeout(() => void this.sync().then(again), this.#pollMs)
      this.#timer.unref()
    }
    again()
  }

  stop(): void {
    this.#onJump = () => {}
    if (this.#timer) clearTimeout(this.#timer)
  }
}
