/** Sends what is due without ever waiting for it: a slow receiver holds two of the slots, and all that fail hold half of them. */
import type { Id } from "#lib/kernel/ids.ts"
import { claimDeliveries } from "./claim-deliveries.ts"
import { postponeDelivery } from "./record-attempt.ts"
import { type SendDeps, sendDelivery } from "./send-delivery.ts"

/** Of this process; an attempt that waits costs a socket and no work. */
export const AT_ONCE = 40
const FAILING_AT_ONCE = AT_ONCE / 2

/** One for each process; `round` is called again and again. */
export class WebhookSender {
  readonly #well = new Set<Promise<void>>()
  readonly #failing = new Set<Promise<void>>()
  readonly #log: (message: string) => void

  constructor(log: (message: string) => void = console.error) {
    this.#log = log
  }

  /** Starts what is due and answers how many that were. */
  async round(deps: SendDeps): Promise<number> {
    const free = AT_ONCE - this.#well.size - this.#failing.size
    const well = await this.#start(deps, this.#well, free)
    const left = Math.min(free - well, FAILING_AT_ONCE - this.#failing.size)
    return well + (await this.#start(deps, this.#failing, left))
  }

  /** For tests and a quiet end: everything begun has ended. */
  async settled(): Promise<void> {
    await Promise.all([...this.#well, ...this.#failing])
  }

  async #start(deps: SendDeps, slots: Set<Promise<void>>, limit: number): Promise<number> {
    const now = deps.clock.now()
    const claimed = await claimDeliveries(deps.db, { now, limit, failing: slots === this.#failing })
    for (const id of claimed) this.#track(slots, id, this.#send(deps, id))
    return claimed.length
  }

  async #send(deps: SendDeps, id: Id<"delivery">): Promise<void> {
    await sendDelivery(deps, id).catch((error: Error) => {
      this.#log(`webhooks: ${id}: ${error.message}`)
      return postponeDelivery(deps, id)
    })
  }

  /** While the database is away nothing is written: the lease runs out, and it is tried again. */
  #track(slots: Set<Promise<void>>, id: Id<"delivery">, work: Promise<void>): void {
    const done = work
      .catch((error: Error) => this.#log(`webhooks: ${id}: ${error.message}`))
      .finally(() => void slots.delete(done))
    slots.add(done)
  }
}
