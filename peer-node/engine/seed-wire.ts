/** One peer a carrier serves: proves the ticket, then answers requests in spans as far as slot, rate and receipts allow. */

import { equalBytes, toHex } from "../protocol/bytes.ts"
import type { Crypto, KeyPair } from "../protocol/crypto.ts"
import { decodeReceipt, type SignedReceipt, verifyReceipt } from "../protocol/receipt.ts"
import {
  DIAL_BACK_INFO_HASH,
  ROLE_CARRIER,
  ROLE_DOWNLOADER,
  signDialBack,
  signTranscript,
  verifyTranscript,
} from "../protocol/transcript.ts"
import type { BufferPool } from "./buffer-pool.ts"
import type { CarriageAccount } from "./carriage-account.ts"
import type { BlockAim, Handshake } from "./decoder.ts"
import { asEngineError, type EngineError } from "./errors.ts"
import { decodeExtended, type ExtendedHandshake, encodeExtended, FF_AUTH, FF_RECEIPT } from "./extended.ts"
import { LARGE_BLOCK_BYTES, QUEUE_GRACE, SOCKET_HIGH_BYTES, SPAN_BLOCKS, SPAN_BYTES } from "./limits.ts"
import * as m from "./messages.ts"
import { type PeerEvents, PeerWire } from "./peer-wire.ts"
import { pieceCountOf, pieceLengthOf } from "./release-bits.ts"
import { layOutSpan, RequestQueue, type Span } from "./request-queue.ts"
import type { ServedRelease } from "./seeder-options.ts"
import type { TokenBucket } from "./token-bucket.ts"
import type { Connection } from "./transport.ts"

/** Receipts and proofs waiting to be checked; a peer that sends more at once is not one of ours. */
const MAX_WAITING_CHECKS = 64
const DIAL_BACK_HASH = DIAL_BACK_INFO_HASH

/** What the seeder offers each of its wires. */
export interface SeedHost {
  readonly crypto: Crypto
  readonly nodeKey: KeyPair
  readonly peerId: Uint8Array
  readonly upload: TokenBucket
  readonly spans: BufferPool
  findRelease(infoHash: Uint8Array): ServedRelease | null
  /** Verifies the ticket for this release and finds or opens its account. Throws `EngineError` or `ProtocolError`. */
  openAccount(jws: string, release: ServedRelease): Promise<CarriageAccount>
  keepReceipt(receipt: SignedReceipt, account: CarriageAccount): Promise<void>
  joined(wire: SeedWire): void
  left(wire: SeedWire, reason: EngineError | null): void
  rechoke(): void
  sent(bytes: number): void
  storeFailed(error: EngineError): void
}

export class SeedWire implements PeerEvents {
  readonly wire: PeerWire
  readonly openedAt = performance.now()
  readonly #host: SeedHost
  readonly #nonce: Uint8Array
  #release: ServedRelease | null = null
  #dialBack = false
  #fast = false
  #peer: ExtendedHandshake | null = null
  #account: CarriageAccount | null = null
  #queue: RequestQueue | null = null
  #checks: Promise<void> = Promise.resolve()
  #waitingChecks = 0
  #reading = false
  #timer: ReturnType<typeof setTimeout> | null = null
  #socketBytes = 0
  /** May ask: an open release's peer after its handshake, any other after ticket and signature. */
  admitted = false
  interested = false
  unchoked = false
  waitingSince = performance.now()
  drainedAt = performance.now()

  constructor(connection: Connection, host: SeedHost) {
    this.#host = host
    this.#nonce = host.crypto.randomBytes(32)
    this.wire = new PeerWire(connection, this)
  }

  get account(): CarriageAccount | null {
    return this.#account
  }

  get release(): ServedRelease | null {
    return this.#release
  }

  /** Bytes handed to the socket and not taken yet. */
  get socketBytes(): number {
    return this.#socketBytes
  }

