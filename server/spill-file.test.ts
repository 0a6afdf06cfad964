import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises"
import { hostname, tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { Click } from "#lib/attribution/record-clicks.ts"
import { newClickId } from "#lib/attribution/visit.ts"
import { UTM_KEYS, UTM_LENGTH } from "#lib/fans/utm.ts"
import { adoptSpillFiles, decodeLine, encodeLine, ownSpillFile, type SpillFile } from "./spill-file.ts"

const at = new Date("2026-11-23T12:00:00.007Z")
const click = (subId: string | null = null): Click => ({
  id: newClickId(at),
  linkId: "lnk_1" as Click["linkId"],
  titleId: "ttl_1" as NonNullable<Click["titleId"]>,
  at,
  subId,
  deepPath: null,
  refererHost: "blog.example",
  flag: null,
  visitHash: "h",
  s1: "a",
  s2: null,
  s3: null,
  s4: null,
  s5: "e",
  trigger: "qr",
  device: "mobile",
  utm: '{"utm_source":"letter"}',
})
const folder = () => mkdtemp(join(tmpdir(), "spill-"))

async function drain(file: SpillFile, step: number): Promise<Click[]> {
  const all: Click[] = []
  while (!file.drained) {
    const { clicks, bytes } = await file.peek(step)
    all.push(...clicks)
    file.advance(bytes)
  }
  return all
}

describe("a spilled line", () => {
  it("reads back exactly, and not at all after any byte of it changed", () => {
    const one = click('a"\\\n')
    const line = encodeLine(one)
    expect(line.indexOf("\n")).toBe(line.length - 1)
    expect(decodeLine(line.slice(0, -1))).toEqual(one)
    for (let i = 0; i < line.length - 1; i++) {
      const changed = `${line.slice(0, i)}${line[i] === "x" ? "y" : "x"}${line.slice(i + 1, -1)}`
      expect(decodeLine(changed)).toBeNull()
    }
  })

  it("of an older process, which knew fewer columns, is a click all the same", () => {
    const { s1, s2, s3, s4, s5, trigger, device, utm, ...older } = click("old")
    expect(decodeLine(encodeLine(older).slice(0, -1))).toEqual(older)
  })

  it("stays short enough for one read, whatever a visitor sends", () => {
    const long = "a".repeat(64)
    const utm = JSON.stringify(Object.fromEntries(UTM_KEYS.map((key) => [key, '"'.repeat(UTM_LENGTH)])))
    const widest = { ...click(long), s1: long, s2: long, s3: long, s4: long, s5: long, utm }
    const line = encodeLine({ ...widest, deepPath: "a".repeat(200), refererHost: "a".repeat(253) })
    expect(Buffer.byteLength(line)).toBeLessThan(4_000)
  })
})

describe("the spill file", () => {
  it("gives clicks back in order, however they were cut, and is gone when drained", async () => {
    const dir = await folder()
    const file = ownSpillFile(join(dir, "clicks"))
    const clicks = Array.from({ length: 23 }, (_, i) => click(`n${i}`))
    await file.append(clicks.slice(0, 5))
    await file.append(clicks.slice(5))
    expect((await drain(file, 7)).map((c) => c.subId)).toEqual(clicks.map((c) => c.subId))
    await file.discard()
    expect(await readdir(join(dir, "clicks"))).toEqual([])
    await file.append(clicks.slice(0, 1))
    expect(file.drained).toBe(false)
    await file.close()
  })

  it("is adopted from a dead process without its torn last line, and from a living one never", async () => {
    const dir = await folder()
    const [one, two] = [click("one"), click("two")]
    const dead = join(dir, `${hostname()}~999999~1.spill`)
    const living = join(dir, `${hostname()}~${process.ppid}~1.spill`)
    await writeFile(dead, encodeLine(one) + encodeLine(two).slice(0, 40))
    await writeFile(living, encodeLine(two))
    const [file, ...more] = await adoptSpillFiles(dir)
    expect(more).toEqual([])
    expect((await drain(file!, 10)).map((c) => c.subId)).toEqual(["one"])
    await file!.discard()
    expect(await readFile(living, "utf8")).toBe(encodeLine(two))
  })

  it("keeps a file with a damaged line beside it, and gives the lines around it", async () => {
    const dir = await folder()
    const file = ownSpillFile(dir)
    await file.append([click("one")])
    const text = (await readFile(file.path, "utf8")).replace("one", "two")
    await writeFile(file.path, text)
    await file.append([click("three")])
    expect((await drain(file, 10)).map((c) => c.subId)).toEqual(["three"])
    expect(await file.discard()).toEqual({ damagedLines: 1 })
    expect((await readdir(dir)).filter((name) => name.includes("damaged"))).toHaveLength(1)
  })
})
