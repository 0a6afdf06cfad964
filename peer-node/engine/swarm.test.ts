/** Whole downloads over loopback TCP: honest, lying, dying, stalling and refused carriers, resume, and the origin. */
import { readFile } from "node:fs/promises"
import path from "node:path"
import { afterEach, describe, expect, test } from "vitest"
import { toHex } from "../protocol/bytes.ts"
import { decodeReceipt, RECEIPT_BYTES, verifyReceipt } from "../protocol/receipt.ts"
import type { DownloadResult, FailedCarrier } from "./download.ts"
import { EngineError } from "./errors.ts"
import { crypto, type TestSeeder, TestSwarm } from "./testing/swarm-fixture.ts"

const KIB = 1024
let swarm: TestSwarm
afterEach(() => swarm.close())

/** Not toEqual: a deep comparison of megabytes takes seconds. */
const expectWhole = async (name: string) =>
  expect((await readFile(path.join(swarm.folder, name))).equals(swarm.content)).toBe(true)
const sumOf = (r: DownloadResult) => r.perTicket.reduce((n, t) => n + t.cumulativeBytes, 0)
const lastOf = (s: TestSeeder) => s.receipts.at(-1)?.cumulativeBytes ?? 0n
const settled = () => new Promise((resolve) => setTimeout(resolve, 60))

