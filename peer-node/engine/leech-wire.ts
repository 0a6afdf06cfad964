/** One carrier a downloader fetches from: proves both keys, asks for whole pieces, and reads blocks into their place. */

import { equalBytes } from "../protocol/bytes.ts"
import type { Crypto, KeyPair } from "../protocol/crypto.ts"
import { ROLE_CARRIER, ROLE_DOWNLOADER, signTranscript, verifyTranscript } from "../protocol/transcript.ts"
import { Bitfield } from "./bitfield.ts"
import type { BufferPool } from "./buffer-pool.ts"
import type { BlockAim, Handshake } from "./decoder.ts"
import type { Carrier } from "./download-options.ts"
import { asEngineError, EngineError } from "./errors.ts"
import { decodeExtended, type ExtendedHandshake, encodeExtended, FF_AUTH } from "./extended.ts"
import { BLOCK_HEADER_BYTES, MAX_UNASKED_BLOCKS, PIPELINE_REFILL, PLAIN_BLOCK_BYTES } from "./limits.ts"
import * as m from "./messages.ts"
import { type PeerEvents, PeerWire } from "./peer-wire.ts"
import { PieceJob } from "./piece-job.ts"
import { Pipeline } from "./pipeline.ts"
import type { ReceiptBook } from "./receipt-book.ts"
import { pieceCountOf, pieceLengthOf, type ReleaseBits } from "./release-bits.ts"
import type { TokenBucket } from "./token-bucket.ts"
import type { Connection } from "./transport.ts"

/** Requests a plain peer that names no `reqq` takes. */
const PLAIN_REQQ = 250

/** What a download offers each of its wires. */
export interface LeechHost {
  readonly crypto: Crypto
  readonly sessionKey: KeyPair | null
  readonly release: ReleaseBits
  readonly peerId: Uint8Array
  readonly buffers: BufferPool
  readonly downloads: TokenBucket
  /** The next piece for this wire, owned by it from now on; null when it may have none now. */
  takePiece(wire: LeechWire): number | null
  /** All blocks are in the job's buffer, which is the host's from now on. */
  arrived(wire: LeechWire, job: PieceJob): void
  /** The wire gave the piece up. */
  dropped(wire: LeechWire, job: PieceJob): void
  seen(piece: number, change: 1 | -1): void
  seenAll(bits: Bitfield, change: 1 | -1): void
  proven(wire: LeechWire): void
  ended(wire: LeechWire, reason: EngineError): void
}

export class LeechWire implements PeerEvents {
  readonly wire: PeerWire
  readonly carrier: Carrier
  readonly book: ReceiptBook | null
  readonly jobs = new Map<number, PieceJob>()
  readonly pipeline = new Pipeline(performance.now())
  readonly openedAt = performance.now()
  /** Bytes it brought that were verified, in this run. */
  verifiedBytes = 0
  /** When it was last seen to make headway, and the byte count then. */
  progressAt = performance.now()
  progressBytes = 0
  chokedAt = performance.now()
  readonly #host: LeechHost
  readonly #nonce: Uint8Array
  #peerHas: Bitfield
  #peer: ExtendedHandshake | null = null
  #fast = false
  #proven: boolean
  #choked = true
  #inFlightBytes = 0
  #current: PieceJob | null = null
  #aimed: PieceJob | null = null
  #unasked = 0
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(connection: Connection, carrier: Carrier, book: ReceiptBook | null, host: LeechHost) {
    this.carrier = carrier
    this.book = book
    this.#host = host
    this.#nonce = host.crypto.randomBytes(32)
    this.#peerHas = new Bitfield(pieceCountOf(host.release))
    // A plain peer of an open title has nothing to prove.
    this.#proven = carrier.ticket === null
    this.wire = new PeerWire(connection, this)
  }

