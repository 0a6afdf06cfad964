/** Which piece to fetch next: what a player waits for first, then the order the title asks for. Pure. */

export class PiecePlan {
  readonly #order: readonly number[]
  readonly #done: Set<number>
  readonly #taken = new Set<number>()
  #urgent: number[] = []

  /** `order` names every piece once; `held` are those already on this device. */
  constructor(order: readonly number[], held: Iterable<number>) {
    this.#order = order
    this.#done = new Set(held)
  }

  get left(): number {
    return this.#order.length - this.#done.size
  }

  isDone(piece: number): boolean {
    return this.#done.has(piece)
  }

  /** These come first now, in this order, before earlier wishes. */
  want(pieces: readonly number[]): void {
    const wished = pieces.filter((p) => !this.#done.has(p))
    this.#urgent = [...wished, ...this.#urgent.filter((p) => !wished.includes(p) && !this.#done.has(p))]
  }

  /** The next piece nobody fetches; it is the caller's until `done` or `giveBack`. */
  take(): number | null {
    const [piece] = this.ahead(1)
    if (piece === undefined) return null
    this.#taken.add(piece)
    return piece
  }

  /** What `take` would give next, without taking. */
  ahead(limit: number): number[] {
    const next = new Set<number>()
    for (const list of [this.#urgent, this.#order]) {
      for (const piece of list) {
        if (next.size >= limit) return [...next]
        if (!this.#done.has(piece) && !this.#taken.has(piece)) next.add(piece)
      }
    }
    return [...next]
  }

  /** Pieces that are being fetched. */
  get taken(): readonly number[] {
    return [...this.#taken]
  }

  done(piece: number): void {
    this.#taken.delete(piece)
    this.#done.add(piece)
  }

  giveBack(piece: number): void {
    this.#taken.delete(piece)
  }

  /** A held piece turned out damaged. */
  lost(piece: number): void {
    this.#done.delete(piece)
  }
}

/**
 * The pieces of one grant: those waited for, then what comes next, at most `limit`, distinct and growing as the origin
 * asks.
 */
export function grantBatch(
  waiting: readonly number[],
  ahead: readonly number[],
  isGranted: (piece: number) => boolean,
  limit: number,
): number[] {
  const batch = new Set<number>()
  for (const piece of [...waiting, ...ahead]) {
    if (batch.size >= limit) break
    if (!isGranted(piece)) batch.add(piece)
  }
  return [...batch].sort((a, b) => a - b)
}