describe("carriers", () => {
  test("three carriers, one downloader: equal bytes, and receipts that add up to them", async () => {
    swarm = await TestSwarm.create(23 * 256 * KIB + 777, 256 * KIB)
    const seeders = [await swarm.seeder(), await swarm.seeder(), await swarm.seeder({ host: "::1" })]
    const result = await swarm.download(
      await swarm.store("leech"),
      seeders.map((s) => s.carrier),
    )
    await expectWhole("leech")
    expect(sumOf(result)).toBe(swarm.bits.sizeBytes)
    expect(result.originBytes).toBe(0)
    await settled()
    for (const s of seeders) {
      const mine = result.perTicket.find((t) => toHex(t.jti) === toHex(s.carrier.ticket!.jti))!
      expect(mine.cumulativeBytes).toBeGreaterThan(0)
      expect(lastOf(s)).toBe(BigInt(mine.cumulativeBytes))
      expect(s.receipts.at(-1)?.final).toBe(true)
      expect(await verifyReceipt(crypto, swarm.sessionKey.publicKey, mine.receipt!)).toBe(true)
      const counts = s.receipts.map((r) => r.cumulativeBytes)
      expect([...counts].sort((a, b) => Number(a - b))).toEqual(counts)
    }
  })

  test("a lying carrier is banned, is signed nothing for the bad piece, and the file is right", async () => {
    swarm = await TestSwarm.create(16 * 256 * KIB, 256 * KIB)
    const liar = await swarm.seeder({ corrupt: (_, buffers) => void buffers[0]!.fill(1, 7, 9) })
    const honest = await swarm.seeder({ limits: { uploadBytesPerSecond: 6_000_000 } })
    const failed: FailedCarrier[] = []
    const result = await swarm.download(await swarm.store("leech"), [liar.carrier, honest.carrier], {
      onCarrierFailed: (f) => void failed.push(f),
    })
    await expectWhole("leech")
    expect(failed.map((f) => [f.nodeId, f.error.code])).toEqual([["seeder-1", "bad_piece"]])
    expect(result.perTicket.map((t) => t.cumulativeBytes).sort()).toEqual([0, swarm.bits.sizeBytes].sort())
    expect(liar.receipts).toEqual([])
  })

  test("a carrier that dies is replaced by one the platform names, and keeps what it was signed", async () => {
    swarm = await TestSwarm.create(24 * 256 * KIB, 256 * KIB)
    const dying = await swarm.seeder({ limits: { uploadBytesPerSecond: 4_000_000 } })
    const spare = await swarm.seeder()
    const asked: string[][] = []
    let dead = false
    const result = await swarm.download(await swarm.store("leech"), [dying.carrier], {
      onProgress: (p) => {
        if (p.pieces < 4 || dead) return
        dead = true
        void dying.seeder.close()
      },
      moreCarriers: async (failed, progress) => {
        asked.push(failed.map((f) => f.nodeId))
        expect(progress.length % RECEIPT_BYTES).toBe(0)
        return [spare.carrier]
      },
    })
    await expectWhole("leech")
    expect(asked).toEqual([["seeder-1"]])
    expect(sumOf(result)).toBe(swarm.bits.sizeBytes)
    expect(Number(lastOf(dying))).toBeGreaterThan(0)
  }, 15_000)

  test("a carrier that stops in the middle of a piece is let go after the stall time", async () => {
    swarm = await TestSwarm.create(12 * 256 * KIB, 256 * KIB)
    const stalling = await swarm.seeder({ corrupt: (at) => (at > 300 * KIB ? new Promise(() => {}) : undefined) })
    const honest = await swarm.seeder({ limits: { uploadBytesPerSecond: 3_000_000 } })
    const failed: string[] = []
    await swarm.download(await swarm.store("leech"), [stalling.carrier, honest.carrier], {
      limits: { stallMs: 400 },
      onCarrierFailed: (f) => void failed.push(f.error.code),
    })
    await expectWhole("leech")
    expect(failed.every((code) => code === "stalled")).toBe(true)
  })

  test("no ticket, a ticket for another carrier, and a stolen ticket bring no byte", async () => {
    swarm = await TestSwarm.create(4 * 256 * KIB, 256 * KIB)
    const seeder = await swarm.seeder()
    const other = await crypto.generateSigningKey()
    const foreign = swarm.ticket(other.publicKey)
    const thief = await crypto.generateSigningKey()
    const cases = [
      { carrier: { ...seeder.carrier, ticket: null } },
      { carrier: { ...seeder.carrier, ticket: { ...foreign, nodeKey: seeder.carrier.ticket!.nodeKey } } },
      { carrier: { ...seeder.carrier, ticket: { ...seeder.carrier.ticket!, jws: "ticket-unknown" } } },
      { carrier: seeder.carrier, sessionKey: thief },
    ]
    for (const [i, { carrier, sessionKey }] of cases.entries()) {
      const running = swarm.download(await swarm.store(`leech-${i}`), [carrier], {
        signal: AbortSignal.timeout(600),
        ...(sessionKey ? { sessionKey } : {}),
      })
      await expect(running).rejects.toThrow()
    }
    expect(seeder.seeder.stats().bytesSent).toBe(0)
  }, 15_000)

  test("a carrier that cannot prove its node key is asked for nothing", async () => {
    swarm = await TestSwarm.create(4 * 256 * KIB, 256 * KIB)
    const seeder = await swarm.seeder()
    const other = await crypto.generateSigningKey()
    const carrier = { ...seeder.carrier, ticket: { ...seeder.carrier.ticket!, nodeKey: other.publicKey } }
    const failed: string[] = []
    const running = swarm.download(await swarm.store("leech"), [carrier], {
      onCarrierFailed: (f) => void failed.push(f.error.code),
    })
    await expect(running).rejects.toThrow(EngineError)
    expect(failed).toEqual(["bad_peer_signature"])
    expect(seeder.seeder.stats().bytesSent).toBe(0)
  })

  test("a ticket's limit is never passed: the rest comes from another carrier", async () => {
    swarm = await TestSwarm.create(16 * 256 * KIB, 256 * KIB)
    const half = await swarm.seeder({ limitBytes: 8 * 256 * KIB })
    const slow = await swarm.seeder({ limits: { uploadBytesPerSecond: 5_000_000 } })
    const result = await swarm.download(await swarm.store("leech"), [half.carrier, slow.carrier])
    const mine = result.perTicket.find((t) => toHex(t.jti) === toHex(half.carrier.ticket!.jti))!
    expect(mine.cumulativeBytes).toBeLessThanOrEqual(8 * 256 * KIB)
    expect(sumOf(result)).toBe(swarm.bits.sizeBytes)
  })

  test("a downloader that never signs gets one window and no more", async () => {
    swarm = await TestSwarm.create(64 * 256 * KIB, 256 * KIB)
    const seeder = await swarm.seeder()
    const mute = {
      ...crypto,
      sign: (_: unknown, m: Uint8Array) =>
        m.length > 100 ? crypto.sign(swarm.sessionKey, m) : new Promise<Uint8Array>(() => {}),
    }
    const generous = { ...seeder.carrier, ticket: { ...seeder.carrier.ticket!, windowBytes: 1e9 } }
    const running = swarm.download(await swarm.store("leech"), [generous], {
      crypto: mute,
      signal: AbortSignal.timeout(700),
    })
    void running.catch(() => {})
    await new Promise((resolve) => setTimeout(resolve, 600))
    expect(seeder.seeder.stats().bytesSent).toBeLessThanOrEqual(seeder.carrier.ticket!.windowBytes)
    expect(seeder.seeder.stats().bytesSent).toBeGreaterThan(0)
  })
})

