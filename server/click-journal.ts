/**
 * The click journal: every click is appended here before its visitor is sent on, and read back from here into the database.
 * One line per click (`click-line.ts`) in files of this process alone, oldest first; a file goes when
 * all of it was read back. Its calls are synchronous: a line into the page cache takes some 10 µs, less than the way to a
 * thread and back.
 */
import { closeSync, fdatasync, mkdirSync, openSync, readSync, renameSync, rmSync, writeSync } from "node:fs"
import { hostname } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import type { Click } from "#lib/attribution/record-clicks.ts"
import { HOUR_MS } from "#lib/kernel/period.ts"
import { forceFolder, type JournalFile, opened } from "./click-journal-file.ts"
import { decodeLine, encodeLine } from "./click-line.ts"
import { listOrphans } from "./click-orphans.ts"

/** One read takes at most this; a line is under 4 kB, so at least 64 lines fit. */
const READ_BYTES = 256 * 1024
/** About 16 000 clicks; what a crash has read twice is at most that, and is stored once. */
const FILE_BYTES = 8 * 1024 * 1024
/** No file is written to for longer: another machine's process takes what has rested for an hour for a dead one's. */
const OPEN_MS = HOUR_MS / 2
/** Two million clicks that no database took; a disk that runs full would take everything else with it. */
const WAITING_BYTES = 1024 * 1024 * 1024

const forceToDisk = promisify(fdatasync)

export type JournalOptions = {
  folder: string
  log: (message: string) => void
  /** A file that is longer is followed by a new one. */
  fileBytes?: number
  /** More than this may not wait to be read back. */
  waitingBytes?: number
  /** Forces a file to the disk. */
  force?: (fd: number) => Promise<void>
}

export class ClickJournal {
  readonly #folder: string
  readonly #log: JournalOptions["log"]
  readonly #fileBytes: number
  readonly #waitingLimit: number
  readonly #forceFile: (fd: number) => Promise<void>
  /** Oldest first; what is appended goes to `#open`, which is the last of them or null. */
  readonly #files: JournalFile[] = []
  #open: JournalFile | null = null
  #made = 0
  #peekedBytes = 0
  #forcing: Promise<void> | null = null
  #forcingNext: Promise<void> | null = null

  constructor(options: JournalOptions) {
    const { folder, log, fileBytes = FILE_BYTES, waitingBytes = WAITING_BYTES, force = forceToDisk } = options
    this.#folder = folder
    this.#log = log
    this.#fileBytes = fileBytes
    this.#waitingLimit = waitingBytes
    this.#forceFile = force
  }

