/** Two pictures are made at once in a process, a few wait, the rest is asked to come again: uploads must not eat the machine. */
import { AppError } from "../kernel/errors.ts"

/** libuv has four threads; files, passwords and names need the others. */
const AT_ONCE = 2
const WAITING = 16
/** One person's pictures in the queue, so that a script of one does not keep the others out. */
const WAITING_EACH = 4
const RETRY_SECONDS = 10

/** Runs work in turn; throws `too_many` when the queue, or this owner's part of it, is full. */
export class EncoderQueue {
  readonly #ofOwner = new Map<string, number>()
  readonly #waiting: (() => void)[] = []
  #running = 0

  async run<T>(owner: string, work: () => Promise<T>): Promise<T> {
    const mine = this.#ofOwner.get(owner) ?? 0
    if (mine >= WAITING_EACH || this.#waiting.length >= WAITING)
      throw new AppError("too_many", "Other pictures are still being made. Send this one again in a moment.", {
        retryAfterSeconds: RETRY_SECONDS,
      })
    this.#ofOwner.set(owner, mine + 1)
    try {
      await this.#turn()
      return await work().finally(() => this.#next())
    } finally {
      this.#leave(owner)
    }
  }

  async #turn(): Promise<void> {
    if (this.#running >= AT_ONCE) await new Promise<void>((go) => this.#waiting.push(go))
    else this.#running++
  }

  /** The place goes from hand to hand. */
  #next(): void {
    const go = this.#waiting.shift()
    if (go) go()
    else this.#running--
  }

  #leave(owner: string): void {
    const left = (this.#ofOwner.get(owner) ?? 1) - 1
    if (left > 0) this.#ofOwner.set(owner, left)
    else this.#ofOwner.delete(owner)
  }
}
