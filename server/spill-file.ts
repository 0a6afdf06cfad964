/**
 * The spill file: clicks wait here, on the disk, while the database does not answer. One file per process, one line per
 * click (CRC-32 of the JSON, a space, the JSON), each append forced to the disk before anybody is told it is stored.
 */
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises"
import { hostname } from "node:os"
import { join } from "node:path"
import { crc32 } from "node:zlib"
import type { Click } from "#lib/attribution/record-clicks.ts"
import { HOUR_MS } from "#lib/kernel/period.ts"

/** One read takes at most this; a line is under 4 kB, so at least 64 lines fit. */
const READ_BYTES = 256 * 1024

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

/** An append-only file of clicks that is read back from its beginning. Calls must not overlap. */
export class SpillFile {
  readonly path: string
  #file: FileHandle | null = null
  #sizeBytes = 0
  #readBytes = 0
  #damagedLines = 0

  constructor(path: string) {
    this.path = path
  }

  /** Whether every line was read back. */
  get drained(): boolean {
    return this.#readBytes >= this.#sizeBytes
  }

  /** Appends and forces to the disk; when this returns the clicks survive a power cut. */
  async append(clicks: readonly Click[]): Promise<void> {
    this.#file ??= await this.#create()
    const bytes = Buffer.from(clicks.map(encodeLine).join(""))
    // At the known size, so that what a failed write left behind is written over.
    let written = 0
    while (written < bytes.length) {
      const step = await this.#file.write(bytes, written, bytes.length - written, this.#sizeBytes + written)
      written += step.bytesWritten
    }
    await this.#file.datasync()
    this.#sizeBytes += bytes.length
  }

  /** The next lines in order; call `advance` when they are stored elsewhere. Torn and damaged lines are skipped. */
  async peek(maxClicks: number): Promise<{ clicks: Click[]; bytes: number }> {
    this.#file ??= await this.#openExisting()
    const buffer = Buffer.alloc(Math.min(READ_BYTES, this.#sizeBytes - this.#readBytes))
    const { bytesRead } = await this.#file.read(buffer, 0, buffer.length, this.#readBytes)
    const clicks: Click[] = []
    let used = 0
    while (clicks.length < maxClicks) {
      const end = buffer.subarray(0, bytesRead).indexOf(10, used)
      if (end < 0) break
      const click = decodeLine(buffer.toString("utf8", used, end))
      if (click) clicks.push(click)
      else this.#damagedLines += 1
      used = end + 1
    }
    // No line end to come: the process died while writing, and nobody was told this click is stored.
    return { clicks, bytes: used === 0 ? this.#sizeBytes - this.#readBytes : used }
  }

  advance(bytes: number): void {
    this.#readBytes += bytes
  }

  /** Removes the drained file; one with damaged lines is kept beside it under another name, for people to read. */
  async discard(): Promise<{ damagedLines: number }> {
    const damagedLines = this.#damagedLines
    if (!this.#file) return { damagedLines }
    await this.close()
    if (damagedLines > 0) await rename(this.path, `${this.path}.damaged-${Date.now()}`)
    else await rm(this.path, { force: true })
    this.#sizeBytes = this.#readBytes = this.#damagedLines = 0
    return { damagedLines }
  }

  async close(): Promise<void> {
    await this.#file?.close()
    this.#file = null
  }

  async #create(): Promise<FileHandle> {
    const folder = join(this.path, "..")
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const file = await open(this.path, "a+", 0o600)
      .then((f) => f.close())
      .then(() => open(this.path, "r+"))
    this.#sizeBytes = (await file.stat()).size
    await syncFolder(folder)
    return file
  }

  async #openExisting(): Promise<FileHandle> {
    const file = await open(this.path, "r+")
    this.#sizeBytes = (await file.stat()).size
    return file
  }

  /** A file another process left behind, ready to be read back. */
  static async existing(path: string): Promise<SpillFile> {
    const spill = new SpillFile(path)
    spill.#file = await spill.#openExisting()
    return spill
  }
}

/** A new file's name is on the disk only when its folder is. Windows cannot open folders and does not need to. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return
  const handle = await open(folder, "r")
  await handle.sync().finally(() => handle.close())
}

const NAME = /^(.+)~(\d+)~\d+\.spill$/

/** This process's own spill file in `folder`; it comes into being at the first append. */
export const ownSpillFile = (folder: string): SpillFile =>
  new SpillFile(join(folder, `${hostname()}~${process.pid}~${Date.now()}.spill`))

/** Files whose process has ended, oldest first; each is renamed first, so that only one process takes it. */
export async function adoptSpillFiles(folder: string): Promise<SpillFile[]> {
  const names = await readdir(folder).catch(() => [])
  const adopted: SpillFile[] = []
  for (const name of names.sort()) {
    if (!(await isOrphan(folder, name))) continue
    const path = join(folder, `${hostname()}~${process.pid}~${Date.now()}${adopted.length}.spill`)
    const taken = await rename(join(folder, name), path).then(
      () => true,
      () => false,
    )
    if (taken) adopted.push(await SpillFile.existing(path))
  }
  return adopted
}

async function isOrphan(folder: string, name: string): Promise<boolean> {
  const match = NAME.exec(name)
  if (!match) return false
  if (match[1] === hostname()) return Number(match[2]) === process.pid || !isAlive(Number(match[2]))
  // Another machine's process cannot be asked; an outage's file that rested for an hour is nobody's any more.
  const touched = await stat(join(folder, name)).then(
    (s) => s.mtimeMs,
    () => Number.POSITIVE_INFINITY,
  )
  return Date.now() - touched > HOUR_MS
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"
  }
}
