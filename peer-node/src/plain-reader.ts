/** Reads a release's plaintext out of its ciphertext on disk, piece by piece, with the keys a licence gives. */
import fs, { type promises } from "node:fs"
import { openPiece, type PartName, pieceSpans, TAG_BYTES } from "../protocol/content.ts"
import type { Crypto } from "../protocol/crypto.ts"
import { type Manifest, partOf, pieceBytes } from "../protocol/manifest.ts"

export interface PlainFile {
  readonly part: PartName
  /** Relative, "/" between names. */
  readonly path: string
  readonly sizeBytes: number
  /** Where it begins in its part's plaintext. */
  readonly offsetBytes: number
}

export type PartKeys = { readonly trial?: Uint8Array; readonly full?: Uint8Array }

export class PlainReader {
  readonly manifest: Manifest
  readonly #handle: promises.FileHandle
  readonly #keys: PartKeys
  readonly #crypto: Crypto

  private constructor(manifest: Manifest, handle: promises.FileHandle, keys: PartKeys, crypto: Crypto) {
    this.manifest = manifest
    this.#handle = handle
    this.#keys = keys
    this.#crypto = crypto
  }

  static async open(file: string, manifest: Manifest, keys: PartKeys, crypto: Crypto): Promise<PlainReader> {
    return new PlainReader(manifest, await fs.promises.open(file, "r"), keys, crypto)
  }

  /** Parts that can be read: all of an open release, else those a key is there for. */
  get parts(): Manifest["parts"] {
    return this.manifest.parts.filter((p) => this.manifest.enc === "none" || this.#keys[p.name] !== undefined)
  }

  /** The readable files; of two with one path the full part's counts. */
  get files(): readonly PlainFile[] {
    const byPath = new Map<string, PlainFile>()
    for (const part of this.parts) {
      let offsetBytes = 0
      for (const file of part.files) {
        byPath.set(file.path, { part: part.name, path: file.path, sizeBytes: file.size, offsetBytes })
        offsetBytes += file.size
      }
    }
    return [...byPath.values()]
  }

  /** Plaintext of one piece, padding included. Throws `bad_ciphertext`. */
  async piece(index: number): Promise<Uint8Array> {
    const sealed = new Uint8Array(pieceBytes(this.manifest, index))
    await this.#handle.read(sealed, 0, sealed.length, index * this.manifest.psz)
    const key = this.#keys[partOf(this.manifest, index).name]
    if (this.manifest.enc === "none") return sealed
    const at = { releaseId: this.manifest.rel, index, count: this.manifest.n }
    return openPiece(this.#crypto, key ?? new Uint8Array(32), at, sealed)
  }

  /** The bytes [from, to) of a file, in stretches of at most one piece. */
  async *range(file: PlainFile, from: number, to: number): AsyncGenerator<Uint8Array> {
    const part = this.parts.find((p) => p.name === file.part)
    if (!part) return
    const segment = this.manifest.psz - (this.manifest.enc === "none" ? 0 : TAG_BYTES)
    let at = file.offsetBytes + from
    const end = file.offsetBytes + Math.min(to, file.sizeBytes)
    while (at < end) {
      const plain = await this.piece(part.first + Math.floor(at / segment))
      const begin = at % segment
      const stretch = plain.subarray(begin, Math.min(plain.length, begin + end - at))
      if (stretch.length === 0) return
      yield stretch
      at += stretch.length
    }
  }

  /** Which stretches of which files a piece holds. */
  spans(index: number) {
    return pieceSpans(this.manifest, index, this.manifest.enc)
  }

  close(): Promise<void> {
    return this.#handle.close()
  }
}
