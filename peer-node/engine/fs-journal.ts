/** The store's journal: which piece came from whom, appended after each write, with barriers up to which a power cut is survived. */
import fs from "node:fs"
import { equalBytes, fromHex, toHex, utf8, viewOf } from "../protocol/bytes.ts"
import { dataSync, writeFully } from "./fs-files.ts"
import { ORIGIN, UNPAID } from "./store.ts"

/** Header: 16 name | 32 obj | 8 size | 4 piece size | 4 checksum. Record: 1 kind | 3 zero | 4 number | 16 ticket | 4 zero | 4 checksum. */
const HEADER_BYTES = 64
const RECORD_BYTES = 32
const NAME = utf8("fanfare/state/v1")
const KIND = { ticket: 1, barrier: 2, origin: 3, unpaid: 4 } as const

export interface JournalId {
  readonly obj: Uint8Array
  readonly sizeBytes: number
  readonly pieceBytes: number
}

export interface JournalEntry {
  readonly piece: number
  readonly supplier: string
  /** Before the last barrier: believed without hashing. */
  readonly sure: boolean
}

/** FNV-1a, 32 bits: finds a torn or rotten record; nobody hostile writes here. */
function checksum(bytes: Uint8Array): number {
  let h = 0x811c9dc5
  for (const b of bytes) h = Math.imul(h ^ b, 0x01000193)
  return h >>> 0
}

function sealed(bytes: Uint8Array): Uint8Array {
  viewOf(bytes).setUint32(bytes.length - 4, checksum(bytes.subarray(0, -4)))
  return bytes
}

function header(id: JournalId): Uint8Array {
  const out = new Uint8Array(HEADER_BYTES)
  out.set(NAME)
  out.set(id.obj, 16)
  viewOf(out).setBigUint64(48, BigInt(id.sizeBytes))
  viewOf(out).setUint32(56, id.pieceBytes)
  return sealed(out)
}

function record(kind: number, number: number, ticket?: Uint8Array): Uint8Array {
  const out = new Uint8Array(RECORD_BYTES)
  out[0] = kind
  viewOf(out).setUint32(4, number)
  if (ticket) out.set(ticket, 8)
  return sealed(out)
}

function pieceRecord(piece: number, supplier: string): Uint8Array {
  if (supplier === ORIGIN) return record(KIND.origin, piece)
  if (supplier === UNPAID) return record(KIND.unpaid, piece)
  return record(KIND.ticket, piece, fromHex(supplier))
}

/** Entries of the journal's bytes, up to the first torn record; empty when it is another release's. */
export function parseJournal(bytes: Uint8Array, id: JournalId): JournalEntry[] {
  if (bytes.length < HEADER_BYTES || !equalBytes(bytes.subarray(0, HEADER_BYTES), header(id))) return []
  const found: { piece: number; supplier: string }[] = []
  let sure = 0
  let records = 0
  for (let at = HEADER_BYTES; at + RECORD_BYTES <= bytes.length; at += RECORD_BYTES) {
    const one = bytes.subarray(at, at + RECORD_BYTES)
    const view = viewOf(one)
    if (view.getUint32(RECORD_BYTES - 4) !== checksum(one.subarray(0, -4))) break
    records++
    if (one[0] === KIND.barrier) sure = Math.min(view.getUint32(4), found.length)
    else found.push({ piece: view.getUint32(4), supplier: supplierOf(one) })
  }
  return records === 0 ? [] : found.map((e, i) => ({ ...e, sure: i < sure }))
}

function supplierOf(one: Uint8Array): string {
  if (one[0] === KIND.origin) return ORIGIN
  return one[0] === KIND.unpaid ? UNPAID : toHex(one.subarray(8, 24))
}

export class Journal {
  readonly #fd: number
  #endBytes: number
  #pieces: number
  #waiting: Uint8Array[] = []
  #writing: Promise<void> | null = null
  #broken: unknown = null

  private constructor(fd: number, endBytes: number, pieces: number) {
    this.#fd = fd
    this.#endBytes = endBytes
    this.#pieces = pieces
  }

  static read(path: string, id: JournalId): JournalEntry[] {
    return fs.existsSync(path) ? parseJournal(fs.readFileSync(path), id) : []
  }

  /** Writes the journal anew with these entries, all of them sure, and opens it for appending. */
  static async create(
    path: string,
    id: JournalId,
    entries: readonly { piece: number; supplier: string }[],
  ): Promise<Journal> {
    const parts = [
      header(id),
      ...entries.map((e) => pieceRecord(e.piece, e.supplier)),
      record(KIND.barrier, entries.length),
    ]
    const fresh = `${path}.new`
    fs.writeFileSync(fresh, Buffer.concat(parts), { flush: true })
    fs.renameSync(fresh, path)
    const endBytes = HEADER_BYTES + RECORD_BYTES * (entries.length + 1)
    return new Journal(fs.openSync(path, "r+"), endBytes, entries.length)
  }

  get pieces(): number {
    return this.#pieces
  }

  /** Records that come while one write is under way go out together in the next. */
  append(piece: number, supplier: string): Promise<void> {
    this.#pieces++
    return this.#add(pieceRecord(piece, supplier))
  }

  /** Call after the data of the first `pieces` records was synced. */
  async barrier(pieces: number): Promise<void> {
    await this.#add(record(KIND.barrier, pieces))
    await dataSync(this.#fd)
  }

  close(): void {
    fs.closeSync(this.#fd)
  }

  #add(one: Uint8Array): Promise<void> {
    this.#waiting.push(one)
    this.#writing ??= this.#drain()
    return this.#writing
  }

  async #drain(): Promise<void> {
    await Promise.resolve()
    try {
      while (this.#waiting.length > 0) {
        if (this.#broken) throw this.#broken
        const batch = Buffer.concat(this.#waiting)
        this.#waiting = []
        await writeFully(this.#fd, batch, this.#endBytes)
        this.#endBytes += batch.length
      }
    } catch (error) {
      // The place after a failed append is unknown; nothing may be recorded behind it until the store is opened anew.
      this.#broken = error
      this.#waiting = []
      throw error
    } finally {
      this.#writing = null
    }
  }
}
