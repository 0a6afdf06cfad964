/** What the seeder offers each of its wires. */
import type { Crypto, KeyPair } from "../protocol/crypto.ts"
import type { SignedReceipt } from "../protocol/receipt.ts"
import type { BufferPool } from "./buffer-pool.ts"
import type { CarriageAccount } from "./carriage-account.ts"
import type { EngineError } from "./errors.ts"
import type { SeedWire } from "./seed-wire.ts"
import type { ServedRelease } from "./seeder.ts"
import type { TokenBucket } from "./token-bucket.ts"

export interface SeedHost {
  readonly crypto: Crypto
  readonly nodeKey: KeyPair
  readonly peerId: Uint8Array
  readonly upload: TokenBucket
  readonly spans: BufferPool
  findRelease(infoHash: Uint8Array): ServedRelease | null
  /** Verifies the ticket for this release and finds or opens its account. Throws `EngineError` or `ProtocolError`. */
  openAccount(jws: string, release: ServedRelease): Promise<CarriageAccount>
  keepReceipt(receipt: SignedReceipt, account: CarriageAccount): Promise<void>
  joined(wire: SeedWire): void
  left(wire: SeedWire, reason: EngineError | null): void
  rechoke(): void
  sent(bytes: number): void
  storeFailed(error: EngineError): void
}
