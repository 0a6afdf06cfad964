/**
 * Clicks on their way to the database: a visitor is sent on when the click stands in the journal, and the database has it
 * from there some milliseconds later. While it does not answer nothing changes, except that the journal grows and is forced
 * to the disk before anybody is sent on.
 */
import { CLICKS_PER_STATEMENT, type Click } from "#lib/attribution/record-clicks.ts"
import { MINUTE_MS, SECOND_MS } from "#lib/kernel/period.ts"
import { ClickJournal } from "./click-journal.ts"
import { within } from "./within.ts"

/** A lone click is stored at once; after it the next ones gather for so long. */
const GATHER_MS = 20
/** About 45 000 clicks, two seconds of a full load. Further behind, nothing gathers: it matters more that the database catches up. */
const BEHIND_BYTES = 16 * 1024 * 1024
/** A statement that takes longer is tried again: each click is stored once by its id. */
const STORE_LIMIT_MS = 10 * SECOND_MS
const RETRY_MS = 500
/** What was read back is removed when nothing came for so long. */
const TIDY_MS = SECOND_MS
/** What another process left at its end waits so long at most. On another machine, or in a container made anew, an hour more. */
const ADOPT_MS = 10 * MINUTE_MS
/** How long an ending process goes on storing; the rest is for the next one. */
const STOP_LIMIT_MS = 5 * SECOND_MS

/** Told once the click is safe; false when neither the disk nor the database took it. */
type Done = (stored: boolean) => void
type Waiting = { click: Click; done: Done }

export type RecorderOptions = {
  /** Stores at most CLICKS_PER_STATEMENT clicks, idempotently by id. */
  store: (clicks: readonly Click[]) => Promise<void>
  /** Folder of the journal. */
  folder: string
  log: (message: string) => void
  /** How often to look for what other processes left. */
  adoptMs?: number
  /** More than this waiting, and nothing gathers. */
  behindBytes?: number
}

export class ClickRecorder {
  readonly #store: RecorderOptions["store"]
  readonly #log: RecorderOptions["log"]
  readonly #journal: ClickJournal
  #gathered: Waiting[] = []
  #storing: Promise<void> | null = null
  /** The database did not take the last clicks it was given. */
  #away = false
  #stopping = false
  #timer: NodeJS.Timeout | undefined
  readonly #adoptMs: number
  readonly #behindBytes: number
  #adoptTimer: NodeJS.Timeout | undefined
  #adoptNow = true

  constructor({ store, folder, log, adoptMs = ADOPT_MS, behindBytes = BEHIND_BYTES }: RecorderOptions) {
    this.#store = store
    this.#log = log
    this.#adoptMs = adoptMs
    this.#behindBytes = behindBytes
    this.#journal = new ClickJournal({ folder, log })
  }

