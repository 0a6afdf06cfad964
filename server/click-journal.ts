/**
 * The click journal: every click is appended here before its visitor is sent on, and read back from here into the database.
 * One line per click (CRC-32 of the JSON, a space, the JSON) in files of this process alone, oldest first; a file goes when
 * all of it was read back. Its calls are synchronous: a line into the page cache takes some 10 µs, less than the way to a
 * thread and back.
 */
import { closeSync, fdatasync, fstatSync, mkdirSync, openSync, readSync, renameSync, rmSync, writeSync } from "node:fs"
import { open } from "node:fs/promises"
import { hostname } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { crc32 } from "node:zlib"
import type { Click } from "#lib/attribution/record-clicks.ts"
import { listOrphans } from "./click-orphans.ts"

/** One read takes at most this; a line is under 4 kB, so at least 64 lines fit. */
const READ_BYTES = 256 * 1024
/** About 16 000 clicks; what a crash has read twice is at most that, and is stored once. */
const FILE_BYTES = 8 * 1024 * 1024
/** Two million clicks that no database took; a disk that runs full would take everything else with it. */
const WAITING_BYTES = 1024 * 1024 * 1024

const forceToDisk = promisify(fdatasync)

/** One click as a line, its line end included. */
export function encodeLine(click: Click): string {
  const json = JSON.stringify(click)
  return `${crc32(json).toString(16).padStart(8, "0")} ${json}\n`
}

/** The click of a line without its line end; null when the line is torn or was changed. */
export function decodeLine(line: string): Click | null {
  const json = line.slice(9)
  if (line[8] !== " " || crc32(json).toString(16).padStart(8, "0") !== line.slice(0, 8)) return null
  const click = JSON.parse(json) as Omit<Click, "at"> & { at: string }
  return { ...click, at: new Date(click.at) }
}

export type JournalOptions = {
  folder: string
  log: (message: string) => void
  /** A file that is longer is followed by a new one. */
  fileBytes?: number
  /** More than this may not wait to be read back. */
  waitingBytes?: number
}

type JournalFile = {
  path: string
  fd: number
  sizeBytes: number
  readBytes: number
  damagedLines: number
  /** Up to here, and its name in the folder, it survives a power cut; -1 for not even its name. */
  forcedBytes: number
}

export class ClickJournal {
  readonly #folder: string
  readonly #log: JournalOptions["log"]
  readonly #fileBytes: number
  readonly #waitingLimit: number
  /** Oldest first; what is appended goes to `#open`, which is the last of them or null. */
  readonly #files: JournalFile[] = []
  #open: JournalFile | null = null
  #made = 0
  #peekedBytes = 0
  #forcing: Promise<void> | null = null
  #forcingNext: Promise<void> | null = null

  constructor({ folder, log, fileBytes = FILE_BYTES, waitingBytes = WAITING_BYTES }: JournalOptions) {
    this.#folder = folder
    this.#log = log
    this.#fileBytes = fileBytes
    this.#waitingLimit = waitingBytes
  }

  /** Takes over the files of processes that died, in front of its own. Call once, before the first click; gives their number. */
  adopt(): number {
    for (const name of listOrphans(this.#folder)) {
      const path = this.#newPath()
      // Renamed first, so that only one process takes it.
      if (renamed(join(this.#folder, name), path)) this.#files.push(opened(path, "r+"))
    }
    return this.#files.length
  }

  /** What was appended and not read back yet. */
  get waitingBytes(): number {
    return this.#files.reduce((sum, file) => sum + file.sizeBytes - file.readBytes, 0)
  }

  /** Whether the next `peek` is as large as one can be. */
  get hasFullRead(): boolean {
    return this.waitingBytes >= READ_BYTES
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
    if (this.#open && this.#open.sizeBytes < this.#fileBytes) return this.#open
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    this.#open = opened(this.#newPath(), "w+")
    this.#files.push(this.#open)
    return this.#open
  }

  #newPath(): string {
    this.#made += 1
    return join(
      this.#folder,
      `${hostname()}~${process.pid}~${Date.now()}${String(this.#made).padStart(6, "0")}.journal`,
    )
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
      forceToDisk(file.fd).catch((error: unknown) => {
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

function opened(path: string, flags: "r+" | "w+"): JournalFile {
  const fd = openSync(path, flags, 0o600)
  return { path, fd, sizeBytes: fstatSync(fd).size, readBytes: 0, damagedLines: 0, forcedBytes: -1 }
}

/** A new file's name is on the disk only when its folder is. Windows cannot open folders and does not need to. */
async function forceFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return
  const handle = await open(folder, "r")
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function renamed(from: string, to: string): boolean {
  try {
    renameSync(from, to)
    return true
  } catch {
    return false
  }
}
