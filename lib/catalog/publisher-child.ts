/**
 * The publishing child: a process of its own that seals one release into the storage, so that the web process keeps
 * its memory and its breath. It gets one job over IPC, reports progress, answers once and ends; without its parent it ends too.
 */
import { setPriority } from "node:os"
import { folderStorage } from "./folder-storage.ts"
import type { PublisherJob, PublisherMessage } from "./run-publisher.ts"
import { emptyHashes, SourceError, sealRelease } from "./seal-release.ts"

const PROGRESS_EVERY_MS = 500
/** Below the processes people wait for. */
const NICENESS = 10

const send = (message: PublisherMessage) =>
  new Promise<void>((done) => {
    if (process.send) process.send(message, () => done())
    else done()
  })

process.on("disconnect", () => process.exit(1))
process.once("message", (job: PublisherJob) => {
  void run(job).finally(() => process.disconnect?.())
})

async function run(job: PublisherJob): Promise<void> {
  lowerPriority()
  try {
    const hashes = emptyHashes(job.plan.n)
    const storage = folderStorage(job.storageFolder)
    const staged = await storage.putStream(job.releaseId, sealRelease(job, hashes, progress()))
    if (staged.sizeBytes !== job.plan.sz) throw new Error(`wrote ${staged.sizeBytes} of ${job.plan.sz} bytes`)
    await send({ kind: "done", staged, hashes, ...usage() })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    await send({ kind: "failed", message, permanent: error instanceof SourceError })
  }
}

function progress(): (bytes: number) => void {
  let plainBytes = 0
  let saidAt = 0
  return (bytes) => {
    plainBytes += bytes
    if (Date.now() - saidAt < PROGRESS_EVERY_MS) return
    saidAt = Date.now()
    void send({ kind: "progress", plainBytes })
  }
}

function lowerPriority(): void {
  try {
    setPriority(NICENESS)
  } catch {
    // Some systems do not allow it; then it runs at the common priority.
  }
}

function usage() {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
  return { peakRssBytes: maxRSS * 1024, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 }
}
