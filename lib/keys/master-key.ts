/** The master key kept in the data folder when the environment gives none: 32 random bytes, readable by its owner only. */
import { randomBytes } from "node:crypto"
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { ConfigError, parseMasterKey } from "#lib/config.ts"

const FILE = "master.key"

/** Reads the key of a data folder, making folder (0700) and key (0600) at the first start. Throws ConfigError if it is damaged. */
export function masterKeyOf(dataDir: string): Uint8Array {
  const path = join(dataDir, FILE)
  const text = read(path) ?? create(dataDir, path)
  const key = parseMasterKey(text.trim())
  if (!key) throw new ConfigError([`${path} is damaged: put it back from a backup; without it no title can be opened`])
  return key
}

function read(path: string): string | null {
  try {
    return readFileSync(path, "utf8")
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null
    throw error
  }
}

/** Written beside and linked into place, so that two processes starting at once agree on one key. */
function create(dataDir: string, path: string): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, `${randomBytes(32).toString("hex")}\n`, { mode: 0o600, flush: true })
  try {
    linkSync(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error
  } finally {
    rmSync(draft, { force: true })
  }
  return readFileSync(path, "utf8")
}
