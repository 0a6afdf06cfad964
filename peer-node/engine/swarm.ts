/** One download in progress: hands pieces to wires, proves what comes back, credits it to the ticket that brought it. */
import { concat, equalBytes } from "../protocol/bytes.ts"
import type { Crypto, KeyPair } from "../protocol/crypto.ts"
import { MAX_PIECE_BYTES } from "../protocol/limits.ts"
import { BanList } from "./bans.ts"
import type { Bitfield } from "./bitfield.ts"
import { BufferPool } from "./buffer-pool.ts"
import type { CarrierPass, DownloadLimits, DownloadOptions } from "./download-options.ts"
import { asEngineError, EngineError } from "./errors.ts"
import type { LeechHost, LeechWire } from "./leech-wire.ts"
import { BLOCK_HEADER_BYTES } from "./limits.ts"
import { newPeerId } from "./peer-wire.ts"
import { type Claim, chooseTheft, Picker } from "./picker.ts"
import type { PieceJob } from "./piece-job.ts"
import { ReceiptBook } from "./receipt-book.ts"
import { pieceLengthOf, type ReleaseBits } from "./release-bits.ts"
import { ORIGIN, type PieceStore, UNPAID } from "./store.ts"
import { TokenBucket } from "./token-bucket.ts"

/** Who may own a piece on its way. */
export type Fetcher = LeechWire | typeof ORIGIN

/** A wire whose rate is not known yet is taken for a slow line, not for a dead one. */
const GUESSED_BYTES_PER_SECOND = 1_000_000
/** After this much silence nobody waits for the wire's pieces. */
const QUIET_MS = 2_000
const THEFT_EVERY_MS = 50

export interface SwarmEvents {
  /** All pieces are written. */
  onComplete(): void
  /** The store cannot take more, or hashing failed: the download ends. */
  onFatal(error: EngineError): void
  onWireProven(wire: LeechWire): void
  onWireEnded(wire: LeechWire, reason: EngineError): void
}

/** A piece that a carrier will have finished within this time is left to it. */
const TAKEOVER_SECONDS = 1

export class Swarm implements LeechHost {
  readonly crypto: Crypto
  readonly sessionKey: KeyPair | null
  readonly release: ReleaseBits
  readonly peerId: Uint8Array
  readonly buffers: BufferPool
  readonly downloads: TokenBucket
  readonly store: PieceStore
  readonly picker: Picker<Fetcher>
  readonly wires = new Set<LeechWire>()
  readonly books = new Map<string, ReceiptBook>()
  readonly bans = new BanList()
  /** Verified and written bytes in this run. */
  writtenBytes = 0
  /** The part of them that carriers brought. */
  carriedBytes = 0
  stopped = false
  readonly #limits: DownloadLimits
  readonly #options: DownloadOptions
  readonly #events: SwarmEvents
  readonly #theftAt = new WeakMap<LeechWire, number>()
  #activeBytes = 0
  #writing = 0
  #starved = false

  constructor(options: DownloadOptions, limits: DownloadLimits, events: SwarmEvents) {
    this.#options = options
    this.#limits = limits
    this.#events = events
    this.crypto = options.crypto
    this.sessionKey = options.sessionKey
    this.release = options.release
    this.store = options.store
    this.peerId = newPeerId(options.crypto)
    this.downloads = new TokenBucket(limits.downloadBytesPerSecond, performance.now())
    const pooled = Math.ceil(limits.maxBufferedBytes / options.release.pieceBytes)
    this.buffers = new BufferPool(options.release.pieceBytes + BLOCK_HEADER_BYTES, pooled)
    const [seed = 0] = options.crypto.randomBytes(1)
    this.picker = new Picker(options.store.have, options.order ?? "spread", seed / 256)
  }

  /** The account with a ticket's carrier; kept over its connections. Needs the session key. */
  bookFor(pass: CarrierPass): ReceiptBook {
    const { sessionKey } = this
    if (!sessionKey) throw new EngineError("bad_ticket", "a ticket without a session key")
    const signer = {
      crypto: this.crypto,
      sessionKey,
      now: this.#options.now ?? Date.now,
      bitmap: () => this.store.have.bytes,
    }
    const fresh = new ReceiptBook(pass, this.release, signer, undefined)
    const known = this.books.get(fresh.name)
    if (known) return known
    const book = new ReceiptBook(pass, this.release, signer, this.store.supplies.get(fresh.name))
    this.books.set(book.name, book)
    return book
  }

  /** The newest receipt of every ticket, signed up to now: n x 104 bytes. */
  async progress(): Promise<Uint8Array> {
    for (const book of this.books.values()) await book.sign(false)
    return concat(...[...this.books.values()].flatMap((b) => (b.last ? [b.last.bytes] : [])))
  }

