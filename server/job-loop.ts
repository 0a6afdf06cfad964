/** The job loop: does what the outbox holds and runs the repeating jobs, beside as many other processes as there are. */
import { inTx } from "#db/client.ts"
import type { Deps } from "#lib/deps.ts"
import { SECOND_MS } from "#lib/kernel/period.ts"
import { notifyStuck } from "#lib/notices/notify.ts"
import {
  claimWork,
  ensureRepeating,
  finishWork,
  freeLeases,
  LEASE_MS,
  MAX_ATTEMPTS,
  type OutboxRow,
  postponeWork,
  REPEATING,
  renewLease,
  type WorkResult,
} from "#lib/outbox/work-outbox.ts"

/** Does one piece of work; gives a date when the same work is due again. Throwing postpones it. */
export type Handler = (deps: Deps, payload: Record<string, string>) => Promise<WorkResult | undefined>

export type RepeatingJob = {
  name: string
  /** In platform time, so that a clock jump makes it due at once. */
  everySeconds: number
  run(deps: Deps): Promise<unknown>
}

export type JobLoopOptions = {
  deps: Deps
  handlers: Readonly<Record<string, Handler>>
  repeating: readonly RepeatingJob[]
  /** Run in every process, every so often in real time; they guard themselves against each other. */
  everywhere: readonly RepeatingJob[]
  log(message: string): void
}

const POLL_MS = 500
/** Publishing takes minutes and must not hold up captures. */
const AT_ONCE = 6
/** Work in hand at a stop gets this long; what is cut off is done again at the next start. */
const DRAIN_MS = 5 * SECOND_MS

export class JobLoop {
  readonly #options: JobLoopOptions
  readonly #inHand = new Map<string, Promise<void>>()
  readonly #timers: NodeJS.Timeout[] = []
  #pending: NodeJS.Timeout | null = null
  #looking = false
  #stopped = false

  constructor(options: JobLoopOptions) {
    this.#options = options
  }

  async start(): Promise<void> {
    const { deps, repeating, everywhere } = this.#options
    // The embedded database belongs to this process: whoever held a lease is gone.
    if (deps.config.databaseUrl === null) await freeLeases(deps.db)
    await ensureRepeating(
      deps.db,
      repeating.map((job) => job.name),
      deps.clock.now(),
    )
    for (const job of everywhere) this.#timers.push(this.#runEverywhere(job))
    this.wake()
  }

  /** Looks now instead of at the next poll: after a clock jump, or when work was just written. */
  wake(): void {
    if (this.#pending) clearTimeout(this.#pending)
    this.#pending = null
    void this.#look()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    if (this.#pending) clearTimeout(this.#pending)
    for (const timer of this.#timers) clearInterval(timer)
    const drained = Promise.all(this.#inHand.values())
    await Promise.race([drained, new Promise((done) => setTimeout(done, DRAIN_MS).unref())])
  }

  async #look(): Promise<void> {
    if (this.#looking || this.#stopped) return
    this.#looking = true
    try {
      await this.#take()
    } catch (error) {
      this.#options.log(`jobs: ${(error as Error).message}`)
    } finally {
      this.#looking = false
      if (!this.#stopped) this.#pending ??= setTimeout(() => this.wake(), POLL_MS)
    }
  }

  async #take(): Promise<void> {
    const free = AT_ONCE - this.#inHand.size
    if (free <= 0) return
    const { db, clock } = this.#options.deps
    for (const row of await claimWork(db, clock.now(), free)) {
      const work = this.#work(row).catch((error: Error) => this.#options.log(`jobs: ${row.key}: ${error.message}`))
      this.#inHand.set(row.id, work)
      void work.finally(() => {
        this.#inHand.delete(row.id)
        this.wake()
      })
    }
  }

  async #work(row: OutboxRow): Promise<void> {
    const { db, clock } = this.#options.deps
    const renewing = setInterval(() => void renewLease(db, row).catch(() => {}), LEASE_MS / 3)
    try {
      const result = row.kind === REPEATING ? await this.#repeat(row) : await this.#handle(row)
      await finishWork(db, row, result, clock.now())
    } catch (error) {
      await postponeWork(db, row, error, clock.now())
      const givenUp = row.attempts >= MAX_ATTEMPTS && row.kind !== REPEATING
      const last = givenUp ? "; given up" : ""
      const stuck = { work: row.key, attempts: row.attempts, at: clock.now() }
      if (givenUp) await inTx(db, "tell-stuck", (tx) => notifyStuck(tx, stuck))
      this.#options.log(`jobs: ${row.key}, attempt ${row.attempts}: ${(error as Error).message}${last}`)
    } finally {
      clearInterval(renewing)
    }
  }

  async #handle(row: OutboxRow): Promise<WorkResult> {
    const handler = this.#options.handlers[row.kind]
    if (!handler) throw new Error(`no handler for ${row.kind}`)
    return (await handler(this.#options.deps, row.payload)) ?? null
  }

  /** A repeating job that fails is simply due again at its next time. */
  async #repeat(row: OutboxRow): Promise<WorkResult> {
    const { deps, repeating, log } = this.#options
    const job = repeating.find((candidate) => candidate.name === row.payload.name)
    // A job of an older version: nobody runs it any more.
    if (!job) return null
    await job.run(deps).catch((error: Error) => log(`jobs: ${job.name}: ${error.message}`))
    return { againAt: new Date(deps.clock.now().getTime() + job.everySeconds * SECOND_MS) }
  }

  #runEverywhere(job: RepeatingJob): NodeJS.Timeout {
    let running = false
    return setInterval(async () => {
      if (running) return
      running = true
      await job
        .run(this.#options.deps)
        .catch((error: Error) => this.#options.log(`jobs: ${job.name}: ${error.message}`))
      running = false
    }, job.everySeconds * SECOND_MS)
  }
}
