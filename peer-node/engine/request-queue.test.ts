import fc from "fast-check"
import { expect, test } from "vitest"
import { readU32 } from "./messages.ts"
import { PieceJob } from "./piece-job.ts"
import { layOutSpan, RequestQueue } from "./request-queue.ts"

test("neighbours become one span, across pieces too; a gap, the byte limit and the block limit end it", () => {
  const q = new RequestQueue(100)
  for (const [piece, begin, length] of [
    [0, 80, 20],
    [1, 0, 20],
    [1, 20, 20],
    [1, 60, 20],
  ] as const)
    q.push({ piece, begin, length })
  expect(q.takeSpan(1000, 2)).toMatchObject({ offsetBytes: 80, payloadBytes: 40 })
  expect(q.takeSpan(19, 9)).toBeNull()
  expect(q.takeSpan(1000, 9)).toMatchObject({ offsetBytes: 120, payloadBytes: 20 })
  expect(q.takeSpan(1000, 9)).toMatchObject({ offsetBytes: 160, payloadBytes: 20 })
  expect(q.takeSpan(1000, 9)).toBeNull()
})

test("every request is answered once, in order, whatever is cancelled between", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3)), (begins) => {
      const q = new RequestQueue(64)
      const wanted: number[] = []
      begins.forEach((b, piece) => {
        q.push({ piece, begin: b * 16, length: 16 })
        if (b !== 2) wanted.push(piece)
        else expect(q.cancel(piece, 32, 16)).toBe(true)
      })
      expect(q.cancel(9999, 0, 16)).toBe(false)
      const got: number[] = []
      for (let s = q.takeSpan(40, 64); s; s = q.takeSpan(40, 64)) got.push(...s.blocks.map((b) => b.piece))
      expect(got).toEqual(wanted)
    }),
  )
})

test("a span's headers stand before the gaps the file fills", () => {
  const q = new RequestQueue(64)
  q.push({ piece: 3, begin: 0, length: 5 })
  q.push({ piece: 3, begin: 5, length: 2 })
  const { frames, gaps } = layOutSpan(q.takeSpan(64, 9)!, new Uint8Array(200))
  gaps[0]!.fill(1)
  gaps[1]!.fill(2)
  expect([...frames]).toEqual([
    0, 0, 0, 14, 7, 0, 0, 0, 3, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 11, 7, 0, 0, 0, 3, 0, 0, 0, 5, 2, 2,
  ])
  expect(readU32(frames, 0)).toBe(14)
})

test("a piece asks for each block once, again for what was refused, and takes no block twice or out of place", () => {
  const job = new PieceJob(4, 40, 16)
  expect([job.ask(), job.ask(), job.ask(), job.ask()]).toEqual([
    { begin: 0, length: 16 },
    { begin: 16, length: 16 },
    { begin: 32, length: 8 },
    null,
  ])
  job.arrived(16, 16)
  expect([job.expects(16, 16), job.expects(0, 8), job.expects(8, 16), job.expects(48, 16)]).toEqual([
    false,
    false,
    false,
    false,
  ])
  expect([job.openBehind(0), job.openBehind(16), job.openBehind(32)]).toEqual([false, true, true])
  expect(job.refused(0)).toBe(true)
  expect(job.refused(16)).toBe(false)
  expect([job.askedBytes, job.missingBytes, job.ask()]).toEqual([8, 24, { begin: 0, length: 16 }])
  job.arrived(0, 16)
  job.arrived(32, 8)
  expect([job.complete, job.askedBytes, job.waiting()]).toEqual([true, 0, []])
})
