import fc from "fast-check"
import { expect, test } from "vitest"
import { toHex, utf8 } from "./bytes.ts"
import { filled, fixedCrypto, nodeKey, receiptFor, refusal, sessionKey } from "./fixture.ts"
import {
  bitmapTag,
  decodeReceipt,
  encodeReceiptBody,
  isNewer,
  joinReceipts,
  RECEIPT_BODY_BYTES,
  RECEIPT_BYTES,
  type Receipt,
  splitReceipts,
  verifyReceipt,
} from "./receipt.ts"

const base: Receipt = {
  final: false,
  seq: 0x0102,
  ticket: filled(16, 0xaa),
  cumulativeBytes: 0x1122334455667788n,
  pieces: 0x01020304,
  atSeconds: 0x05060708,
  bitmapTag: Uint8Array.of(9, 10, 11, 12),
}

test("the widths add up: 1 + 1 + 2 + 16 + 8 + 4 + 4 + 4 = 40, and 64 of signature make 104", () => {
  expect(1 + 1 + 2 + 16 + 8 + 4 + 4 + 4).toBe(RECEIPT_BODY_BYTES)
  expect(RECEIPT_BYTES).toBe(104)
  expect(toHex(encodeReceiptBody(base))).toBe(`01000102${"aa".repeat(16)}112233445566778801020304050607${"08"}090a0b0c`)
})

test("every receipt reads back as it was written", async () => {
  const any = fc.record({
    final: fc.boolean(),
    seq: fc.integer({ min: 0, max: 0xffff }),
    ticket: fc.uint8Array({ minLength: 16, maxLength: 16 }),
    cumulativeBytes: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
    pieces: fc.integer({ min: 0, max: 0xffffffff }),
    atSeconds: fc.integer({ min: 0, max: 0xffffffff }),
    bitmapTag: fc.uint8Array({ minLength: 4, maxLength: 4 }),
  })
  fc.assert(
    fc.property(any, (r) => {
      const bytes = new Uint8Array(104)
      bytes.set(encodeReceiptBody(r))
      const { bytes: kept, ...read } = decodeReceipt(bytes)
      expect(read).toEqual(r)
      expect(kept).toEqual(bytes)
    }),
  )
})

test("only the session key's signature over these very bytes holds", async () => {
  const { bytes } = await receiptFor(filled(16, 1), 42n)
  expect(await verifyReceipt(fixedCrypto, sessionKey.publicKey, bytes)).toBe(true)
  expect(await verifyReceipt(fixedCrypto, nodeKey.publicKey, bytes)).toBe(false)
  expect(await verifyReceipt(fixedCrypto, sessionKey.publicKey, bytes.slice(1))).toBe(false)
  for (let at = 0; at < 104; at++) {
    const changed = bytes.slice()
    changed[at]! ^= 1
    expect(await verifyReceipt(fixedCrypto, sessionKey.publicKey, changed)).toBe(false)
  }
  // The domain is part of what is signed: a bare signature over the body is not a receipt.
  const bare = await fixedCrypto.sign(sessionKey, bytes.slice(0, 40))
  expect(await verifyReceipt(fixedCrypto, sessionKey.publicKey, Uint8Array.of(...bytes.slice(0, 40), ...bare))).toBe(
    false,
  )
  expect(utf8("fanfare/receipt/v1\0")).toHaveLength(19)
})

test("malformed receipts are refused by name", async () => {
  const { bytes } = await receiptFor(filled(16, 1), 42n)
  const changed = (at: number, byte: number) => {
    const copy = bytes.slice()
    copy[at] = byte
    return copy
  }
  expect(await refusal(() => decodeReceipt(bytes.slice(0, 103)))).toBe("malformed")
  expect(await refusal(() => decodeReceipt(new Uint8Array(105)))).toBe("malformed")
  expect(await refusal(() => decodeReceipt(changed(0, 2)))).toBe("wrong_version")
  expect(await refusal(() => decodeReceipt(changed(1, 2)))).toBe("malformed")
  expect(await refusal(() => encodeReceiptBody({ ...base, seq: 65_536 }))).toBe("malformed")
  expect(await refusal(() => encodeReceiptBody({ ...base, pieces: -1 }))).toBe("malformed")
  expect(await refusal(() => encodeReceiptBody({ ...base, cumulativeBytes: 1n << 64n }))).toBe("malformed")
  expect(await refusal(() => encodeReceiptBody({ ...base, ticket: filled(15, 0) }))).toBe("malformed")
})

test("batches are cut at 104 bytes and bounded", async () => {
  const receipts = await Promise.all([1, 2, 3].map((i) => receiptFor(filled(16, i), BigInt(i))))
  expect(splitReceipts(joinReceipts(receipts)).map(decodeReceipt)).toEqual(receipts)
  expect(splitReceipts(new Uint8Array(0))).toEqual([])
  expect(await refusal(() => splitReceipts(new Uint8Array(103)))).toBe("malformed")
  expect(await refusal(() => splitReceipts(new Uint8Array(1001 * 104)))).toBe("too_large")
})

test("newer means more bytes, then final, then later; never across tickets, never both ways", () => {
  const r = (more: Partial<Receipt>): Receipt => ({ ...base, cumulativeBytes: 10n, ...more })
  expect(isNewer(r({ cumulativeBytes: 11n, atSeconds: 0 }), r({ final: true }))).toBe(true)
  expect(isNewer(r({ final: true, atSeconds: 0 }), r({}))).toBe(true)
  expect(isNewer(r({ atSeconds: base.atSeconds + 1 }), r({}))).toBe(true)
  // The counter wraps after 65 536 receipts: it must not decide.
  expect(isNewer(r({ seq: 9 }), r({ seq: 1 }))).toBe(false)
  expect(isNewer(r({ cumulativeBytes: 99n, ticket: filled(16, 1) }), r({}))).toBe(false)
  expect(isNewer(r({}), r({ cumulativeBytes: 11n }))).toBe(false)
})

test("the bitmap tag is the head of its SHA-256", async () => {
  // SHA-256 of the empty string begins e3b0c442.
  expect(toHex(await bitmapTag(fixedCrypto, new Uint8Array(0)))).toBe("e3b0c442")
})
