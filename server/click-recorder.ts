/**
 * Group commit for clicks: they gather while the last commit runs and go to the database together; when it does not
 * answer they go to the spill file and are replayed, in order, at its return. Nobody is redirected before one of the two.
 */
import { CLICKS_PER_STATEMENT, type Click } from "#lib/attribution/record-clicks.ts"
import { SECOND_MS } from "#lib/kernel/period.ts"
import { adoptSpillFiles, ownSpillFile, type SpillFile } from "./spill-file.ts"
import { within } from "./within.ts"

/** A click waits at most this long for the commit before it; then the next one runs beside it. */
const GATHER_MS = 20
/** Commits at once; more would only queue at the database. */
const COMMITS_AT_ONCE = 4
/** A commit that takes longer counts as an outage: the redirect must not wait for it. */
const COMMIT_LIMIT_MS = 2 * SECOND_MS
const REPLAY_EVERY_MS = 500
const REPLAY_AT_ONCE = 500
/** 100 000 clicks of about 500 bytes: 50 MB, some ten seconds of the fastest load. Above it new clicks are refused. */
const WAITING_LIMIT = 100_000

/** Told once the click is safe; false when neither the database nor the disk took it. */
type Done = (stored: boolean) => void
type Waiting = { click: Click; done: Done; since: number }

export type RecorderOptions = {
  /** Stores at most CLICKS_PER_STATEMENT clicks, idempotently by id. */
  store: (clicks: readonly Click[]) => Promise<void>
  /** Folder of the spill files. */
  spillFolder: string
  log: (message: string) => void
}

export class ClickRecorder {
  readonly #store: RecorderOptions["store"]
  readonly #folder: string
  readonly #log: RecorderOptions["log"]
  readonly #own: SpillFile
  #orphans: SpillFile[] = []
  #waiting: Waiting[] = []
  #running = 0
  #spilling = false
  #timer: NodeJS.Timeout | null = null
  #replayTimer: NodeJS.Timeout | null = null
  #scheduled = false
  /** Appends and replays take turns at the file. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(options: RecorderOptions) {
    this.#store = options.store
    this.#folder = options.spillFolder
    this.#log = options.log
    this.#own = ownSpillFile(options.spillFolder)
  }

  /** Takes over what processes that died in an outage left behind. Call once, before the first click. */
  async start(): Promise<void> {
    this.#orphans = await adoptSpillFiles(this.#folder)
    if (this.#orphans.length === 0) return
    this.#spilling = true
    this.#log(`replaying ${this.#orphans.length} spill file(s) of clicks`)
    await this.#replay()
  }

  /** Whether clicks go to the spill file at the moment. */
  get spilling(): boolean {
    return this.#spilling
  }

  /** Hands a click over; `done` is called when it is durable. */
  add(click: Click, done: Done): void {
    if (this.#waiting.length >= WAITING_LIMIT) {
      done(false)
      return
    }
    this.#waiting.push({ click, done, since: performance.now() })
    if (this.#scheduled) return
    this.#scheduled = true
    // Everything that arrives in this turn of the event loop goes together.
    setImmediate(() => {
      this.#scheduled = false
      this.#pump()
    })
  }

  /** Stores what is waiting and closes the file; the recorder takes no more clicks afterwards. */
  async stop(): Promise<void> {
    while (this.#waiting.length > 0 || this.#running > 0) {
      this.#pump()
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    clearTimeout(this.#replayTimer ?? undefined)
    this.#replayTimer = null
    await this.#turn
    await this.#own.close()
    for (const orphan of this.#orphans) await orphan.close()
  }

  #pump(): void {
    const oldest = this.#waiting[0]
    if (!oldest || this.#running >= COMMITS_AT_ONCE) return
    const waitedMs = performance.now() - oldest.since
    if (this.#running > 0 && waitedMs < GATHER_MS) {
      this.#pumpIn(GATHER_MS - waitedMs)
      return
    }
    const batch = this.#waiting.splice(0, CLICKS_PER_STATEMENT)
    this.#running += 1
    void this.#commit(batch).finally(() => {
      this.#running -= 1
      this.#pump()
    })
    if (this.#waiting.length > 0) this.#pumpIn(GATHER_MS)
  }

  #pumpIn(ms: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      this.#pump()
    }, ms)
  }

  async #commit(batch: Waiting[]): Promise<void> {
    const clicks = batch.map((waiting) => waiting.click)
    const stored = (!this.#spilling && (await this.#tryStore(clicks))) || (await this.#trySpill(clicks))
    for (const waiting of batch) waiting.done(stored)
  }

  async #tryStore(clicks: readonly Click[]): Promise<boolean> {
    try {
      await within(COMMIT_LIMIT_MS, this.#store(clicks))
      return true
    } catch (error) {
      if (!this.#spilling) this.#log(`clicks go to the spill file: ${(error as Error).message}`)
      this.#spilling = true
      this.#replayLater()
      return false
    }
  }

  async #trySpill(clicks: readonly Click[]): Promise<boolean> {
    try {
      await this.#inTurn(() => this.#own.append(clicks))
      return true
    } catch (error) {
      this.#log(`${clicks.length} clicks could not be stored anywhere: ${(error as Error).message}`)
      return false
    }
  }

  #replayLater(): void {
    this.#replayTimer ??= setTimeout(() => {
      this.#replayTimer = null
      void this.#replay()
    }, REPLAY_EVERY_MS)
  }

  /** Reads back the files of others first, then its own; when all are empty clicks go to the database again. */
  async #replay(): Promise<void> {
    try {
      while (this.#orphans.length > 0) {
        await this.#drain(this.#orphans[0]!)
        this.#orphans.shift()
      }
      await this.#drain(this.#own)
      this.#log("clicks go to the database again")
    } catch {
      this.#replayLater()
    }
  }

  async #drain(file: SpillFile): Promise<void> {
    for (;;) {
      const finished = await this.#inTurn(() => this.#drainSome(file))
      if (finished) return
    }
  }

  /** One step in its turn, so that nothing is appended between the last read and the return to the database. */
  async #drainSome(file: SpillFile): Promise<boolean> {
    if (!file.drained) {
      const { clicks, bytes } = await file.peek(REPLAY_AT_ONCE)
      await within(COMMIT_LIMIT_MS * 5, this.#store(clicks))
      file.advance(bytes)
      if (!file.drained) return false
    }
    const { damagedLines } = await file.discard()
    if (damagedLines > 0) this.#log(`${damagedLines} damaged lines in ${file.path}; the file is kept`)
    if (file === this.#own) this.#spilling = false
    return true
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work, work)
    this.#turn = mine.catch(() => undefined)
    return mine
  }
}
