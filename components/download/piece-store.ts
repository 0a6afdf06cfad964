/** Where the page keeps a release's ciphertext: the origin private file system, one file per piece, or memory where that is missing. */
import { DownloadError } from "./errors.ts"
import { COPIES_FOLDER, hasCopy } from "./has-copy.ts"

/** One release's pieces and two small notes beside them. */
export interface PieceStore {
  /** Indices of the pieces that are whole: together they are the bitmap. */
  held(): Promise<number[]>
  read(index: number): Promise<Uint8Array<ArrayBuffer> | null>
  /** Whole or not at all. */
  write(index: number, bytes: Uint8Array<ArrayBuffer>): Promise<void>
  remove(index: number): Promise<void>
  readNote(name: NoteName): Promise<string | null>
  writeNote(name: NoteName, text: string): Promise<void>
  /** Forgets the release. */
  clear(): Promise<void>
  /** Whether it survives the page. */
  readonly lasting: boolean
}

export type NoteName = "manifest" | "session"

export function memoryStore(): PieceStore {
  const pieces = new Map<number, Uint8Array<ArrayBuffer>>()
  const notes = new Map<NoteName, string>()
  return {
    lasting: false,
    held: async () => [...pieces.keys()],
    read: async (index) => pieces.get(index) ?? null,
    write: async (index, bytes) => void pieces.set(index, bytes),
    remove: async (index) => void pieces.delete(index),
    readNote: async (name) => notes.get(name) ?? null,
    writeNote: async (name, text) => void notes.set(name, text),
    clear: async () => {
      pieces.clear()
      notes.clear()
    },
  }
}

/** `obj` names the folder; it is base64url, so it is a safe name everywhere. */
export async function openStore(obj: string): Promise<PieceStore> {
  const copies = await copiesFolder()
  if (!copies) return memoryStore()
  return folderStore(copies, obj)
}

async function copiesFolder(): Promise<FileSystemDirectoryHandle | null> {
  // Older Safari has the folder but no way to write into it from a page.
  if (typeof FileSystemFileHandle === "undefined" || !("createWritable" in FileSystemFileHandle.prototype)) return null
  try {
    const root = await navigator.storage.getDirectory()
    return await root.getDirectoryHandle(COPIES_FOLDER, { create: true })
  } catch {
    // Private windows of some browsers refuse; memory still works.
    return null
  }
}

/** The folder is made at the first write, so that looking leaves nothing behind. */
function folderStore(copies: FileSystemDirectoryHandle, obj: string): PieceStore {
  let made: Promise<Folders> | null = null
  const folders = () => {
    made ??= makeFolders(copies, obj)
    return made
  }
  return {
    lasting: true,
    held: async () => listPieces((await folders()).pieces),
    read: async (index) => readFile((await folders()).pieces, nameOf(index)),
    write: async (index, bytes) => writeFile((await folders()).pieces, nameOf(index), bytes),
    remove: async (index) => (await folders()).pieces.removeEntry(nameOf(index)).catch(ignoreMissing),
    readNote: async (name) => {
      if (!made && !(await hasCopy(obj))) return null
      const bytes = await readFile((await folders()).home, name)
      return bytes && new TextDecoder().decode(bytes)
    },
    writeNote: async (name, text) => writeFile((await folders()).home, name, new TextEncoder().encode(text)),
    clear: async () => {
      made = null
      await copies.removeEntry(obj, { recursive: true }).catch(ignoreMissing)
    },
  }
}

type Folders = { home: FileSystemDirectoryHandle; pieces: FileSystemDirectoryHandle }

async function makeFolders(copies: FileSystemDirectoryHandle, obj: string): Promise<Folders> {
  const home = await copies.getDirectoryHandle(obj, { create: true })
  return { home, pieces: await home.getDirectoryHandle("pieces", { create: true }) }
}

const nameOf = (index: number): string => `p${index}`

/** A write that was cut off leaves an empty file, or a swap file under another name. */
async function listPieces(folder: FileSystemDirectoryHandle): Promise<number[]> {
  const found: Promise<number | null>[] = []
  for await (const [name, handle] of entriesOf(folder)) {
    const match = /^p(\d{1,6})$/.exec(name)
    if (match) found.push(handle.getFile().then((file) => (file.size > 0 ? Number(match[1]) : null)))
  }
  return (await Promise.all(found)).filter((index) => index !== null)
}

// TypeScript's DOM has no iteration of folders yet.
const entriesOf = (folder: FileSystemDirectoryHandle) =>
  (folder as unknown as { entries(): AsyncIterable<[string, FileSystemFileHandle]> }).entries()

async function readFile(folder: FileSystemDirectoryHandle, name: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const file = await (await folder.getFileHandle(name)).getFile()
    return new Uint8Array(await file.arrayBuffer())
  } catch (error) {
    return ignoreMissing(error) ?? null
  }
}

/** The bytes appear under their name only when the stream is closed: a piece is never there by half. */
async function writeFile(
  folder: FileSystemDirectoryHandle,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  try {
    const handle = await folder.getFileHandle(name, { create: true })
    const writable = await handle.createWritable()
    await writable.write(bytes)
    await writable.close()
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "QuotaExceededError")
      throw new DownloadError("no_room", undefined, 0, cause)
    throw cause
  }
}

function ignoreMissing(error: unknown): undefined {
  if (error instanceof DOMException && error.name === "NotFoundError") return undefined
  throw error
}

/** Throws `no_room` when the browser says that `bytes` more do not fit. */
export async function assertRoom(bytes: number): Promise<void> {
  const estimate = await navigator.storage?.estimate?.().catch(() => null)
  if (estimate?.quota === undefined || estimate.usage === undefined) return
  if (estimate.quota - estimate.usage < bytes) throw new DownloadError("no_room")
}
