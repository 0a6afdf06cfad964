/** A release's bytes over one or many files: every range is cut at file edges, read and written whole. */
import fs from "node:fs"
import { mkdir } from "node:fs/promises"
import path from "node:path"
import { EngineError } from "./errors.ts"

export interface StoreFile {
  readonly path: string
  readonly sizeBytes: number
}

interface OpenFile extends StoreFile {
  readonly fd: number
  readonly startBytes: number
}

const FULL = new Set(["ENOSPC", "EDQUOT", "EFBIG"])

export function storeError(error: unknown): EngineError {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? ""
  const detail = error instanceof Error ? error.message : String(error)
  return error instanceof EngineError
    ? error
    : new EngineError(FULL.has(code) ? "store_full" : "store_failed", detail, error)
}

type Done = (error: NodeJS.ErrnoException | null, n: number) => void
/** The callback forms on a bare descriptor: a promise of our own costs less than node:fs/promises' handles per block. */
const counted = (start: (done: Done) => void): Promise<number> =>
  new Promise((resolve, reject) => start((error, n) => (error ? reject(error) : resolve(n))))

export async function writeFully(fd: number, bytes: Uint8Array, at: number): Promise<void> {
  let done = 0
  while (done < bytes.length) {
    const from = done
    done += await counted((cb) => fs.write(fd, bytes, from, bytes.length - from, at + from, cb))
  }
}

export const dataSync = (fd: number): Promise<number> => counted((done) => fs.fdatasync(fd, (error) => done(error, 0)))

export class FileSet {
  readonly #files: readonly OpenFile[]
  /** Whether every file was there with its full size when it was opened. */
  readonly wasWhole: boolean

  private constructor(files: readonly OpenFile[], wasWhole: boolean) {
    this.#files = files
    this.wasWhole = wasWhole
  }

  /** Opens, and makes room when writable. Throws `store_full` when the disk has less than what is missing. */
  static async open(files: readonly StoreFile[], writable: boolean): Promise<FileSet> {
    const open: OpenFile[] = []
    let wasWhole = true
    let startBytes = 0
    try {
      for (const file of files) {
        const { fd, whole } = await openSized(file, writable)
        wasWhole &&= whole
        open.push({ ...file, fd, startBytes })
        startBytes += file.sizeBytes
      }
    } catch (error) {
      for (const { fd } of open) fs.closeSync(fd)
      throw storeError(error)
    }
    return new FileSet(open, wasWhole)
  }

  async read(offset: number, buffers: readonly Uint8Array[]): Promise<void> {
    const total = buffers.reduce((n, b) => n + b.length, 0)
    const file = this.#fileAt(offset)
    if (file && offset + total <= file.startBytes + file.sizeBytes) {
      await readFully(file.fd, buffers, offset - file.startBytes)
      return
    }
    let at = offset
    for (const buffer of buffers) {
      for (const part of this.#parts(at, buffer)) await readFully(part.file.fd, [part.bytes], part.at)
      at += buffer.length
    }
  }

  async write(offset: number, bytes: Uint8Array): Promise<void> {
    for (const part of this.#parts(offset, bytes)) await writeFully(part.file.fd, part.bytes, part.at)
  }

  async sync(): Promise<void> {
    for (const { fd } of this.#files) await dataSync(fd)
  }

  close(): void {
    for (const { fd } of this.#files) fs.closeSync(fd)
  }

  #fileAt(offset: number): OpenFile | undefined {
    if (this.#files.length === 1) return this.#files[0]
    return this.#files.find((f) => offset >= f.startBytes && offset < f.startBytes + f.sizeBytes)
  }

  *#parts(offset: number, bytes: Uint8Array): Generator<{ file: OpenFile; at: number; bytes: Uint8Array }> {
    let done = 0
    while (done < bytes.length) {
      const file = this.#fileAt(offset + done)
      if (!file) throw new EngineError("store_failed", "past the end of the release")
      const at = offset + done - file.startBytes
      const n = Math.min(bytes.length - done, file.sizeBytes - at)
      if (n <= 0) throw new EngineError("store_failed", "past the end of the release")
      yield { file, at, bytes: bytes.subarray(done, done + n) }
      done += n
    }
  }
}

async function openSized(file: StoreFile, writable: boolean): Promise<{ fd: number; whole: boolean }> {
  if (writable) await mkdir(path.dirname(file.path), { recursive: true })
  const flags = writable ? fs.constants.O_RDWR | fs.constants.O_CREAT : fs.constants.O_RDONLY
  const fd = fs.openSync(file.path, flags, 0o644)
  try {
    const has = fs.fstatSync(fd).size
    if (writable && has !== file.sizeBytes) {
      const disk = fs.statfsSync(path.dirname(file.path))
      if (file.sizeBytes - has > disk.bavail * disk.bsize) throw new EngineError("store_full", file.path)
      fs.ftruncateSync(fd, file.sizeBytes)
    }
    return { fd, whole: has === file.sizeBytes }
  } catch (error) {
    fs.closeSync(fd)
    throw error
  }
}

async function readFully(fd: number, buffers: readonly Uint8Array[], at: number): Promise<void> {
  const wanted = buffers.reduce((n, b) => n + b.length, 0)
  const got =
    buffers.length === 1
      ? await counted((cb) => fs.read(fd, buffers[0]!, 0, wanted, at, cb))
      : await counted((cb) => fs.readv(fd, buffers, at, cb))
  if (got === wanted) return
  if (got === 0) throw new EngineError("store_failed", "the file is shorter than the release")
  await readFully(fd, skip(buffers, got), at + got)
}

/** The buffers without their first `n` bytes: short reads happen. */
function skip(buffers: readonly Uint8Array[], n: number): Uint8Array[] {
  const rest: Uint8Array[] = []
  let left = n
  for (const buffer of buffers) {
    if (left < buffer.length) rest.push(buffer.subarray(left))
    left = Math.max(0, left - buffer.length)
  }
  return rest
}
