import fc from "fast-check"
import { expect, it } from "vitest"
import { isClickId, newClickId } from "./visit.ts"

const time = fc.date({ min: new Date(0), max: new Date(2 ** 48 - 1), noInvalidDate: true })
const bytesOf = (id: string): Buffer => Buffer.from(id, "base64url")

it("a click id is 16 bytes in 22 characters: the milliseconds, then the random", () => {
  const random = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  const id = newClickId(new Date(0x0102_0304_0506), random)
  expect(bytesOf(id).toString("hex")).toBe("0102030405060102030405060708090a")
  expect(id).toHaveLength(22)
})

it("click ids sort by time as bytes, and are never the same twice", () => {
  fc.assert(
    fc.property(time, time, (a, b) => {
      const order = Buffer.compare(bytesOf(newClickId(a)), bytesOf(newClickId(b)))
      if (a.getTime() !== b.getTime()) expect(order < 0).toBe(a < b)
    }),
  )
  // More than one filling of the pool of random bytes.
  expect(new Set(Array.from({ length: 1_000 }, () => newClickId(new Date(7)))).size).toBe(1_000)
})

it("every fresh id has the shape of one; what does not decode to 16 bytes exactly has not", () => {
  fc.assert(
    fc.property(time, (at) => {
      expect(isClickId(newClickId(at))).toBe(true)
    }),
  )
  const id = newClickId(new Date(7))
  for (const bad of ["", id.slice(1), `${id}A`, `${id.slice(0, 21)}B`, `+${id.slice(1)}`, `${id}\n`]) {
    expect(isClickId(bad)).toBe(false)
  }
})
