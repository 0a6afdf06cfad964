/** What a seeder is started with, and what it tells and can be told. */
import type { Crypto, KeyPair } from "../protocol/crypto.ts"
import type { SignedReceipt } from "../protocol/receipt.ts"
import type { Ticket } from "../protocol/ticket.ts"
import type { DebtStore } from "./carriage-account.ts"
import type { EngineError } from "./errors.ts"
import type { ReleaseBits } from "./release-bits.ts"
import type { PieceStore } from "./store.ts"
import type { Transport } from "./transport.ts"

export interface ServedRelease {
  readonly bits: ReleaseBits
  readonly store: PieceStore
  /** Open releases are served to any BitTorrent peer; all others only against a ticket. */
  readonly open: boolean
}

export interface SeederLimits {
  /** 0 = no limit. */
  readonly uploadBytesPerSecond: number
  readonly maxPeers: number
  /** Peers served at one time; the others wait choked. */
  readonly uploadSlots: number
}

export type SeederEvent =
  | { readonly kind: "peer_joined"; readonly address: string; readonly ticket: string | null }
  | {
      readonly kind: "peer_left"
      readonly address: string
      readonly ticket: string | null
      readonly reason: EngineError | null
    }
  | { readonly kind: "receipt"; readonly ticket: string; readonly cumulativeBytes: bigint }
  | { readonly kind: "store_failed"; readonly error: EngineError }

export interface SeederOptions {
  readonly transport: Transport
  readonly listen: { readonly host: string; readonly port: number }
  readonly crypto: Crypto
  readonly nodeKey: KeyPair
  /** Checks signature, `car`, `exp` and form of a ticket's JWS. Throws `ProtocolError` when it does not hold. */
  readonly verifyTicket: (jws: string) => Promise<Ticket>
  /** The journal: awaited before the window grows. A throw closes the peer. */
  readonly onReceipt: (receipt: SignedReceipt, ticket: Ticket) => void | Promise<void>
  /** The newest receipt the journal holds for a ticket, so that a restarted carrier goes on from there. */
  readonly lastReceipt?: (jti: Uint8Array) => SignedReceipt | null
  readonly debts?: DebtStore
  readonly limits?: Partial<SeederLimits>
  /** Milliseconds since 1970, by the platform's clock. */
  readonly now?: () => number
  readonly onEvent?: (event: SeederEvent) => void
}

export interface SeederStats {
  readonly peers: number
  readonly unchoked: number
  readonly bytesSent: number
  readonly bytesPerSecond: number
  readonly perTicket: readonly {
    readonly ticket: string
    readonly sentBytes: number
    readonly signedBytes: number
    readonly connected: boolean
  }[]
}

export interface Seeder {
  readonly port: number
  /** Replaces a release of the same info hash. */
  add(release: ServedRelease): void
  /** Peers of that release are let go. */
  remove(infoHash: Uint8Array): void
  /** A piece was verified and written: tells every peer of the release. */
  announce(infoHash: Uint8Array, piece: number): void
  setUploadLimit(bytesPerSecond: number): void
  stats(): SeederStats
  /** Lets every peer go, remembers their debts, stops listening. */
  close(): Promise<void>
}
