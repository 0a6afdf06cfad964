import { mkdtemp, readdir } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { Click } from "#lib/attribution/record-clicks.ts"
import { newClickId } from "#lib/attribution/visit.ts"
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

async function recorderWith(store: (clicks: readonly Click[]) => Promise<void>) {
  const spillFolder = await mkdtemp(join(tmpdir(), "recorder-"))
  const recorder = new ClickRecorder({ store, spillFolder, log: () => undefined })
  await recorder.start()
  const add = (n: number) => new Promise<boolean>((resolve) => recorder.add(click(n), resolve))
  return { recorder, add, spillFolder }
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe("the click recorder", () => {
  it("answers only after the commit, and gathers while one runs", async () => {
    const batches: number[] = []
    let stored = 0
    const { recorder, add } = await recorderWith(async (clicks) => {
      batches.push(clicks.length)
      await sleep(10)
      stored += clicks.length
    })
    const first = add(0).then(() => expect(stored).toBe(1))
    await sleep(2)
    const rest = Array.from({ length: 31 }, (_, n) => add(n + 1))
    await first
    await Promise.all(rest)
    expect(stored).toBe(32)
    expect(batches).toEqual([1, 31])
    await recorder.stop()
  })

  it("waits no longer than its limit for a slow commit before it", async () => {
    let calls = 0
    const { recorder, add } = await recorderWith(async () => {
      if (calls++ === 0) await sleep(400)
    })
    const slow = add(0)
    await sleep(5)
    const asked = performance.now()
    await add(1)
    expect(performance.now() - asked).toBeLessThan(200)
    await slow
    await recorder.stop()
  })

  it("spills while the database is gone, and replays everything in order at its return, each click once", async () => {
    let gone = true
    const seen: (string | null)[] = []
    const { recorder, add, spillFolder } = await recorderWith(async (clicks) => {
      if (gone) throw new Error("connection refused")
      seen.push(...clicks.map((c) => c.subId))
    })
    for (let n = 0; n < 5; n++) expect(await add(n)).toBe(true)
    expect(seen).toEqual([])
    expect(await readdir(spillFolder)).toHaveLength(1)
    gone = false
    while (recorder.spilling) await sleep(20)
    expect(await add(5)).toBe(true)
    expect(seen).toEqual(["n0", "n1", "n2", "n3", "n4", "n5"])
    expect(await readdir(spillFolder)).toEqual([])
    await recorder.stop()
  })

  it("says so when neither the database nor the disk takes a click", async () => {
    const recorder = new ClickRecorder({
      store: () => Promise.reject(new Error("gone")),
      spillFolder: "/dev/null/nowhere",
      log: () => undefined,
    })
    expect(await new Promise((resolve) => recorder.add(click(0), resolve))).toBe(false)
    await recorder.stop()
  })
})
