/** The downloader's side: fetches every piece from carriers, proves it by the manifest, signs receipts, and falls back to the origin. */
import { CarrierCrew } from "./carrier-crew.ts"
import type { DownloadLimits, DownloadOptions, DownloadResult } from "./download-options.ts"
import { EngineError } from "./errors.ts"
import type { LeechWire } from "./leech-wire.ts"
import {
  AUTHENTICATION_MS,
  BUFFERED_BYTES,
  CHOKED_MS,
  FLOOR_BYTES_PER_SECOND,
  FLOOR_MS,
  KEEP_ALIVE_MS,
  ORIGIN_GRACE_MS,
  PROGRESS_MS,
  STALL_MS,
} from "./limits.ts"
import { OriginHelp, type OriginNeed } from "./origin-help.ts"
import { checkReleaseBits } from "./release-bits.ts"
import { ORIGIN } from "./store.ts"
import { Swarm, type SwarmEvents } from "./swarm.ts"

export type * from "./download-options.ts"

const DEFAULTS: DownloadLimits = {
  downloadBytesPerSecond: 0,
  floorBytesPerSecond: FLOOR_BYTES_PER_SECOND,
  stallMs: STALL_MS,
  maxBufferedBytes: BUFFERED_BYTES,
}
/** The last receipts get this long to leave before the wires are closed. */
const LAST_RECEIPT_MS = 1_000
/** Fewer bytes than this in a tick are keep-alives, not progress. */
const PROGRESS_MIN_BYTES = 1_024
const SMOOTHING = 0.3

class Downloading implements SwarmEvents {
  readonly #options: DownloadOptions
  readonly #limits: DownloadLimits
  readonly #swarm: Swarm
  readonly #crew: CarrierCrew
  readonly #stop = new AbortController()
  readonly #startedAt = performance.now()
  readonly #ended: Promise<void>
  #resolve!: () => void
  #reject!: (reason: unknown) => void
  #tickedAt = performance.now()
  #writtenBefore = 0
  #carriedBefore = 0
  #bytesPerSecond = 0
  #carriedPerSecond = 0
  #underFloorSince = performance.now()

  constructor(options: DownloadOptions) {
    this.#options = options
    this.#limits = { ...DEFAULTS, ...options.limits }
    this.#swarm = new Swarm(options, this.#limits, this)
    this.#crew = new CarrierCrew(this.#swarm, options, this.#stop.signal)
    this.#ended = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    // Nobody waits for it when there was nothing to fetch.
    this.#ended.catch(() => {})
  }

