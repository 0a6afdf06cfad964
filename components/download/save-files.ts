/** Hands opened files to the person: into a folder or file where the browser can stream, else as an ordinary download. */
import { DownloadError } from "./errors.ts"
import { type PlacedFile, typeOf } from "./release-files.ts"
import type { ReleaseReader } from "./release-reader.ts"

type FilePicker = (options: { suggestedName: string }) => Promise<FileSystemFileHandle>
type FolderPicker = (options: { id: string; mode: "readwrite" }) => Promise<FileSystemDirectoryHandle>

// Not in TypeScript's DOM yet; Chromium has both, others have neither.
const filePicker = () => (window as unknown as { showSaveFilePicker?: FilePicker }).showSaveFilePicker
const folderPicker = () => (window as unknown as { showDirectoryPicker?: FolderPicker }).showDirectoryPicker

/** Up to here a file is an ordinary download, as everywhere else on the web; a larger one is streamed where that works. */
const STREAM_OVER_BYTES = 256e6
/** An ordinary download is put together in memory first. */
export const BLOB_LIMIT_BYTES = 1e9

export const canSaveFolder = (): boolean => folderPicker() !== undefined

/** Errors: `too_large_to_save`; AbortError when the person closed the picker or pressed stop. */
export async function saveFile(reader: ReleaseReader, file: PlacedFile, signal: AbortSignal): Promise<void> {
  const pick = filePicker()
  const suggestedName = file.path.slice(file.path.lastIndexOf("/") + 1)
  if (pick && file.sizeBytes > STREAM_OVER_BYTES) {
    const handle = await pick.call(window, { suggestedName })
    return streamInto(reader, file, handle, signal)
  }
  if (file.sizeBytes > BLOB_LIMIT_BYTES) throw new DownloadError("too_large_to_save")
  offerBlob(await blobOf(reader, file, signal), suggestedName)
}

/** Asks for a folder and writes every file into it, under the release's own names. Says how many bytes are written. */
export async function saveFolder(
  reader: ReleaseReader,
  files: readonly PlacedFile[],
  say: (bytesWritten: number) => void,
  signal: AbortSignal,
): Promise<string> {
  const pick = folderPicker()
  if (!pick) throw new DownloadError("too_large_to_save")
  const root = await pick.call(window, { id: "fanfare", mode: "readwrite" })
  let before = 0
  for (const file of files) {
    const handle = await fileIn(root, file.path)
    await streamInto(reader, file, handle, signal, (bytes) => say(before + bytes))
    before += file.sizeBytes
  }
  return root.name
}

/** Paths are safe: the manifest refuses any other. */
async function fileIn(root: FileSystemDirectoryHandle, path: string): Promise<FileSystemFileHandle> {
  const names = path.split("/")
  const name = names.pop()!
  let folder = root
  for (const inner of names) folder = await folder.getDirectoryHandle(inner, { create: true })
  return folder.getFileHandle(name, { create: true })
}

async function streamInto(
  reader: ReleaseReader,
  file: PlacedFile,
  handle: FileSystemFileHandle,
  signal: AbortSignal,
  say: (bytes: number) => void = () => {},
): Promise<void> {
  const sink = await handle.createWritable()
  let written = 0
  try {
    for await (const chunk of reader.chunks(file, signal)) {
      await sink.write(chunk as Uint8Array<ArrayBuffer>)
      written += chunk.length
      say(written)
    }
    await sink.close()
  } catch (error) {
    // Nothing appears under the name unless it is whole.
    await sink.abort().catch(() => undefined)
    throw error
  }
}

export async function blobOf(reader: ReleaseReader, file: PlacedFile, signal: AbortSignal): Promise<Blob> {
  const parts: Blob[] = []
  // One Blob per piece: the browser may move them to disk, while arrays stay in memory.
  for await (const chunk of reader.chunks(file, signal)) parts.push(new Blob([chunk as Uint8Array<ArrayBuffer>]))
  return new Blob(parts, { type: typeOf(file.path) })
}

/** Long enough for any browser to have taken the address up. */
const REVOKE_AFTER_MS = 60_000

function offerBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement("a")
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER_MS)
}
