/** Where uploaded files lie until their release is published: one file per upload id, in the data folder. */
import { copyFile, mkdir, open, rename, rm, stat } from "node:fs/promises"
import { join } from "node:path"
import { invariant } from "#lib/kernel/errors.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"

export const uploadFolder = (dataDir: string): string => join(dataDir, "uploads")

/** Ids become file names here: anything else is a bug of the caller. */
export function uploadPath(dataDir: string, uploadId: Id<"upload">): string {
  invariant(isId("upload", uploadId), "not an upload id")
  return join(uploadFolder(dataDir), uploadId)
}

/** Bytes of an upload that are here; 0 when none are. */
export async function uploadedBytes(dataDir: string, uploadId: Id<"upload">): Promise<number> {
  const found = await stat(uploadPath(dataDir, uploadId)).catch(() => null)
  return found?.size ?? 0
}

/** Makes an upload's bytes durable before anything is said about them. */
export async function syncUpload(dataDir: string, uploadId: Id<"upload">): Promise<void> {
  const file = await open(uploadPath(dataDir, uploadId), "r+")
  await file.sync().finally(() => file.close())
}

/** Brings in a file of this machine, whole or not at all. */
export async function importFile(dataDir: string, uploadId: Id<"upload">, fromPath: string): Promise<void> {
  const path = uploadPath(dataDir, uploadId)
  await mkdir(uploadFolder(dataDir), { recursive: true, mode: 0o700 })
  await copyFile(fromPath, `${path}.part`)
  await rename(`${path}.part`, path)
}

/** Removes the bytes and what the upload protocol noted beside them. */
export async function removeUpload(dataDir: string, uploadId: Id<"upload">): Promise<void> {
  const path = uploadPath(dataDir, uploadId)
  for (const name of [path, `${path}.json`, `${path}.part`]) await rm(name, { force: true })
}

/** Whether an upload was begun, be it with no byte yet. */
export const uploadExists = (dataDir: string, uploadId: Id<"upload">): Promise<boolean> =>
  stat(uploadPath(dataDir, uploadId)).then(
    () => true,
    () => false,
  )
