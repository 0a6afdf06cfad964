/** A world of the tale's own: `npm start` on free ports and a fresh folder, ended with the tale. */
import { type ChildProcess, execFile, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { patiently } from "../support/patience.ts"

export const ROOT = join(import.meta.dirname, "..", "..")
const NODE_COMMAND = join(ROOT, "peer-node", "src", "main.ts")
/** The ports a world takes, from its first: six of its own, and the carriers' on addresses of theirs. */
const PORTS_WANTED = 11
/** A fresh clone may have to build, on a machine with other work; the promise of four minutes is measured elsewhere. */
const READY_MS = patiently(8 * 60_000)
const COMMAND_MS = patiently(120_000)

export type SignIn = { name: string; role: string; email: string; password: string }
export type Ended = { code: number; stdout: string; stderr: string }

export class RunningWorld {
  readonly dataDir: string
  readonly port: number
  readonly #child: ChildProcess
  readonly #scratch: string
  readonly #lastWords: string[] = []

  private constructor(scratch: string, port: number, args: readonly string[]) {
    this.#scratch = scratch
    this.port = port
    this.dataDir = join(scratch, "data")
    const all = [join(ROOT, "scripts", "start.mjs"), "--data", this.dataDir, "--port", String(port), ...args]
    this.#child = spawn(process.execPath, all, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] })
  }

  /** Resolves when the world said `ready`; `tell` hears its progress. */
  static async start(args: readonly string[], tell: (line: string) => void): Promise<RunningWorld> {
    const world = new RunningWorld(mkdtempSync(join(tmpdir(), "fanfare-tale-")), await freePorts(), args)
    await world.#ready(tell).catch(async (error: unknown) => {
      await world.stop()
      throw error
    })
    return world
  }

  get url(): string {
    return `http://localhost:${this.port}`
  }
  get blogUrl(): string {
    return `http://127.0.0.1:${this.port + 4}`
  }
  get paypalUrl(): string {
    return `http://127.0.0.1:${this.port + 2}`
  }
  get mailboxUrl(): string {
    return `http://localhost:${this.port + 3}`
  }

  /** A path of the tale's own, gone with it. */
  path(name: string): string {
    return join(this.#scratch, name)
  }

  carrierFolder(number: number): string {
    return join(this.dataDir, "nodes", `carrier-${number}`)
  }

  /** As the table at start says. */
  signIn(role: RegExp): SignIn {
    const all = JSON.parse(readFileSync(join(this.dataDir, "sign-ins.json"), "utf8")) as SignIn[]
    const found = all.find((person) => role.test(person.role))
    if (!found) throw new Error(`nobody signs in as ${role}`)
    return found
  }

  /** Runs `fanfare-node`; its exit code is part of the answer. */
  node(args: readonly string[]): Promise<Ended> {
    const options = { cwd: this.#scratch, timeout: COMMAND_MS, maxBuffer: 64 << 20 }
    return new Promise((done) => {
      execFile(process.execPath, [NODE_COMMAND, ...args], options, (error, stdout, stderr) => {
        const code = error ? (typeof error.code === "number" ? error.code : 1) : 0
        done({ code, stdout, stderr })
      })
    })
  }

  /** The same, its lines told while it runs. */
  nodeLines(args: readonly string[], onLine: (line: string) => void): Promise<Ended> {
    const child = spawn(process.execPath, [NODE_COMMAND, ...args], { stdio: ["ignore", "pipe", "pipe"] })
    const said = { stdout: "", stderr: "" }
    child.stderr.on("data", (chunk) => {
      said.stderr += chunk
    })
    createInterface({ input: child.stdout }).on("line", (line) => {
      said.stdout += `${line}\n`
      onLine(line)
    })
    const timer = setTimeout(() => child.kill("SIGKILL"), COMMAND_MS)
    return new Promise((done) => {
      child.once("close", (code) => {
        clearTimeout(timer)
        done({ code: code ?? 1, ...said })
      })
    })
  }

  /** What the world said last, for when something does not hold. */
  get lastWords(): string {
    return this.#lastWords.join("\n")
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const exit = once(this.#child, "exit")
      this.#child.kill("SIGTERM")
      await exit
    }
    rmSync(this.#scratch, { recursive: true, force: true })
  }

  #ready(tell: (line: string) => void): Promise<void> {
    return new Promise((done, fail) => {
      const timer = setTimeout(() => fail(new Error("the world was not ready in time")), READY_MS)
      const settle = (settled: () => void) => {
        clearTimeout(timer)
        settled()
      }
      for (const stream of [this.#child.stdout!, this.#child.stderr!]) {
        createInterface({ input: stream }).on("line", (line) => {
          this.#lastWords.push(line)
          if (this.#lastWords.length > 40) this.#lastWords.shift()
          if (/^ready /.test(line)) settle(done)
          else if (/^\s*(sample world)?\s*\d+ s /.test(line)) tell(line.trim())
        })
      }
      this.#child.once("exit", () => settle(() => fail(new Error(`npm start ended:\n${this.lastWords}`))))
    })
  }
}

/** The first of enough free ports in a row, looked for from anywhere: another tale may be doing the same right now. */
async function freePorts(): Promise<number> {
  for (let tries = 0; tries < 50; tries++) {
    const first = 4_700 + 20 * Math.floor(Math.random() * 200)
    const wanted = Array.from({ length: PORTS_WANTED }, (_, i) => first + i)
    if ((await Promise.all(wanted.map(isFree))).every(Boolean)) return first
  }
  throw new Error("no eleven free ports in a row between 4700 and 8700")
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer()
    probe.once("error", () => done(false))
    probe.listen(port, "127.0.0.1", () => probe.close(() => done(true)))
  })
}
