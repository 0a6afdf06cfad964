/** The embedded database, for when no DATABASE_URL is given: PGlite in a thread of its own, reached like PostgreSQL. */
import { createHash } from "node:crypto"
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { Worker } from "node:worker_threads"
import type { DatabaseAddress } from "./client.ts"
import type { WorkerAnswer, WorkerAsk, WorkerOrder } from "./embedded-worker.ts"
import { lockFolder } from "./folder-lock.ts"

export type Embedded = {
  address: DatabaseAddress
  /** Writes the whole database to a file that `image` starts from. */
  save(path: string): Promise<void>
  stop(): Promise<void>
}

/** sun_path holds 108 bytes with its end mark (104 on macOS); ".s.PGSQL.5432" and the slash take 14. */
const SOCKET_PATH_LIMIT_BYTES = 103
const SOCKET_NAME = ".s.PGSQL.5432"
const ADDRESS_FILE = "database.json"

/**
 * Opens the embedded database of a data folder and takes its lock. Throws FolderHeldError when another process has it.
 * Other processes find it by `embeddedAddress(dataDir)`.
 */
export async function startEmbedded(dataDir: string): Promise<Embedded> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const unlock = lockFolder(dataDir)
  try {
    const place = socketPlace(dataDir)
    const opened = await open({ folder: join(dataDir, "database"), image: null, listen: place.listen })
    const address = addressOf(place, opened.port)
    writeFileSync(join(dataDir, ADDRESS_FILE), `${JSON.stringify(address)}\n`, { mode: 0o600 })
    const stop = async () => {
      await opened.stop()
      rmSync(join(dataDir, ADDRESS_FILE), { force: true })
      unlock()
    }
    return { address, save: opened.save, stop }
  } catch (error) {
    unlock()
    throw error
  }
}

/** A database in memory only, empty or from an image; for tests. */
export async function startInMemory(image: string | null): Promise<Embedded> {
  const folder = mkdtempSync(join(tmpdir(), "ff-"))
  const place = process.platform === "win32" ? loopback() : socketIn(folder)
  const opened = await open({ folder: null, image, listen: place.listen })
  const stop = async () => {
    await opened.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { address: addressOf(place, opened.port), save: opened.save, stop }
}

/** Where the process that holds a data folder serves its database; null while there is none. */
export function embeddedAddress(dataDir: string): DatabaseAddress | null {
  try {
    return JSON.parse(readFileSync(join(dataDir, ADDRESS_FILE), "utf8")) as DatabaseAddress
  } catch {
    return null
  }
}

type Place = { listen: WorkerOrder["listen"]; socketDir: string | null }

const loopback = (): Place => ({ listen: { host: "127.0.0.1", port: 0 }, socketDir: null })

function socketIn(folder: string): Place {
  return { listen: { path: join(folder, SOCKET_NAME) }, socketDir: folder }
}

function addressOf(place: Place, port: number | null): DatabaseAddress {
  return place.socketDir === null ? { host: "127.0.0.1", port: port! } : { socketDir: place.socketDir }
}

/** A folder only its owner may enter: inside the data folder, or a short one beside other temporary files. */
function socketPlace(dataDir: string): Place {
  if (process.platform === "win32") return loopback()
  const inside = join(resolve(dataDir), "socket")
  const fits = Buffer.byteLength(join(inside, SOCKET_NAME)) <= SOCKET_PATH_LIMIT_BYTES
  const folder = fits ? inside : join(tmpdir(), `fanfare-${shortHash(resolve(dataDir))}`)
  // Emptied first: after a kill -9 the old socket is still there and could not be bound again.
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  return socketIn(folder)
}

const shortHash = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16)

async function open(order: WorkerOrder) {
  const worker = new Worker(new URL("./embedded-worker.ts", import.meta.url), { workerData: order, execArgv: [] })
  const listening = await reply(worker)
  if (!("done" in listening) || listening.done !== "listening") throw new Error("the embedded database did not start")
  worker.on("error", (error) => console.error(`the embedded database died: ${error.message}`))
  const ask = async (message: WorkerAsk) => {
    const answered = reply(worker)
    worker.postMessage(message)
    const got = await answered
    if ("failed" in got) throw new Error(got.failed)
  }
  const stop = async () => {
    await ask({ ask: "stop" })
    await worker.terminate()
  }
  return { port: listening.port, save: (path: string) => ask({ ask: "save", path }), stop }
}

function reply(worker: Worker): Promise<WorkerAnswer> {
  return new Promise((done, fail) => {
    const settle = (settled: () => void) => {
      worker.off("message", onMessage).off("error", onError).off("exit", onExit)
      settled()
    }
    const onMessage = (message: WorkerAnswer) => settle(() => done(message))
    const onError = (error: unknown) => settle(() => fail(error))
    const onExit = () => settle(() => fail(new Error("the embedded database's thread ended")))
    worker.once("message", onMessage).once("error", onError).once("exit", onExit)
  })
}
