/**
 * Whether memory stays flat over a million clicks: the click path with its embedded database in a process of its own, 64
 * keep-alive connections, 200 000 different browsers so that every cache meets its limit; resident memory at every hundred
 * thousand. `npm run bench:click-memory [-- --clicks 1000000]`; a few minutes.
 */
import { fork } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { loadavg, tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { runLoad } from "./load-generator.ts"

const { values } = parseArgs({ options: { clicks: { type: "string", default: "1000000" } } })
const CLICKS = Math.min(10_000_000, Math.max(200_000, Number.parseInt(values.clicks, 10) || 0))
const STEP = 100_000
const BROWSERS = 200_000
const CONNECTIONS = 64
const ROUND_MS = 2_000

const megabytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1_024

const folder = mkdtempSync(join(tmpdir(), "bench-click-memory-"))
const server = fork(join(import.meta.dirname, "../tests/support/click-server.ts"), [folder], { execArgv: [] })

try {
  const [{ port, code }] = (await once(server, "message")) as [{ port: number; code: string }]
  let sent = 0
  const request = () => {
    sent += 1
    const headers = `User-Agent: Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0.${sent % BROWSERS}.0 Safari/537.36\r\n`
    return { path: `/r/${code}?s=post-${sent % 997}&s1=${sent % 89}&t=badge`, headers }
  }
  const steps: number[] = []
  const startedAt = performance.now()
  console.log(
    `load ${loadavg()[0]!.toFixed(1)}, ${CONNECTIONS} connections; before the first click ${megabytes(server.pid!).toFixed(0)} MB`,
  )
  while (steps.length * STEP < CLICKS) {
    const { statuses, requests, broken } = await runLoad({
      port,
      connections: CONNECTIONS,
      durationMs: ROUND_MS,
      request,
    })
    if (statuses["302"] !== requests || broken > 0)
      throw new Error(`answers: ${JSON.stringify(statuses)}, ${broken} broke`)
    if (sent < (steps.length + 1) * STEP) continue
    steps.push(megabytes(server.pid!))
    console.log(
      `${sent} clicks, ${((performance.now() - startedAt) / 1_000).toFixed(0)} s: ${steps.at(-1)!.toFixed(0)} MB`,
    )
  }
  // The caches and the database's own buffers fill first; what counts is whether it grows on.
  const middle = steps[Math.floor(steps.length / 2) - 1]!
  console.log(`load ${loadavg()[0]!.toFixed(1)}`)
  console.log(`ratio click-memory-end-vs-middle ${(steps.at(-1)! / middle).toFixed(2)}`)
} finally {
  server.kill("SIGKILL")
  rmSync(folder, { recursive: true, force: true })
}
