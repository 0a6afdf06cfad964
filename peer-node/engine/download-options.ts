/** What a download is given, what it tells while it runs, and what it brings back. */
import type { Crypto, KeyPair } from "../protocol/crypto.ts"
import type { EngineError } from "./errors.ts"
import type { ReleaseBits } from "./release-bits.ts"
import type { Seeder } from "./seeder-options.ts"
import type { PieceStore } from "./store.ts"
import type { Transport } from "./transport.ts"

/** A carrier the platform named for this session, with its ticket; plain peers of open titles have neither key nor ticket. */
export interface Carrier {
  /** The node's id; for a plain peer any name that is its own. */
  readonly nodeId: string
  readonly address: string
  readonly port: number
  readonly ticket: CarrierPass | null
}

export interface CarrierPass {
  readonly jws: string
  /** 16 bytes. */
  readonly jti: Uint8Array
  /** The carrier's Ed25519 key, 32 bytes, as the ticket names it. */
  readonly nodeKey: Uint8Array
  /** The most a receipt on this ticket may say (`lim`). */
  readonly limitBytes: number
  /** Unsigned bytes the carrier allows at the start (`win`). */
  readonly windowBytes: number
}

/** The web seed, used only as a fallback; one implementation speaks the origin's HTTP, tests plug in their own. */
export interface Origin {
  /** Asks for at most 64 distinct pieces, with the newest receipt of every ticket (n x 104 bytes). Gives those granted. */
  grant(pieces: readonly number[], progress: Uint8Array, signal: AbortSignal): Promise<readonly number[]>
  /** A granted piece's bytes. */
  fetch(piece: number, signal: AbortSignal): Promise<Uint8Array>
}

export interface FailedCarrier {
  readonly nodeId: string
  readonly error: EngineError
}

export interface DownloadLimits {
  /** 0 = no limit. */
  readonly downloadBytesPerSecond: number
  /** Under this rate the origin helps; bytes per second. */
  readonly floorBytesPerSecond: number
  /** A carrier that sends nothing for this long is let go. */
  readonly stallMs: number
  /** Requested and unwritten bytes over all carriers. */
  readonly maxBufferedBytes: number
}

export interface DownloadProgress {
  /** Verified and written, of `sizeBytes`. */
  readonly haveBytes: number
  readonly sizeBytes: number
  readonly pieces: number
  readonly pieceCount: number
  readonly bytesFromCarriers: number
  readonly bytesFromOrigin: number
  /** Verified bytes per second, smoothed. */
  readonly bytesPerSecond: number
  readonly perCarrier: readonly {
    readonly nodeId: string
    readonly ticket: string | null
    readonly bytes: number
    readonly bytesPerSecond: number
    readonly connected: boolean
  }[]
}

export interface DownloadOptions {
  readonly transport: Transport
  readonly crypto: Crypto
  readonly release: ReleaseBits
  readonly store: PieceStore
  readonly carriers: readonly Carrier[]
  /** Signs receipts and the handshake; null when every carrier is a plain peer of an open title. */
  readonly sessionKey: KeyPair | null
  /** Tickets of this session that are not dialled any more but whose receipts still stand; signed once more at the end. */
  readonly earlierTickets?: readonly CarrierPass[]
  readonly origin?: Origin | null
  /** Asked when carriers failed, with the newest receipts (n x 104 bytes); may renew a ticket under the same jti. */
  readonly moreCarriers?: (
    failed: readonly FailedCarrier[],
    progress: Uint8Array,
    signal: AbortSignal,
  ) => Promise<readonly Carrier[]>
  /** "spread" (default) helps the swarm; "sequential" plays a film while it arrives. */
  readonly order?: "spread" | "sequential"
  readonly signal?: AbortSignal
  readonly limits?: Partial<DownloadLimits>
  readonly now?: () => number
  /** At most four times a second, and once at the end. */
  readonly onProgress?: (progress: DownloadProgress) => void
  readonly onCarrierFailed?: (failed: FailedCarrier) => void
  /** New pieces are announced here, so that a partial holder carries while it downloads. */
  readonly serve?: Pick<Seeder, "announce">
}

export interface DownloadResult {
  readonly perTicket: readonly {
    readonly jti: Uint8Array
    readonly cumulativeBytes: number
    readonly pieces: number
    /** The newest receipt, 104 bytes, with the final flag; null when the ticket brought nothing. */
    readonly receipt: Uint8Array | null
  }[]
  /** Bytes of distinct pieces that were taken from the origin. */
  readonly originBytes: number
  /** SHA-256 of the full piece bitmap, for the session report. */
  readonly bitmapHash: Uint8Array
}