  async run(): Promise<DownloadResult> {
    const abort = () => this.#reject(this.#options.signal?.reason)
    this.#options.signal?.addEventListener("abort", abort)
    const timer = setInterval(() => this.#tick(), PROGRESS_MS)
    try {
      if (this.#swarm.picker.left > 0) await this.#fetchAll()
      await this.#options.store.flush()
      await this.#settle(true)
    } catch (error) {
      // Carriers are owed for what was verified, however this ends.
      await this.#settle(false).catch(() => {})
      await this.#options.store.flush().catch(() => {})
      throw error
    } finally {
      clearInterval(timer)
      this.#options.signal?.removeEventListener("abort", abort)
    }
    this.#report()
    return this.#result()
  }

  onComplete(): void {
    this.#resolve()
  }

  onFatal(error: EngineError): void {
    this.#reject(error)
  }

  onWireProven(wire: LeechWire): void {
    this.#crew.wireProven(wire)
  }

  onWireEnded(wire: LeechWire, reason: EngineError): void {
    this.#crew.wireEnded(wire, reason)
  }

  async #fetchAll(): Promise<void> {
    const { origin } = this.#options
    this.#options.signal?.throwIfAborted()
    for (const pass of this.#options.earlierTickets ?? []) this.#swarm.bookFor(pass)
    this.#crew.add(this.#options.carriers)
    if (origin) {
      const help = new OriginHelp(origin, this.#swarm, () => this.#originNeed(), this.#stop.signal)
      help.run().catch((error) => this.#reject(error))
    }
    await this.#ended
  }

  #originNeed(): OriginNeed {
    if (!this.#crew.hopeful) return "alone"
    const now = performance.now()
    if (now - this.#startedAt < ORIGIN_GRACE_MS) return "none"
    if (this.#swarm.picker.someUnavailable && !this.#crew.arriving) return "missing"
    return now - this.#underFloorSince > FLOOR_MS ? "slow" : "none"
  }

  #tick(): void {
    const now = performance.now()
    this.#measure(now)
    this.#swarm.signDue(now)
    for (const wire of this.#swarm.wires) this.#watch(wire, now)
    this.#swarm.refillAll()
    this.#crew.tick(now)
    if (this.#crew.exhausted && !this.#options.origin && this.#swarm.picker.left > 0) {
      this.#reject(new EngineError("no_sources"))
    }
    this.#report()
  }

  #measure(now: number): void {
    const { writtenBytes, carriedBytes } = this.#swarm
    const seconds = (now - this.#tickedAt) / 1000
    this.#bytesPerSecond += SMOOTHING * ((writtenBytes - this.#writtenBefore) / seconds - this.#bytesPerSecond)
    this.#carriedPerSecond += SMOOTHING * ((carriedBytes - this.#carriedBefore) / seconds - this.#carriedPerSecond)
    this.#tickedAt = now
    this.#writtenBefore = writtenBytes
    this.#carriedBefore = carriedBytes
    // The carriers' rate alone: measured with the origin's, its own help would send it away again.
    if (this.#carriedPerSecond >= this.#floor) this.#underFloorSince = now
  }

  /** A floor above the user's own limit would call the origin for ever. */
  get #floor(): number {
    const { floorBytesPerSecond, downloadBytesPerSecond } = this.#limits
    return downloadBytesPerSecond > 0 ? Math.min(floorBytesPerSecond, downloadBytesPerSecond / 2) : floorBytesPerSecond
  }

  #watch(wire: LeechWire, now: number): void {
    if (wire.wire.bytesIn - wire.progressBytes >= PROGRESS_MIN_BYTES) {
      wire.progressBytes = wire.wire.bytesIn
      wire.progressAt = now
    }
    if (!wire.ready) {
      if (now - wire.openedAt > AUTHENTICATION_MS) wire.wire.fail("handshake_timeout")
    } else if (wire.inFlightBytes > 0 && !wire.choked) {
      if (now - wire.progressAt > this.#limits.stallMs) wire.wire.fail("stalled")
    } else if (wire.choked && now - Math.max(wire.chokedAt, wire.openedAt) > CHOKED_MS) wire.wire.fail("choked_out")
    if (now - wire.wire.spokeAt > KEEP_ALIVE_MS) wire.wire.keepAlive()
  }

  /** The last receipts, signed and sent; then every wire is closed. */
  async #settle(final: boolean): Promise<void> {
    this.#swarm.stopped = true
    for (const pass of final ? (this.#options.earlierTickets ?? []) : []) this.#swarm.bookFor(pass)
    if (final) for (const { ticket } of this.#options.carriers) if (ticket) this.#swarm.bookFor(ticket)
    const leaving: Promise<void>[] = []
    for (const book of this.#swarm.books.values()) {
      const receipt = await book.sign(final)
      const wire = [...this.#swarm.wires].find((w) => w.book === book)
      if (receipt && wire) leaving.push(new Promise((sent) => wire.sendReceipt(receipt.bytes, sent)))
    }
    const late = new Promise<void>((resolve) => setTimeout(resolve, LAST_RECEIPT_MS).unref?.())
    await Promise.race([Promise.all(leaving), leaving.length > 0 ? late : undefined])
    this.#stop.abort(new EngineError("connection_lost", "the download has ended"))
    for (const wire of this.#swarm.wires) wire.wire.close()
  }

  async #result(): Promise<DownloadResult> {
    const { store, crypto } = this.#options
    return {
      perTicket: [...this.#swarm.books.values()].map((b) => ({
        jti: b.pass.jti,
        cumulativeBytes: b.verifiedBytes,
        pieces: b.pieces,
        receipt: b.last?.bytes ?? null,
      })),
      originBytes: store.supplies.get(ORIGIN)?.bytes ?? 0,
      bitmapHash: await crypto.sha256(store.have.bytes),
    }
  }

  #report(): void {
    const { store, release, onProgress } = this.#options
    if (!onProgress) return
    const bytesFromOrigin = store.supplies.get(ORIGIN)?.bytes ?? 0
    const haveBytes = [...store.supplies.values()].reduce((n, s) => n + s.bytes, 0)
    onProgress({
      haveBytes,
      sizeBytes: release.sizeBytes,
      pieces: store.have.count,
      pieceCount: store.have.size,
      bytesFromCarriers: haveBytes - bytesFromOrigin,
      bytesFromOrigin,
      bytesPerSecond: this.#bytesPerSecond,
      perCarrier: [...this.#swarm.wires].map((w) => ({
        nodeId: w.carrier.nodeId,
        ticket: w.book?.name ?? null,
        bytes: w.book?.verifiedBytes ?? w.verifiedBytes,
        bytesPerSecond: w.pipeline.bytesPerSecond,
        connected: w.ready,
      })),
    })
  }
}

/**
 * Resolves when every piece is verified, written and flushed and the last receipts are sent. The store stays open.
 * Throws `EngineError` `no_sources`, `store_full`, `store_failed`, `origin_failed`, or the signal's reason; the store
 * then holds what was verified, and the same call goes on from there.
 */
export async function download(options: DownloadOptions): Promise<DownloadResult> {
  checkReleaseBits(options.release)
  return new Downloading(options).run()
}