  /** Takes over the files of processes that died, in front of its own; gives their number. Never between `peek` and `advance`. */
  adopt(): number {
    const own = new Set(this.#files.map((file) => file.path))
    const adopted: JournalFile[] = []
    for (const name of listOrphans(this.#folder)) {
      const from = join(this.#folder, name)
      if (own.has(from)) continue
      try {
        adopted.push(this.#taken(from))
      } catch (error) {
        // ENOENT: another process was quicker.
        const { code, message } = error as NodeJS.ErrnoException
        if (code !== "ENOENT") this.#log(`a journal file is left where it is: ${message}`)
      }
    }
    this.#files.unshift(...adopted)
    return adopted.length
  }

  /** What was appended and not read back yet. */
  get waitingBytes(): number {
    return this.#files.reduce((sum, file) => sum + file.sizeBytes - file.readBytes, 0)
  }

  /** When this returns the clicks survive the end of this process, however it ends. Throws when the disk does not take them. */
  append(clicks: readonly Click[]): void {
    const bytes = Buffer.from(clicks.map(encodeLine).join(""))
    if (this.waitingBytes + bytes.length > this.#waitingLimit) throw new Error("the click journal is full")
    const file = this.#fileWithRoom()
    // At the known size, so that what a failed write left behind is written over.
    for (let written = 0; written < bytes.length; )
      written += writeSync(file.fd, bytes, written, bytes.length - written, file.sizeBytes + written)
    file.sizeBytes += bytes.length
  }

  /** When this resolves, what was appended before and is still here survives a power cut, too. */
  sync(): Promise<void> {
    if (!this.#forcing) {
      this.#forcing = this.#force().finally(() => {
        this.#forcing = null
      })
      return this.#forcing
    }
    // What is under way may have begun before the last click; everybody who comes meanwhile shares the next.
    this.#forcingNext ??= this.#forcing
      .catch(() => undefined)
      .then(() => {
        this.#forcingNext = null
        return this.sync()
      })
    return this.#forcingNext
  }

  /** The next clicks in order; call `advance` when they are stored elsewhere. Torn and damaged lines are skipped. */
  peek(maxClicks: number): Click[] {
    for (;;) {
      const file = this.#files[0]
      if (!file) return []
      if (file.readBytes < file.sizeBytes) {
        const clicks = this.#read(file, maxClicks)
        if (clicks.length > 0) return clicks
        this.advance()
      } else if (file === this.#open) return []
      else this.#discard(file)
    }
  }

  /** What `peek` gave last is stored. */
  advance(): void {
    const file = this.#files[0]
    if (file) file.readBytes += this.#peekedBytes
    this.#peekedBytes = 0
  }

  /** Removes what was read back; worth a call when nothing comes for a while. */
  tidy(): void {
    this.#open = null
    while (this.#files[0] && this.#files[0].readBytes >= this.#files[0].sizeBytes) this.#discard(this.#files[0])
  }

  /** Writes clicks no database will ever take to a file that nobody reads back, for people to look at. */
  setAside(clicks: readonly Click[]): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    const fd = openSync(join(this.#folder, "refused.jsonl"), "a", 0o600)
    writeSync(fd, clicks.map(encodeLine).join(""))
    closeSync(fd)
  }

  /** Leaves what was not read back for whoever starts next. */
  close(): void {
    this.tidy()
    for (const file of this.#files.splice(0)) closeSync(file.fd)
  }

  #fileWithRoom(): JournalFile {
    const open = this.#open
    if (open && open.sizeBytes < this.#fileBytes && Date.now() - open.openedAt < OPEN_MS) return open
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    this.#open = opened(this.#newPath(), "w+")
    this.#files.push(this.#open)
    return this.#open
  }

  /** Renamed first, so that only one process takes it. */
  #taken(from: string): JournalFile {
    const path = this.#newPath()
    renameSync(from, path)
    return opened(path, "r+")
  }

  #newPath(): string {
    this.#made += 1
    const time = `${Date.now()}${String(this.#made).padStart(6, "0")}`
    return join(this.#folder, `${hostname()}~${process.pid}~${time}.journal`)
  }

  #read(file: JournalFile, maxClicks: number): Click[] {
    const buffer = Buffer.allocUnsafe(Math.min(READ_BYTES, file.sizeBytes - file.readBytes))
    const bytesRead = readSync(file.fd, buffer, 0, buffer.length, file.readBytes)
    const clicks: Click[] = []
    let used = 0
    while (clicks.length < maxClicks) {
      const end = buffer.subarray(0, bytesRead).indexOf(10, used)
      if (end < 0) break
      const click = decodeLine(buffer.toString("utf8", used, end))
      if (click) clicks.push(click)
      else file.damagedLines += 1
      used = end + 1
    }
    // No line is so long; what a power cut left unwritten is.
    if (used === 0 && bytesRead === READ_BYTES) file.damagedLines += 1
    // No line end to come: the process died while writing, and nobody was told this click is stored.
    this.#peekedBytes = used || buffer.length
    return clicks
  }

  async #force(): Promise<void> {
    const late = this.#files.filter((file) => file.forcedBytes < file.sizeBytes)
    const sizes = late.map((file) => file.sizeBytes)
    const forceOne = (file: JournalFile) =>
      this.#forceFile(file.fd).catch((error: unknown) => {
        // Read back and removed meanwhile: the database has it.
        if (this.#files.includes(file)) throw error
      })
    await Promise.all(late.map(forceOne))
    if (late.some((file) => file.forcedBytes < 0)) await forceFolder(this.#folder)
    for (const [i, file] of late.entries()) file.forcedBytes = sizes[i]!
  }

  /** A file with damaged lines is kept beside the others under another name, for people to read. */
  #discard(file: JournalFile): void {
    this.#files.splice(this.#files.indexOf(file), 1)
    try {
      closeSync(file.fd)
      if (file.damagedLines === 0) rmSync(file.path, { force: true })
      else {
        renameSync(file.path, `${file.path}.damaged`)
        this.#log(`${file.damagedLines} damaged lines in ${file.path}.damaged`)
      }
    } catch (error) {
      // A disk turned read-only, say. The next process reads it once more, and each click is stored once.
      this.#log(`a journal file stays: ${(error as Error).message}`)
    }
  }
}
