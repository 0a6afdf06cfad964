import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { afterEach, beforeEach, expect, it } from "vitest"
import { nodeCryptoPort } from "../engine/node-crypto.ts"
import type { ReceiptsAnswer } from "../protocol/announce.ts"
import { toB64url } from "../protocol/bytes.ts"
import { signingKeyFromSeed } from "../protocol/crypto.ts"
import { decodeReceipt, signReceipt, splitReceipts } from "../protocol/receipt.ts"
import { ReceiptJournal } from "./receipt-journal.ts"
import { ReceiptSender } from "./receipt-sender.ts"

const crypto = nodeCryptoPort()
let folder = ""
let journal: ReceiptJournal

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "sender-"))
  journal = new ReceiptJournal(folder)
})
afterEach(() => {
  journal.close()
  fs.rmSync(folder, { recursive: true, force: true })
})

async function record(ticket: number, bytes: number): Promise<void> {
  const key = await signingKeyFromSeed(new Uint8Array(32).fill(0x22))
  const id = new Uint8Array(16).fill(ticket % 256)
  id[1] = ticket >> 8
  const body = { final: false, seq: 0, pieces: 1, atSeconds: 1_793_620_800, bitmapTag: new Uint8Array(4) }
  const receipt = await signReceipt(crypto, key, { ...body, ticket: id, cumulativeBytes: BigInt(bytes) })
  const obj = new Uint8Array(32)
  journal.record({ receipt, session: "ses_1", obj, sessionKey: key.publicKey, limitBytes: 1_000_003, kind: "carry" })
}

/** A platform that answers each batch as told. */
const platform = (answer: (batch: Uint8Array) => ReceiptsAnswer) => ({
  batches: [] as number[],
  async submitReceipts(batch: Uint8Array) {
    this.batches.push(splitReceipts(batch).length)
    return answer(batch)
  },
})

const echo = (batch: Uint8Array, lessBytes = 0n): ReceiptsAnswer => ({
  accepted: splitReceipts(batch)
    .map(decodeReceipt)
    .map((r) => ({ ticket: toB64url(r.ticket), cumulative: String(r.cumulativeBytes - lessBytes) })),
  refused: [],
})

it("lets go of a receipt only when its own value came back", async () => {
  await record(1, 100)
  const short = new ReceiptSender(
    platform((batch) => echo(batch, 1n)),
    journal,
  )
  await short.sendAll()
  expect(journal.unsent.size).toBe(1)
  const full = new ReceiptSender(
    platform((batch) => echo(batch)),
    journal,
  )
  await full.sendAll()
  expect(journal.unsent.size).toBe(0)
})

it("keeps everything when the platform does not answer, and archives a refusal with its reason", async () => {
  await record(1, 100)
  const away = { submitReceipts: () => Promise.reject(new Error("away")) }
  await expect(new ReceiptSender(away, journal).sendAll()).rejects.toThrow("away")
  expect(journal.unsent.size).toBe(1)
  const ticket = toB64url(new Uint8Array([1, 0, ...new Array(14).fill(1)]))
  const refusing = platform(() => ({
    accepted: [],
    refused: [{ index: 0, ticket, code: "late", detail: "Too late." }],
  }))
  await new ReceiptSender(refusing, journal).sendAll()
  expect(journal.unsent.size).toBe(0)
  expect([...journal.archive.newest.values()][0]?.verdict).toEqual({
    state: "refused",
    code: "late",
    detail: "Too late.",
  })
})

it("never lets a refusal of another ticket cost one its receipt", async () => {
  await record(1, 100)
  const ticket = toB64url(new Uint8Array(16).fill(99))
  const confused = platform(() => ({ accepted: [], refused: [{ index: 0, ticket, code: "late", detail: "" }] }))
  await new ReceiptSender(confused, journal).sendAll()
  expect(journal.unsent.size).toBe(1)
})

it("sends at most a thousand at a time", async () => {
  for (let i = 0; i < 1_001; i++) await record(i, 100 + i)
  const counting = platform((batch) => echo(batch))
  await new ReceiptSender(counting, journal).sendAll()
  expect(counting.batches).toEqual([1_000, 1])
  expect(journal.unsent.size).toBe(0)
})

it("sends at once when something is worth it, though nothing else is due", async () => {
  const quick = platform((batch) => echo(batch))
  const sender = new ReceiptSender(quick, journal)
  await record(1, 100)
  sender.hurry()
  await expect.poll(() => journal.unsent.size).toBe(0)
  await record(1, 200)
  sender.hurry()
  await expect.poll(() => journal.unsent.size).toBe(0)
  await sender.stop(AbortSignal.timeout(1_000))
})
