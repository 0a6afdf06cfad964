/** Reads a release's files in the clear out of its pieces, as they are there or once they have arrived. */

import { m } from "#lib/kernel/messages.ts"
import type { Bytes } from "#peer/protocol/bytes.ts"
import { openPiece, type PartName } from "#peer/protocol/content.ts"
import type { Crypto } from "#peer/protocol/crypto.ts"
import { ProtocolError } from "#peer/protocol/errors.ts"
import type { Licence } from "#peer/protocol/licence.ts"
import { type Manifest, partOf } from "#peer/protocol/manifest.ts"
import { DownloadError } from "./errors.ts"
import { type PlacedFile, stretchAt } from "./release-files.ts"

export type ReaderParts = {
  crypto: Crypto
  manifest: Manifest
  /** The content keys this person has now. */
  keys(): Promise<Licence["keys"]>
  /** The ciphertext piece, waiting for it to arrive if it must. */
  piece(index: number, signal: AbortSignal): Promise<Bytes>
  /** A held piece did not open: it is to be fetched again. */
  lost(index: number): Promise<void>
}

export class ReleaseReader {
  readonly #parts: ReaderParts
  /** A player asks for one piece many times. */
  #last: { index: number; plain: Uint8Array } | null = null

  constructor(parts: ReaderParts) {
    this.#parts = parts
  }

  /** From `offset` to the end of the piece it lies in, at most `maxLength` bytes; empty at the file's end. */
  async readSome(file: PlacedFile, offset: number, maxLength: number, signal: AbortSignal): Promise<Uint8Array> {
    const stretch = stretchAt(this.#parts.manifest, file, offset)
    if (!stretch) return new Uint8Array(0)
    const plain = await this.#open(stretch.piece, signal)
    const end = stretch.pieceOffset + Math.min(stretch.length, maxLength)
    return plain.subarray(stretch.pieceOffset, end)
  }

  /** The whole file, piece by piece. */
  async *chunks(file: PlacedFile, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < file.sizeBytes; ) {
      const chunk = await this.readSome(file, at, file.sizeBytes, signal)
      yield chunk
      at += chunk.length
    }
  }

  async #open(index: number, signal: AbortSignal): Promise<Uint8Array> {
    if (this.#last?.index === index) return this.#last.plain
    const { crypto, manifest } = this.#parts
    const sealed = await this.#parts.piece(index, signal)
    if (manifest.enc === "none") return sealed
    const key = await this.#keyOf(partOf(manifest, index).name)
    const place = { releaseId: manifest.rel, index, count: manifest.n }
    try {
      const plain = await openPiece(crypto, key, place, sealed)
      this.#last = { index, plain }
      return plain
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      await this.#parts.lost(index)
      throw new DownloadError("broken_copy", undefined, 0, error)
    }
  }

  async #keyOf(part: PartName): Promise<Uint8Array> {
    const key = (await this.#parts.keys())[part]
    if (!key)
      throw new DownloadError("refused", m("Your demo opens the trial part; the rest opens once you buy the title."))
    return key
  }
}
