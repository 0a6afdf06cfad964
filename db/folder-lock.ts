/** One process holds a data folder at a time: a lock file with its pid and start time, which a crash cannot leave locked. */
import { execFileSync } from "node:child_process"
import { closeSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs"
import { join } from "node:path"

type Holder = { pid: number; started: string; since: string; command: string }

/** Somebody else holds the data folder; the message says who and what to do. */
export class FolderHeldError extends Error {
  readonly holder: Holder
  constructor(folder: string, holder: Holder) {
    super(
      `The data folder ${folder} is held by process ${holder.pid} (${holder.command}), running since ${holder.since}. ` +
        "Stop it first, or start with another folder: --data DIR.",
    )
    this.name = "FolderHeldError"
    this.holder = holder
  }
}

/** Takes the lock or throws FolderHeldError; answers how to give it back. */
export function lockFolder(folder: string): () => void {
  const path = join(folder, "lock")
  const me: Holder = {
    pid: process.pid,
    started: startOf(process.pid) ?? "",
    since: new Date().toISOString(),
    command: process.argv.slice(0, 2).join(" "),
  }
  for (let tries = 0; tries < 3; tries++) {
    if (create(path, me)) return () => release(path, me)
    const holder = read(path)
    if (holder && isAlive(holder)) throw new FolderHeldError(folder, holder)
    setAside(path)
  }
  throw new Error(`the lock file ${path} cannot be taken`)
}

/** Throws FolderHeldError when somebody holds the folder now; takes nothing. */
export function assertFolderFree(folder: string): void {
  const holder = read(join(folder, "lock"))
  if (holder && isAlive(holder)) throw new FolderHeldError(folder, holder)
}

function create(path: string, me: Holder): boolean {
  try {
    const file = openSync(path, "wx", 0o600)
    writeSync(file, JSON.stringify(me))
    closeSync(file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false
    throw error
  }
}

function read(path: string): Holder | null {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Holder
  } catch {
    return null
  }
}

/** Renamed before it is removed, so that of two who find a dead lock only one takes it away. */
function setAside(path: string): void {
  const aside = `${path}.${process.pid}`
  try {
    renameSync(path, aside)
    rmSync(aside, { force: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error
  }
}

function release(path: string, me: Holder): void {
  if (read(path)?.pid === me.pid) rmSync(path, { force: true })
}

/** Alive means: a process with this pid that started when the lock says; pids are used again. */
function isAlive(holder: Holder): boolean {
  // A second lock by the same process is a mistake of ours, and held all the same.
  const started = startOf(holder.pid)
  return started !== null && (holder.started === "" || holder.started === started)
}

/** Something that differs between two processes that had the same pid; null when there is no such process. */
function startOf(pid: number): string | null {
  if (process.platform === "linux") return startOnLinux(pid)
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM" ? "" : null
  }
  if (process.platform === "win32") return ""
  return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim()
}

/** Field 22 of /proc/PID/stat, counted after the command's closing bracket, and the boot it belongs to. */
function startOnLinux(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
    if (fields[0] === "Z") return null
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}/${fields[19]}`
  } catch {
    return null
  }
}