  refillAll(): void {
    for (const wire of this.wires) wire.refill()
  }

  takePiece(wire: LeechWire): number | null {
    if (this.stopped) return null
    const pieceBytes = Math.min(this.release.pieceBytes, MAX_PIECE_BYTES)
    if (wire.book && !wire.book.mayAsk(pieceBytes)) {
      if (wire.book.unsignedBytes > 0) void this.#sign(wire)
      return null
    }
    if (!this.#hasRoom(wire, pieceBytes)) {
      this.#starved = true
      return null
    }
    const piece = this.picker.take(wire, wire.has) ?? this.#steal(wire)
    if (piece === null) return null
    const length = pieceLengthOf(this.release, piece)
    this.#activeBytes += length
    wire.book?.open(length)
    return piece
  }

  arrived(wire: LeechWire, job: PieceJob): void {
    if (this.picker.isDone(job.piece)) {
      this.#letGo(wire, job, job.length)
      return
    }
    const digest = this.crypto.sha256(job.buffer!.subarray(0, job.length))
    // Without a detour through the microtask queue when the hash is there at once.
    if (digest instanceof Uint8Array) this.#judge(wire, job, digest)
    else
      digest.then(
        (d) => this.#judge(wire, job, d),
        (error) => this.#events.onFatal(asEngineError(error, "bad_piece")),
      )
  }

  dropped(wire: LeechWire, job: PieceJob): void {
    this.#activeBytes -= job.length
    wire.book?.abandon(job.length, job.length - job.missingBytes)
    this.picker.release(job.piece, wire)
    // Not at once: a wire that is just ending gives up many.
    queueMicrotask(() => this.refillAll())
  }

  seen(piece: number, change: 1 | -1): void {
    this.picker.seen(piece, change)
  }

  seenAll(bits: Bitfield, change: 1 | -1): void {
    this.picker.seenAll(bits, change)
  }

  proven(wire: LeechWire): void {
    this.#events.onWireProven(wire)
  }

  ended(wire: LeechWire, reason: EngineError): void {
    this.wires.delete(wire)
    this.picker.seenAll(wire.peerHas, -1)
    this.#events.onWireEnded(wire, reason)
  }

  /** Checks and writes a piece the origin gave. False when its bytes do not match the manifest. */
  async fromOrigin(piece: number, bytes: Uint8Array): Promise<boolean> {
    if (this.picker.isDone(piece)) return true
    if (bytes.length !== pieceLengthOf(this.release, piece)) return false
    if (!this.#matches(piece, await this.crypto.sha256(bytes))) return false
    if (this.picker.isDone(piece)) return true
    this.#win(piece, ORIGIN)
    await this.#write(piece, bytes, ORIGIN)
    this.#completeIfDone()
    return true
  }

  /**
   * Pieces on their way over wires, the slowest first; what the origin takes over when the wires are under the floor.
   * It takes them whole: what the origin is granted counts as its own, so a carrier that finished the piece all the same
   * would be signed for bytes there is no room for.
   */
  slowestPieces(limit: number): number[] {
    const slowest = this.#carriersClaims()
      .filter((c) => !c.started || c.etaSeconds > TAKEOVER_SECONDS)
      .sort((a, b) => b.etaSeconds - a.etaSeconds)
      .slice(0, limit)
    for (const claim of slowest) {
      const owners = [...this.picker.owners(claim.piece)]
      this.picker.share(claim.piece, ORIGIN)
      for (const owner of owners) if (owner !== ORIGIN) owner.drop(claim.piece)
    }
    return slowest.map((c) => c.piece)
  }

  /** Claims on pieces the origin has no part in. */
  #carriersClaims(): Claim<Fetcher>[] {
    return this.#claims().filter((c) => !this.picker.owners(c.piece).has(ORIGIN))
  }

  /** Signs and sends what is due by bytes or by time. */
  signDue(now: number): void {
    for (const wire of this.wires) {
      if (wire.book?.due(now, wire.pipeline.bytesPerSecond)) void this.#sign(wire)
    }
  }

