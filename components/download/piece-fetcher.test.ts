import { expect, test } from "vitest"
import type { Bytes } from "#peer/protocol/bytes.ts"
import { planParts } from "#peer/protocol/content.ts"
import { webCrypto } from "#peer/protocol/crypto.ts"
import type { Manifest } from "#peer/protocol/manifest.ts"
import { DownloadError } from "./errors.ts"
import { fetchPieces, type PieceSource } from "./piece-fetcher.ts"
import { PiecePlan } from "./piece-plan.ts"

const COUNT = 70
const crypto = webCrypto()

/** Pieces of two bytes each: their own number. */
const pieceOf = (index: number): Bytes => new Uint8Array([index >> 8, index & 255])

async function manifestOf(): Promise<Manifest> {
  const hashes = await Promise.all(Array.from({ length: COUNT }, (_, i) => crypto.sha256(pieceOf(i))))
  const plan = planParts([{ name: "full", files: [{ path: "a", size: 1 }] }])
  const pieces = new Uint8Array(COUNT * 32)
  hashes.forEach((hash, i) => {
    pieces.set(hash, i * 32)
  })
  const head = { v: 1, rel: "rel", ttl: "ttl", ver: "1", tor: new Uint8Array(32), ih: "", enc: "A256GCM-SEG" } as const
  return { ...plan, ...head, n: COUNT, pieces }
}

/** An origin that gives only what it granted, and fails where `fault` says so. */
function origin(fault: (index: number, tries: number) => Bytes | Error | null) {
  const grants: number[][] = []
  const tries = new Map<number, number>()
  const source: PieceSource = {
    grant: async (pieces) => {
      grants.push([...pieces])
      return [...pieces]
    },
    fetchPiece: async (_, index) => {
      if (!grants.flat().includes(index)) throw new Error(`piece ${index} was not granted`)
      const tried = (tries.get(index) ?? 0) + 1
      tries.set(index, tried)
      const wrong = fault(index, tried)
      if (wrong instanceof Error) throw wrong
      return wrong ?? pieceOf(index)
    },
  }
  return { source, grants, tries }
}

async function fetchFrom(source: PieceSource, held: number[] = [], signal = new AbortController().signal) {
  const order = Array.from({ length: COUNT }, (_, i) => i)
  const kept: number[] = []
  const keep = async (index: number, bytes: Bytes) => {
    expect(bytes).toEqual(pieceOf(index))
    kept.push(index)
  }
  const plan = new PiecePlan(order, held)
  const job = { crypto, manifest: await manifestOf(), plan, source, keep, signal, backOffMs: 1 }
  const end = fetchPieces(job)
  return { end, kept, plan }
}

test("fetches what is missing, in few grants of distinct growing pieces", async () => {
  const { source, grants } = origin(() => null)
  const { end, kept } = await fetchFrom(source, [0, 1, 69])
  await end
  expect(kept.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 67 }, (_, i) => i + 2))
  expect(grants.flat().toSorted((a, b) => a - b)).toEqual(kept.toSorted((a, b) => a - b))
  expect(grants.length).toBeLessThanOrEqual(4)
  for (const batch of grants) expect(batch).toEqual(batch.toSorted((a, b) => a - b))
})

test("a damaged piece and a broken line are tried again; nothing damaged is kept", async () => {
  const { source, tries } = origin((index, tried) => {
    if (index === 5 && tried < 3) return new Uint8Array([9, 9])
    return index === 40 && tried < 2 ? new DownloadError("line") : null
  })
  const { end, kept } = await fetchFrom(source)
  await end
  expect(kept).toHaveLength(COUNT)
  expect([tries.get(5), tries.get(40)]).toEqual([3, 2])
})

test("a piece that stays damaged ends the download with that reason", async () => {
  const { source } = origin((index) => (index === 7 ? new Uint8Array([9, 9]) : null))
  const { end, kept, plan } = await fetchFrom(source)
  await expect(end).rejects.toMatchObject({ code: "damaged" })
  expect(kept).not.toContain(7)
  expect(plan.isDone(7)).toBe(false)
  expect(plan.taken).toEqual([])
})

test("a refusal is not asked again", async () => {
  const { source, tries } = origin((index) => (index === 3 ? new DownloadError("refused", "no", 403) : null))
  const { end } = await fetchFrom(source)
  await expect(end).rejects.toMatchObject({ code: "refused", message: "no" })
  expect(tries.get(3)).toBe(1)
})

test("a pause ends it at once, and what was being fetched is free again", async () => {
  const pause = new AbortController()
  const { source } = origin((index) => {
    if (index === 20) pause.abort()
    return null
  })
  const { end, plan } = await fetchFrom(source, [], pause.signal)
  await expect(end).rejects.toMatchObject({ name: "AbortError" })
  expect(plan.taken).toEqual([])
})
