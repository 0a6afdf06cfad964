#!/usr/bin/env node
/** The node's command line: one command, its output, and an exit code (0 done, 1 refused or failed, 2 not understood). */
import { EngineError } from "../engine/errors.ts"
import { ProtocolError } from "../protocol/errors.ts"
import { type CommandLine, type CommandName, parseArgv } from "./argv.ts"
import { get } from "./commands/get.ts"
import { login } from "./commands/login.ts"
import { open } from "./commands/open.ts"
import { run } from "./commands/run.ts"
import { statement, verify } from "./commands/statement.ts"
import { status } from "./commands/status.ts"
import { stock, unstock } from "./commands/stock.ts"
import { NodeError } from "./errors.ts"
import { type Output, openOutput } from "./output.ts"
import { PlatformRefused, PlatformUnreachable } from "./platform-errors.ts"

const RUN: Record<CommandName, (line: CommandLine, output: Output, signal: AbortSignal) => Promise<void>> = {
  login,
  run,
  stock,
  unstock,
  get,
  open,
  status,
  statement,
  verify,
}

async function main(argv: readonly string[]): Promise<number> {
  const json = argv.includes("--json")
  const stop = new AbortController()
  stopOnSignal(stop)
  try {
    const parsed = parseArgv(argv, process.env)
    if ("help" in parsed) {
      console.log(parsed.help)
      return 0
    }
    const { line } = parsed
    await RUN[line.command](line, openOutput(line.json), stop.signal)
    return 0
  } catch (error) {
    const { code, message } = explain(error, stop.signal)
    console.error(json ? JSON.stringify({ error: code, message }) : `fanfare-node: ${message}`)
    return code === "usage" ? 2 : 1
  }
}

/** The first signal ends the command in good order, the second at once. */
function stopOnSignal(stop: AbortController): void {
  const end = () => {
    if (stop.signal.aborted) process.exit(1)
    stop.abort(new DOMException("stopped", "AbortError"))
  }
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, end)
  process.once("disconnect", end)
}

function explain(error: unknown, signal: AbortSignal): { code: string; message: string } {
  if (error instanceof NodeError || error instanceof ProtocolError || error instanceof EngineError) return error
  if (error instanceof PlatformRefused) return error
  if (error instanceof PlatformUnreachable)
    return { code: "unreachable", message: `The platform cannot be reached: ${error.message}` }
  if (signal.aborted) return { code: "stopped", message: "Stopped; the same command goes on from here." }
  const code = (error as NodeJS.ErrnoException | null)?.code
  if (code === "EADDRINUSE" || code === "EADDRNOTAVAIL")
    return { code, message: `${(error as Error).message}: choose another --bind or --port.` }
  // A bug, or a system error we have no better words for: the trace helps whoever reads the report.
  return { code: code ?? "internal", message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
}

// Node 20 calls the Ed25519 of WebCrypto experimental; it is the final one of the standard.
process.removeAllListeners("warning")
process.on("warning", (warning) => {
  if (warning.name !== "ExperimentalWarning") console.error(`${warning.name}: ${warning.message}`)
})

process.exitCode = await main(process.argv.slice(2))
// A kept HTTP connection may outlive the command; its work is done.
process.exit()
