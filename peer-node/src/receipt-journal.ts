/** The carrier's journal: the newest receipt of every ticket in an append-only file until the platform has answered for it. */
import fs from "node:fs"
import path from "node:path"
import { toHex } from "../protocol/bytes.ts"
import { isNewer, type SignedReceipt } from "../protocol/receipt.ts"
import { type ArchivedReceipt, ReceiptArchive, type Verdict } from "./receipt-archive.ts"
import { type CarriedReceipt, decodeRecord, encodeRecord, RECORD_BYTES } from "./receipt-record.ts"

const JOURNAL_FILE = "unsent.journal"
/** A GiB carried at a receipt per MiB is 256 KiB of journal; rewriting 4 MiB of them now and then costs nothing. */
const COMPACT_BYTES = 4 * 1024 * 1024
/** A killed process loses nothing; a power cut at most this long. */
const SYNC_MS = 2_000

export class ReceiptJournal {
  readonly archive: ReceiptArchive
  readonly #file: string
  readonly #unsent: Map<string, CarriedReceipt>
  /** Records that did not hold when the journal was opened. */
  readonly torn: number
  #fd: number
  #endBytes = 0
  #dirty = false
  readonly #timer: ReturnType<typeof setInterval>

  constructor(folder: string) {
    this.archive = new ReceiptArchive(folder)
    this.#file = path.join(folder, JOURNAL_FILE)
    const { unsent, torn } = readUnsent(this.#file, this.archive)
    this.#unsent = unsent
    this.torn = torn
    this.#fd = this.#rewrite()
    this.#timer = setInterval(() => this.sync(), SYNC_MS)
    this.#timer.unref()
  }

  /** Not answered for yet; by ticket id in hex. */
  get unsent(): ReadonlyMap<string, CarriedReceipt> {
    return this.#unsent
  }

  /** The newest receipt of a ticket, sent or not. */
  newest(ticket: Uint8Array): SignedReceipt | null {
    const id = toHex(ticket)
    return this.#unsent.get(id)?.receipt ?? this.archive.newest.get(id)?.receipt ?? null
  }

  /** Safe from a kill when it returns. An older receipt than the one held changes nothing. */
  record(carried: CarriedReceipt): void {
    const held = this.newest(carried.receipt.ticket)
    if (held && !isNewer(carried.receipt, held)) return
    this.#append(encodeRecord(carried))
    this.#unsent.set(toHex(carried.receipt.ticket), carried)
    if (this.#endBytes > COMPACT_BYTES && this.#endBytes > 4 * RECORD_BYTES * this.#unsent.size) this.#compact()
  }

  /** The platform has answered for exactly this receipt: into the archive, and out of the unsent when nothing newer came. */
  settle(answers: readonly { readonly carried: CarriedReceipt; readonly verdict: Verdict }[], at: Date): void {
    const archived: ArchivedReceipt[] = answers.map((a) => ({ ...a.carried, verdict: a.verdict }))
    this.archive.add(archived, at)
    for (const { receipt } of archived) {
      const id = toHex(receipt.ticket)
      const held = this.#unsent.get(id)
      if (held && !isNewer(held.receipt, receipt)) this.#unsent.delete(id)
    }
  }

  /** To the disk itself. */
  sync(): void {
    if (!this.#dirty) return
    this.#dirty = false
    fs.fdatasyncSync(this.#fd)
  }

  close(): void {
    clearInterval(this.#timer)
    this.sync()
    fs.closeSync(this.#fd)
  }

  #append(record: Uint8Array): void {
    let done = 0
    // At a given place, so that what a failed write left behind is written over.
    while (done < record.length)
      done += fs.writeSync(this.#fd, record, done, record.length - done, this.#endBytes + done)
    this.#endBytes += record.length
    this.#dirty = true
  }

  #compact(): void {
    fs.closeSync(this.#fd)
    this.#fd = this.#rewrite()
  }

  #rewrite(): number {
    const fresh = `${this.#file}.new`
    const records = [...this.#unsent.values()].map(encodeRecord)
    const fd = fs.openSync(fresh, "w", 0o600)
    fs.writeFileSync(fd, Buffer.concat(records))
    fs.fsyncSync(fd)
    fs.renameSync(fresh, this.#file)
    this.#endBytes = records.length * RECORD_BYTES
    return fd
  }
}

/** The newest unanswered receipt per ticket. Records have one size, so a torn one hides nothing behind it. */
function readUnsent(file: string, archive: ReceiptArchive): { unsent: Map<string, CarriedReceipt>; torn: number } {
  const unsent = new Map<string, CarriedReceipt>()
  if (!fs.existsSync(file)) return { unsent, torn: 0 }
  const bytes = fs.readFileSync(file)
  let torn = bytes.length % RECORD_BYTES === 0 ? 0 : 1
  for (let at = 0; at + RECORD_BYTES <= bytes.length; at += RECORD_BYTES) {
    const carried = decodeRecord(bytes.subarray(at, at + RECORD_BYTES))
    if (!carried) torn++
    else if (isNews(carried, unsent, archive)) unsent.set(toHex(carried.receipt.ticket), carried)
  }
  return { unsent, torn }
}

function isNews(
  carried: CarriedReceipt,
  unsent: ReadonlyMap<string, CarriedReceipt>,
  archive: ReceiptArchive,
): boolean {
  const id = toHex(carried.receipt.ticket)
  const held = unsent.get(id) ?? archive.newest.get(id)
  return !held || isNewer(carried.receipt, held.receipt)
}

/** What lies there, without changing it: for `status` beside whoever works in the folder. */
export function readReceipts(folder: string): {
  unsent: readonly CarriedReceipt[]
  archived: readonly ArchivedReceipt[]
} {
  const archive = new ReceiptArchive(folder)
  const { unsent } = readUnsent(path.join(folder, JOURNAL_FILE), archive)
  return { unsent: [...unsent.values()], archived: [...archive.newest.values()] }
}
