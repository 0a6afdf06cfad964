import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { type BlockAim, WireDecoder } from "./decoder.ts"
import { LARGE_BLOCK_BYTES, MAX_BITFIELD_BYTES, MAX_EXTENDED_BYTES } from "./limits.ts"
import * as m from "./messages.ts"

/** Everything a decoder told, as text, with blocks gathered into `memory`. */
function listen(memory = new Uint8Array(4096)) {
  const told: string[] = []
  const decoder: WireDecoder = new WireDecoder({
    onHandshake: (h) => void told.push(`hello ${h.infoHash[0]} ${h.extended} ${h.fast}`),
    onMessage: (id, payload) => void told.push(`${id}:${[...payload].join(",")}`),
    onBlockStart: (_p, begin, _l, aim: BlockAim) =>
      Object.assign(aim, { buffer: memory, offset: begin, slackBytes: 13 }),
    onBlockEnd: (p, begin, length) =>
      void told.push(`block ${p} ${begin} ${[...memory.subarray(begin, begin + length)]}`),
    onFault: (code) => void told.push(`fault ${code}`),
  })
  return { decoder, told }
}

const hello = m.handshakeFrame(new Uint8Array(20).fill(9), new Uint8Array(20).fill(3))
const block = (piece: number, begin: number, bytes: number[]) => {
  const out = new Uint8Array(13 + bytes.length)
  m.writeBlockHeader(out, 0, piece, begin, bytes.length)
  out.set(bytes, 13)
  return out
}
const join = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((p) => [...p]))
const header = (length: number, id: number) => {
  const out = new Uint8Array(17)
  m.writeU32(out, 0, length)
  out[4] = id
  return out
}

const STREAM = join(
  hello,
  m.frame(m.UNCHOKE),
  m.KEEP_ALIVE,
  m.haveFrame(70_000),
  block(2, 16, [1, 2, 3, 4, 5]),
  block(2, 21, [6]),
  m.extendedFrame(1, Uint8Array.of(7, 8)),
  m.requestFrame(m.REJECT, 1, 2, 3),
  m.KEEP_ALIVE,
)
const TOLD = [
  "hello 9 true true",
  "1:",
  "4:0,1,17,112",
  "block 2 16 1,2,3,4,5",
  "block 2 21 6",
  "20:1,7,8",
  "16:0,0,0,1,0,0,0,2,0,0,0,3",
]

describe("any cut of the stream reads the same", () => {
  test("pushed in arbitrary cuts", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 })), (cuts) => {
        const { decoder, told } = listen()
        let at = 0
        for (const cut of [...cuts, STREAM.length]) {
          decoder.push(STREAM.subarray(at, at + cut))
          at += cut
        }
        expect(told).toEqual(TOLD)
      }),
    )
  })

  test("read in place, the next header landing behind the block", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 })), (cuts) => {
        const { decoder, told } = listen()
        let at = 0
        let turn = 0
        while (at < STREAM.length) {
          const target = decoder.target(1)
          const n = Math.min(target?.length ?? 30, cuts[turn++ % (cuts.length || 1)] ?? 30, STREAM.length - at)
          const bytes = STREAM.subarray(at, at + n)
          if (target) {
            target.set(bytes)
            decoder.landed(target.subarray(0, n))
          } else decoder.push(bytes)
          at += n
        }
        expect(told).toEqual(TOLD)
      }),
    )
  })
})

describe("hostile lengths end the wire before anything is allocated", () => {
  test.each([
    ["not BitTorrent", Uint8Array.from("GET / HTTP/1.1\r\n", (c) => c.charCodeAt(0)), "bad_handshake"],
    ["a message of 4 GiB", join(hello, header(0xffffffff, 20)), "frame_too_large"],
    ["an extended message one too large", join(hello, header(MAX_EXTENDED_BYTES + 2, 20)), "frame_too_large"],
    ["a bitfield one too large", join(hello, header(MAX_BITFIELD_BYTES + 2, 5)), "frame_too_large"],
    ["a block one too large", join(hello, header(9 + LARGE_BLOCK_BYTES + 1, 7)), "frame_too_large"],
    ["a block of nothing", join(hello, header(9, 7)), "frame_too_large"],
    ["a piece frame without room for its header", join(hello, header(3, 7)), "frame_too_large"],
    ["a request of 12 bytes", join(hello, header(12, 6)), "bad_frame"],
    ["a choke with a payload", join(hello, header(2, 0)), "bad_frame"],
    ["an unknown message too large", join(hello, header(1 << 20, 99)), "frame_too_large"],
  ])("%s", (_name, bytes, code) => {
    const { decoder, told } = listen()
    decoder.push(bytes)
    decoder.push(STREAM)
    expect(told.at(-1)).toBe(`fault ${code}`)
  })

  test("arbitrary bytes after a handshake never throw", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const { decoder } = listen(new Uint8Array(1 << 18))
        decoder.push(hello)
        expect(() => decoder.push(bytes)).not.toThrow(TypeError)
      }),
    )
  })
})

test("a block thrown away while it is read in place leaves no byte and does not shift what follows", () => {
  const memory = new Uint8Array(4096)
  const { decoder, told } = listen(memory)
  decoder.push(join(hello, block(1, 0, [1, 2, 3, 4]).subarray(0, 15)))
  decoder.discardBlock()
  expect(decoder.target(1)).toBeNull()
  decoder.push(join(Uint8Array.of(3, 4), m.frame(m.CHOKE)))
  expect(memory.subarray(2, 4)).toEqual(new Uint8Array(2))
  expect(told.at(-1)).toBe("0:")
})
