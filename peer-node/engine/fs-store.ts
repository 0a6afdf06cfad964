/** Pieces in files: spans over one or many files, and a journal beside them that says which pieces hold and who supplied them. */
import type { Crypto } from "../protocol/crypto.ts"
import type { ReleaseBits } from "./release-bits.ts"
import type { PieceStore } from "./store.ts"

export interface StoreFile {
  readonly path: string
  readonly sizeBytes: number
}

export interface FsStoreOptions {
  readonly bits: ReleaseBits
  /** In order; their sizes add up to the release's. A carried release is one file. */
  readonly files: readonly StoreFile[]
  /** The journal's path, beside the files. */
  readonly statePath: string
  readonly crypto: Pick<Crypto, "sha256">
  /** "journal": believe it up to its last barrier and hash the rest (default). "all": hash every piece (adopt a file). */
  readonly check?: "journal" | "all"
  /** False opens the files for reading only, as a seeder of complete files may. */
  readonly writable?: boolean
  readonly signal?: AbortSignal
}

/** Opens, preallocates and checks. Throws `EngineError` `store_full` or `store_failed`, or the signal's reason. */
export async function openFsStore(options: FsStoreOptions): Promise<PieceStore> {
  throw new Error(`not yet: ${options.statePath}`)
}
