/**
 * How fast the swarm engine moves a release, against libtorrent and aria2 on the same machine in the same run.
 * Separate processes on loopback, content in memory when there is a /dev/shm, receipts on. Options: --size MiB (1024),
 * --rounds N (3), --seeders 1,4. A peer program that is not installed is reported as not measured.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, rmSync, statfsSync } from "node:fs"
import { availableParallelism, loadavg, tmpdir } from "node:os"
import path from "node:path"
import { createInterface } from "node:readline"
import { parseArgs } from "node:util"
import type { Cost } from "./support/carriage/plan.ts"
import { makeRelease } from "./support/carriage/release.ts"

const { values } = parseArgs({
  options: {
    size: { type: "string", default: "1024" },
    rounds: { type: "string", default: "3" },
    seeders: { type: "string", default: "1,4" },
  },
})
const SUPPORT = path.join(import.meta.dirname, "support/carriage")
const sizeBytes = Number(values.size) * 1024 * 1024
const rounds = Number(values.rounds)
const counts = values.seeders.split(",").map(Number)
/** Debian's libtorrent belongs to the system's Python, which need not be the first on the path. */
const PYTHON = ["python3", "/usr/bin/python3"].find((p) => spawnSync(p, ["-c", "import libtorrent"]).status === 0)
const ENGINES = ["carriage", "libtorrent", "aria2"] as const
type Engine = (typeof ENGINES)[number]

interface Run {
  readonly megabytesPerSecond: number
  readonly leech: Cost
  readonly seedCpuSeconds: number
}

interface Place {
  readonly folder: string
  readonly contentPath: string
  readonly planPath: string
  readonly torrentPath: string
}

/** The next JSON line a child prints. Throws when it ends without one. */
function lines(child: ChildProcess): () => Promise<Record<string, number>> {
  const reader = createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
  return async () => {
    const { value, done } = await reader.next()
    if (done) throw new Error("a process of the bench ended early")
    return JSON.parse(value)
  }
}

function start(command: readonly string[]) {
  const child = spawn(command[0]!, command.slice(1), { stdio: ["pipe", "pipe", "inherit"] })
  return { child, next: lines(child) }
}

function seederOf(engine: Engine, place: Place, i: number): string[] {
  if (engine === "carriage") return [process.execPath, path.join(SUPPORT, "seed.ts"), place.planPath, String(i)]
  return [PYTHON!, path.join(SUPPORT, "peer.py"), "lt-seed", place.torrentPath, place.folder]
}

function leechOf(engine: Engine, place: Place, out: string, ports: readonly string[]): string[] {
  if (engine === "carriage") {
    return [process.execPath, path.join(SUPPORT, "leech.ts"), place.planPath, path.join(out, "content.bin"), ...ports]
  }
  const mode = engine === "libtorrent" ? "lt-leech" : "aria2"
  return [PYTHON!, path.join(SUPPORT, "peer.py"), mode, place.torrentPath, out, ...ports]
}

async function run(engine: Engine, place: Place, seeders: number): Promise<Run> {
  const out = mkdtempSync(path.join(place.folder, "out-"))
  const carriers = Array.from({ length: seeders }, (_, i) => start(seederOf(engine, place, i)))
  try {
    const ports = await Promise.all(carriers.map(async (c) => String((await c.next()).port)))
    const leech = start(leechOf(engine, place, out, ports))
    const told = await leech.next()
    for (const c of carriers) c.child.stdin!.write("stop\n")
    const seeds = await Promise.all(carriers.map((c) => c.next()))
    const same = spawnSync("cmp", ["--silent", place.contentPath, path.join(out, "content.bin")]).status === 0
    if (!same) throw new Error(`${engine}: the bytes differ`)
    return {
      megabytesPerSecond: sizeBytes / 1e6 / told.seconds!,
      leech: { cpuSeconds: told.cpuSeconds!, rssMb: told.rssMb! },
      seedCpuSeconds: seeds.reduce((n, s) => n + s.cpuSeconds!, 0),
    }
  } finally {
    for (const c of carriers) c.child.kill("SIGKILL")
    rmSync(out, { recursive: true, force: true })
  }
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

function installed(engine: Engine): boolean {
  if (engine === "carriage") return true
  // aria2 downloads from libtorrent's seeders: the fastest partner it can have.
  return PYTHON !== undefined && (engine === "libtorrent" || spawnSync("aria2c", ["--version"]).status === 0)
}

function roomyFolder(): string {
  const need = 3 * sizeBytes + 512 * 1024 * 1024
  const shm = "/dev/shm"
  const fits = existsSync(shm) && statfsSync(shm).bavail * statfsSync(shm).bsize > need
  return mkdtempSync(path.join(fits ? shm : tmpdir(), "fanfare-carriage-"))
}

const figure = (n: number, digits = 0) => n.toFixed(digits).padStart(8)

function print(engine: Engine, seeders: number, runs: readonly Run[]): void {
  const rates = runs.map((r) => r.megabytesPerSecond)
  const spread = `${Math.min(...rates).toFixed(0)}-${Math.max(...rates).toFixed(0)}`
  console.log(
    `${engine.padEnd(14)}${String(seeders).padStart(4)}${figure(median(rates))}  ${spread.padEnd(11)}` +
      `${figure(median(runs.map((r) => r.leech.cpuSeconds)), 2)}${figure(median(runs.map((r) => r.seedCpuSeconds)), 2)}` +
      `${figure(median(runs.map((r) => r.leech.rssMb)))}`,
  )
}

async function measure(present: readonly Engine[]): Promise<Map<string, Run[]>> {
  const folder = roomyFolder()
  const results = new Map<string, Run[]>()
  try {
    const place = { folder, ...(await makeRelease(folder, sizeBytes, Math.max(...counts))) }
    for (let round = 0; round < rounds; round++) {
      for (const seeders of counts) {
        for (const engine of present) {
          const key = `${engine}-${seeders}`
          results.set(key, [...(results.get(key) ?? []), await run(engine, place, seeders)])
        }
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return results
}

const present = ENGINES.filter(installed)
const results = await measure(present)
console.log(
  `${values.size} MiB, median of ${rounds} interleaved, ${availableParallelism()} cores, load ${loadavg()[0]!.toFixed(2)}`,
)
console.log("engine       seeders  MB/s  range       leech CPU s  seed CPU s  leech RSS MB")
for (const [key, runs] of results) print(key.split("-")[0] as Engine, Number(key.split("-")[1]), runs)
const rateOf = (key: string) => median((results.get(key) ?? []).map((r) => r.megabytesPerSecond))
for (const seeders of counts) {
  for (const peer of ["libtorrent", "aria2"] as const) {
    const name = `ratio carriage-vs-${peer}-${seeders}`
    if (!present.includes(peer)) console.log(`${name} not measured`)
    else console.log(`${name} ${(rateOf(`carriage-${seeders}`) / rateOf(`${peer}-${seeders}`)).toFixed(2)}`)
  }
}
