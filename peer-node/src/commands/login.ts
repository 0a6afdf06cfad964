/** `login`: pairs the node with an account by the device flow (RFC 8628) and keeps the platform's keys. */
import { hostname } from "node:os"
import { setTimeout as pause } from "node:timers/promises"
import { nodeCryptoPort } from "../../engine/node-crypto.ts"
import { toB64url } from "../../protocol/bytes.ts"
import { fingerprint, MAX_NODE_NAME, signDeviceProof } from "../../protocol/device.ts"
import type { CommandLine } from "../argv.ts"
import { lockFolder, openDataFolder } from "../data-folder.ts"
import { NodeError } from "../errors.ts"
import { loadDeviceKey, loadNodeKey } from "../identity.ts"
import type { Output } from "../output.ts"
import { findPairing, readOrigin, savePairing } from "../pairing.ts"
import { PlatformClient } from "../platform-client.ts"
import { TrustedKeys } from "../trusted-keys.ts"

/** RFC 8628 section 3.5: "slow_down" adds this to the interval. */
const SLOW_DOWN_SECONDS = 5

export async function login(line: CommandLine, output: Output, signal: AbortSignal): Promise<void> {
  const origin = readOrigin(line.operand)
  const folder = openDataFolder(line.dataDir)
  const before = findPairing(folder)
  if (before && before.origin !== origin) throw new NodeError("other_platform", before.origin)
  const unlock = lockFolder(folder)
  try {
    const crypto = nodeCryptoPort()
    const key = await loadNodeKey(folder, crypto)
    await loadDeviceKey(folder, crypto)
    const bind = line.bind ?? before?.bind ?? null
    const platform = new PlatformClient({ origin, crypto, identity: null, ...(bind ? { localAddress: bind } : {}) })
    const name = (line.name ?? before?.name ?? hostname()).slice(0, MAX_NODE_NAME)
    const scope = line.library ? ["carry", "library"] : ["carry"]
    const proof = await signDeviceProof(key, { name, origin, iat: Math.floor(Date.now() / 1000) })
    const code = await platform.startPairing({ public_key: toB64url(key.publicKey), name, scope, proof }, signal)
    const print = await fingerprint(crypto, key.publicKey)
    tellCode(output, code, print)
    const paired = await poll(platform, code, signal)
    await new TrustedKeys(folder, platform).refresh(signal)
    const { node_id: nodeId, owner, scope: given } = paired
    savePairing(folder, { origin, nodeId, name, owner, scope: given, bind, port: line.port ?? before?.port ?? null })
    const text = `Paired with ${owner} as ${name} (${nodeId}); rights: ${given.join(", ")}.`
    output.result({ event: "paired", node_id: nodeId, owner, scope: given, fingerprint: print }, text)
  } finally {
    unlock()
  }
}

type Code = Awaited<ReturnType<PlatformClient["startPairing"]>>

function tellCode(output: Output, code: Code, print: string): void {
  const { user_code, verification_uri, verification_uri_complete, expires_in } = code
  const text = [
    `Open      ${verification_uri_complete}`,
    `Code      ${user_code}`,
    `Key       ${print}   (the page must show the same)`,
    `Waiting for you to confirm, for ${Math.round(expires_in / 60)} minutes.`,
  ].join("\n")
  const facts = { user_code, verification_uri, verification_uri_complete, fingerprint: print, expires_in }
  output.event("code", facts, text)
}

async function poll(platform: PlatformClient, code: Code, signal: AbortSignal) {
  let seconds = code.interval
  const until = Date.now() + code.expires_in * 1000
  while (Date.now() < until) {
    await pause(seconds * 1000, undefined, { signal })
    const answer = await platform.pollPairing(code.device_code, signal)
    if (!("error" in answer)) return answer
    if (answer.error === "access_denied") throw new NodeError("pairing_refused", "it was declined on the page")
    if (answer.error === "expired_token") break
    if (answer.error === "slow_down") seconds += SLOW_DOWN_SECONDS
  }
  throw new NodeError("pairing_refused", "the code has expired; run login again")
}
