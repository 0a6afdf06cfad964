/** The nodes of the sample world, run from the command line as their owners would run them. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { createInterface } from "node:readline"
import type { Actor } from "#lib/auth/actor.ts"
import { type Config, PORT_OFFSETS } from "#lib/config.ts"
import { approveDevice } from "#lib/delivery/approve-device.ts"
import type { World } from "./world.ts"

const ROOT = join(import.meta.dirname, "..", "..")
const COMMAND = join(ROOT, "peer-node", "src", "main.ts")
/** Ends a child whose parent died. */
const PRELOAD = join(ROOT, "scripts", "with-parent.mjs")
const STOP_MS = 8_000
const LAST_WORDS = 20

export type NodePlace = { folder: string; bind: string }

/** Where scripts/processes.mjs looks for it; each at an address of its own, so that each is a network of its own. */
export const carrierPlace = (dataDir: string, number: number): NodePlace => ({
  folder: join(dataDir, "nodes", `carrier-${number}`),
  bind: `127.0.${number}.1`,
})

/** A buyer's own machine, with its own address too. */
export const buyerPlace = (dataDir: string, number: number): NodePlace => ({
  folder: join(dataDir, "nodes", `buyer-${number}`),
  bind: `127.0.${20 + number}.1`,
})

export class SampleNodes {
  readonly #config: Config
  readonly #carriers = new Map<number, ChildProcess>()

  constructor(config: Config) {
    this.#config = config
  }

  /** Numbers of the carriers that run now. */
  get running(): number[] {
    return [...this.#carriers.keys()]
  }

  isPaired(place: NodePlace): boolean {
    return existsSync(join(place.folder, "node.json"))
  }

  /** The platform's name for a paired node. */
  idOf(place: NodePlace): string {
    return (JSON.parse(readFileSync(join(place.folder, "node.json"), "utf8")) as { nodeId: string }).nodeId
  }

  /** The device flow: the node shows its code, its owner approves it. */
  async pair(world: World, place: NodePlace, owner: Actor, name: string, scopes: readonly ("carry" | "library")[]) {
    if (this.isPaired(place)) return
    // A login that was killed may have been approved already; its key cannot be paired twice.
    rmSync(place.folder, { recursive: true, force: true })
    const port = String(this.#config.port + PORT_OFFSETS.carrier)
    const library = scopes.includes("library") ? ["--library"] : []
    const child = launch(
      ["login", this.#config.publicUrl, "--name", name, "--port", port, ...library, ...common(place)],
      async (line) => {
        const userCode = /\b[B-DF-HJ-NP-TV-Z]{4}-[B-DF-HJ-NP-TV-Z]{4}\b/.exec(line)?.[0]
        if (!userCode || child.approved) return
        child.approved = true
        await approveDevice(world.deps, { actor: owner, userCode, scopes })
      },
    )
    await child.ended
  }

  /** Starts a carrier; it is heard of at its first heartbeat. */
  runCarrier(number: number): void {
    if (this.#carriers.has(number)) return
    const place = carrierPlace(this.#config.dataDir, number)
    const port = String(this.#config.port + PORT_OFFSETS.carrier)
    const child = launch(["run", "--port", port, ...common(place)], () => {})
    child.ended.catch((error: Error) => {
      if (this.#carriers.has(number)) console.error(error.message)
      this.#carriers.delete(number)
    })
    this.#carriers.set(number, child.process)
  }

  /** Downloads what the owner bought or tries, to its end. */
  async get(place: NodePlace, title: string, options: { originOnly?: boolean } = {}): Promise<void> {
    const flags = options.originOnly ? ["--origin-only"] : []
    const out = join(place.folder, "out")
    await launch(["get", title, "--out", out, ...flags, ...common(place)], () => {}).ended
    rmSync(out, { recursive: true, force: true })
  }

  async stopAll(): Promise<void> {
    const running = [...this.#carriers.values()]
    this.#carriers.clear()
    await Promise.all(running.map(stop))
  }
}

const common = ({ folder, bind }: NodePlace) => ["--data", folder, "--bind", bind]

type Launched = { process: ChildProcess; ended: Promise<void>; approved: boolean }

/** `ended` rejects with the command's last words when it fails. */
function launch(args: readonly string[], onLine: (line: string) => Promise<void> | void): Launched {
  const child = spawn(process.execPath, ["--import", PRELOAD, COMMAND, ...args], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  })
  const words: string[] = []
  const ended = new Promise<void>((done, fail) => {
    for (const stream of [child.stdout!, child.stderr!]) {
      createInterface({ input: stream }).on("line", (line) => {
        words.push(line)
        if (words.length > LAST_WORDS) words.shift()
        Promise.resolve(onLine(line)).catch((error: Error) => {
          child.kill()
          fail(error)
        })
      })
    }
    child.once("error", fail)
    child.once("close", (code) =>
      code === 0 ? done() : fail(new Error(`fanfare-node ${args[0]} ended with ${code}:\n${words.join("\n")}`)),
    )
  })
  return { process: child, ended, approved: false }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, "exit")
  child.kill("SIGTERM")
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS)
  await exit
  clearTimeout(timer)
}
