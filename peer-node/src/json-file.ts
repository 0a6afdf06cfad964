/** Small JSON files: written whole beside the old one and renamed over it, so that a crash leaves one or the other. */
import fs from "node:fs"
import type * as z from "zod"
import { NodeError } from "./errors.ts"

/** Only the owner reads them: some hold secrets, all of them say what somebody owns. */
const PRIVATE_MODE = 0o600

export function writeWhole(path: string, content: string | Uint8Array): void {
  const fresh = `${path}.new`
  const fd = fs.openSync(fresh, "w", PRIVATE_MODE)
  try {
    fs.writeFileSync(fd, content)
    fs.fsyncSync(fd)
  } finally {
    fs.closeSync(fd)
  }
  fs.renameSync(fresh, path)
}

export const writeJson = (path: string, value: unknown): void => writeWhole(path, `${JSON.stringify(value, null, 1)}\n`)

/** Null when there is no such file. Throws `file_damaged` when it is not what the schema says. */
export function readJsonFile<T>(path: string, schema: z.ZodType<T>): T | null {
  let text: string
  try {
    text = fs.readFileSync(path, "utf8")
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null
    throw new NodeError("file_damaged", (error as Error).message, error)
  }
  const parsed = schema.safeParse(parse(text))
  if (!parsed.success) throw new NodeError("file_damaged", `${path}: ${parsed.error.issues[0]?.message}`)
  return parsed.data
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
