/** Holds the server process from outside: starts it, calls it, and starts it again after it was killed. */
import { type ChildProcess, fork } from "node:child_process"
import { join } from "node:path"
import type { DatabaseAddress } from "#db/client.ts"
import type { Answer, Ask, Start, UseCases } from "./server-process.ts"

/** The server died before it answered: the caller cannot know what became of the call. */
export class Killed extends Error {}

type Input<K extends keyof UseCases> = Parameters<UseCases[K]>[1]
type Output<K extends keyof UseCases> = Awaited<ReturnType<UseCases[K]>>
type Waiting = { done(value: unknown): void; fail(error: Error): void }

const PROGRAM = join(import.meta.dirname, "server-process.ts")

export class KilledServer {
  readonly #start: () => Start
  readonly #waiting = new Map<number, Waiting>()
  #child: ChildProcess | null = null
  #calls = 0
  /** How often it died by SIGKILL. */
  kills = 0
  /** Where the running server's database is reached. */
  address: DatabaseAddress | null = null

  constructor(start: () => Start) {
    this.#start = start
  }

  get alive(): boolean {
    return this.#child !== null
  }

  /** Starts it when it does not run; the fault it may have died of is not armed again. */
  async revive(): Promise<void> {
    if (this.#child) return
    const child = fork(PROGRAM, [], { execArgv: [], serialization: "advanced" })
    this.#child = child
    const ready = new Promise<DatabaseAddress>((done, fail) => {
      this.#waiting.set(0, { done: done as (value: unknown) => void, fail })
    })
    child.on("message", (answer: Answer) => this.#hear(answer))
    child.on("exit", (code, signal) => this.#bury(`${signal ?? code}`))
    this.#send({ start: this.#start() })
    this.address = await ready
  }

  #hear(answer: Answer): void {
    const id = "ready" in answer ? 0 : answer.id
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if ("ready" in answer) waiting?.done(answer.ready)
    else if ("failed" in answer) waiting?.fail(new Error(answer.failed))
    else waiting?.done(answer.value)
  }

  #bury(how: string): void {
    if (how === "SIGKILL") this.kills += 1
    this.#child = null
    for (const { fail } of this.#waiting.values()) fail(new Killed(`the server ended: ${how}`))
    this.#waiting.clear()
  }

  #send(ask: Ask): void {
    this.#child?.send(ask, () => {})
  }

  #ask(ask: (id: number) => Ask): Promise<unknown> {
    if (!this.#child) throw new Killed("the server is down")
    const id = ++this.#calls
    return new Promise((done, fail) => {
      this.#waiting.set(id, { done, fail })
      this.#send(ask(id))
    })
  }

  async call<K extends keyof UseCases>(name: K, input: Input<K>): Promise<Output<K>> {
    return (await this.#ask((id) => ({ call: name, input: input as never, id }))) as Output<K>
  }

  /** The words of FANFARE_FAULT for the server that runs now. */
  async arm(fault: string): Promise<void> {
    await this.#ask((id) => ({ fault, id }))
  }

  setClock(at: Date): void {
    this.#send({ at })
  }

  async stop(): Promise<void> {
    const child = this.#child
    if (!child) return
    const gone = new Promise((done) => child.once("exit", done))
    child.kill("SIGTERM")
    await gone
  }
}
