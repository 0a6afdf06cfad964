/** The web seed as a fallback: asked for what no carrier has, for a little when carriers are slow, for all when there are none. */

import { MAX_GRANT_PIECES } from "../protocol/limits.ts"
import type { Origin } from "./download-options.ts"
import { asEngineError, EngineError } from "./errors.ts"
import { ORIGIN_HELP_PIECES, ORIGIN_PARALLEL, ORIGIN_TRIES } from "./limits.ts"
import { ORIGIN } from "./store.ts"
import type { Swarm } from "./swarm.ts"

export type OriginNeed = "none" | "missing" | "slow" | "alone"

const POLL_MS = 100
const RETRY_MS = 500

export class OriginHelp {
  readonly #origin: Origin
  readonly #swarm: Swarm
  readonly #need: () => OriginNeed
  readonly #signal: AbortSignal
  #failures = 0

  constructor(origin: Origin, swarm: Swarm, need: () => OriginNeed, signal: AbortSignal) {
    this.#origin = origin
    this.#swarm = swarm
    this.#need = need
    this.#signal = signal
  }

  /** Runs until the download ends. Throws `origin_failed` when it is the only source and does not deliver. */
  async run(): Promise<void> {
    while (!this.#signal.aborted && this.#swarm.picker.left > 0) {
      const pieces = this.#choose()
      if (pieces.length === 0) {
        await pause(POLL_MS, this.#signal)
        continue
      }
      try {
        await this.#deliver(pieces)
        this.#failures = 0
      } catch (error) {
        if (this.#signal.aborted) return
        if (++this.#failures >= ORIGIN_TRIES && this.#need() === "alone") throw asEngineError(error, "origin_failed")
        await pause(RETRY_MS * 2 ** Math.min(this.#failures, ORIGIN_TRIES), this.#signal)
      } finally {
        for (const piece of pieces) this.#swarm.picker.release(piece, ORIGIN)
      }
    }
  }

  #choose(): number[] {
    const { picker } = this.#swarm
    const need = this.#need()
    if (need === "alone") return picker.takeAny(ORIGIN, MAX_GRANT_PIECES)
    if (need === "missing") return picker.takeUnavailable(ORIGIN, ORIGIN_HELP_PIECES)
    if (need === "none") return []
    const free = picker.takeAny(ORIGIN, ORIGIN_HELP_PIECES)
    return free.length > 0 ? free : this.#swarm.slowestPieces(1)
  }

  async #deliver(pieces: readonly number[]): Promise<void> {
    const wanted = new Set(pieces)
    const granted = await this.#origin.grant(pieces, await this.#swarm.progress(), this.#signal)
    const queue = granted.filter((piece) => wanted.has(piece))
    if (queue.length === 0) throw new EngineError("origin_failed", "nothing granted")
    const workers = Array.from({ length: Math.min(ORIGIN_PARALLEL, queue.length) }, () => this.#work(queue))
    const results = await Promise.allSettled(workers)
    for (const result of results) if (result.status === "rejected") throw result.reason
  }

  async #work(queue: number[]): Promise<void> {
    for (let piece = queue.shift(); piece !== undefined; piece = queue.shift()) {
      if (this.#swarm.picker.isDone(piece)) continue
      const bytes = await this.#origin.fetch(piece, this.#signal)
      const good = await this.#swarm.fromOrigin(piece, bytes)
      if (!good) throw new EngineError("origin_failed", `piece ${piece} does not match the manifest`)
    }
  }
}

/** Resolves after `ms`, or at once when the signal ends the wait. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener("abort", end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener("abort", end)
  })
}
