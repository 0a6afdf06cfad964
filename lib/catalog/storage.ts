/** The port behind which a release's ciphertext lies: a folder now, an object store later. */
import type { Id } from "#lib/kernel/ids.ts"

/** Bytes that are written and durable, but not yet what `open` finds. Plain data: it may cross a process boundary. */
export type StagedRelease = { releaseId: Id<"release">; stage: string; sizeBytes: number }

export interface ReleaseReader {
  /** Ciphertext bytes of the whole release. */
  readonly size: number
  /**
   * Reads exactly `length` bytes at `offset`; into `into` when it is given (and then answers a view of it).
   * Throws RangeError outside `0..size`.
   */
  read(offset: number, length: number, into?: Uint8Array): Promise<Uint8Array>
  close(): Promise<void>
}

export interface ReleaseStorage {
  /**
   * Writes a stream and makes it durable; it is not visible until `commit`. Each buffer belongs to the storage from
   * the moment it is yielded. When the source throws, nothing is left behind.
   */
  putStream(releaseId: Id<"release">, source: AsyncIterable<Uint8Array>): Promise<StagedRelease>
  /** Puts staged bytes in place, atomically: a reader sees all of the old or all of the new. */
  commit(staged: StagedRelease): Promise<void>
  /** Forgets staged bytes; unknown ones are fine. */
  discard(staged: Pick<StagedRelease, "releaseId" | "stage">): Promise<void>
  /** Forgets every staged write of this release: what a publish that died left behind. */
  discardAll(releaseId: Id<"release">): Promise<void>
  /** Throws AppError `not_found` when the release has no bytes here. */
  open(releaseId: Id<"release">): Promise<ReleaseReader>
  /** Removing what is not there is fine. */
  delete(releaseId: Id<"release">): Promise<void>
}
