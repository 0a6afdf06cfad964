/** Release bytes in a folder: staged under a name of their own, flushed, then renamed into place. */
import { randomBytes } from "node:crypto"
import { type FileHandle, mkdir, open, readdir, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"
import type { ReleaseReader, ReleaseStorage, StagedRelease } from "./storage.ts"

/** One `writev` carries about this much: large enough to be rare, small enough to keep the process small. */
const WRITE_BATCH_BYTES = 2 * 1024 * 1024
/** Linux takes at most 1 024 buffers in one `writev`. */
const WRITE_BATCH_BUFFERS = 512

/** The storage over `folder`, which is made (0700) when it is first written to. */
export function folderStorage(folder: string): ReleaseStorage {
  const place = (releaseId: Id<"release">) => join(folder, `${checked(releaseId)}.ffr`)
  const stagePlace = (s: Pick<StagedRelease, "releaseId" | "stage">) =>
    join(folder, `${checked(s.releaseId)}.${s.stage.replace(/[^0-9a-f]/g, "")}.part`)
  return {
    putStream: (releaseId, source) => putStream(folder, releaseId, source, stagePlace),
    commit: async (staged) => {
      await rename(stagePlace(staged), place(staged.releaseId))
      await syncFolder(folder)
    },
    discard: (staged) => rm(stagePlace(staged), { force: true }),
    discardAll: async (releaseId) => {
      for (const name of await stagedNames(folder, releaseId)) await rm(join(folder, name), { force: true })
    },
    open: (releaseId) => openReader(place(releaseId)),
    delete: (releaseId) => rm(place(releaseId), { force: true }),
  }
}

/** Ids become file names here, so anything that is not one is refused whoever asks. */
function checked(releaseId: Id<"release">): Id<"release"> {
  if (!isId("release", releaseId)) throw new AppError("invalid_input", "That is not a release id.")
  return releaseId
}

async function stagedNames(folder: string, releaseId: Id<"release">): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.filter((name) => name.startsWith(`${checked(releaseId)}.`) && name.endsWith(".part"))
}

async function putStream(
  folder: string,
  releaseId: Id<"release">,
  source: AsyncIterable<Uint8Array>,
  stagePlace: (s: Pick<StagedRelease, "releaseId" | "stage">) => string,
): Promise<StagedRelease> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const stage = randomBytes(8).toString("hex")
  const path = stagePlace({ releaseId, stage })
  const file = await open(path, "wx", 0o600)
  try {
    const sizeBytes = await writeAll(file, source)
    await file.sync()
    await file.close()
    return { releaseId, stage, sizeBytes }
  } catch (error) {
    await file.close().catch(() => {})
    await rm(path, { force: true })
    throw error
  }
}

/** One batch is on its way to the disk while the next is gathered. */
async function writeAll(file: FileHandle, source: AsyncIterable<Uint8Array>): Promise<number> {
  let at = 0
  let batch: Uint8Array[] = []
  let batchBytes = 0
  let writing: Promise<void> = Promise.resolve()
  const flush = async () => {
    await writing
    const [buffers, position] = [batch, at]
    at += batchBytes
    batch = []
    batchBytes = 0
    writing = writeBatch(file, buffers, position)
    // The rejection is met at the next flush; without a handler until then it would count as unhandled.
    writing.catch(() => {})
  }
  for await (const buffer of source) {
    batch.push(buffer)
    batchBytes += buffer.length
    if (batchBytes >= WRITE_BATCH_BYTES || batch.length >= WRITE_BATCH_BUFFERS) await flush()
  }
  if (batch.length > 0) await flush()
  await writing
  return at
}

async function writeBatch(file: FileHandle, buffers: readonly Uint8Array[], position: number): Promise<void> {
  const { bytesWritten } = await file.writev(buffers, position)
  let done = bytesWritten
  // A short write happens on a full disk or a signal: the rest goes out buffer by buffer.
  for (let i = 0, start = 0; i < buffers.length; start += buffers[i]!.length, i++) {
    const buffer = buffers[i]!
    while (done < start + buffer.length) {
      const rest = await file.write(buffer, done - start, start + buffer.length - done, position + done)
      if (rest.bytesWritten === 0) throw new Error("the disk takes no more bytes")
      done += rest.bytesWritten
    }
  }
}

/** A rename is durable once its folder is. Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return
  const handle = await open(folder, "r")
  await handle.sync().finally(() => handle.close())
}

async function openReader(path: string): Promise<ReleaseReader> {
  const file = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") throw new AppError("not_found", "The bytes of this release are not here.")
    throw error
  })
  const { size } = await file.stat()
  return {
    size,
    read: (offset, length, into) => readExactly(file, size, offset, length, into),
    close: () => file.close(),
  }
}

async function readExactly(file: FileHandle, size: number, offset: number, length: number, into?: Uint8Array) {
  if (offset < 0 || length < 0 || offset + length > size) throw new RangeError("outside the release")
  const buffer = into ? into.subarray(0, length) : new Uint8Array(length)
  if (buffer.length < length) throw new RangeError("the buffer is too small")
  let done = 0
  while (done < length) {
    const { bytesRead } = await file.read(buffer, done, length - done, offset + done)
    if (bytesRead === 0) throw new Error("the file ended early")
    done += bytesRead
  }
  return buffer
}
