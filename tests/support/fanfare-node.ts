/** The peer node as a stranger runs it: its command line in a process of its own, told apart by folder and address. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { createInterface } from "node:readline"

const COMMAND = join(import.meta.dirname, "../../peer-node/src/main.ts")
const STOP_MS = 8_000
const LAST_WORDS = 20

/** `bind`: an address of its own on the loopback net, 127.0.K.1, is a network of its own. */
export type NodePlace = { folder: string; bind: string; port: number }
/** One line of what a command says with --json. */
export type NodeEvent = { event?: string; [fact: string]: unknown }

export type RunningNode = {
  pid: number
  /** Everything said so far. */
  events: readonly NodeEvent[]
  /** The first of this name, also one that was said before. Rejects with the last words when the node ends first. */
  heard(name: string): Promise<NodeEvent>
  /** All events, once it has ended well; rejects with its last words otherwise. */
  ended: Promise<readonly NodeEvent[]>
  /** SIGTERM unless told, and SIGKILL after eight seconds. */
  stop(signal?: NodeJS.Signals): Promise<void>
}

export function startNode(place: NodePlace, args: readonly string[]): RunningNode {
  const common = ["--data", place.folder, "--bind", place.bind, "--port", String(place.port), "--json"]
  const child = spawn(process.execPath, [COMMAND, ...args, ...common], { stdio: ["ignore", "pipe", "pipe"] })
  const events: NodeEvent[] = []
  const words: string[] = []
  const waiting = new Set<() => void>()
  const ended = new Promise<readonly NodeEvent[]>((done, fail) => {
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on("line", (line) => {
        words.push(line)
        if (words.length > LAST_WORDS) words.shift()
        events.push(read(line))
        for (const look of waiting) look()
      })
    child.once("error", fail)
    child.once("close", (code, signal) =>
      code === 0 ? done(events) : fail(new Error(`fanfare-node ${args[0]}: ${signal ?? code}\n${words.join("\n")}`)),
    )
  })
  // Whoever needs to know waits for it; a node that is killed on purpose has nobody.
  ended.catch(() => {})
  const heard = (name: string) =>
    new Promise<NodeEvent>((resolve, reject) => {
      const look = () => {
        const found = events.find((e) => e.event === name)
        if (!found) return
        waiting.delete(look)
        resolve(found)
      }
      waiting.add(look)
      look()
      const never = () => reject(new Error(`fanfare-node ${args[0]} ended without "${name}":\n${words.join("\n")}`))
      ended.then(never, never)
    })
  return { pid: child.pid!, events, heard, ended, stop: (signal = "SIGTERM") => stop(child, signal) }
}

/** Runs a command to its end. */
export const nodeCommand = (place: NodePlace, args: readonly string[]): Promise<readonly NodeEvent[]> =>
  startNode(place, args).ended

function read(line: string): NodeEvent {
  try {
    return JSON.parse(line) as NodeEvent
  } catch {
    return { event: "words", line }
  }
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, "exit")
  child.kill(signal)
  const last = setTimeout(() => child.kill("SIGKILL"), STOP_MS)
  await exit
  clearTimeout(last)
}

export type JournalLine = {
  /** Base64url of 16 bytes. */
  ticket: string
  cumulativeBytes: bigint
  limitBytes: bigint
  session: string
  kind: string
  state: string
}

/** Newest archived receipt per ticket, read from the node's files by the layout in PROTOCOL.md: ticket id at 4, cumulative at 20. */
export function readArchive({ folder }: NodePlace): JournalLine[] {
  const room = join(folder, "receipts")
  const newest = new Map<string, JournalLine>()
  for (const name of readdirSync(room).filter((n) => n.startsWith("archive-"))) {
    for (const text of readFileSync(join(room, name), "utf8").split("\n").filter(Boolean)) {
      const line = JSON.parse(text) as { receipt: string; limit: string; session: string; kind: string; state: string }
      const bytes = Buffer.from(line.receipt, "base64url")
      const ticket = bytes.subarray(4, 20).toString("base64url")
      const { session, kind, state } = line
      const read = {
        ticket,
        cumulativeBytes: bytes.readBigUInt64BE(20),
        limitBytes: BigInt(line.limit),
        session,
        kind,
        state,
      }
      const known = newest.get(ticket)
      if (!known || known.cumulativeBytes <= read.cumulativeBytes) newest.set(ticket, read)
    }
  }
  return [...newest.values()]
}
