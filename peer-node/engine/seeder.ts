/** The carrier's side: serves verified pieces of its releases to whoever holds a valid ticket, and gathers their receipts. */
import { equalBytes, toB64url, toHex } from "../protocol/bytes.ts"
import type { Crypto, KeyPair } from "../protocol/crypto.ts"
import { TICKET_SKEW_SECONDS } from "../protocol/limits.ts"
import type { SignedReceipt } from "../protocol/receipt.ts"
import type { Ticket } from "../protocol/ticket.ts"
import { BufferPool } from "./buffer-pool.ts"
import { CarriageAccount, type DebtStore } from "./carriage-account.ts"
import { EngineError, type EngineErrorCode } from "./errors.ts"
import {
  AUTHENTICATION_MS,
  BLOCK_HEADER_BYTES,
  DRAIN_MS,
  HANDSHAKE_MS,
  IDLE_MS,
  KEEP_ALIVE_MS,
  MAX_PEERS,
  MAX_STRANGERS,
  POOLED_SPANS,
  ROTATE_MS,
  SPAN_BLOCKS,
  SPAN_BYTES,
  UPLOAD_SLOTS,
} from "./limits.ts"
import { newPeerId, type PeerWire } from "./peer-wire.ts"
import { checkReleaseBits } from "./release-bits.ts"
import { type SeedHost, SeedWire } from "./seed-wire.ts"
import type { Seeder, SeederEvent, SeederLimits, SeederOptions, SeederStats, ServedRelease } from "./seeder-options.ts"
import { chooseUnchoked } from "./slots.ts"
import { TokenBucket } from "./token-bucket.ts"
import type { Connection, Listener } from "./transport.ts"

export type * from "./seeder-options.ts"

const DEFAULTS: SeederLimits = { uploadBytesPerSecond: 0, maxPeers: MAX_PEERS, uploadSlots: UPLOAD_SLOTS }
/** Tickets remembered after their peer has left, so that it may come back: 4 h of a busy carrier. */
const MAX_ACCOUNTS = 4_096
const TICK_MS = 1_000
/** 13 bytes for each of the most blocks a span may have. */
const SPAN_BUFFER_BYTES = SPAN_BYTES + SPAN_BLOCKS * BLOCK_HEADER_BYTES
const NO_DEBTS: DebtStore = { read: () => 0, write: () => {} }

class SeederNode implements Seeder, SeedHost {
  readonly crypto: Crypto
  readonly nodeKey: KeyPair
  readonly peerId: Uint8Array
  readonly upload: TokenBucket
  readonly spans = new BufferPool(SPAN_BUFFER_BYTES, POOLED_SPANS)
  readonly #options: SeederOptions
  readonly #limits: SeederLimits
  readonly #debts: DebtStore
  readonly #releases = new Map<string, ServedRelease>()
  readonly #wires = new Set<SeedWire>()
  readonly #accounts = new Map<string, CarriageAccount>()
  readonly #timer: ReturnType<typeof setInterval>
  #listener: Listener | null = null
  #tickedAt = performance.now()
  #rotatedAt = performance.now()
  #bytesSent = 0
  #bytesBefore = 0
  #bytesPerSecond = 0
  #closing = false

