/** What the processes of one carriage bench agree on: the release, its keys and tickets, in a file. */

import type { ReleaseBits } from "../../../peer-node/engine/release-bits.ts"
import { fromHex } from "../../../peer-node/protocol/bytes.ts"

export interface HexKeyPair {
  readonly publicKey: string
  readonly secretKey: string
}

export interface BenchPlan {
  readonly contentPath: string
  readonly obj: string
  readonly infoHash: string
  readonly sizeBytes: number
  readonly pieceBytes: number
  readonly pieceHashes: string
  readonly ticketKey: { readonly kid: string; readonly publicKey: string }
  readonly sessionKey: HexKeyPair
  readonly carriers: readonly (HexKeyPair & {
    readonly ticket: string
    readonly jti: string
    readonly windowBytes: number
  })[]
}

export function bitsOf(plan: BenchPlan): ReleaseBits {
  return {
    obj: fromHex(plan.obj),
    infoHash: fromHex(plan.infoHash),
    sizeBytes: plan.sizeBytes,
    pieceBytes: plan.pieceBytes,
    pieceHashes: fromHex(plan.pieceHashes),
  }
}

export interface Cost {
  readonly cpuSeconds: number
  readonly rssMb: number
}

/** CPU seconds of this process (since `before`), and its peak resident size. */
export function cost(before: Cost = { cpuSeconds: 0, rssMb: 0 }): Cost {
  const r = process.resourceUsage()
  return { cpuSeconds: (r.userCPUTime + r.systemCPUTime) / 1e6 - before.cpuSeconds, rssMb: Math.round(r.maxRSS / 1024) }
}
