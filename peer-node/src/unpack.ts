/** Writes a title's files out of its ciphertext: only parts a licence has the key for, each file under its name when it is whole. */
import fs from "node:fs"
import path from "node:path"
import { NodeError } from "./errors.ts"
import type { PlainFile, PlainReader } from "./plain-reader.ts"

export interface Unpacked {
  readonly path: string
  readonly sizeBytes: number
}

/** Files that are already there are replaced. Throws `out_taken`, `bad_ciphertext`, the signal's reason. */
export async function unpack(reader: PlainReader, out: string, signal: AbortSignal): Promise<Unpacked[]> {
  const written: Unpacked[] = []
  for (const file of reader.files) {
    signal.throwIfAborted()
    const target = path.join(out, ...file.path.split("/"))
    try {
      await writeFile(reader, file, target, signal)
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? ""
      if (/^E[A-Z]+$/.test(code)) throw new NodeError("out_taken", (error as Error).message, error)
      throw error
    }
    written.push({ path: target, sizeBytes: file.sizeBytes })
  }
  return written
}

async function writeFile(reader: PlainReader, file: PlainFile, target: string, signal: AbortSignal): Promise<void> {
  await fs.promises.mkdir(path.dirname(target), { recursive: true })
  const unfinished = `${target}.part`
  const handle = await fs.promises.open(unfinished, "w")
  try {
    for await (const stretch of reader.range(file, 0, file.sizeBytes)) {
      signal.throwIfAborted()
      await handle.writeFile(stretch)
    }
  } finally {
    await handle.close()
  }
  await fs.promises.rename(unfinished, target)
}
