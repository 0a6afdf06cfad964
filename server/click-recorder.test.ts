import { mkdtemp, readdir, writeFile } from "node:fs/promises"
import { hostname, tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it, vi } from "vitest"
import type { Click } from "#lib/attribution/record-clicks.ts"
import { newClickId } from "#lib/attribution/visit.ts"
import { encodeLine } from "./click-line.ts"
import { ClickRecorder } from "./click-recorder.ts"

const at = new Date("2026-11-23T12:00:00Z")
const click = (n: number): Click => ({
  id: newClickId(at),
  linkId: "lnk_1" as Click["linkId"],
  at,
  subId: `n${n}`,
  deepPath: null,
  refererHost: null,
  flag: null,
  visitHash: "h",
})

type Store = (clicks: readonly Click[]) => Promise<void>

async function recorderWith(store: Store) {
  const folder = await mkdtemp(join(tmpdir(), "recorder-"))
  const recorder = new ClickRecorder({ store, folder, log: () => undefined })
  await recorder.start()
  const add = (n: number) => new Promise<boolean>((resolve) => recorder.add(click(n), resolve))
  return { recorder, add, folder }
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const names = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `n${from + i}`)

describe("the click recorder", () => {
  it("answers without waiting for the database, gives it a lone click at once and gathers the rest meanwhile", async () => {
    const batches: number[] = []
    let stored = 0
    const { recorder, add } = await recorderWith(async (clicks) => {
      batches.push(clicks.length)
      await sleep(50)
      stored += clicks.length
    })
    await add(0)
    await Promise.all(Array.from({ length: 31 }, (_, n) => add(n + 1)))
    expect([stored, batches]).toEqual([0, [1]])
    await recorder.settle()
    expect([stored, batches]).toEqual([32, [1, 31]])
    await recorder.stop()
  })

  it("gathers only when little waits: far behind, it goes as fast as the database takes it", async () => {
    const pausesAt = async (behindBytes: number) => {
      const store = vi.fn<Store>(async () => undefined)
      const folder = await mkdtemp(join(tmpdir(), "recorder-"))
      const recorder = new ClickRecorder({ store, folder, log: () => undefined, behindBytes })
      const timers = vi.spyOn(globalThis, "setTimeout")
      await Promise.all(Array.from({ length: 10_000 }, (_, n) => new Promise((done) => recorder.add(click(n), done))))
      await recorder.settle()
      const pauses = timers.mock.calls.filter(([, ms]) => ms === 20).length
      timers.mockRestore()
      await recorder.stop()
      expect(store.mock.calls.flatMap(([clicks]) => clicks)).toHaveLength(10_000)
      return pauses
    }
    expect(await pausesAt(100_000)).toBeLessThanOrEqual(3)
    expect(await pausesAt(100_000_000)).toBeGreaterThan(5)
  })

  it("answers the others of a turn when one answer cannot be sent", async () => {
    const { recorder, add } = await recorderWith(async () => undefined)
    recorder.add(click(0), () => {
      throw new Error("headers were sent")
    })
    expect(await add(1)).toBe(true)
    await recorder.stop()
  })

  it("keeps every click while the database is gone, and gives it all of them in order at its return, each once", async () => {
    let gone = true
    const seen: (string | null)[] = []
    const { recorder, add, folder } = await recorderWith(async (clicks) => {
      if (gone) throw new Error("connection refused")
      seen.push(...clicks.map((c) => c.subId))
    })
    for (let n = 0; n < 5; n++) expect(await add(n)).toBe(true)
    await recorder.settle()
    expect([recorder.away, seen]).toEqual([true, []])
    expect(await add(5)).toBe(true)
    expect(await readdir(folder)).toHaveLength(1)
    gone = false
    while (recorder.away) await sleep(20)
    expect(await add(6)).toBe(true)
    await recorder.settle()
    expect(seen).toEqual(names(0, 7))
    await recorder.stop()
    expect(await readdir(folder)).toEqual([])
  })

  it("leaves to the next process what no database took", async () => {
    const seen: (string | null)[] = []
    const { recorder, add, folder } = await recorderWith(() => Promise.reject(new Error("connection refused")))
    for (let n = 0; n < 3; n++) await add(n)
    await recorder.stop()
    const store: Store = async (clicks) => void seen.push(...clicks.map((c) => c.subId))
    const next = new ClickRecorder({ store, folder, log: () => undefined })
    await next.start()
    expect(seen).toEqual(names(0, 3))
    await next.stop()
  })

  it("stores what another process leaves while it runs", async () => {
    const folder = await mkdtemp(join(tmpdir(), "recorder-"))
    const seen: (string | null)[] = []
    const store: Store = async (clicks) => void seen.push(...clicks.map((c) => c.subId))
    const recorder = new ClickRecorder({ store, folder, log: () => undefined, adoptMs: 20 })
    await recorder.start()
    await writeFile(join(folder, `${hostname()}~999999~1.journal`), encodeLine(click(7)))
    await expect.poll(() => seen).toEqual(["n7"])
    await recorder.stop()
    expect(await readdir(folder)).toEqual([])
  })

  it("sets aside the click the database will never take, and stores all around it", async () => {
    const seen: (string | null)[] = []
    const { recorder, add, folder } = await recorderWith(async (clicks) => {
      if (clicks.some((c) => c.subId === "n13")) throw Object.assign(new Error("no such link"), { code: "23503" })
      seen.push(...clicks.map((c) => c.subId))
    })
    await Promise.all(Array.from({ length: 40 }, (_, n) => add(n)))
    await recorder.settle()
    expect(seen).toEqual(names(0, 40).filter((name) => name !== "n13"))
    await recorder.stop()
    expect(await readdir(folder)).toEqual(["refused.jsonl"])
  })

  it("gives the database what the disk does not take, and says so when neither does", async () => {
    const seen: (string | null)[] = []
    let gone = false
    const recorder = new ClickRecorder({
      store: async (clicks) => {
        if (gone) throw new Error("gone")
        seen.push(...clicks.map((c) => c.subId))
      },
      folder: "/dev/null/nowhere",
      log: () => undefined,
    })
    const add = (n: number) => new Promise<boolean>((resolve) => recorder.add(click(n), resolve))
    expect(await add(0)).toBe(true)
    gone = true
    expect(await add(1)).toBe(false)
    expect(seen).toEqual(["n0"])
    await recorder.stop()
  })
})
