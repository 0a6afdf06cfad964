/** A small swarm on loopback for tests: a release of random bytes, seeders with tickets, and an origin in memory. */
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { toHex } from "../../protocol/bytes.ts"
import type { KeyPair } from "../../protocol/crypto.ts"
import type { SignedReceipt } from "../../protocol/receipt.ts"
import { startWindowBytes, type Ticket } from "../../protocol/ticket.ts"
import { type Carrier, type DownloadOptions, download, type Origin } from "../download.ts"
import { EngineError } from "../errors.ts"
import { openFsStore } from "../fs-store.ts"
import { nodeCryptoPort } from "../node-crypto.ts"
import { pieceCountOf, pieceLengthOf, type ReleaseBits } from "../release-bits.ts"
import { type Seeder, type SeederEvent, type SeederOptions, startSeeder } from "../seeder.ts"
import type { PieceStore } from "../store.ts"
import { tcpTransport } from "../tcp.ts"

export const crypto = nodeCryptoPort()

export interface TestSeeder {
  readonly seeder: Seeder
  readonly carrier: Carrier
  readonly receipts: SignedReceipt[]
  readonly events: SeederEvent[]
  readonly store: PieceStore
}

export interface SeederTweaks {
  /** Changes what the carrier reads from its disk. */
  readonly corrupt?: (offsetBytes: number, buffers: readonly Uint8Array[]) => Promise<void> | void
  readonly limits?: SeederOptions["limits"]
  readonly open?: boolean
  readonly limitBytes?: number
  readonly host?: string
  readonly options?: Partial<SeederOptions>
}

export class TestSwarm {
  readonly folder: string
  readonly content: Uint8Array
  readonly bits: ReleaseBits
  readonly sessionKey: KeyPair
  readonly tickets = new Map<string, Ticket>()
  readonly #closing: (() => Promise<void>)[] = []
  #seeders = 0

  private constructor(folder: string, content: Uint8Array, bits: ReleaseBits, sessionKey: KeyPair) {
    this.folder = folder
    this.content = content
    this.bits = bits
    this.sessionKey = sessionKey
  }

  static async create(sizeBytes: number, pieceBytes: number): Promise<TestSwarm> {
    const folder = await mkdtemp(path.join(tmpdir(), "fanfare-swarm-"))
    const content = crypto.randomBytes(sizeBytes)
    const n = Math.ceil(sizeBytes / pieceBytes)
    const pieceHashes = new Uint8Array(32 * n)
    for (let i = 0; i < n; i++) {
      pieceHashes.set(await crypto.sha256(content.subarray(i * pieceBytes, (i + 1) * pieceBytes)), 32 * i)
    }
    const bits = { obj: crypto.randomBytes(32), infoHash: crypto.randomBytes(20), sizeBytes, pieceBytes, pieceHashes }
    return new TestSwarm(folder, content, bits, await crypto.generateSigningKey())
  }

  async seeder(tweaks: SeederTweaks = {}): Promise<TestSeeder> {
    const name = `seeder-${++this.#seeders}`
    const file = path.join(this.folder, name)
    await writeFile(file, this.content)
    const store = await this.store(name, "all")
    const nodeKey = await crypto.generateSigningKey()
    const receipts: SignedReceipt[] = []
    const events: SeederEvent[] = []
    const host = tweaks.host ?? "127.0.0.1"
    const seeder = await startSeeder({
      transport: tcpTransport(),
      listen: { host, port: 0 },
      crypto,
      nodeKey,
      verifyTicket: async (jws) => {
        const ticket = this.tickets.get(jws)
        if (!ticket) throw new EngineError("bad_ticket")
        return ticket
      },
      onReceipt: (receipt) => void receipts.push(receipt),
      onEvent: (event) => events.push(event),
      ...(tweaks.limits ? { limits: tweaks.limits } : {}),
      ...tweaks.options,
    })
    this.onClose(() => seeder.close())
    seeder.add({ bits: this.bits, store: tampered(store, tweaks.corrupt), open: tweaks.open ?? false })
    const ticket = tweaks.open ? null : this.ticket(nodeKey.publicKey, tweaks.limitBytes)
    return { seeder, receipts, events, store, carrier: { nodeId: name, address: host, port: seeder.port, ticket } }
  }

  /** A ticket for a carrier, known to every seeder's check under a made-up name. */
  ticket(nodeKey: Uint8Array, limitBytes = this.bits.sizeBytes, more: Partial<Ticket> = {}) {
    const jti = crypto.randomBytes(16)
    const jws = `ticket-${toHex(jti)}`
    const windowBytes = startWindowBytes(this.bits.sizeBytes, this.bits.pieceBytes)
    const now = Math.floor(Date.now() / 1000)
    this.tickets.set(jws, {
      jti,
      ses: "ses_1",
      car: nodeKey,
      dlk: this.sessionKey.publicKey,
      obj: this.bits.obj,
      sz: this.bits.sizeBytes,
      lim: limitBytes,
      win: windowBytes,
      iat: now,
      exp: now + 14_400,
      dbt: crypto.randomBytes(16),
      knd: "carry",
      ...more,
    })
    return { jws, jti, nodeKey, limitBytes, windowBytes }
  }

  async store(name: string, check: "journal" | "all" = "journal"): Promise<PieceStore> {
    const file = path.join(this.folder, name)
    const files = [{ path: file, sizeBytes: this.bits.sizeBytes }]
    const store = await openFsStore({ bits: this.bits, files, statePath: `${file}.state`, crypto, check })
    this.onClose(() => store.close())
    return store
  }

  download(store: PieceStore, carriers: readonly Carrier[], more: Partial<DownloadOptions> = {}) {
    return download({
      transport: tcpTransport(),
      crypto,
      release: this.bits,
      store,
      carriers,
      sessionKey: this.sessionKey,
      ...more,
    })
  }

  /** Grants everything and remembers what it was asked. */
  origin(): Origin & { granted: number[]; fetched: number[]; progress: Uint8Array[] } {
    const granted: number[] = []
    const fetched: number[] = []
    const progress: Uint8Array[] = []
    return {
      granted,
      fetched,
      progress,
      grant: async (pieces, receipts) => {
        granted.push(...pieces)
        progress.push(receipts)
        return pieces
      },
      fetch: async (piece) => {
        fetched.push(piece)
        return this.piece(piece)
      },
    }
  }

  piece(i: number): Uint8Array {
    const at = i * this.bits.pieceBytes
    return this.content.slice(at, at + pieceLengthOf(this.bits, i))
  }

  get pieceCount(): number {
    return pieceCountOf(this.bits)
  }

  onClose(close: () => Promise<void>): void {
    this.#closing.unshift(close)
  }

  async close(): Promise<void> {
    for (const close of this.#closing) await close()
    await rm(this.folder, { recursive: true, force: true })
  }
}

function tampered(store: PieceStore, corrupt: SeederTweaks["corrupt"]): PieceStore {
  if (!corrupt) return store
  return {
    have: store.have,
    supplies: store.supplies,
    read: async (offset, buffers) => {
      await store.read(offset, buffers)
      await corrupt(offset, buffers)
    },
    write: (piece, bytes, supplier) => store.write(piece, bytes, supplier),
    flush: () => store.flush(),
    close: () => store.close(),
  }
}