  /** Connected: speaks first. */
  greet(): void {
    this.wire.send(m.handshakeFrame(this.#host.release.infoHash, this.#host.peerId))
  }

  has = (piece: number): boolean => this.#peerHas.has(piece)

  get peerHas(): Bitfield {
    return this.#peerHas
  }

  get ready(): boolean {
    return this.#proven && !this.wire.ended
  }

  get choked(): boolean {
    return this.#choked
  }

  get inFlightBytes(): number {
    return this.#inFlightBytes
  }

  onHandshake(h: Handshake): void {
    if (!equalBytes(h.infoHash, this.#host.release.infoHash)) {
      this.wire.fail("unknown_release")
      return
    }
    this.#fast = h.fast
    const ticket = this.carrier.ticket
    if (ticket && !h.extended) {
      this.wire.fail("bad_handshake", "no extension protocol")
      return
    }
    if (this.#fast) this.wire.send(m.frame(m.HAVE_NONE))
    const hello = ticket ? { nonce: this.#nonce, ticket: ticket.jws } : { nonce: this.#nonce }
    if (h.extended) this.wire.send(m.extendedFrame(0, encodeExtended(hello)))
    if (this.#proven) this.#begin()
  }

  onMessage(id: number, payload: Uint8Array): void {
    if (id === m.CHOKE) this.#onChoke()
    else if (id === m.UNCHOKE) this.#onUnchoke()
    else if (id === m.HAVE) this.#onHave(m.readU32(payload, 0))
    else if (id === m.BITFIELD) this.#onBitfield(Bitfield.parse(this.#peerHas.size, payload))
    else if (id === m.HAVE_ALL) this.#onBitfield(Bitfield.full(this.#peerHas.size))
    else if (id === m.REJECT) this.#onReject(m.readU32(payload, 0), m.readU32(payload, 4))
    else if (id === m.EXTENDED && payload[0] === 0) this.#onExtended(payload.subarray(1))
    else if (id === m.EXTENDED && payload[0] === FF_AUTH) void this.#onProof(payload.subarray(1))
  }

  onBlockStart(piece: number, begin: number, length: number, aim: BlockAim): void {
    const job = this.jobs.get(piece)
    if (!job?.expects(begin, length)) {
      if (++this.#unasked > MAX_UNASKED_BLOCKS) this.wire.fail("unasked_block")
      return
    }
    job.buffer ??= this.#host.buffers.take()
    this.#aimed = job
    aim.buffer = job.buffer
    aim.offset = begin
    aim.slackBytes = job.openBehind(begin) ? BLOCK_HEADER_BYTES : 0
  }

  onBlockEnd(_piece: number, begin: number, length: number): void {
    const job = this.#aimed
    this.#aimed = null
    this.pipeline.count(length)
    if (!job) return
    const asked = job.askedBytes
    job.arrived(begin, length)
    this.#inFlightBytes -= asked - job.askedBytes
    if (job.complete) {
      this.jobs.delete(job.piece)
      if (this.#current === job) this.#current = null
      this.#host.arrived(this, job)
    }
    this.refill()
  }

  onEnd(reason: EngineError | null): void {
    if (this.#timer) clearTimeout(this.#timer)
    for (const piece of [...this.jobs.keys()]) this.drop(piece)
    this.#host.ended(this, reason ?? new EngineError("connection_lost"))
  }

  /** Gives a piece up: tells the peer, and leaves its buffer to nobody while the kernel may still write into it. */
  drop(piece: number): void {
    const job = this.jobs.get(piece)
    if (!job) return
    this.jobs.delete(piece)
    if (this.#current === job) this.#current = null
    const cancels = job.waiting()
    this.#inFlightBytes -= job.askedBytes
    if (this.#aimed === job) {
      this.#aimed = null
      this.wire.decoder.discardBlock()
    }
    this.#giveBack(job)
    if (!this.wire.ended) for (const b of cancels) this.wire.send(m.requestFrame(m.CANCEL, piece, b.begin, b.length))
    this.#host.dropped(this, job)
  }

  #giveBack(job: PieceJob): void {
    if (job.buffer && !this.wire.reads(job.buffer.buffer)) this.#host.buffers.give(job.buffer)
    job.buffer = null
  }

  /** Takes a piece from elsewhere (the end game). */
  adopt(piece: number): void {
    this.jobs.set(piece, new PieceJob(piece, pieceLengthOf(this.#host.release, piece), this.#blockBytes))
  }

  /** Asks for more, in one batch, when a quarter of the pipeline is free. */
  refill(): void {
    if (!this.ready || this.#choked) return
    const limit = Math.min(this.pipeline.targetBytes(performance.now()), this.#reqq * this.#blockBytes)
    if (this.#inFlightBytes > limit * PIPELINE_REFILL) return
    const wait = this.#host.downloads.waitMs(performance.now())
    if (wait > 0) {
      this.#timer ??= setTimeout(() => {
        this.#timer = null
        this.refill()
      }, wait)
      return
    }
    this.#askUpTo(limit)
  }

  #askUpTo(limit: number): void {
    const room = Math.max(1, Math.ceil((limit - this.#inFlightBytes) / this.#blockBytes))
    const batch = new Uint8Array(room * m.REQUEST_FRAME_BYTES)
    let n = 0
    let bytes = 0
    while (n < room) {
      const job = this.#nextJob()
      const block = job?.ask()
      if (!job || !block) break
      m.writeRequest(batch, n++ * m.REQUEST_FRAME_BYTES, m.REQUEST, job.piece, block.begin, block.length)
      bytes += block.length
    }
    if (n === 0) return
    // Waiting for a first answer begins now, not when the last one came.
    if (this.#inFlightBytes === 0) this.progressAt = performance.now()
    this.#inFlightBytes += bytes
    this.#host.downloads.spend(bytes)
    this.wire.send(batch.subarray(0, n * m.REQUEST_FRAME_BYTES))
  }

  /** The piece whose next block is to be asked for: the current one, one with blocks to ask again, else a new one. */
  #nextJob(): PieceJob | null {
    if (this.#current && hasMore(this.#current)) return this.#current
    this.#current = null
    for (const job of this.jobs.values()) if (hasMore(job)) this.#current = job
    if (this.#current) return this.#current
    const piece = this.#host.takePiece(this)
    if (piece === null) return null
    if (!this.jobs.has(piece)) this.adopt(piece)
    this.#current = this.jobs.get(piece)!
    return this.#current
  }

  get #blockBytes(): number {
    return this.#peer?.blockBytes ?? PLAIN_BLOCK_BYTES
  }

  get #reqq(): number {
    return this.#peer?.reqq ?? PLAIN_REQQ
  }

  #begin(): void {
    this.wire.send(m.frame(m.INTERESTED))
    this.#host.proven(this)
  }

  #onChoke(): void {
    this.#choked = true
    this.chokedAt = performance.now()
    // With the fast extension each request is rejected by name; without it a choke forgets them all.
    if (this.#fast) return
    for (const job of this.jobs.values()) for (const b of job.waiting()) this.#forget(job, b.begin)
  }

  #onUnchoke(): void {
    this.#choked = false
    this.progressAt = performance.now()
    this.refill()
  }

  #onReject(piece: number, begin: number): void {
    const job = this.jobs.get(piece)
    if (!job || !this.#forget(job, begin)) return
    // A carrier that refuses while it serves cannot read this piece: somebody else may.
    if (this.#choked) return
    this.#setHas(piece, false)
    this.drop(piece)
    this.refill()
  }

  #forget(job: PieceJob, begin: number): boolean {
    const asked = job.askedBytes
    const known = job.refused(begin)
    this.#inFlightBytes -= asked - job.askedBytes
    return known
  }

  #onHave(piece: number): void {
    if (piece >= this.#peerHas.size) {
      this.wire.fail("bad_frame", "have")
      return
    }
    this.#setHas(piece, true)
    this.refill()
  }

  #setHas(piece: number, has: boolean): void {
    if (this.#peerHas.has(piece) === has) return
    if (has) this.#peerHas.set(piece)
    else this.#peerHas.clear(piece)
    this.#host.seen(piece, has ? 1 : -1)
  }

  #onBitfield(bits: Bitfield | null): void {
    if (!bits) {
      this.wire.fail("bad_frame", "bitfield")
      return
    }
    this.#host.seenAll(this.#peerHas, -1)
    this.#peerHas = bits
    this.#host.seenAll(bits, 1)
    this.refill()
  }

  #onExtended(payload: Uint8Array): void {
    // A later one may change reqq (BEP 10), but never the nonce that was signed, nor the block size jobs are cut by.
    if (this.#peer) return
    this.#peer = decodeExtended(payload)
    if (!this.carrier.ticket) return
    if (!this.#peer.nonce || !this.#peer.authId) {
      this.wire.fail("bad_peer_signature", "no nonce")
      return
    }
    void this.#prove(this.#peer)
  }

  #transcript(role: typeof ROLE_CARRIER | typeof ROLE_DOWNLOADER) {
    const pass = this.carrier.ticket!
    return {
      role,
      jti: pass.jti,
      carrierNonce: this.#peer!.nonce!,
      downloaderNonce: this.#nonce,
      carrierKey: pass.nodeKey,
      downloaderKey: this.#host.sessionKey!.publicKey,
      obj: this.#host.release.obj,
    }
  }

  async #prove(peer: ExtendedHandshake): Promise<void> {
    try {
      const proof = await signTranscript(this.#host.crypto, this.#host.sessionKey!, this.#transcript(ROLE_DOWNLOADER))
      this.wire.send(m.extendedFrame(peer.authId, proof))
    } catch (error) {
      this.wire.close(asEngineError(error, "bad_peer_signature"))
    }
  }

  async #onProof(signature: Uint8Array): Promise<void> {
    if (this.#proven) return
    const ok = this.#peer?.nonce
      ? await verifyTranscript(this.#host.crypto, signature, this.#transcript(ROLE_CARRIER)).catch(() => false)
      : false
    if (this.wire.ended || this.#proven) return
    if (!ok) {
      this.wire.fail("bad_peer_signature")
      return
    }
    this.#proven = true
    this.#begin()
    this.refill()
  }

  /** Sends a receipt when the carrier told us under which number it wants it. */
  sendReceipt(bytes: Uint8Array, sent?: () => void): void {
    const id = this.#peer?.receiptId ?? 0
    if (id === 0) sent?.()
    else this.wire.send(m.extendedFrame(id, bytes), () => sent?.())
  }
}

function hasMore(job: PieceJob): boolean {
  return job.missingBytes > job.askedBytes
}
