/** What the engine must know of a release: its object, its size and the SHA-256 of every piece, as the manifest signs them. */

import { fromHex } from "../protocol/bytes.ts"
import { MAX_PIECE_BYTES, MAX_PIECES } from "../protocol/limits.ts"
import type { Manifest } from "../protocol/manifest.ts"
import { EngineError } from "./errors.ts"

export interface ReleaseBits {
  /** SHA-256 of the manifest's compact JWS, 32 bytes. */
  readonly obj: Uint8Array
  /** SHA-1 of the torrent's info dictionary, 20 bytes: the swarm's name on the wire. */
  readonly infoHash: Uint8Array
  readonly sizeBytes: number
  readonly pieceBytes: number
  /** SHA-256 of each piece in turn, 32 bytes each. */
  readonly pieceHashes: Uint8Array
}

/** From a verified manifest and the hash of its JWS (`manifestHash`). */
export function releaseBits(manifest: Manifest, obj: Uint8Array): ReleaseBits {
  return {
    obj,
    infoHash: fromHex(manifest.ih),
    sizeBytes: manifest.sz,
    pieceBytes: manifest.psz,
    pieceHashes: manifest.pieces,
  }
}

export const pieceCountOf = (r: ReleaseBits): number => Math.ceil(r.sizeBytes / r.pieceBytes)

/** Every piece is `pieceBytes` long but the last, which may be shorter. */
export function pieceLengthOf(r: ReleaseBits, piece: number): number {
  return Math.min(r.pieceBytes, r.sizeBytes - piece * r.pieceBytes)
}

/** Throws `bad_frame` unless the numbers agree with each other and with the limits. */
export function checkReleaseBits(r: ReleaseBits): void {
  const pieces = pieceCountOf(r)
  const sane =
    Number.isSafeInteger(r.sizeBytes) && r.sizeBytes > 0 && r.pieceBytes > 0 && r.pieceBytes <= MAX_PIECE_BYTES
  if (!sane || pieces > MAX_PIECES) throw new EngineError("bad_frame", "size of release or piece")
  const lengths = r.obj.length === 32 && r.infoHash.length === 20 && r.pieceHashes.length === pieces * 32
  if (!lengths) throw new EngineError("bad_frame", "lengths of the release's hashes")
}
