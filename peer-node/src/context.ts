/** What every command that talks to the platform works with: folder, keys, line to the platform, clock. */
import { nodeCryptoPort } from "../engine/node-crypto.ts"
import type { Crypto, KeyPair } from "../protocol/crypto.ts"
import { ClockFollower } from "./clock-follower.ts"
import type { DataFolder } from "./data-folder.ts"
import { loadDeviceKey, loadNodeKey } from "./identity.ts"
import { getPairing, type Pairing } from "./pairing.ts"
import { PlatformClient } from "./platform-client.ts"
import { TrustedKeys } from "./trusted-keys.ts"

export interface NodeContext {
  readonly folder: DataFolder
  readonly pairing: Pairing
  readonly crypto: Crypto
  readonly nodeKey: KeyPair
  readonly deviceKey: KeyPair
  readonly platform: PlatformClient
  readonly keys: TrustedKeys
  readonly clock: ClockFollower
  /** The address calls and connections go out from; null = the system's choice. */
  readonly bind: string | null
  /** Bytes per second, 0 = no limit. */
  readonly uploadLimit: number
  readonly downloadLimit: number
  /** Below this rate of all carriers together the origin helps; bytes per second, 0 = the engine's own. */
  readonly floor: number
  /** The most bytes of releases kept; 0 = as many as the disk takes. */
  readonly diskLimit: number
}

export interface ContextOptions {
  readonly bind: string | null
  readonly uploadLimit: number
  readonly downloadLimit: number
  readonly floor: number
  readonly diskLimit: number
}

/** Throws `not_paired`, `file_damaged`. Asks the platform for its clock, but does without when it is away. */
export async function openContext(folder: DataFolder, options: ContextOptions): Promise<NodeContext> {
  const pairing = getPairing(folder)
  const crypto = nodeCryptoPort()
  const nodeKey = await loadNodeKey(folder, crypto)
  const deviceKey = await loadDeviceKey(folder, crypto)
  const bind = options.bind ?? pairing.bind
  const platform = new PlatformClient({
    origin: pairing.origin,
    crypto,
    identity: { nodeId: pairing.nodeId, key: nodeKey },
    ...(bind ? { localAddress: bind } : {}),
  })
  const keys = new TrustedKeys(folder, platform)
  const clock = new ClockFollower(pairing.origin, platform, keys)
  if (keys.current.length === 0) await keys.refresh()
  await clock.sync()
  // Named one by one: what is given as options is a whole command line, with fields of the same names.
  const { uploadLimit, downloadLimit, floor, diskLimit } = options
  const own = { folder, pairing, crypto, nodeKey, deviceKey, platform, keys, clock }
  return { ...own, bind, uploadLimit, downloadLimit, floor, diskLimit }
}
