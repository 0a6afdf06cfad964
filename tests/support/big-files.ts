/** Files that look random and are the same every time, so that what was downloaded can be compared by hash. */
import { createCipheriv, createHash, type Hash } from "node:crypto"
import { createReadStream } from "node:fs"
import { mkdir, open } from "node:fs/promises"
import { dirname, join } from "node:path"

const SLICE_BYTES = 4 * 1024 * 1024

/** Path to size. */
export type Files = Readonly<Record<string, number>>

/** Writes the files under `folder`; answers the SHA-256 of each by its path. */
export async function writeFiles(folder: string, files: Files): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {}
  for (const [path, size] of Object.entries(files)) hashes[path] = await writeOne(join(folder, path), path, size)
  return hashes
}

async function writeOne(file: string, seed: string, size: number): Promise<string> {
  await mkdir(dirname(file), { recursive: true })
  const key = createHash("sha256").update(seed).digest()
  // A key stream: cheap, incompressible, and without two equal pieces.
  const stream = createCipheriv("aes-256-ctr", key, Buffer.alloc(16))
  const zeros = Buffer.alloc(SLICE_BYTES)
  const hash = createHash("sha256")
  const handle = await open(file, "w")
  try {
    for (let left = size; left > 0; left -= SLICE_BYTES) {
      const slice = stream.update(zeros.subarray(0, Math.min(left, SLICE_BYTES)))
      hash.update(slice)
      await handle.write(slice)
    }
  } finally {
    await handle.close()
  }
  return hash.digest("hex")
}

/** SHA-256 of each file named, by its path. */
export async function hashFiles(folder: string, paths: readonly string[]): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {}
  for (const path of paths) {
    const hash: Hash = createHash("sha256")
    for await (const chunk of createReadStream(join(folder, path))) hash.update(chunk as Buffer)
    hashes[path] = hash.digest("hex")
  }
  return hashes
}
