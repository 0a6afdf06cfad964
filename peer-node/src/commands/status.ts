/** `status`: asks the node that runs in the folder, or reads the folder. */
import { nodeCryptoPort } from "../../engine/node-crypto.ts"
import { fingerprint } from "../../protocol/device.ts"
import type { CommandLine } from "../argv.ts"
import { findControl } from "../control.ts"
import { openDataFolder } from "../data-folder.ts"
import { loadNodeKey } from "../identity.ts"
import { UNWATCHED } from "../node.ts"
import type { Output } from "../output.ts"
import { getPairing } from "../pairing.ts"
import { gatherStatus, type Status, showStatus } from "../status.ts"

export async function status(line: CommandLine, output: Output, signal: AbortSignal): Promise<void> {
  const folder = openDataFolder(line.dataDir)
  const pairing = getPairing(folder)
  const control = await findControl(folder)
  const crypto = nodeCryptoPort()
  const print = await fingerprint(crypto, (await loadNodeKey(folder, crypto)).publicKey)
  const found = control
    ? ((await control.ask({ do: "status" }, UNWATCHED, signal)) as Status)
    : gatherStatus(folder, pairing, print, null)
  output.result(found, showStatus(found))
}
