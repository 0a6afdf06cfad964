/**
 * Fault points: named places between two steps where a crash must lose nothing. Every tx and every remote call passes
 * two of them. `FANFARE_FAULT=name` (or `name@3` for the third hit) kills this very process there, and
 * `FANFARE_FAULT=record:FILE` writes down every point that is passed; tests use both, and configuration refuses them in
 * production.
 */
import { appendFileSync } from "node:fs"

type Order = { name: string; hit: number } | { file: string } | null

const RECORD = "record:"
let order = parse(process.env.FANFARE_FAULT)
let hits = 0

function parse(spec: string | undefined): Order {
  if (!spec) return null
  if (spec.startsWith(RECORD)) return { file: spec.slice(RECORD.length) }
  const [name = "", hit = "1"] = spec.split("@")
  return { name, hit: Number(hit) }
}

/** Gives another order to a process that runs already, in the words of FANFARE_FAULT; an empty one calls it off. */
export function armFault(spec: string): void {
  order = parse(spec)
  hits = 0
}

/** Dies by SIGKILL when this is the point asked for; otherwise does nothing. */
export function faultPoint(name: string): void {
  if (order === null) return
  if ("file" in order) appendFileSync(order.file, `${name}\n`)
  else if (order.name === name && ++hits >= order.hit) die()
}

function die(): never {
  process.kill(process.pid, "SIGKILL")
  // SIGKILL to oneself is delivered before the next event; nothing after this line may run.
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}
