/** One bit per piece, highest bit first (BEP 3), with a running count. */
export class Bitfield {
  readonly size: number
  readonly bytes: Uint8Array
  #count = 0

  constructor(size: number) {
    this.size = size
    this.bytes = new Uint8Array(Math.ceil(size / 8))
  }

  /** Null when the length is wrong or a spare bit at the end is set. */
  static parse(size: number, bytes: Uint8Array): Bitfield | null {
    if (bytes.length !== Math.ceil(size / 8)) return null
    const spare = bytes.length * 8 - size
    if (spare > 0 && (bytes[bytes.length - 1]! & ((1 << spare) - 1)) !== 0) return null
    const out = new Bitfield(size)
    for (let i = 0; i < size; i++) if ((bytes[i >> 3]! & (0x80 >> (i & 7))) !== 0) out.set(i)
    return out
  }

  static full(size: number): Bitfield {
    const out = new Bitfield(size)
    for (let i = 0; i < size; i++) out.set(i)
    return out
  }

  get count(): number {
    return this.#count
  }

  get complete(): boolean {
    return this.#count === this.size
  }

  has(i: number): boolean {
    return i < this.size && (this.bytes[i >> 3]! & (0x80 >> (i & 7))) !== 0
  }

  /** Whether the bit was new. Out of range is a bug of the caller and changes nothing. */
  set(i: number): boolean {
    if (i < 0 || i >= this.size || this.has(i)) return false
    this.bytes[i >> 3]! |= 0x80 >> (i & 7)
    this.#count++
    return true
  }

  clear(i: number): void {
    if (!this.has(i)) return
    this.bytes[i >> 3]! &= ~(0x80 >> (i & 7))
    this.#count--
  }
}
