/** Buffers of one size, used again last-in first-out so that the warm one goes next. */
export class BufferPool {
  readonly #bytes: number
  readonly #keep: number
  readonly #allocate: (bytes: number) => Uint8Array
  readonly #free: Uint8Array[] = []

  constructor(bytes: number, keep: number, allocate = (n: number): Uint8Array => new Uint8Array(n)) {
    this.#bytes = bytes
    this.#keep = keep
    this.#allocate = allocate
  }

  take(): Uint8Array {
    return this.#free.pop() ?? this.#allocate(this.#bytes)
  }

  /** Only by the last one who may still write into it. */
  give(buffer: Uint8Array): void {
    if (this.#free.length < this.#keep) this.#free.push(buffer)
  }
}