  #judge(wire: LeechWire, job: PieceJob, digest: Uint8Array): void {
    if (this.picker.isDone(job.piece)) {
      this.#letGo(wire, job, job.length)
      return
    }
    if (!this.#matches(job.piece, digest)) {
      // One wire brought every byte of it: nobody else can be to blame.
      this.#letGo(wire, job, job.length)
      this.bans.add(wire.carrier.nodeId)
      wire.wire.fail("bad_piece", `piece ${job.piece}`)
      return
    }
    this.#win(job.piece, wire)
    void this.#keep(wire, job)
  }

  async #keep(wire: LeechWire, job: PieceJob): Promise<void> {
    const { book } = wire
    const written = await this.#write(job.piece, job.buffer!.subarray(0, job.length), book?.name ?? UNPAID)
    this.#activeBytes -= job.length
    this.#recycle(wire, job)
    if (!written) return
    wire.verifiedBytes += job.length
    this.carriedBytes += job.length
    book?.verified(job.length)
    if (book?.due(performance.now(), wire.pipeline.bytesPerSecond)) void this.#sign(wire)
    if (this.#starved) {
      this.#starved = false
      this.refillAll()
    } else wire.refill()
    this.#completeIfDone()
  }

  /** The first to finish a piece is its supplier; the other owners are told to stop. */
  #win(piece: number, winner: Fetcher): void {
    const losers = [...this.picker.owners(piece)].filter((o) => o !== winner)
    this.picker.done(piece)
    for (const loser of losers) if (loser !== ORIGIN) loser.drop(piece)
  }

  async #write(piece: number, bytes: Uint8Array, supplier: string): Promise<boolean> {
    this.#writing++
    try {
      await this.store.write(piece, bytes, supplier)
      this.writtenBytes += bytes.length
      this.#options.serve?.announce(this.release.infoHash, piece)
      return true
    } catch (error) {
      this.#events.onFatal(asEngineError(error, "store_failed"))
      return false
    } finally {
      this.#writing--
    }
  }

  #completeIfDone(): void {
    if (this.picker.left === 0 && this.#writing === 0) this.#events.onComplete()
  }

  #matches(piece: number, digest: Uint8Array): boolean {
    return equalBytes(digest, this.release.pieceHashes.subarray(32 * piece, 32 * piece + 32))
  }

  #letGo(wire: LeechWire, job: PieceJob, arrivedBytes: number): void {
    this.#activeBytes -= job.length
    wire.book?.abandon(job.length, arrivedBytes)
    this.picker.release(job.piece, wire)
    this.#recycle(wire, job)
    queueMicrotask(() => this.refillAll())
  }

  #recycle(wire: LeechWire, job: PieceJob): void {
    if (job.buffer && !wire.wire.reads(job.buffer.buffer)) this.buffers.give(job.buffer)
    job.buffer = null
  }

  /** Each wire its share of the buffers, and two pieces at least. */
  #hasRoom(wire: LeechWire, pieceBytes: number): boolean {
    const wires = Math.max(1, this.wires.size)
    const all = Math.max(this.#limits.maxBufferedBytes, 2 * wires * pieceBytes)
    let own = 0
    for (const job of wire.jobs.values()) own += job.length
    return this.#activeBytes + pieceBytes <= all && own + pieceBytes <= Math.max(2 * pieceBytes, all / wires)
  }

  #steal(wire: LeechWire): number | null {
    const now = performance.now()
    if (now - (this.#theftAt.get(wire) ?? 0) < THEFT_EVERY_MS) return null
    this.#theftAt.set(wire, now)
    const rate = wire.pipeline.bytesPerSecond || GUESSED_BYTES_PER_SECOND
    const eta = (wire.inFlightBytes + this.release.pieceBytes) / rate
    const theft = chooseTheft<Fetcher>(wire, eta, this.#carriersClaims(), wire.has, (piece) =>
      this.picker.owners(piece),
    )
    if (!theft) return null
    const owners = [...this.picker.owners(theft.piece)]
    this.picker.share(theft.piece, wire)
    if (theft.how === "take") for (const owner of owners) if (owner !== ORIGIN) owner.drop(theft.piece)
    return theft.piece
  }

  #claims(): Claim<Fetcher>[] {
    const now = performance.now()
    const out: Claim<Fetcher>[] = []
    for (const owner of this.wires) {
      const quiet = now - owner.progressAt > QUIET_MS
      const rate = quiet ? 0 : owner.pipeline.bytesPerSecond || GUESSED_BYTES_PER_SECOND
      let ahead = 0
      for (const job of owner.jobs.values()) {
        ahead += job.missingBytes
        out.push({ piece: job.piece, owner, started: job.started, etaSeconds: ahead / rate })
      }
    }
    return out
  }

  async #sign(wire: LeechWire): Promise<void> {
    try {
      const receipt = await wire.book?.sign(false)
      if (!receipt) return
      wire.sendReceipt(receipt.bytes)
      wire.refill()
    } catch (error) {
      this.#events.onFatal(asEngineError(error, "bad_receipt"))
    }
  }
}
