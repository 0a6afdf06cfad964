/** One file of the click journal, open in this process. */
import { fstatSync, openSync } from "node:fs"
import { open } from "node:fs/promises"

export type JournalFile = {
  path: string
  fd: number
  sizeBytes: number
  readBytes: number
  damagedLines: number
  openedAt: number
  /** Up to here, and its name in the folder, it survives a power cut; -1 for not even its name. */
  forcedBytes: number
}

export function opened(path: string, flags: "r+" | "w+"): JournalFile {
  const fd = openSync(path, flags, 0o600)
  return {
    path,
    fd,
    sizeBytes: fstatSync(fd).size,
    readBytes: 0,
    damagedLines: 0,
    openedAt: Date.now(),
    forcedBytes: -1,
  }
}

/** A new file's name is on the disk only when its folder is. Windows cannot open folders and does not need to. */
export async function forceFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return
  const handle = await open(folder, "r")
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