  /** Stores what processes that died left behind, and goes on looking for such. Call once, before the first click. */
  async start(): Promise<void> {
    this.#adoptTimer = setInterval(() => {
      this.#adoptNow = true
      this.#storeSoon()
    }, this.#adoptMs).unref()
    await this.settle()
  }

  /** Whether clicks wait for a database that does not take them. */
  get away(): boolean {
    return this.#away
  }

  /** Hands a click over; `done` is called when it survives the end of this process. */
  add(click: Click, done: Done): void {
    // Everything that arrives in this turn of the event loop goes together.
    if (this.#gathered.push({ click, done }) === 1) setImmediate(() => this.#append(this.#gathered.splice(0)))
  }

  /** When this resolves the database has every click whose visitor was sent on before, or is away. */
  async settle(): Promise<void> {
    do {
      this.#storeSoon()
      await this.#storing
    } while (this.#journal.waitingBytes > 0 && !this.#away && !this.#stopping)
  }

  /** Stores what is waiting, as far as that is soon done, and closes the journal; the recorder takes no more clicks afterwards. */
  async stop(): Promise<void> {
    this.#append(this.#gathered.splice(0))
    await within(STOP_LIMIT_MS, this.settle()).catch(() => undefined)
    this.#stopping = true
    clearTimeout(this.#timer)
    clearInterval(this.#adoptTimer)
    this.#journal.close()
  }

  #append(batch: Waiting[]): void {
    if (batch.length === 0) return
    const clicks = batch.map(({ click }) => click)
    const tell = (stored: boolean) => {
      for (const { done } of batch) this.#tell(done, stored)
    }
    try {
      this.#journal.append(clicks)
    } catch (error) {
      void this.#storePast(clicks, error as Error).then(tell)
      return
    }
    if (this.#away)
      void this.#journal.sync().then(
        () => tell(true),
        () => tell(false),
      )
    else tell(true)
    this.#storeSoon()
  }

  /** One answer that cannot be sent must not take the others of its turn with it, nor the process. */
  #tell(done: Done, stored: boolean): void {
    try {
      done(stored)
    } catch (error) {
      this.#log(`a click was not answered: ${(error as Error).message}`)
    }
  }

  /** Without a disk the database alone has to do. */
  async #storePast(clicks: readonly Click[], why: Error): Promise<boolean> {
    try {
      for (let i = 0; i < clicks.length; i += CLICKS_PER_STATEMENT)
        await within(STORE_LIMIT_MS, this.#store(clicks.slice(i, i + CLICKS_PER_STATEMENT)))
      return true
    } catch (error) {
      this.#log(`${clicks.length} clicks could not be stored: ${why.message}; ${(error as Error).message}`)
      return false
    }
  }

  #storeSoon(): void {
    if (this.#storing || this.#stopping) return
    clearTimeout(this.#timer)
    this.#storing = this.#storeAll().then((left) => {
      this.#storing = null
      this.#timer = left
        ? setTimeout(() => this.#storeSoon(), RETRY_MS)
        : setTimeout(() => this.#journal.tidy(), TIDY_MS).unref()
    })
  }

  /** From the journal to the database until nothing is left; true when something is, because the database is away. */
  async #storeAll(): Promise<boolean> {
    while (!this.#stopping) {
      try {
        this.#adopt()
        const clicks = this.#journal.peek(CLICKS_PER_STATEMENT)
        if (clicks.length === 0) return false
        await this.#storeOrSetAside(clicks)
      } catch (error) {
        this.#wait(error as Error)
        return true
      }
      if (this.#away) this.#log("the database takes clicks again")
      this.#away = false
      this.#journal.advance()
      if (this.#journal.waitingBytes < this.#behindBytes) await new Promise((resolve) => setTimeout(resolve, GATHER_MS))
    }
    return false
  }

  #adopt(): void {
    if (!this.#adoptNow) return
    this.#adoptNow = false
    const files = this.#journal.adopt()
    if (files > 0) this.#log(`${files} journal file(s) of clicks to store`)
  }

  #wait(why: Error): void {
    if (this.#away) return
    this.#away = true
    this.#log(`clicks wait in the journal: ${why.message}`)
    // Those answered before this was noticed have only stood in the page cache.
    this.#journal.sync().catch((error: Error) => this.#log(`the click journal is not on the disk: ${error.message}`))
  }

  /** What the database will never take must not keep the others waiting: it is found by halves and set aside. */
  async #storeOrSetAside(clicks: readonly Click[]): Promise<void> {
    try {
      await within(STORE_LIMIT_MS, this.#store(clicks))
    } catch (error) {
      if (!isRefused(error)) throw error
      if (clicks.length === 1) {
        this.#log(`a click is set aside: ${(error as Error).message}`)
        return this.#journal.setAside(clicks)
      }
      const half = Math.ceil(clicks.length / 2)
      await this.#storeOrSetAside(clicks.slice(0, half))
      await this.#storeOrSetAside(clicks.slice(half))
    }
  }
}

/** PostgreSQL's classes 22 and 23: the values themselves are at fault. */
function isRefused(error: unknown): boolean {
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } }
  return /^2[23]/.test(String(cause?.code ?? code))
}
