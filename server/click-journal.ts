/**
 * The click journal: every click is appended here before its visitor is sent on, and read back from here into the database.
 * One line per click (CRC-32 of the JSON, a space, the JSON) in files of this process alone, oldest first; a file goes when
 * all of it was read back. Its calls are synchronous: a line into the page cache takes some 10 µs, less than the way to a
 * thread and back.
 */
import {
  closeSync,
  fdatasync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs"
import { hostname } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { crc32 } from "node:zlib"
import type { Click } from "#lib/attribution/record-clicks.ts"
import { HOUR_MS } from "#lib/kernel/period.ts"

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

type JournalFile = { path: string; fd: number; sizeBytes: number; readBytes: number; damagedLines: number }

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

  constructor({ folder, log, fileBytes = FILE_BYTES, waitingBytes = WAITING_BYTES }: JournalOptions) {
    this.#folder = folder
    this.#log = log
    this.#fileBytes = fileBytes
    this.#waitingLimit = waitingBytes
  }

  /** Takes over the files of processes that died, in front of its own. Call once, before the first click; gives their number. */
  adopt(): number {
    for (const name of namesIn(this.#folder)) {
      if (!isOrphan(this.#folder, name)) continue
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

  /** When this resolves, what was appended before survives a power cut, too. */
  async sync(): Promise<void> {
    if (!this.#open) return
    await forceToDisk(this.#open.fd)
    syncFolder(this.#folder)
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
    // No line end to come: the process died while writing, and nobody was told this click is stored.
    this.#peekedBytes = used === 0 ? file.sizeBytes - file.readBytes : used
    return clicks
  }

  /** A file with damaged lines is kept beside the others under another name, for people to read. */
  #discard(file: JournalFile): void {
    this.#files.splice(this.#files.indexOf(file), 1)
    closeSync(file.fd)
    if (file.damagedLines === 0) rmSync(file.path, { force: true })
    else {
      renameSync(file.path, `${file.path}.damaged`)
      this.#log(`${file.damagedLines} damaged lines in ${file.path}.damaged`)
    }
  }
}

function opened(path: string, flags: "r+" | "w+"): JournalFile {
  const fd = openSync(path, flags, 0o600)
  return { path, fd, sizeBytes: fstatSync(fd).size, readBytes: 0, damagedLines: 0 }
}

/** A new file's name is on the disk only when its folder is. Windows cannot open folders and does not need to. */
function syncFolder(folder: string): void {
  if (process.platform === "win32") return
  const fd = openSync(folder, "r")
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
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

/** `.spill`: what the journal was before every click went through it. */
const NAME = /^(.+)~(\d+)~\d+\.(?:journal|spill)$/

function isOrphan(folder: string, name: string): boolean {
  const match = NAME.exec(name)
  if (!match) return false
  if (match[1] === hostname()) return Number(match[2]) === process.pid || !isAlive(Number(match[2]))
  // Another machine's process cannot be asked; a file that rested for an hour is nobody's any more.
  return Date.now() - touchedAt(join(folder, name)) > HOUR_MS
}

function touchedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"
  }
}
