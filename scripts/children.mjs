/** The processes `npm start` runs: starts each, passes on its words, notices its death, stops them all in the end. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { setTimeout as sleep } from "node:timers/promises"
import { ROOT } from "./bootstrap.mjs"

const PRELOAD = join(ROOT, "scripts", "with-parent.mjs")
const STOP_MS = 8_000
const RESTART_MS = 1_000
/** A child that dies this often within a minute will not be helped by another start. */
const RESTARTS_PER_MINUTE = 5

export class Children {
  #children = new Map()
  #stopping = false
  #onFatal

  /** `onFatal(message)` is called when a process died that nothing works without. */
  constructor(onFatal) {
    this.#onFatal = onFatal
  }

  /**
   * Starts a process and resolves when it is ready: it said "ready" over IPC, or a line of its output matches `readyLine`.
   * `vital`: when it dies later, everything stops; others are started again.
   */
  async start({ name, file, args = [], env = process.env, readyLine = null, vital = false }) {
    const child = spawn(process.execPath, ["--import", PRELOAD, file, ...args], {
      cwd: ROOT,
      env,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    })
    this.#children.set(name, child)
    const ready = isReady(child, readyLine)
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on("line", (line) => console.log(`${name.padEnd(9)}| ${line}`))
    await ready.catch((error) => {
      throw new Error(`${name} did not start: ${error.message}`)
    })
    child.once("exit", (code, signal) =>
      this.#died({ name, file, args, env, readyLine, vital }, signal ?? `code ${code}`),
    )
    return child
  }

  #deaths = new Map()

  #died(how, end) {
    if (this.#stopping) return
    this.#children.delete(how.name)
    if (how.vital) return this.#onFatal(`${how.name} ended (${end}); everything else is stopped`)
    const recent = (this.#deaths.get(how.name) ?? []).filter((at) => Date.now() - at < 60_000)
    this.#deaths.set(how.name, [...recent, Date.now()])
    if (recent.length >= RESTARTS_PER_MINUTE)
      return console.log(`${how.name} ended (${end}) too often; it stays stopped`)
    console.log(`${how.name} ended (${end}); starting it again`)
    setTimeout(() => {
      if (!this.#stopping) this.start(how).catch((error) => console.log(error.message))
    }, RESTART_MS)
  }

  /** Asks all to stop, last started first, and ends whoever does not within 8 seconds. */
  async stop() {
    this.#stopping = true
    const alive = [...this.#children.values()].filter((child) => child.exitCode === null && child.signalCode === null)
    const gone = alive.reverse().map((child) => {
      const exit = once(child, "exit")
      child.kill("SIGTERM")
      return exit
    })
    await Promise.race([Promise.all(gone), sleep(STOP_MS, undefined, { ref: false })])
    for (const child of alive) if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL")
  }
}

function isReady(child, readyLine) {
  return new Promise((done, fail) => {
    child.on("message", (message) => message === "ready" && done())
    child.once("error", fail)
    child.once("exit", (code, signal) =>
      fail(new Error(`it ended (${signal ?? `code ${code}`}); its lines above say why`)),
    )
    if (readyLine) createInterface({ input: child.stdout }).on("line", (line) => readyLine.test(line) && done())
  })
}