  onHandshake(h: Handshake): void {
    this.#fast = h.fast
    this.#dialBack = toHex(h.infoHash) === DIAL_BACK_HASH
    this.#release = this.#host.findRelease(h.infoHash)
    if (!this.#release && !this.#dialBack) {
      this.wire.fail("unknown_release")
      return
    }
    this.wire.send(m.handshakeFrame(h.infoHash, this.#host.peerId))
    if (this.#release?.open) this.#admit()
    if (h.extended) this.wire.send(m.extendedFrame(0, encodeExtended({ nonce: this.#nonce })))
    else if (!this.#release?.open) this.wire.fail("bad_ticket", "no extension protocol")
  }

  onMessage(id: number, payload: Uint8Array): void {
    if (id === m.INTERESTED || id === m.NOT_INTERESTED) {
      this.#setInterest(id === m.INTERESTED)
      return
    }
    if (id === m.REQUEST) {
      this.#onRequest(payload)
      return
    }
    if (id === m.CANCEL) {
      this.#onCancel(payload)
      return
    }
    if (id !== m.EXTENDED) return
    if (payload[0] === 0) this.#onExtended(decodeExtended(payload.subarray(1)))
    else if (payload[0] === FF_AUTH) this.#check(() => this.#onProof(payload.subarray(1)))
    else if (payload[0] === FF_RECEIPT) this.#check(() => this.#onReceipt(payload.subarray(1)))
  }

  onBlockStart(_piece: number, _begin: number, _length: number, _aim: BlockAim): void {
    this.wire.fail("unasked_block")
  }

  onBlockEnd(): void {}

  onEnd(reason: EngineError | null): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#queue?.clear()
    this.#host.left(this, reason)
  }

  announce(piece: number): void {
    if (this.admitted) this.wire.send(m.haveFrame(piece))
  }

  setChoked(choked: boolean): void {
    if (this.unchoked !== choked) return
    this.unchoked = !choked
    this.waitingSince = performance.now()
    this.wire.send(m.frame(choked ? m.CHOKE : m.UNCHOKE))
    if (choked) for (const r of this.#queue?.clear() ?? []) this.#reject(r.piece, r.begin, r.length)
  }

  /** Sends what may be sent now; called again whenever something that held it back has changed. */
  pump(): void {
    while (!this.#reading && this.unchoked && !this.wire.ended && this.#socketBytes < SOCKET_HIGH_BYTES) {
      const room = this.#roomBytes()
      if (room === 0) return
      const span = this.#queue!.takeSpan(Math.min(SPAN_BYTES, room), SPAN_BLOCKS)
      if (!span) return
      this.#host.upload.spend(span.payloadBytes)
      void this.#serve(span)
    }
  }

  /** 0 when the receipts, the rate or an empty queue hold the next block back. */
  #roomBytes(): number {
    const next = this.#queue?.nextBytes ?? 0
    if (next === 0) return 0
    const room = this.#account?.roomBytes ?? Number.POSITIVE_INFINITY
    if (room < next) return 0
    const wait = this.#host.upload.waitMs(performance.now())
    if (wait === 0) return room
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      this.pump()
    }, wait)
    return 0
  }

  async #serve(span: Span): Promise<void> {
    const buffer = this.#host.spans.take()
    const { frames, gaps } = layOutSpan(span, buffer)
    this.#reading = true
    try {
      await this.#release!.store.read(span.offsetBytes, gaps)
    } catch (error) {
      this.#reading = false
      this.#host.spans.give(buffer)
      return this.#unreadable(span, asEngineError(error, "store_failed"))
    }
    this.#reading = false
    this.#account?.gate.send(span.payloadBytes)
    this.#socketBytes += span.payloadBytes
    this.#host.sent(span.payloadBytes)
    this.wire.send(frames, () => {
      this.#host.spans.give(buffer)
      this.#socketBytes -= span.payloadBytes
      this.drainedAt = performance.now()
      this.pump()
    })
    this.pump()
  }

  /** One bad sector costs the peer these blocks, not the session: it asks somebody else. */
  #unreadable(span: Span, error: EngineError): void {
    this.#host.storeFailed(error)
    if (!this.#fast) {
      this.wire.close(error)
      return
    }
    for (const b of span.blocks) this.#reject(b.piece, b.begin, b.length)
    this.pump()
  }

  #reject(piece: number, begin: number, length: number): void {
    if (this.#fast) this.wire.send(m.requestFrame(m.REJECT, piece, begin, length))
  }

  #setInterest(interested: boolean): void {
    if (this.interested === interested) return
    this.interested = interested
    this.waitingSince = performance.now()
    this.#host.rechoke()
  }

  #onRequest(payload: Uint8Array): void {
    const [piece, begin, length] = [m.readU32(payload, 0), m.readU32(payload, 4), m.readU32(payload, 8)]
    if (!this.#release || !this.#queue || !this.admitted) {
      this.wire.fail("bad_request", "before a ticket")
      return
    }
    const { bits, store } = this.#release
    const outside = piece >= pieceCountOf(bits) || begin + length > pieceLengthOf(bits, piece)
    if (outside || length === 0 || length > LARGE_BLOCK_BYTES) {
      this.wire.fail("bad_request")
      return
    }
    if (this.#queue.length >= QUEUE_GRACE) {
      this.wire.fail("bad_request", "too many at once")
      return
    }
    if (!this.unchoked || !store.have.has(piece)) {
      this.#reject(piece, begin, length)
      return
    }
    this.#queue.push({ piece, begin, length })
    // After the whole read was decoded, so that a batch of requests becomes few spans.
    if (this.#queue.length === 1) queueMicrotask(() => this.pump())
  }

  #onCancel(payload: Uint8Array): void {
    const [piece, begin, length] = [m.readU32(payload, 0), m.readU32(payload, 4), m.readU32(payload, 8)]
    if (this.#queue?.cancel(piece, begin, length)) this.#reject(piece, begin, length)
  }

  #onExtended(peer: ExtendedHandshake): void {
    if (this.#peer) return
    this.#peer = peer
    if (this.#dialBack) this.#check(() => this.#answerDialBack(peer))
    else if (!this.#release?.open) this.#check(() => this.#onTicket(peer))
  }

  async #answerDialBack(peer: ExtendedHandshake): Promise<void> {
    if (!peer.nonce) {
      this.wire.fail("bad_frame", "dial-back without a nonce")
      return
    }
    const { crypto, nodeKey } = this.#host
    const sides = { platformNonce: peer.nonce, nodeNonce: this.#nonce, nodeKey: nodeKey.publicKey }
    const signature = await signDialBack(crypto, nodeKey, sides)
    this.wire.send(m.extendedFrame(peer.authId || FF_AUTH, signature), () => this.wire.close())
  }

  async #onTicket(peer: ExtendedHandshake): Promise<void> {
    if (!peer.ticket || !peer.nonce || !peer.authId) {
      this.wire.fail("bad_ticket", "none shown")
      return
    }
    const account = await this.#host.openAccount(peer.ticket, this.#release!).catch((error) => {
      this.wire.close(asEngineError(error, "bad_ticket"))
      return null
    })
    if (!account) return
    this.#account = account
    const { crypto, nodeKey } = this.#host
    const proof = await signTranscript(crypto, nodeKey, this.#transcript(ROLE_CARRIER))
    this.wire.send(m.extendedFrame(peer.authId, proof))
  }

  #transcript(role: typeof ROLE_CARRIER | typeof ROLE_DOWNLOADER) {
    const ticket = this.#account!.ticket
    return {
      role,
      jti: ticket.jti,
      carrierNonce: this.#nonce,
      downloaderNonce: this.#peer!.nonce!,
      carrierKey: this.#host.nodeKey.publicKey,
      downloaderKey: ticket.dlk,
      obj: ticket.obj,
    }
  }

  async #onProof(signature: Uint8Array): Promise<void> {
    if (this.admitted || !this.#account) {
      this.wire.fail("bad_peer_signature", "out of turn")
      return
    }
    const ok = await verifyTranscript(this.#host.crypto, signature, this.#transcript(ROLE_DOWNLOADER))
    if (!ok) {
      this.wire.fail("bad_peer_signature")
      return
    }
    this.#admit()
  }

  #admit(): void {
    const { bits, store } = this.#release!
    this.#queue = new RequestQueue(bits.pieceBytes)
    this.admitted = true
    if (this.#fast && store.have.complete) this.wire.send(m.frame(m.HAVE_ALL))
    else this.wire.send(m.frame(m.BITFIELD, store.have.bytes.slice()))
    this.#host.joined(this)
    this.#host.rechoke()
  }

  async #onReceipt(bytes: Uint8Array): Promise<void> {
    const account = this.#account
    if (!account || !this.admitted) {
      this.wire.fail("bad_receipt", "before a ticket")
      return
    }
    const receipt = decodeReceipt(bytes)
    if (!equalBytes(receipt.ticket, account.ticket.jti)) {
      this.wire.fail("bad_receipt", "another ticket's")
      return
    }
    const refusal = account.gate.refuse(receipt.cumulativeBytes)
    if (refusal === "too_low") return
    if (refusal) {
      this.wire.fail("bad_receipt", refusal)
      return
    }
    const ok = await verifyReceipt(this.#host.crypto, account.ticket.dlk, receipt.bytes)
    if (!ok) {
      this.wire.fail("bad_receipt", "signature")
      return
    }
    await this.#host.keepReceipt(receipt, account)
    account.gate.sign(Number(receipt.cumulativeBytes))
    this.pump()
  }

  /** Checks run one after another, in the order the peer sent them; the first that fails ends the wire. */
  #check(run: () => Promise<void>): void {
    if (++this.#waitingChecks > MAX_WAITING_CHECKS) {
      this.wire.fail("bad_frame", "too many receipts at once")
      return
    }
    this.#checks = this.#checks.then(async () => {
      try {
        if (!this.wire.ended) await run()
      } catch (error) {
        this.wire.close(asEngineError(error, "bad_receipt"))
      } finally {
        this.#waitingChecks--
      }
    })
  }
}
