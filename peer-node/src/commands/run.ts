/** `run`: the carrier at work, until it is told to stop. */
import { nodeCryptoPort } from "../../engine/node-crypto.ts"
import { fingerprint } from "../../protocol/device.ts"
import type { CommandLine } from "../argv.ts"
import { type NodeContext, openContext } from "../context.ts"
import { startControl } from "../control.ts"
import { lockFolder, openDataFolder } from "../data-folder.ts"
import { Node } from "../node.ts"
import type { Emit, Output } from "../output.ts"
import { gatherStatus } from "../status.ts"

const DEFAULT_PORT = 41_750

export async function run(line: CommandLine, output: Output, signal: AbortSignal): Promise<void> {
  const folder = openDataFolder(line.dataDir)
  const unlock = lockFolder(folder)
  try {
    const node = await raise(await openContext(folder, line), line, output)
    await untilAborted(signal)
    await node.stop()
  } finally {
    unlock()
  }
}

/** A node with its control door; says where it listens. The caller holds the folder. */
export async function raise(context: NodeContext, line: CommandLine, output: Output) {
  const emit: Emit = (name, facts, text) => output.event(name, facts, text)
  const node = await Node.start(context, line.port ?? context.pairing.port ?? DEFAULT_PORT, emit)
  const print = await fingerprint(nodeCryptoPort(), context.nodeKey.publicKey)
  const status = () => {
    const { port, reach } = node
    const live = { pid: process.pid, port, reach, seeding: node.stats(), fetching: node.fetches.running }
    return gatherStatus(context.folder, context.pairing, print, live)
  }
  const control = await startControl(node, status)
  const { address, port } = node
  output.event("listening", { address, port, node_id: context.pairing.nodeId }, `listening ${address}:${port}`)
  const stop = async () => {
    await control.close()
    await node.stop()
    output.event("stopped", {}, "stopped")
  }
  return { node, stop }
}

export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    // A promise alone does not keep the process, and an idle node may hold nothing else that does.
    const alive = setInterval(() => {}, 1 << 30)
    const end = () => {
      clearInterval(alive)
      resolve()
    }
    signal.addEventListener("abort", end, { once: true })
  })
}
