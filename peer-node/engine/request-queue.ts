/** A peer's requests in order, cut into spans: runs of neighbouring blocks that one read of the file can answer. Pure. */
import { BLOCK_HEADER_BYTES } from "./limits.ts"
import { writeBlockHeader } from "./messages.ts"

export interface BlockRequest {
  readonly piece: number
  readonly begin: number
  readonly length: number
}

export interface Span {
  readonly offsetBytes: number
  readonly blocks: readonly BlockRequest[]
  readonly payloadBytes: number
}

export class RequestQueue {
  readonly #pieceBytes: number
  #queue: BlockRequest[] = []
  #head = 0

  constructor(pieceBytes: number) {
    this.#pieceBytes = pieceBytes
  }

  get length(): number {
    return this.#queue.length - this.#head
  }

  /** Bytes of the first request, 0 when there is none. */
  get nextBytes(): number {
    return this.#queue[this.#head]?.length ?? 0
  }

  push(request: BlockRequest): void {
    this.#queue.push(request)
  }

  /** Whether the request was still waiting. */
  cancel(piece: number, begin: number, length: number): boolean {
    const same = (r: BlockRequest) => r.piece === piece && r.begin === begin && r.length === length
    const at = this.#queue.findIndex((r, i) => i >= this.#head && same(r))
    if (at < 0) return false
    this.#queue.splice(at, 1)
    return true
  }

  clear(): BlockRequest[] {
    const rest = this.#queue.slice(this.#head)
    this.#queue = []
    this.#head = 0
    return rest
  }

  /** The first request and its neighbours, while they fit; null when empty or the first is larger than `maxBytes`. */
  takeSpan(maxBytes: number, maxBlocks: number): Span | null {
    const blocks: BlockRequest[] = []
    let payloadBytes = 0
    let end = -1
    while (this.#head < this.#queue.length && blocks.length < maxBlocks) {
      const r = this.#queue[this.#head]!
      const offset = r.piece * this.#pieceBytes + r.begin
      if ((end >= 0 && offset !== end) || payloadBytes + r.length > maxBytes) break
      blocks.push(r)
      payloadBytes += r.length
      end = offset + r.length
      this.#head++
    }
    if (blocks.length === 0) return null
    if (this.#head > 1024) this.#compact()
    return { offsetBytes: end - payloadBytes, blocks, payloadBytes }
  }

  #compact(): void {
    this.#queue.splice(0, this.#head)
    this.#head = 0
  }
}

/** Writes the span's headers into `buffer` and gives the gaps between them, for the file's bytes. */
export function layOutSpan(span: Span, buffer: Uint8Array): { frames: Uint8Array; gaps: Uint8Array[] } {
  const gaps: Uint8Array[] = []
  let at = 0
  for (const { piece, begin, length } of span.blocks) {
    writeBlockHeader(buffer, at, piece, begin, length)
    at += BLOCK_HEADER_BYTES
    gaps.push(buffer.subarray(at, at + length))
    at += length
  }
  return { frames: buffer.subarray(0, at), gaps }
}
