/** The archive of receipts the platform has answered for: one JSON line each with its verdict, a file per month. */
import fs from "node:fs"
import path from "node:path"
import * as z from "zod"
import { fromB64url, toB64url, toHex } from "../protocol/bytes.ts"
import { b64, decimal, idField } from "../protocol/fields.ts"
import { decodeReceipt, isNewer, RECEIPT_BYTES } from "../protocol/receipt.ts"
import type { CarriedReceipt } from "./receipt-record.ts"

export interface Verdict {
  readonly state: "accepted" | "refused"
  /** The platform's code and sentence for a refusal, empty else. */
  readonly code: string
  readonly detail: string
}

export interface ArchivedReceipt extends CarriedReceipt {
  readonly verdict: Verdict
}

const LINE = z.object({
  at: z.string(),
  receipt: b64(RECEIPT_BYTES),
  session: idField,
  obj: b64(32),
  sessionKey: b64(32),
  limit: decimal,
  kind: z.enum(["carry", "stock"]),
  state: z.enum(["accepted", "refused"]),
  code: z.string(),
  detail: z.string(),
})

export class ReceiptArchive {
  readonly #folder: string
  /** Newest per ticket, by its id in lower-case hex. */
  readonly newest = new Map<string, ArchivedReceipt>()

  constructor(folder: string) {
    this.#folder = folder
    for (const name of fs.readdirSync(folder).sort()) if (/^archive-\d{4}-\d\d\.ndjson$/.test(name)) this.#load(name)
  }

  /** On disk when it returns. */
  add(receipts: readonly ArchivedReceipt[], at: Date): void {
    if (receipts.length === 0) return
    const file = path.join(this.#folder, `archive-${at.toISOString().slice(0, 7)}.ndjson`)
    const text = receipts.map((r) => `${JSON.stringify(toLine(r, at))}\n`).join("")
    const fd = fs.openSync(file, "a", 0o600)
    try {
      // A line torn by a crash must not swallow the one that follows it.
      fs.writeSync(fd, fs.fstatSync(fd).size > 0 ? `\n${text}` : text)
      fs.fsyncSync(fd)
    } finally {
      fs.closeSync(fd)
    }
    for (const r of receipts) this.#keep(r)
  }

  #load(name: string): void {
    for (const line of fs.readFileSync(path.join(this.#folder, name), "utf8").split("\n")) {
      const read = line === "" ? null : fromLine(line)
      if (read) this.#keep(read)
    }
  }

  #keep(r: ArchivedReceipt): void {
    const id = toHex(r.receipt.ticket)
    const known = this.newest.get(id)
    if (!known || isNewer(r.receipt, known.receipt)) this.newest.set(id, r)
  }
}

const toLine = (r: ArchivedReceipt, at: Date): z.infer<typeof LINE> => ({
  at: at.toISOString(),
  receipt: toB64url(r.receipt.bytes),
  session: r.session,
  obj: toB64url(r.obj),
  sessionKey: toB64url(r.sessionKey),
  limit: String(r.limitBytes),
  kind: r.kind,
  ...r.verdict,
})

function fromLine(text: string): ArchivedReceipt | null {
  try {
    const line = LINE.parse(JSON.parse(text))
    return {
      receipt: decodeReceipt(fromB64url(line.receipt)),
      session: line.session,
      obj: fromB64url(line.obj),
      sessionKey: fromB64url(line.sessionKey),
      limitBytes: Number(line.limit),
      kind: line.kind,
      verdict: { state: line.state, code: line.code, detail: line.detail },
    }
  } catch {
    return null
  }
}