  constructor(options: SeederOptions) {
    this.#options = options
    this.#limits = { ...DEFAULTS, ...options.limits }
    this.#debts = options.debts ?? NO_DEBTS
    this.crypto = options.crypto
    this.nodeKey = options.nodeKey
    this.peerId = newPeerId(options.crypto)
    this.upload = new TokenBucket(this.#limits.uploadBytesPerSecond, performance.now())
    this.#timer = setInterval(() => this.#tick(), TICK_MS)
  }

  async start(): Promise<void> {
    try {
      this.#listener = await this.#options.transport.listen(this.#options.listen, (c) => this.#accept(c))
    } catch (error) {
      clearInterval(this.#timer)
      throw error
    }
  }

  get port(): number {
    return this.#listener?.port ?? 0
  }

  add(release: ServedRelease): void {
    checkReleaseBits(release.bits)
    this.#releases.set(toHex(release.bits.infoHash), release)
  }

  remove(infoHash: Uint8Array): void {
    const release = this.findRelease(infoHash)
    this.#releases.delete(toHex(infoHash))
    for (const wire of this.#wires) if (wire.release === release) wire.wire.close()
  }

  announce(infoHash: Uint8Array, piece: number): void {
    const release = this.findRelease(infoHash)
    if (release) for (const wire of this.#wires) if (wire.release === release) wire.announce(piece)
  }

  setUploadLimit(bytesPerSecond: number): void {
    this.upload.setRate(bytesPerSecond, performance.now())
    for (const wire of this.#wires) wire.pump()
  }

  stats(): SeederStats {
    const connected = new Set([...this.#wires].map((w) => w.account))
    return {
      peers: this.#wires.size,
      unchoked: [...this.#wires].filter((w) => w.unchoked).length,
      bytesSent: this.#bytesSent,
      bytesPerSecond: this.#bytesPerSecond,
      perTicket: [...this.#accounts.values()].map((a) => ({
        ticket: a.name,
        sentBytes: a.gate.sentBytes,
        signedBytes: a.gate.signedBytes,
        connected: connected.has(a),
      })),
    }
  }

  async close(): Promise<void> {
    if (this.#closing) return
    this.#closing = true
    clearInterval(this.#timer)
    await this.#listener?.close()
    for (const wire of this.#wires) wire.wire.close()
    for (const account of this.#accounts.values()) account.book(this.#debts)
  }

  findRelease(infoHash: Uint8Array): ServedRelease | null {
    return this.#releases.get(toHex(infoHash)) ?? null
  }

  async openAccount(jws: string, release: ServedRelease): Promise<CarriageAccount> {
    const ticket = await this.#options.verifyTicket(jws)
    const { obj } = release.bits
    if (!equalBytes(ticket.obj, obj)) throw new EngineError("bad_ticket", "for another object")
    if (ticket.car === "origin" || !equalBytes(ticket.car, this.nodeKey.publicKey)) {
      throw new EngineError("bad_ticket", "for another carrier")
    }
    const known = this.#accounts.get(toHex(ticket.jti))
    if (!known) return this.#newAccount(ticket, release)
    if (!equalBytes(known.ticket.dlk, ticket.dlk)) throw new EngineError("bad_ticket", "another session key")
    known.ticket = ticket
    return known
  }

  async keepReceipt(receipt: SignedReceipt, account: CarriageAccount): Promise<void> {
    await this.#options.onReceipt(receipt, account.ticket)
    this.#tell({ kind: "receipt", ticket: account.name, cumulativeBytes: receipt.cumulativeBytes })
  }

  joined(wire: SeedWire): void {
    // A downloader that came back before its old connection was noticed dead: one wire per ticket.
    for (const other of this.#wires) {
      if (other !== wire && wire.account && other.account === wire.account) other.wire.close()
    }
    this.#tell({ kind: "peer_joined", address: wire.wire.connection.remoteAddress, ticket: wire.account?.name ?? null })
  }

  left(wire: SeedWire, reason: EngineError | null): void {
    this.#wires.delete(wire)
    wire.account?.book(this.#debts)
    const { remoteAddress } = wire.wire.connection
    this.#tell({ kind: "peer_left", address: remoteAddress, ticket: wire.account?.name ?? null, reason })
    this.rechoke()
  }

  rechoke(): void {
    if (this.#closing) return
    const seekers = [...this.#wires].filter((w) => w.admitted && w.interested && !w.wire.ended)
    const chosen = chooseUnchoked(
      seekers.map((w) => ({
        peer: w,
        unchoked: w.unchoked,
        signedRate: w.account?.signedRate ?? 0,
        waitingSince: w.waitingSince,
      })),
      this.#limits.uploadSlots,
    )
    for (const wire of this.#wires) wire.setChoked(!chosen.has(wire))
  }

  sent(bytes: number): void {
    this.#bytesSent += bytes
  }

  storeFailed(error: EngineError): void {
    this.#tell({ kind: "store_failed", error })
  }

  #accept(connection: Connection): PeerWire {
    const wire = new SeedWire(connection, this)
    const strangers = [...this.#wires].filter((w) => !w.admitted).length
    if (this.#closing || this.#wires.size >= this.#limits.maxPeers || strangers >= MAX_STRANGERS) {
      queueMicrotask(() => wire.wire.fail("too_many_peers"))
    }
    this.#wires.add(wire)
    return wire.wire
  }

  #newAccount(ticket: Ticket, release: ServedRelease): CarriageAccount {
    if (this.#accounts.size >= MAX_ACCOUNTS) this.#forgetOldest()
    const last = this.#options.lastReceipt?.(ticket.jti) ?? null
    const debtBytes = this.#debts.read(toB64url(ticket.dbt))
    const account = new CarriageAccount(ticket, release.bits, Number(last?.cumulativeBytes ?? 0n), debtBytes)
    this.#accounts.set(account.name, account)
    return account
  }

  #forgetOldest(): void {
    const live = new Set([...this.#wires].map((w) => w.account))
    for (const [name, account] of this.#accounts) {
      if (live.has(account)) continue
      account.book(this.#debts)
      this.#accounts.delete(name)
      return
    }
    throw new EngineError("too_many_peers", "tickets")
  }

  #tick(): void {
    const now = performance.now()
    const seconds = (now - this.#tickedAt) / 1000
    this.#tickedAt = now
    this.#bytesPerSecond = (this.#bytesSent - this.#bytesBefore) / seconds
    this.#bytesBefore = this.#bytesSent
    const nowSeconds = (this.#options.now?.() ?? Date.now()) / 1000
    for (const wire of this.#wires) {
      wire.account?.measure(seconds)
      const fault = overdue(wire, now, nowSeconds)
      if (fault) wire.wire.fail(fault)
      else if (now - wire.wire.spokeAt > KEEP_ALIVE_MS && wire.admitted) wire.wire.keepAlive()
    }
    if (now - this.#rotatedAt < ROTATE_MS) return
    this.#rotatedAt = now
    this.rechoke()
  }

  #tell(event: SeederEvent): void {
    this.#options.onEvent?.(event)
  }
}

/** Which of its times the wire has let pass, if any. */
function overdue(wire: SeedWire, now: number, nowSeconds: number): EngineErrorCode | null {
  if (!wire.wire.decoder.handshaken && now - wire.openedAt > HANDSHAKE_MS) return "handshake_timeout"
  if (!wire.admitted && now - wire.openedAt > AUTHENTICATION_MS) return "handshake_timeout"
  if (now - wire.wire.heardAt > IDLE_MS) return "idle_timeout"
  if (wire.socketBytes > 0 && now - Math.max(wire.drainedAt, wire.wire.spokeAt) > DRAIN_MS) return "idle_timeout"
  if (wire.account && nowSeconds > wire.account.ticket.exp + TICKET_SKEW_SECONDS) return "ticket_expired"
  return null
}

/** Starts to listen; resolves when peers can connect. Throws the system's error when the address cannot be used. */
export async function startSeeder(options: SeederOptions): Promise<Seeder> {
  const seeder = new SeederNode(options)
  await seeder.start()
  return seeder
}
