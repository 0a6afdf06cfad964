/** The node's data folder: where everything lies, and the lock that lets one process at a time change it. */
import fs from "node:fs"
import path from "node:path"
import * as z from "zod"
import { NodeError } from "./errors.ts"
import { readJsonFile } from "./json-file.ts"

export interface DataFolder {
  readonly root: string
  readonly pairing: string
  readonly identity: string
  readonly deviceKey: string
  readonly keys: string
  readonly lock: string
  readonly control: string
  readonly receipts: string
  readonly debts: string
  readonly releases: string
  readonly sessions: string
  readonly licences: string
  readonly dropped: string
}

/** Makes the folder and its rooms, for the owner's eyes only. */
export function openDataFolder(root: string): DataFolder {
  const at = (name: string) => path.join(root, name)
  const folder = {
    root,
    pairing: at("node.json"),
    identity: at("identity.key"),
    deviceKey: at("device.key"),
    keys: at("keys.json"),
    lock: at("lock"),
    control: at("control.json"),
    receipts: at("receipts"),
    debts: at("debts.json"),
    releases: at("releases"),
    sessions: at("sessions"),
    licences: at("licences"),
    dropped: at("dropped.json"),
  }
  for (const room of [root, folder.receipts, folder.releases, folder.sessions, folder.licences])
    fs.mkdirSync(room, { recursive: true, mode: 0o700 })
  return folder
}

const HOLDER = z.object({ pid: z.number().int().positive(), started: z.string().nullable() })
type Holder = z.infer<typeof HOLDER>

/** The process that holds the folder, or null. */
export function findHolder(folder: DataFolder): Holder | null {
  const holder = readHolder(folder)
  return holder && isAlive(holder) ? holder : null
}

/** Takes the folder; gives the function that lets it go. Throws `folder_held`. */
export function lockFolder(folder: DataFolder): () => void {
  const own: Holder = { pid: process.pid, started: startOf(process.pid) }
  for (let attempt = 0; attempt < 5; attempt++) {
    if (tryCreate(folder.lock, JSON.stringify(own))) return () => fs.rmSync(folder.lock, { force: true })
    const holder = findHolder(folder)
    if (holder) throw new NodeError("folder_held", `process ${holder.pid} in ${folder.root}`)
    // Renamed before it is removed: of two processes that find a dead holder only one moves this very file.
    const stale = `${folder.lock}.${process.pid}`
    try {
      fs.renameSync(folder.lock, stale)
      fs.rmSync(stale, { force: true })
    } catch {}
  }
  throw new NodeError("folder_held", folder.root)
}

function readHolder(folder: DataFolder): Holder | null {
  try {
    return readJsonFile(folder.lock, HOLDER)
  } catch {
    return null
  }
}

function tryCreate(file: string, content: string): boolean {
  const whole = `${file}.${process.pid}.new`
  try {
    // Linked in whole, so that nobody ever reads half a lock.
    fs.writeFileSync(whole, content, { mode: 0o600 })
    fs.linkSync(whole, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false
    throw error
  } finally {
    fs.rmSync(whole, { force: true })
  }
}

/** A pid is used again sooner or later; with the process's start time it names one process. */
function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false
  }
  return holder.started === null || holder.started === startOf(holder.pid)
}

/** Clock ticks since boot (field 22 of /proc/PID/stat); null where the system does not say. */
function startOf(pid: number): string | null {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8")
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null
  } catch {
    return null
  }
}
