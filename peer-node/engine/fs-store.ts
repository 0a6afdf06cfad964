/** Pieces in files: spans over one or many files, and a journal beside them that says which pieces hold and who supplied them. */
import { equalBytes } from "../protocol/bytes.ts"
import type { Crypto } from "../protocol/crypto.ts"
import { Bitfield } from "./bitfield.ts"
import { FileSet, type StoreFile, storeError } from "./fs-files.ts"
import { Journal, type JournalEntry } from "./fs-journal.ts"
import { checkReleaseBits, pieceCountOf, pieceLengthOf, type ReleaseBits } from "./release-bits.ts"
import { type PieceStore, type Supply, UNPAID } from "./store.ts"

export type { StoreFile } from "./fs-files.ts"

export interface FsStoreOptions {
  readonly bits: ReleaseBits
  /** In order; their sizes add up to the release's. A carried release is one file. */
  readonly files: readonly StoreFile[]
  /** The journal's path, beside the files. */
  readonly statePath: string
  readonly crypto: Pick<Crypto, "sha256">
  /** "journal": believe it up to its last barrier and hash the rest (default). "all": hash every piece (adopt a file). */
  readonly check?: "journal" | "all"
  readonly signal?: AbortSignal
}

/** A power cut costs at most this much hashing at the next start: half a second. */
const BARRIER_BYTES = 256 * 1024 * 1024

class FsStore implements PieceStore {
  readonly have: Bitfield
  readonly supplies = new Map<string, Supply>()
  readonly #bits: ReleaseBits
  readonly #files: FileSet
  readonly #journal: Journal
  #sinceBarrierBytes = 0
  #barrier: Promise<void> | null = null
  #closed = false

  constructor(bits: ReleaseBits, files: FileSet, journal: Journal, entries: readonly JournalEntry[]) {
    this.#bits = bits
    this.#files = files
    this.#journal = journal
    this.have = new Bitfield(pieceCountOf(bits))
    for (const { piece, supplier } of entries) this.#hold(piece, supplier)
  }

  async read(offsetBytes: number, buffers: readonly Uint8Array[]): Promise<void> {
    this.#demandOpen()
    await this.#files.read(offsetBytes, buffers).catch((error) => {
      throw storeError(error)
    })
  }

  async write(piece: number, bytes: Uint8Array, supplier: string): Promise<void> {
    this.#demandOpen()
    try {
      await this.#files.write(piece * this.#bits.pieceBytes, bytes)
      await this.#journal.append(piece, supplier)
    } catch (error) {
      throw storeError(error)
    }
    this.#hold(piece, supplier)
    this.#sinceBarrierBytes += bytes.length
    // Failure of a barrier in passing is found again by the one at the end.
    if (this.#sinceBarrierBytes >= BARRIER_BYTES) this.flush().catch(() => {})
  }

  flush(): Promise<void> {
    this.#barrier ??= this.#sync().finally(() => {
      this.#barrier = null
    })
    return this.#barrier
  }

  async close(): Promise<void> {
    if (this.#closed) return
    await this.#barrier?.catch(() => {})
    try {
      await this.flush()
    } finally {
      this.#closed = true
      this.#journal.close()
      this.#files.close()
    }
  }

  async #sync(): Promise<void> {
    this.#demandOpen()
    if (this.#sinceBarrierBytes === 0) return
    const covered = this.#journal.pieces
    const bytes = this.#sinceBarrierBytes
    this.#sinceBarrierBytes = 0
    try {
      await this.#files.sync()
      await this.#journal.barrier(covered)
    } catch (error) {
      this.#sinceBarrierBytes += bytes
      throw storeError(error)
    }
  }

  #hold(piece: number, supplier: string): void {
    if (!this.have.set(piece)) return
    const supply = this.supplies.get(supplier) ?? { bytes: 0, pieces: 0 }
    supply.bytes += pieceLengthOf(this.#bits, piece)
    supply.pieces++
    this.supplies.set(supplier, supply)
  }

  #demandOpen(): void {
    if (this.#closed) throw storeError(new Error("the store is closed"))
  }
}

/** Opens, makes room and checks. Throws `EngineError` `store_full` or `store_failed`, or the signal's reason. */
export async function openFsStore(options: FsStoreOptions): Promise<PieceStore> {
  checkReleaseBits(options.bits)
  const files = await FileSet.open(options.files, true)
  try {
    const recorded = Journal.read(options.statePath, options.bits)
    const entries = await believable(options, files, recorded)
    const journal = await Journal.create(options.statePath, options.bits, entries)
    return new FsStore(options.bits, files, journal, entries)
  } catch (error) {
    files.close()
    if (options.signal?.aborted) throw options.signal.reason
    throw storeError(error)
  }
}

/** The entries that hold: sure ones as they are, unless a file was missing or cut; all others by their hash. */
async function believable(
  options: FsStoreOptions,
  files: FileSet,
  recorded: readonly JournalEntry[],
): Promise<JournalEntry[]> {
  const { bits } = options
  const supplierOf = new Map(recorded.map((e) => [e.piece, e.supplier]))
  const sure = new Set(
    files.wasWhole && options.check !== "all" ? recorded.filter((e) => e.sure).map((e) => e.piece) : [],
  )
  const candidates = options.check === "all" ? range(pieceCountOf(bits)) : [...supplierOf.keys()]
  const buffer = new Uint8Array(bits.pieceBytes)
  const held: JournalEntry[] = []
  for (const piece of candidates) {
    if (piece >= pieceCountOf(bits)) continue
    options.signal?.throwIfAborted()
    const view = buffer.subarray(0, pieceLengthOf(bits, piece))
    const holds = sure.has(piece) || (await hashHolds(options, files, piece, view))
    if (holds) held.push({ piece, supplier: supplierOf.get(piece) ?? UNPAID, sure: true })
  }
  if (held.length > sure.size) await files.sync()
  return held
}

async function hashHolds(options: FsStoreOptions, files: FileSet, piece: number, view: Uint8Array): Promise<boolean> {
  await files.read(piece * options.bits.pieceBytes, [view])
  const wanted = options.bits.pieceHashes.subarray(32 * piece, 32 * piece + 32)
  return equalBytes(await options.crypto.sha256(view), wanted)
}

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i)
