import fc from "fast-check"
import { expect, test } from "vitest"
import { decodeDict, encodeDict } from "./bencode.ts"
import { EngineError } from "./errors.ts"
import { decodeExtended, encodeExtended } from "./extended.ts"

const text = (s: string) => Uint8Array.from(s, (c) => c.charCodeAt(0))

test.each([
  ["not a dictionary", "i1e"],
  ["unfinished", "d1:a"],
  ["a string past the end", "d1:a9:xe"],
  ["a length of ten digits past the end", "d1:a4294967295:xe"],
  ["a number of 400 digits", `d1:ai${"9".repeat(400)}ee`],
  ["a number beyond 2^53", "d1:ai9007199254740993ee"],
  ["nested too deep", `d1:a${"l".repeat(20)}${"e".repeat(21)}`],
  ["too many items", `d1:al${"i1e".repeat(400)}ee`],
  ["a negative length", "d-1:ae"],
])("refuses %s", (_name, input) => {
  expect(() => decodeDict(text(input))).toThrow(EngineError)
})

test("what is encoded decodes to the same, keys sorted", () => {
  expect(String.fromCharCode(...encodeDict({ b: 1, a: { z: "x" } }))).toBe("d1:ad1:z1:xe1:bi1ee")
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.uint8Array({ maxLength: 50 })), (dict) => {
      const back = decodeDict(encodeDict({ ...dict }))
      expect(Object.fromEntries(back)).toEqual({ ...dict })
    }),
  )
})

test("the extended handshake carries nonce and ticket, and a plain peer's is read as a plain peer's", () => {
  const nonce = new Uint8Array(32).fill(5)
  expect(decodeExtended(encodeExtended({ nonce, ticket: "abc" }))).toMatchObject({
    authId: 1,
    receiptId: 2,
    blockBytes: 131_072,
    nonce,
    ticket: "abc",
  })
  const plain = decodeExtended(text("d1:md11:ut_metadatai3ee4:reqqi500e6:ff_blki99999999ee"))
  expect(plain).toMatchObject({ authId: 0, receiptId: 0, reqq: 500, blockBytes: 16_384, nonce: null, ticket: null })
})

test.each([
  ["a short nonce", encodeDict({ ff_v: 1, ff_nonce: new Uint8Array(31) })],
  ["a ticket too large", encodeDict({ ff_v: 1, ff_ticket: "x".repeat(2049) })],
])("refuses %s", (_name, bytes) => {
  expect(() => decodeExtended(bytes)).toThrow(EngineError)
})
