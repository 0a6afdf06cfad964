/** Which files of the click journal's folder no living process writes to any more. */
import { readdirSync, statSync } from "node:fs"
import { hostname } from "node:os"
import { join } from "node:path"
import { HOUR_MS } from "#lib/kernel/period.ts"

/** The files to take over, by name; taking one is renaming it, so that only one process has it. */
export function listOrphans(folder: string): string[] {
  return namesIn(folder).filter((name) => isOrphan(folder, name))
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}

/** `.spill`: what the journal was before every click went through it. */
const NAME = /^(.+)~(\d+)~\d+\.(?:journal|spill)$/

function isOrphan(folder: string, name: string): boolean {
  const match = NAME.exec(name)
  if (!match) return false
  if (match[1] === hostname()) return Number(match[2]) === process.pid || !isAlive(Number(match[2]))
  // Another machine's process cannot be asked; a file that rested for an hour is nobody's any more.
  return Date.now() - touchedAt(join(folder, name)) > HOUR_MS
}

function touchedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"
  }
}
