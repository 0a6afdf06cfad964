/**
 * Where pictures' files lie: `media/ab/abcd…/640.avif` in the data folder, by the hash of what was sent. A picture's
 * folder is written under another name, flushed, and renamed: it is there whole or not at all.
 */
import { randomBytes } from "node:crypto"
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises"
import { join } from "node:path"
import { invariant } from "../kernel/errors.ts"
import type { MadeFile } from "./make-sizes.ts"
import { FORMATS, type PictureFormat } from "./picture.ts"

export const mediaFolder = (dataDir: string): string => join(dataDir, "media")
const SHA256 = /^[0-9a-f]{64}$/
const DRAFTS = "drafts"

/** Hashes become folder names here: anything else is a bug of the caller. */
export function pictureFolder(dataDir: string, sha256: string): string {
  invariant(SHA256.test(sha256), "not a hash")
  return join(mediaFolder(dataDir), sha256.slice(0, 2), sha256)
}

export function picturePath(dataDir: string, sha256: string, width: number, format: PictureFormat): string {
  invariant(Number.isInteger(width) && FORMATS.includes(format), "not a size of a picture")
  return join(pictureFolder(dataDir, sha256), `${width}.${format}`)
}

export const isPictureStored = (dataDir: string, sha256: string): Promise<boolean> =>
  stat(pictureFolder(dataDir, sha256)).then(
    (found) => found.isDirectory(),
    () => false,
  )

/** Durable when it resolves. Storing it twice, also at once, leaves one. */
export async function storePicture(dataDir: string, sha256: string, files: readonly MadeFile[]): Promise<void> {
  const draft = draftFolder(dataDir)
  await mkdir(draft, { recursive: true, mode: 0o700 })
  try {
    for (const { name, bytes } of files) await writeDurably(join(draft, name), bytes)
    const place = pictureFolder(dataDir, sha256)
    await mkdir(join(place, ".."), { recursive: true, mode: 0o700 })
    await rename(draft, place).catch(async (error: unknown) => {
      if (!(await isPictureStored(dataDir, sha256))) throw error
    })
    await syncFolder(join(place, ".."))
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

/** Takes a picture out of its place at once; the files go after that. */
export async function unstorePicture(dataDir: string, sha256: string): Promise<void> {
  const draft = draftFolder(dataDir)
  await mkdir(join(draft, ".."), { recursive: true, mode: 0o700 })
  await rename(pictureFolder(dataDir, sha256), draft).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error
  })
  await rm(draft, { recursive: true, force: true })
}

/** Hashes of what lies here since before `olderThan` (real time). */
export async function storedBefore(dataDir: string, olderThan: Date): Promise<string[]> {
  const found: string[] = []
  const root = mediaFolder(dataDir)
  for (const shelf of (await namesIn(root)).filter((name) => /^[0-9a-f]{2}$/.test(name)))
    for (const name of await namesIn(join(root, shelf)))
      if (SHA256.test(name) && (await isOlder(join(root, shelf, name), olderThan))) found.push(name)
  return found
}

/** Removes drafts that a killed process left. */
export async function removeOldDrafts(dataDir: string, olderThan: Date): Promise<void> {
  const root = join(mediaFolder(dataDir), DRAFTS)
  for (const name of await namesIn(root))
    if (await isOlder(join(root, name), olderThan)) await rm(join(root, name), { recursive: true, force: true })
}

const draftFolder = (dataDir: string) => join(mediaFolder(dataDir), DRAFTS, randomBytes(8).toString("hex"))
const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => [])
const isOlder = (path: string, than: Date): Promise<boolean> =>
  stat(path).then(
    ({ mtimeMs }) => mtimeMs < than.getTime(),
    () => false,
  )

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "wx", 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** A rename is durable once its folder is. Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return
  const handle = await open(folder, "r")
  await handle.sync().finally(() => handle.close())
}
