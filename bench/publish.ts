/**
 * Publishing speed and memory: one release through the real publishing child.
 * `node bench/publish.ts [--gib N] [--dir DIR]`; the input is random bytes, written once before the clock starts.
 */
import { randomBytes } from "node:crypto"
import { mkdtemp, open, rm } from "node:fs/promises"
import { loadavg, tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { runPublisher } from "#lib/catalog/run-publisher.ts"
import { newId } from "#lib/kernel/ids.ts"
import { planParts } from "#peer/protocol/content.ts"

/** The promise: 150 MB of plaintext per second and core, and a child under 300 MB. */
const TARGET_MB_PER_SECOND = 150
const TARGET_RSS_MB = 300
const MIB = 1024 * 1024

const { values } = parseArgs({ options: { gib: { type: "string", default: "2" }, dir: { type: "string" } } })
const folder = await mkdtemp(join(values.dir ?? tmpdir(), "fanfare-bench-"))
try {
  await measure(Math.round(Number(values.gib) * 1024) * MIB)
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function measure(sizeBytes: number): Promise<void> {
  const source = join(folder, "full.bin")
  await writeRandom(source, sizeBytes)
  const plan = planParts([{ name: "full", files: [{ path: "full.bin", size: sizeBytes }] }])
  const releaseId = newId("release", new Date())
  const job = {
    releaseId,
    plan,
    encryption: "A256GCM-SEG" as const,
    keys: { full: randomBytes(32) },
    sources: { trial: [], full: [{ path: source, size: sizeBytes }] },
    storageFolder: join(folder, "releases"),
  }
  const startedAt = performance.now()
  const result = await runPublisher(job, {})
  const seconds = (performance.now() - startedAt) / 1000
  report(sizeBytes, seconds, result.cpuSeconds, result.peakRssBytes, plan.psz)
}

/** The load stands in the output because the machine may be shared: CPU seconds say what a core can do. */
function report(
  sizeBytes: number,
  seconds: number,
  cpuSeconds: number,
  peakRssBytes: number,
  pieceBytes: number,
): void {
  const perCore = sizeBytes / 1e6 / cpuSeconds
  const rssMb = peakRssBytes / 1e6
  console.log(`published ${(sizeBytes / 1e9).toFixed(2)} GB in pieces of ${pieceBytes / MIB} MiB`)
  console.log(
    `wall ${seconds.toFixed(1)} s, ${(sizeBytes / 1e6 / seconds).toFixed(0)} MB/s; load ${loadavg()[0]?.toFixed(2)}`,
  )
  console.log(`cpu ${cpuSeconds.toFixed(1)} s, ${perCore.toFixed(0)} MB/s per core`)
  console.log(`child peak RSS ${rssMb.toFixed(0)} MB`)
  console.log(`ratio publish-vs-150MBps ${(perCore / TARGET_MB_PER_SECOND).toFixed(2)}`)
  console.log(`ratio publish-rss-vs-300MB ${(rssMb / TARGET_RSS_MB).toFixed(2)}`)
}

/** One random block over and over, marked with its place: as good as random to a cipher and much faster to make. */
async function writeRandom(path: string, sizeBytes: number): Promise<void> {
  const file = await open(path, "w")
  const block = randomBytes(4 * MIB)
  try {
    for (let at = 0; at < sizeBytes; at += block.length) {
      block.writeBigUInt64BE(BigInt(at))
      await file.write(block, 0, Math.min(block.length, sizeBytes - at))
    }
  } finally {
    await file.close()
  }
}
