/** The one pass over a release: files in, ciphertext pieces out, with both hashes of each piece taken on the way. */
import { type CipherGCM, createCipheriv, createHash, type Hash } from "node:crypto"
import { type FileHandle, open } from "node:fs/promises"
import {
  type PartName,
  type Plan,
  plainPieceBytes,
  segmentAad,
  segmentNonce,
  TAG_BYTES,
} from "#peer/protocol/content.ts"
import type { Encryption } from "#peer/protocol/manifest.ts"

/** Bytes read, sealed and hashed at a time: a piece of 16 MiB is never whole in memory. */
const BLOCK_BYTES = 512 * 1024

/** Where the bytes of one part's files lie, in the plan's order. */
export type SourceFile = { path: string; size: number }

export type SealJob = {
  releaseId: string
  plan: Plan
  encryption: Encryption
  /** 32 bytes per part; empty for an open release. Fresh for every try. */
  keys: Partial<Record<PartName, Uint8Array>>
  sources: Record<PartName, SourceFile[]>
}

/** Filled while the stream is read: SHA-256 (manifest) and SHA-1 (torrent) of every piece, concatenated. */
export type PieceHashes = { sha256: Uint8Array; sha1: Uint8Array }

export const emptyHashes = (pieces: number): PieceHashes => ({
  sha256: new Uint8Array(32 * pieces),
  sha1: new Uint8Array(20 * pieces),
})

/** A file is not what was announced; the release must be uploaded again. */
export class SourceError extends Error {}

/**
 * Yields the ciphertext from its first byte to its last, in buffers the consumer may keep, and fills `hashes`.
 * `onPlain` hears of every plaintext byte read, padding included. Throws SourceError when a file is shorter than its size.
 */
export async function* sealRelease(
  job: SealJob,
  hashes: PieceHashes,
  onPlain: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  const sealer = pieceSealer(job, hashes)
  for await (const { block, plain } of readBlocks(job)) {
    onPlain(plain.length)
    yield* sealer(block, plain)
  }
}

/** A stretch of one piece's plaintext, at most BLOCK_BYTES long. */
type Block = { part: PartName; index: number; length: number; first: boolean; last: boolean }

function* blocksOf({ plan, encryption }: SealJob): Generator<Block> {
  for (const part of plan.parts)
    for (let index = part.first; index < part.first + part.count; index++) {
      const total = plainPieceBytes(plan, index, encryption)
      for (let at = 0; at < total; at += BLOCK_BYTES) {
        const length = Math.min(BLOCK_BYTES, total - at)
        yield { part: part.name, index, length, first: at === 0, last: at + length === total }
      }
    }
}

/** Seals block after block; hashes are taken of what leaves. */
function pieceSealer(job: SealJob, hashes: PieceHashes) {
  let cipher: CipherGCM | null = null
  let sha256: Hash
  let sha1: Hash
  const hashed = (bytes: Uint8Array) => {
    sha256.update(bytes)
    sha1.update(bytes)
    return bytes
  }
  return function* (block: Block, plain: Uint8Array): Generator<Uint8Array> {
    if (block.first) {
      cipher = job.encryption === "none" ? null : cipherFor(job, block.part, block.index)
      sha256 = createHash("sha256")
      sha1 = createHash("sha1")
    }
    // An open piece is its plaintext, but the read buffer is used again: the consumer gets a copy.
    yield hashed(cipher ? cipher.update(plain) : Uint8Array.from(plain))
    if (!block.last) return
    if (cipher) {
      cipher.final()
      yield hashed(cipher.getAuthTag())
    }
    hashes.sha256.set(sha256.digest(), 32 * block.index)
    hashes.sha1.set(sha1.digest(), 20 * block.index)
  }
}

function cipherFor(job: SealJob, part: PartName, index: number): CipherGCM {
  const key = job.keys[part]
  if (key?.length !== 32) throw new Error(`no key for part ${part}`)
  const cipher = createCipheriv("aes-256-gcm", key, segmentNonce(index), { authTagLength: TAG_BYTES })
  return cipher.setAAD(segmentAad(job.releaseId, index, job.plan.n))
}

/** Reads one block ahead of the one handed out; `plain` stays as it is until the next one is asked for. */
async function* readBlocks(job: SealJob): AsyncGenerator<{ block: Block; plain: Uint8Array }> {
  const buffers = [Buffer.allocUnsafeSlow(BLOCK_BYTES), Buffer.allocUnsafeSlow(BLOCK_BYTES)] as const
  const cursors = { trial: newCursor(), full: newCursor() }
  let turn = 0
  const read = (block: Block) => {
    turn ^= 1
    const plain = fill(job.sources[block.part], cursors[block.part], buffers[turn]!.subarray(0, block.length))
    // Met when its turn comes; until then a rejection must not count as unhandled.
    plain.catch(() => {})
    return { block, plain }
  }
  const blocks = blocksOf(job)
  let ahead = nextOf(blocks, read)
  try {
    while (ahead) {
      const { block, plain } = { block: ahead.block, plain: await ahead.plain }
      ahead = nextOf(blocks, read)
      yield { block, plain }
    }
  } finally {
    await ahead?.plain.catch(() => {})
    await cursors.trial.handle?.close()
    await cursors.full.handle?.close()
  }
}

function nextOf<T, U>(items: Iterator<T>, make: (item: T) => U): U | null {
  const { done, value } = items.next()
  return done ? null : make(value)
}

type Cursor = { file: number; at: number; handle: FileHandle | null }
const newCursor = (): Cursor => ({ file: 0, at: 0, handle: null })

/** A part's files as one stream; zeros after its end, which is how a part's last piece is padded. */
async function fill(files: readonly SourceFile[], cursor: Cursor, into: Buffer): Promise<Uint8Array> {
  let done = 0
  while (done < into.length && cursor.file < files.length) {
    const file = files[cursor.file]!
    const wanted = Math.min(into.length - done, file.size - cursor.at)
    if (wanted > 0) {
      cursor.handle ??= await open(file.path, "r")
      const { bytesRead } = await cursor.handle.read(into, done, wanted, cursor.at)
      if (bytesRead === 0) throw new SourceError("A file is shorter than announced.")
      done += bytesRead
      cursor.at += bytesRead
    }
    if (cursor.at === file.size) await nextFile(cursor)
  }
  return into.fill(0, done)
}

async function nextFile(cursor: Cursor): Promise<void> {
  await cursor.handle?.close()
  cursor.handle = null
  cursor.file += 1
  cursor.at = 0
}
