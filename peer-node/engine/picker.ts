/** Which piece to ask of whom: rarest first, a whole piece from one wire, and near the end the pieces slow wires sit on. Pure. */
import type { Bitfield } from "./bitfield.ts"
import { MAX_OWNERS } from "./limits.ts"

export type PieceOrder = "spread" | "sequential"

/** One wire's claim on a piece, as the picker weighs it when another wire has nothing to do. */
export interface Claim<W> {
  readonly piece: number
  readonly owner: W
  /** Whether any byte of it has arrived. */
  readonly started: boolean
  /** When the owner will have it whole, in seconds from now; Infinity when it has gone quiet. */
  readonly etaSeconds: number
}

/** A thief must be this much faster than the owner, or pieces would be fetched twice for nothing. */
const TAKE_OVER_GAIN = 2
const COPY_GAIN = 1.5
/** Copies cost a piece each: not for less than this. */
const COPY_MIN_SECONDS = 0.5

export class Picker<W> {
  readonly #have: Bitfield
  readonly #order: PieceOrder
  readonly #shift: number
  readonly #availability: Uint16Array
  readonly #owners = new Map<number, Set<W>>()
  readonly #done: Uint8Array
  #queue: number[] = []
  #stale = true
  #left: number

  /** `start` in [0, 1) turns the order among equally rare pieces, so that downloaders of one title help each other. */
  constructor(have: Bitfield, order: PieceOrder, start: number) {
    this.#have = have
    this.#order = order
    this.#shift = order === "spread" ? Math.floor(start * have.size) : 0
    this.#availability = new Uint16Array(have.size)
    this.#done = new Uint8Array(have.size)
    for (let i = 0; i < have.size; i++) if (have.has(i)) this.#done[i] = 1
    this.#left = have.size - have.count
  }

  /** Pieces not yet verified. */
  get left(): number {
    return this.#left
  }

  isDone(piece: number): boolean {
    return this.#done[piece] === 1
  }

  /** A wire has the piece (+1), or a wire that had it is gone (-1). */
  seen(piece: number, change: 1 | -1): void {
    const n = this.#availability[piece]!
    this.#availability[piece] = Math.max(0, n + change)
    this.#stale = true
  }

  seenAll(bits: Bitfield, change: 1 | -1): void {
    for (let i = 0; i < bits.size; i++) if (bits.has(i)) this.seen(i, change)
  }

  /** The rarest piece nobody is asked for that `has` holds; it is then this wire's. Null when there is none. */
  take(wire: W, has: (piece: number) => boolean): number | null {
    if (this.#stale) this.#sort()
    for (let i = 0; i < this.#queue.length; i++) {
      const piece = this.#queue[i]!
      if (!has(piece)) continue
      this.#queue.splice(i, 1)
      this.#own(piece, wire)
      return piece
    }
    return null
  }

  /** A piece is this wire's too (the end game). */
  share(piece: number, wire: W): void {
    this.#own(piece, wire)
  }

  owners(piece: number): ReadonlySet<W> {
    return this.#owners.get(piece) ?? new Set()
  }

  /** The wire gives a piece back; when it was the last owner, others may take it. */
  release(piece: number, wire: W): void {
    const owners = this.#owners.get(piece)
    if (!owners?.delete(wire) || owners.size > 0) return
    this.#owners.delete(piece)
    if (!this.isDone(piece)) this.#stale = true
  }

  /** The piece is verified. */
  done(piece: number): void {
    this.#owners.delete(piece)
    if (this.isDone(piece)) return
    this.#done[piece] = 1
    this.#left--
  }

  /** The next pieces that no wire owns and no connected wire has, for the origin. */
  takeUnavailable(wire: W, limit: number): number[] {
    return this.#takeWhere(wire, limit, (piece) => this.#availability[piece] === 0)
  }

  /** The next pieces that no wire owns, whoever has them: for the origin when carriers are too slow. */
  takeAny(wire: W, limit: number): number[] {
    return this.#takeWhere(wire, limit, () => true)
  }

  /** Whether a piece is left that nobody is asked for and no connected wire has. */
  get someUnavailable(): boolean {
    if (this.#stale) this.#sort()
    const first = this.#queue.find((piece) => this.#availability[piece] === 0)
    return first !== undefined
  }

  #takeWhere(wire: W, limit: number, fits: (piece: number) => boolean): number[] {
    if (this.#stale) this.#sort()
    const taken = this.#queue.filter(fits).slice(0, limit)
    for (const piece of taken) this.#own(piece, wire)
    const gone = new Set(taken)
    this.#queue = this.#queue.filter((piece) => !gone.has(piece))
    return taken
  }

  #own(piece: number, wire: W): void {
    const owners = this.#owners.get(piece)
    if (owners) owners.add(wire)
    else this.#owners.set(piece, new Set([wire]))
  }

  #sort(): void {
    this.#stale = false
    const free: number[] = []
    const n = this.#have.size
    for (let k = 0; k < n; k++) {
      const piece = (k + this.#shift) % n
      if (!this.isDone(piece) && !this.#owners.has(piece)) free.push(piece)
    }
    if (this.#order === "spread") free.sort((a, b) => this.#availability[a]! - this.#availability[b]!)
    this.#queue = free
  }
}

export interface Theft {
  readonly piece: number
  /** "take": the owner is told to forget it. "copy": both fetch it, the first to finish is the supplier. */
  readonly how: "take" | "copy"
}

/** What an idle wire should do about pieces others are slow with; `etaSeconds` is how long it would need itself. */
export function chooseTheft<W>(
  thief: W,
  etaSeconds: number,
  claims: readonly Claim<W>[],
  has: (piece: number) => boolean,
  ownersOf: (piece: number) => ReadonlySet<W>,
): Theft | null {
  const open = claims.filter((c) => c.owner !== thief && has(c.piece) && !ownersOf(c.piece).has(thief))
  const sole = open.filter((c) => ownersOf(c.piece).size < MAX_OWNERS).sort((a, b) => b.etaSeconds - a.etaSeconds)
  for (const claim of sole) {
    if (!claim.started && ownersOf(claim.piece).size === 1 && claim.etaSeconds > TAKE_OVER_GAIN * etaSeconds) {
      return { piece: claim.piece, how: "take" }
    }
    if (claim.etaSeconds > Math.max(COPY_MIN_SECONDS, COPY_GAIN * etaSeconds))
      return { piece: claim.piece, how: "copy" }
  }
  return null
}
