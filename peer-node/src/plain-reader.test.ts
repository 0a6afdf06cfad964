import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { nodeCryptoPort } from "../engine/node-crypto.ts"
import { pieceSpans, plainPieceBytes, planParts, sealPiece } from "../protocol/content.ts"
import type { Manifest } from "../protocol/manifest.ts"
import { PlainReader } from "./plain-reader.ts"
import { readRange, startPlayer } from "./player.ts"
import { unpack } from "./unpack.ts"

const crypto = nodeCryptoPort()
const KEYS = { trial: new Uint8Array(32).fill(3), full: new Uint8Array(32).fill(5) }
const noise = (length: number, seed: number) =>
  Uint8Array.from({ length }, (_, i) => (Math.imul(i + seed, 2_654_435_761) >>> 11) & 255)
const FILES: Record<string, Uint8Array> = {
  "demo.bin": noise(300_007, 1),
  "empty.txt": new Uint8Array(),
  "game/a.bin": noise(611_953, 2),
  "game/b.bin": noise(17, 3),
}
const fileOf = (name: string) => ({ path: name, size: FILES[name]!.length })
const PARTS = [
  { name: "trial" as const, files: [fileOf("demo.bin"), fileOf("empty.txt")] },
  { name: "full" as const, files: [fileOf("game/a.bin"), fileOf("game/b.bin")] },
]
let folder = ""

beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "plain-"))
  const plan = planParts(PARTS)
  const pieces: Uint8Array[] = []
  for (let index = 0; index < plan.n; index++) {
    const plain = new Uint8Array(plainPieceBytes(plan, index))
    for (const s of pieceSpans(plan, index))
      plain.set(FILES[s.path]!.subarray(s.fileOffset, s.fileOffset + s.length), s.pieceOffset)
    const key = KEYS[pieceSpans(plan, index)[0]!.part]
    pieces.push(await sealPiece(crypto, key, { releaseId: "rel_1", index, count: plan.n }, plain))
  }
  fs.writeFileSync(path.join(folder, "bits.ffr"), Buffer.concat(pieces))
})
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }))

function reader(keys: { trial?: Uint8Array; full?: Uint8Array }): Promise<PlainReader> {
  const manifest = { ...planParts(PARTS), rel: "rel_1", enc: "A256GCM-SEG" } as unknown as Manifest
  return PlainReader.open(path.join(folder, "bits.ffr"), manifest, keys, crypto)
}

async function bytesOf(r: PlainReader, name: string, from: number, to: number): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const p of r.range(r.files.find((f) => f.path === name)!, from, to)) parts.push(p)
  return Buffer.concat(parts)
}

describe("a reader", () => {
  it.each([
    [0, 611_953],
    [0, 1],
    [262_127, 262_129],
    [262_128, 524_256],
    [611_952, 611_953],
    [5, 5],
  ])("gives the bytes %i to %i of a file, over the edges of pieces", async (from, to) => {
    const r = await reader(KEYS)
    expect((await bytesOf(r, "game/a.bin", from, to)).equals(FILES["game/a.bin"]!.subarray(from, to))).toBe(true)
    expect((await bytesOf(r, "game/b.bin", 0, 17)).equals(FILES["game/b.bin"]!)).toBe(true)
    await r.close()
  })

  it("knows only the files whose part it has a key for, and refuses a wrong key", async () => {
    const trial = await reader({ trial: KEYS.trial })
    expect(trial.files.map((f) => f.path)).toEqual(["demo.bin", "empty.txt"])
    await trial.close()
    const wrong = await reader({ full: KEYS.trial })
    await expect(bytesOf(wrong, "game/b.bin", 0, 17)).rejects.toMatchObject({ code: "bad_ciphertext" })
    await wrong.close()
  })
})

describe("unpacking", () => {
  it("writes every file whole, with a trial's keys only the trial's, and leaves nothing half done", async () => {
    const [all, trial] = [path.join(folder, "all"), path.join(folder, "trial")]
    const both = await reader(KEYS)
    await unpack(both, all, new AbortController().signal)
    for (const [name, bytes] of Object.entries(FILES))
      expect(fs.readFileSync(path.join(all, name)).equals(bytes)).toBe(true)
    await both.close()
    const some = await reader({ trial: KEYS.trial })
    await unpack(some, trial, new AbortController().signal)
    expect(fs.readdirSync(trial).sort()).toEqual(["demo.bin", "empty.txt"])
    await some.close()
  })
})

describe("the player", () => {
  it.each([
    [undefined, [0, 100]],
    ["bytes=0-", [0, 100]],
    ["bytes=10-19", [10, 20]],
    ["bytes=90-1000", [90, 100]],
    ["bytes=-5", [95, 100]],
    ["bytes=100-", null],
    ["bytes=5-4", null],
    ["bytes=-", null],
    ["bytes=0-1,5-6", null],
    ["pieces=0-1", null],
  ])("reads the range %s", (header, range) => {
    expect(readRange(header, 100)).toEqual(range)
  })

  it("plays ranges to who knows the address, to nobody else, and to nobody after the end", async () => {
    let mayPlay = true
    const player = await startPlayer(await reader(KEYS), () => mayPlay)
    const url = player.files.find((f) => f.path === "game/a.bin")!.url
    const part = await fetch(url, { headers: { range: "bytes=262000-262999" } })
    expect(part.status).toBe(206)
    expect(part.headers.get("content-range")).toBe("bytes 262000-262999/611953")
    expect(part.headers.get("cache-control")).toBe("no-store")
    expect(Buffer.from(await part.arrayBuffer()).equals(FILES["game/a.bin"]!.subarray(262_000, 263_000))).toBe(true)
    const guessed = new URL(url)
    guessed.pathname = `/${"0".repeat(32)}/game/a.bin`
    expect((await fetch(guessed)).status).toBe(404)
    const { port } = new URL(url)
    expect(
      (await fetch(url.replace("127.0.0.1", "localhost").replace(/:\d+/, `:${port}`)).catch(() => null))?.status ?? 404,
    ).toBe(404)
    mayPlay = false
    expect((await fetch(url)).status).toBe(410)
    await player.close()
  })
})
