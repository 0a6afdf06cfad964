/** The three servers `bench/clicks.ts` asks, each a production build in a process of its own. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const ROOT = join(import.meta.dirname, "..")
const NEXT = join(ROOT, "node_modules/next/dist/bin/next")
const START_LIMIT_MS = 120_000

export type Running = { name: string; port: number; pid: number; stop(): Promise<void> }

/** Our own server, as `npm start` runs it; `databaseUrl` null = the embedded database in `dataDir`. */
export async function startOurs(port: number, dataDir: string, databaseUrl: string | null): Promise<Running> {
  if (!existsSync(join(ROOT, ".next/BUILD_ID"))) build(ROOT)
  return launch("fanfare", port, ["server/main.ts"], ROOT, {
    FANFARE_MODE: "local",
    FANFARE_DATA: dataDir,
    FANFARE_PORT: String(port),
    DATABASE_URL: databaseUrl ?? "",
  })
}

/** A Next application of one route that redirects and stores nothing. */
export async function startBareNext(port: number): Promise<Running> {
  const folder = mkdtempSync(join(ROOT, "bench/.bare-next-"))
  mkdirSync(join(folder, "app/r/[code]"), { recursive: true })
  writeFileSync(join(folder, "package.json"), '{"name":"bare-next","private":true,"type":"module"}\n')
  writeFileSync(
    join(folder, "next.config.mjs"),
    `export default { poweredByHeader: false, turbopack: { root: ${JSON.stringify(ROOT)} } }\n`,
  )
  writeFileSync(
    join(folder, "app/r/[code]/route.js"),
    `export const dynamic = "force-dynamic"
export function GET() {
  return new Response(null, { status: 302, headers: { Location: "/titles/a-work", "Cache-Control": "no-store" } })
}
`,
  )
  build(folder)
  const running = await launch("bare next", port, [NEXT, "start", "-p", String(port)], folder, {})
  const stop = async () => {
    await running.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { ...running, stop }
}

/** A bare node:http server that redirects and stores nothing. */
export async function startBareNode(port: number): Promise<Running> {
  const file = join(mkdtempSync(join(tmpdir(), "bare-node-")), "server.mjs")
  writeFileSync(
    file,
    `import { createServer } from "node:http"
const headers = { Location: "/titles/a-work", "Cache-Control": "no-store", "Content-Length": 0 }
createServer((req, res) => res.writeHead(302, headers).end()).listen(${port})
`,
  )
  return launch("bare node:http", port, [file], ROOT, {})
}

function build(folder: string): void {
  const done = spawnSync(process.execPath, [NEXT, "build"], { cwd: folder, encoding: "utf8", env: production({}) })
  if (done.status !== 0) throw new Error(`next build failed in ${folder}:\n${done.stdout}${done.stderr}`)
}

const production = (env: Record<string, string>) => ({ ...process.env, NODE_ENV: "production" as const, ...env })

async function launch(
  name: string,
  port: number,
  args: string[],
  cwd: string,
  env: Record<string, string>,
): Promise<Running> {
  const child = spawn(process.execPath, args, { cwd, env: production(env), stdio: ["ignore", "ignore", "pipe"] })
  let said = ""
  child.stderr.on("data", (data: Buffer) => {
    said = (said + data.toString()).slice(-4_000)
  })
  await answering(child, port, () => said)
  return { name, port, pid: child.pid!, stop: () => ended(child) }
}

async function answering(child: ChildProcess, port: number, said: () => string): Promise<void> {
  const until = performance.now() + START_LIMIT_MS
  while (performance.now() < until) {
    if (child.exitCode !== null) throw new Error(`a server ended at its start:\n${said()}`)
    const ok = await fetch(`http://127.0.0.1:${port}/r/00000000`, { redirect: "manual" }).then(
      () => true,
      () => false,
    )
    if (ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  child.kill("SIGKILL")
  throw new Error(`port ${port} did not answer:\n${said()}`)
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once("exit", () => resolve())
    child.kill("SIGTERM")
    setTimeout(() => child.kill("SIGKILL"), 10_000).unref()
  })
}

/** CPU time a process has used, in ms, all its threads together; null where /proc does not tell. */
export function cpuMs(pid: number): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ")
    // utime and stime are in ticks of 10 ms.
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return null
  }
}
