/** One piece on its way over one wire: which blocks were asked for and which have come. Pure. */

const FREE = 0
const ASKED = 1
const HERE = 2

export interface Block {
  readonly begin: number
  readonly length: number
}

export class PieceJob {
  readonly piece: number
  readonly length: number
  readonly blockBytes: number
  /** Taken from the pool when the first block arrives, so that waiting requests cost no memory. */
  buffer: Uint8Array | null = null
  readonly #blocks: Uint8Array
  #next = 0
  #arrivedBytes = 0
  #askedBytes = 0

  constructor(piece: number, length: number, blockBytes: number) {
    this.piece = piece
    this.length = length
    this.blockBytes = blockBytes
    this.#blocks = new Uint8Array(Math.ceil(length / blockBytes))
  }

  get started(): boolean {
    return this.#arrivedBytes > 0
  }

  get complete(): boolean {
    return this.#arrivedBytes === this.length
  }

  get missingBytes(): number {
    return this.length - this.#arrivedBytes
  }

  /** Asked for and not here. */
  get askedBytes(): number {
    return this.#askedBytes
  }

  /** Marks the next block as asked for; null when all are. */
  ask(): Block | null {
    while (this.#next < this.#blocks.length && this.#blocks[this.#next] !== FREE) this.#next++
    if (this.#next === this.#blocks.length) return null
    const block = this.#blockAt(this.#next)
    this.#blocks[this.#next++] = ASKED
    this.#askedBytes += block.length
    return block
  }

  /** Whether a block of exactly this place was asked for and is not here yet. */
  expects(begin: number, length: number): boolean {
    const at = begin / this.blockBytes
    if (!Number.isInteger(at) || at >= this.#blocks.length || this.#blocks[at] === HERE) return false
    // A block asked for before a choke and freed by it is as good.
    return length === this.#blockAt(at).length
  }

  /** Whether the bytes behind this block may be overwritten: the next block is not here yet, or there is none. */
  openBehind(begin: number): boolean {
    return this.#blocks[begin / this.blockBytes + 1] !== HERE
  }

  /** The block is in the buffer. */
  arrived(begin: number, length: number): void {
    const at = begin / this.blockBytes
    if (this.#blocks[at] === ASKED) this.#askedBytes -= length
    this.#blocks[at] = HERE
    this.#arrivedBytes += length
  }

  /** The peer will not send this block: it must be asked for again. False when it was not asked for. */
  refused(begin: number): boolean {
    const at = begin / this.blockBytes
    if (this.#blocks[at] !== ASKED) return false
    this.#blocks[at] = FREE
    this.#askedBytes -= this.#blockAt(at).length
    this.#next = Math.min(this.#next, at)
    return true
  }

  /** Every block asked for and not here. */
  waiting(): Block[] {
    const out: Block[] = []
    for (let at = 0; at < this.#blocks.length; at++) if (this.#blocks[at] === ASKED) out.push(this.#blockAt(at))
    return out
  }

  #blockAt(at: number): Block {
    const begin = at * this.blockBytes
    return { begin, length: Math.min(this.blockBytes, this.length - begin) }
  }
}
