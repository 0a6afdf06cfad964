import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import fc from "fast-check"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { nodeCryptoPort } from "../engine/node-crypto.ts"
import { toHex } from "../protocol/bytes.ts"
import { type KeyPair, signingKeyFromSeed } from "../protocol/crypto.ts"
import { signReceipt } from "../protocol/receipt.ts"
import { ReceiptJournal, readReceipts } from "./receipt-journal.ts"
import { type CarriedReceipt, decodeRecord, encodeRecord, RECORD_BYTES } from "./receipt-record.ts"

const crypto = nodeCryptoPort()
const AT = new Date("2026-11-05T00:00:00Z")
const ACCEPTED = { state: "accepted", code: "", detail: "" } as const
let folder = ""
let key: KeyPair

beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "journal-"))
  key = await signingKeyFromSeed(new Uint8Array(32).fill(0x22))
})
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }))

async function carried(ticket: number, bytes: number, final = false): Promise<CarriedReceipt> {
  const receipt = await signReceipt(crypto, key, {
    final,
    seq: 1,
    ticket: new Uint8Array(16).fill(ticket),
    cumulativeBytes: BigInt(bytes),
    pieces: 1,
    atSeconds: 1_793_620_800,
    bitmapTag: new Uint8Array(4),
  })
  const obj = new Uint8Array(32).fill(9)
  return { receipt, session: "ses_01", obj, sessionKey: key.publicKey, limitBytes: 1_000_003, kind: "carry" }
}

const journalFile = () => path.join(folder, "unsent.journal")
const heldBy = (journal: ReceiptJournal) =>
  [...journal.unsent.values()].map((c) => [c.receipt.ticket[0], Number(c.receipt.cumulativeBytes)])

describe("a record", () => {
  it("comes back as it was, and not at all with any byte changed", async () => {
    const one = await carried(1, 77)
    const bytes = encodeRecord(one)
    expect(bytes).toHaveLength(RECORD_BYTES)
    expect(decodeRecord(bytes)).toEqual(one)
    fc.assert(
      fc.property(fc.nat(RECORD_BYTES - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const broken = bytes.slice()
        broken[at]! ^= flip
        return decodeRecord(broken) === null
      }),
    )
  })
})

describe("the journal", () => {
  it("keeps the newest receipt per ticket over a kill at any moment", async () => {
    const journal = new ReceiptJournal(folder)
    for (const [ticket, bytes] of [
      [1, 10],
      [2, 20],
      [1, 30],
      [1, 25],
    ] as const)
      journal.record(await carried(ticket, bytes))
    // No close: this is what a killed process leaves.
    const next = new ReceiptJournal(folder)
    expect(heldBy(next)).toEqual([
      [1, 30],
      [2, 20],
    ])
    expect(next.torn).toBe(0)
    expect(Number(next.newest(new Uint8Array(16).fill(1))?.cumulativeBytes)).toBe(30)
  })

  it("loses only the record that was torn, wherever the tear is", async () => {
    const records = await Promise.all([carried(1, 10), carried(2, 20), carried(3, 30)])
    const whole = Buffer.concat(records.map(encodeRecord))
    fc.assert(
      fc.property(fc.nat(whole.length), (length) => {
        fs.writeFileSync(journalFile(), whole.subarray(0, length))
        const journal = new ReceiptJournal(folder)
        journal.close()
        const full = Math.floor(length / RECORD_BYTES)
        expect(heldBy(journal)).toEqual(records.slice(0, full).map((_, i) => [i + 1, 10 * (i + 1)]))
        expect(journal.torn).toBe(length % RECORD_BYTES === 0 ? 0 : 1)
      }),
      { numRuns: 25 },
    )
    const rotten = Buffer.from(whole)
    rotten[RECORD_BYTES + 40]! ^= 1
    fs.writeFileSync(journalFile(), rotten)
    const journal = new ReceiptJournal(folder)
    expect(heldBy(journal)).toEqual([
      [1, 10],
      [3, 30],
    ])
    expect(journal.torn).toBe(1)
    journal.record(await carried(2, 21))
    expect(heldBy(new ReceiptJournal(folder))).toContainEqual([2, 21])
  })

  it("moves what was answered into the archive with its verdict, and keeps what came after", async () => {
    const journal = new ReceiptJournal(folder)
    const [first, second] = [await carried(1, 10), await carried(2, 20)]
    journal.record(first)
    journal.record(second)
    journal.record(await carried(1, 15))
    const refused = { state: "refused", code: "late", detail: "Too late." } as const
    journal.settle([{ carried: first, verdict: ACCEPTED }], AT)
    journal.settle([{ carried: second, verdict: refused }], AT)
    journal.close()
    const next = new ReceiptJournal(folder)
    expect(heldBy(next)).toEqual([[1, 15]])
    expect(next.archive.newest.get(toHex(second.receipt.ticket))?.verdict).toEqual(refused)
    expect(Number(next.newest(second.receipt.ticket)?.cumulativeBytes)).toBe(20)
  })

  it("does not send again what was answered before the kill", async () => {
    const journal = new ReceiptJournal(folder)
    const one = await carried(1, 10)
    journal.record(one)
    journal.archive.add([{ ...one, verdict: ACCEPTED }], AT)
    expect(heldBy(new ReceiptJournal(folder))).toEqual([])
  })

  it("reads an archive whose last line was torn, and writes on behind it", async () => {
    const journal = new ReceiptJournal(folder)
    journal.archive.add([{ ...(await carried(1, 10)), verdict: ACCEPTED }], AT)
    const file = path.join(folder, "archive-2026-11.ndjson")
    fs.appendFileSync(file, '{"at":"2026-11-05T00:00')
    const next = new ReceiptJournal(folder)
    next.archive.add([{ ...(await carried(2, 20)), verdict: ACCEPTED }], AT)
    expect([...new ReceiptJournal(folder).archive.newest.keys()]).toHaveLength(2)
  })

  it("lets the file grow no further than a few times what it holds", async () => {
    const journal = new ReceiptJournal(folder)
    const one = await carried(1, 1)
    for (let bytes = 1; bytes <= 20_000; bytes++) {
      // The signature does not matter to the journal, and 20 000 of them would take seconds.
      journal.record({ ...one, receipt: { ...one.receipt, cumulativeBytes: BigInt(bytes) } })
    }
    expect(fs.statSync(journalFile()).size).toBeLessThan(4.1 * 1024 * 1024)
  })

  it("is read beside its owner without being changed", async () => {
    const journal = new ReceiptJournal(folder)
    journal.record(await carried(1, 10))
    const before = fs.readFileSync(journalFile())
    expect(readReceipts(folder).unsent).toHaveLength(1)
    expect(fs.readFileSync(journalFile())).toEqual(before)
    journal.close()
  })
})
