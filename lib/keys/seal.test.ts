/** The master key's seal: what is wrapped comes back, nothing else does, and purposes do not share a key. */
import fc from "fast-check"
import { expect, it } from "vitest"
import { Seal } from "./seal.ts"

const seal = new Seal(new Uint8Array(32).fill(7))

it("gives back what was wrapped", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(seal.unwrap(seal.wrap(bytes))).toEqual(bytes)
    }),
  )
})

it("refuses any changed byte and any other master key", () => {
  const wrapped = seal.wrap(new Uint8Array(32).fill(1))
  for (let i = 0; i < wrapped.length; i++) {
    const changed = wrapped.slice()
    changed[i]! ^= 1
    expect(() => seal.unwrap(changed)).toThrow()
  }
  expect(() => new Seal(new Uint8Array(32).fill(8)).unwrap(wrapped)).toThrow()
})

it("never wraps the same way twice", () => {
  const plain = new Uint8Array(32)
  expect(seal.wrap(plain)).not.toEqual(seal.wrap(plain))
})

it("keeps purposes apart", () => {
  expect(seal.hmac("debt", "x")).not.toEqual(seal.hmac("owner-tag", "x"))
  expect(seal.hmac("debt", "x")).toEqual(new Seal(new Uint8Array(32).fill(7)).hmac("debt", "x"))
})
