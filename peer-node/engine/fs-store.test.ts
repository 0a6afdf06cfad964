import { appendFile, mkdtemp, readFile, rm, stat, truncate, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { openFsStore } from "./fs-store.ts"
import { nodeCryptoPort } from "./node-crypto.ts"
import { ORIGIN, UNPAID } from "./store.ts"

const crypto = nodeCryptoPort()
const PIECE = 16
const content = crypto.randomBytes(70)
const pieceAt = (i: number) => content.subarray(i * PIECE, (i + 1) * PIECE)
const hashes = Buffer.concat(await Promise.all([0, 1, 2, 3, 4].map((i) => crypto.sha256(pieceAt(i)))))
const bits = {
  obj: crypto.randomBytes(32),
  infoHash: crypto.randomBytes(20),
  sizeBytes: 70,
  pieceBytes: PIECE,
  pieceHashes: hashes,
}
const TICKET = "ab".repeat(16)

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "fanfare-store-"))
})
afterEach(() => rm(folder, { recursive: true }))

const at = (name: string) => path.join(folder, name)
const open = (more: object = {}) =>
  openFsStore({ bits, files: [{ path: at("one"), sizeBytes: 70 }], statePath: at("state"), crypto, ...more })
/** As if the process had been killed: nothing is flushed or closed. */
const killed = async (store: Awaited<ReturnType<typeof open>>, pieces: number[]) => {
  for (const i of pieces) await store.write(i, pieceAt(i), TICKET)
}

test("pieces cross file edges, empty files included, and are read back in any cut", async () => {
  const files = [
    ["a", 5],
    ["empty", 0],
    ["sub/b", 30],
    ["c", 35],
  ].map(([name, sizeBytes]) => ({ path: at(String(name)), sizeBytes: Number(sizeBytes) }))
  const store = await open({ files })
  for (const i of [4, 0, 2, 1, 3]) await store.write(i, pieceAt(i), ORIGIN)
  const [first, second] = [new Uint8Array(20), new Uint8Array(31)]
  await store.read(3, [first, second])
  expect(Buffer.concat([first, second])).toEqual(Buffer.from(content.subarray(3, 54)))
  expect(await readFile(at("sub/b"))).toEqual(Buffer.from(content.subarray(5, 35)))
  expect((await stat(at("empty"))).size).toBe(0)
  await expect(store.read(60, [new Uint8Array(20)])).rejects.toMatchObject({ code: "store_failed" })
  await store.close()
})

describe("after a kill", () => {
  test("everything written is still held, with its supplier", async () => {
    const store = await open()
    await store.write(0, pieceAt(0), TICKET)
    await store.write(4, pieceAt(4), ORIGIN)
    await store.write(2, pieceAt(2), TICKET)
    const again = await open()
    expect([...again.have.bytes]).toEqual([0b10101000])
    expect(again.supplies).toEqual(
      new Map([
        [TICKET, { bytes: 32, pieces: 2 }],
        [ORIGIN, { bytes: 6, pieces: 1 }],
      ]),
    )
  })

  test("a torn record at the end is forgotten, those before it are not", async () => {
    await killed(await open(), [0, 1])
    await truncate(at("state"), (await stat(at("state"))).size - 5)
    expect((await open()).have.count).toBe(1)
  })

  test("rubbish behind the last record is ignored", async () => {
    await killed(await open(), [0, 1])
    await appendFile(at("state"), crypto.randomBytes(100))
    expect((await open()).have.count).toBe(2)
  })
})

describe("after a power cut", () => {
  test("records behind the last barrier whose bytes are not there are forgotten", async () => {
    await killed(await open(), [0, 1])
    await writeFile(at("one"), Buffer.concat([pieceAt(0), new Uint8Array(54)]))
    const again = await open()
    expect([again.have.has(0), again.have.has(1)]).toEqual([true, false])
    expect(again.supplies.get(TICKET)).toEqual({ bytes: 16, pieces: 1 })
  })

  test("records before a barrier are believed without reading", async () => {
    const store = await open()
    await killed(store, [0, 1])
    await store.flush()
    await writeFile(at("one"), new Uint8Array(70))
    expect((await open()).have.count).toBe(2)
  })

  test("but not when the file itself was lost or cut", async () => {
    const store = await open()
    await killed(store, [0, 1])
    await store.close()
    await truncate(at("one"), 20)
    expect((await open()).have.count).toBe(1)
  })
})

test("another release's journal counts for nothing", async () => {
  await killed(await open(), [0, 1])
  const other = await open({ bits: { ...bits, obj: crypto.randomBytes(32) } })
  expect(other.have.count).toBe(0)
})

test("a file that was there is adopted piece by piece, as nobody's supply", async () => {
  const spoilt = Buffer.from(content)
  spoilt[20]! ^= 1
  await writeFile(at("one"), spoilt)
  const store = await open({ check: "all" })
  expect([...store.have.bytes]).toEqual([0b10111000])
  expect(store.supplies).toEqual(new Map([[UNPAID, { bytes: 54, pieces: 4 }]]))
})

test("a disk without room says so before a byte is fetched", async () => {
  const huge = {
    ...bits,
    sizeBytes: 16_384 * 16_777_216,
    pieceBytes: 16_777_216,
    pieceHashes: new Uint8Array(16_384 * 32),
  }
  const opening = open({ bits: huge, files: [{ path: at("huge"), sizeBytes: huge.sizeBytes }] })
  await expect(opening).rejects.toMatchObject({ code: "store_full" })
})

test("a write after close, and sizes that do not agree, fail by name", async () => {
  const store = await open()
  await store.close()
  await expect(store.write(0, pieceAt(0), ORIGIN)).rejects.toMatchObject({ code: "store_failed" })
  await expect(open({ bits: { ...bits, sizeBytes: 71_000 } })).rejects.toMatchObject({ code: "bad_frame" })
})
