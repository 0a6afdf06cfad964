/** Validating proxies over PayPal's published contracts: one process for each document, request and answer both checked. */
import { type ChildProcess, spawn } from "node:child_process"
import { createRequire } from "node:module"
import { createServer } from "node:net"
import { dirname, join } from "node:path"

export interface ContractProxy {
  readonly url: string
  stop(): void
}

/** Compiling a contract takes 2 to 3 s alone; on a busy machine with four at once much longer. */
const START_DEADLINE_MS = 120_000

function cli(): string {
  const manifest = createRequire(import.meta.url).resolve("@stoplight/prism-cli/package.json")
  return join(dirname(manifest), "dist/index.js")
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve))
  const { port } = probe.address() as { port: number }
  await new Promise<void>((resolve) => probe.close(() => resolve()))
  return port
}

/** `prism proxy --errors`: a request that breaks the contract is refused, an answer that breaks it becomes an error. */
export async function startProxy(contract: string, upstream: string): Promise<ContractProxy> {
  const port = await freePort()
  const args = [cli(), "proxy", "-h", "127.0.0.1", "-p", String(port), "--errors", contract, upstream]
  const child = spawn(process.execPath, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, SCARF_ANALYTICS: "false" },
  })
  await listening(child, contract)
  return { url: `http://127.0.0.1:${port}`, stop: () => void child.kill("SIGKILL") }
}

function listening(child: ChildProcess, contract: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ""
    const timer = setTimeout(() => reject(new Error(`no proxy for ${contract}: ${said}`)), START_DEADLINE_MS)
    const hear = (part: Buffer) => {
      said = (said + part.toString()).slice(-20_000)
      if (!said.includes("Prism is listening")) return
      clearTimeout(timer)
      said = ""
      resolve()
    }
    child.stdout?.on("data", hear)
    child.stderr?.on("data", hear)
    child.once("exit", (code) => {
      clearTimeout(timer)
      reject(new Error(`the proxy for ${contract} ended with ${code}: ${said}`))
    })
  })
}
