/** Whether this device holds something of a release: the one question asked before any of the download's code is loaded. */

/** The folder of all copies in the origin private file system. */
export const COPIES_FOLDER = "fanfare-copies"

export async function hasCopy(obj: string): Promise<boolean> {
  try {
    const root = await navigator.storage.getDirectory()
    const copies = await root.getDirectoryHandle(COPIES_FOLDER)
    await copies.getDirectoryHandle(obj)
    return true
  } catch {
    return false
  }
}