describe("resume and partial holders", () => {
  test("after an abort only what is missing is fetched, and the ticket's count goes on", async () => {
    swarm = await TestSwarm.create(24 * 256 * KIB, 256 * KIB)
    const seeder = await swarm.seeder({ limits: { uploadBytesPerSecond: 4_000_000 } })
    const first = await swarm.store("leech")
    const stop = new AbortController()
    const running = swarm.download(first, [seeder.carrier], {
      signal: stop.signal,
      onProgress: (p) => p.pieces >= 6 && stop.abort(new Error("enough")),
    })
    await expect(running).rejects.toThrow("enough")
    const held = first.have.count
    await first.close()
    const second = await swarm.store("leech")
    expect(second.have.count).toBe(held)
    const sentBefore = seeder.seeder.stats().bytesSent
    seeder.seeder.setUploadLimit(0)
    const result = await swarm.download(second, [seeder.carrier])
    expect(sumOf(result)).toBe(swarm.bits.sizeBytes)
    expect(seeder.seeder.stats().bytesSent - sentBefore).toBe((24 - held) * 256 * KIB)
    await expectWhole("leech")
    await settled()
    expect(lastOf(seeder)).toBe(BigInt(swarm.bits.sizeBytes))
  }, 15_000)

  test("a partial holder carries verified pieces while it still downloads", async () => {
    swarm = await TestSwarm.create(32 * 256 * KIB, 256 * KIB)
    const root = await swarm.seeder({ limits: { uploadBytesPerSecond: 6_000_000 } })
    const middle = await swarm.seeder()
    const store = await swarm.store("middle")
    middle.seeder.add({ bits: swarm.bits, store, open: false })
    const filling = swarm.download(store, [root.carrier], { serve: middle.seeder })
    const result = await swarm.download(await swarm.store("leech"), [middle.carrier])
    await filling
    expect(sumOf(result)).toBe(swarm.bits.sizeBytes)
    await expectWhole("leech")
  }, 15_000)
})

describe("origin", () => {
  test("without carriers everything comes from the origin, and is counted as such", async () => {
    swarm = await TestSwarm.create(9 * 256 * KIB + 5, 256 * KIB)
    const origin = swarm.origin()
    const result = await swarm.download(await swarm.store("leech"), [], { origin, sessionKey: null })
    expect(result).toMatchObject({ originBytes: swarm.bits.sizeBytes, perTicket: [] })
    expect([...origin.granted].sort((a, b) => a - b)).toEqual(Array.from({ length: 10 }, (_, i) => i))
    await expectWhole("leech")
  })

  test("a fast carrier leaves the origin alone", async () => {
    swarm = await TestSwarm.create(16 * 256 * KIB, 256 * KIB)
    const origin = swarm.origin()
    const seeder = await swarm.seeder()
    await swarm.download(await swarm.store("leech"), [seeder.carrier], { origin })
    expect(origin.granted).toEqual([])
  })

  test("carriers under the floor are helped, and still supply and are signed for their part", async () => {
    swarm = await TestSwarm.create(64 * 256 * KIB, 256 * KIB)
    const origin = swarm.origin()
    const seeder = await swarm.seeder({ limits: { uploadBytesPerSecond: 1_000_003 } })
    const result = await swarm.download(await swarm.store("leech"), [seeder.carrier], {
      origin: { ...origin, fetch: (piece) => new Promise((r) => setTimeout(() => r(swarm.piece(piece)), 40)) },
      limits: { floorBytesPerSecond: 2_000_003 },
    })
    expect(sumOf(result) + result.originBytes).toBe(swarm.bits.sizeBytes)
    expect(sumOf(result)).toBeGreaterThan(swarm.bits.sizeBytes / 10)
    expect(result.originBytes).toBeGreaterThan(swarm.bits.sizeBytes / 10)
    await expectWhole("leech")
  }, 15_000)

  test("when the last carrier dies the origin brings the rest, told of the receipts so far", async () => {
    swarm = await TestSwarm.create(24 * 256 * KIB, 256 * KIB)
    const origin = swarm.origin()
    const seeder = await swarm.seeder({ limits: { uploadBytesPerSecond: 4_000_000 } })
    const result = await swarm.download(await swarm.store("leech"), [seeder.carrier], {
      origin,
      onProgress: (p) => p.pieces >= 4 && void seeder.seeder.close(),
    })
    expect(sumOf(result) + result.originBytes).toBe(swarm.bits.sizeBytes)
    expect(result.originBytes).toBeGreaterThan(0)
    expect(decodeReceipt(origin.progress[0]!).cumulativeBytes).toBe(BigInt(sumOf(result)))
    await expectWhole("leech")
  }, 15_000)

  test("an origin that sends wrong bytes is not believed", async () => {
    swarm = await TestSwarm.create(256 * KIB, 256 * KIB)
    const origin = { ...swarm.origin(), fetch: async () => new Uint8Array(256 * KIB) }
    const running = swarm.download(await swarm.store("leech"), [], { origin, signal: AbortSignal.timeout(500) })
    await expect(running).rejects.toThrow()
    expect((await swarm.store("leech")).have.count).toBe(0)
  })

  test("no carrier and no origin is said by name", async () => {
    swarm = await TestSwarm.create(256 * KIB, 256 * KIB)
    await expect(swarm.download(await swarm.store("leech"), [])).rejects.toMatchObject({ code: "no_sources" })
  })
})
