import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { hostname, tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it, vi } from "vitest"
import type { Click } from "#lib/attribution/record-clicks.ts"
import { newClickId } from "#lib/attribution/visit.ts"
import { UTM_KEYS, UTM_LENGTH } from "#lib/fans/utm.ts"
import { HOUR_MS } from "#lib/kernel/period.ts"
import { ClickJournal, type JournalOptions } from "./click-journal.ts"
import { decodeLine, encodeLine } from "./click-line.ts"

const at = new Date("2026-11-23T12:00:00.007Z")
const click = (subId: string): Click => ({
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
const folder = () => mkdtemp(join(tmpdir(), "journal-"))
const complaints: string[] = []
const journalIn = (dir: string, limits: Partial<JournalOptions> = {}) =>
  new ClickJournal({ folder: dir, log: (message) => complaints.push(message), ...limits })

function drain(journal: ClickJournal, step: number): (string | null)[] {
  const all: (string | null)[] = []
  for (;;) {
    const clicks = journal.peek(step)
    if (clicks.length === 0) return all
    all.push(...clicks.map((c) => c.subId))
    journal.advance()
  }
}

describe("a line of the journal", () => {
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

describe("the click journal", () => {
  it("gives clicks back in order, however they were cut and over however many files, and leaves none behind", async () => {
    const dir = join(await folder(), "clicks")
    const journal = journalIn(dir, { fileBytes: 1_000 })
    const wanted = Array.from({ length: 23 }, (_, i) => `n${i}`)
    for (const subId of wanted) journal.append([click(subId)])
    expect((await readdir(dir)).length).toBeGreaterThan(3)
    expect(journal.peek(2).map((c) => c.subId)).toEqual(["n0", "n1"])
    expect(journal.peek(3).map((c) => c.subId)).toEqual(["n0", "n1", "n2"])
    expect(drain(journal, 7)).toEqual(wanted)
    expect(journal.waitingBytes).toBe(0)
    journal.tidy()
    expect(await readdir(dir)).toEqual([])
    journal.append([click("late"), click("later")])
    expect(drain(journal, 1)).toEqual(["late", "later"])
    journal.close()
    expect(await readdir(dir)).toEqual([])
  })

  it("leaves what was not read back to the next process, which takes it first", async () => {
    const dir = await folder()
    const before = journalIn(dir)
    before.append(["one", "two"].map(click))
    before.peek(1)
    before.advance()
    before.close()
    const after = journalIn(dir)
    expect(after.adopt()).toBe(1)
    after.append([click("three")])
    expect(drain(after, 10)).toEqual(["one", "two", "three"])
    after.close()
    expect(await readdir(dir)).toEqual([])
  })

  it("is adopted from a dead process without its torn last line, and from a living one never", async () => {
    const dir = await folder()
    const [one, two] = [click("one"), click("two")]
    const living = join(dir, `${hostname()}~${process.ppid}~1.journal`)
    await writeFile(join(dir, `${hostname()}~999999~1.journal`), encodeLine(one) + encodeLine(two).slice(0, 40))
    await writeFile(join(dir, `${hostname()}~999999~2.spill`), encodeLine(two))
    await writeFile(living, encodeLine(two))
    const journal = journalIn(dir)
    expect(journal.adopt()).toBe(2)
    expect(drain(journal, 10)).toEqual(["one", "two"])
    journal.close()
    expect(await readFile(living, "utf8")).toBe(encodeLine(two))
    expect(await readdir(dir)).toHaveLength(1)
  })

  it("takes over at any time what another's end has left, before its own and never its own again", async () => {
    const dir = await folder()
    const journal = journalIn(dir)
    expect(journal.adopt()).toBe(0)
    journal.append([click("two"), click("three")])
    await writeFile(join(dir, `${hostname()}~999999~1.journal`), encodeLine(click("one")))
    expect(journal.adopt()).toBe(1)
    expect(journal.adopt()).toBe(0)
    expect(drain(journal, 10)).toEqual(["one", "two", "three"])
    journal.close()
    expect(await readdir(dir)).toEqual([])
  })

  it("writes to no file so long that another machine's process may take it", async () => {
    const dir = await folder()
    const journal = journalIn(dir)
    journal.append([click("one")])
    const later = vi.spyOn(Date, "now").mockReturnValueOnce(Date.now() + HOUR_MS)
    journal.append([click("two")])
    later.mockRestore()
    expect(await readdir(dir)).toHaveLength(2)
    expect(drain(journal, 10)).toEqual(["one", "two"])
    journal.close()
  })

  it("keeps a file with a damaged line beside it, and gives the lines around it", async () => {
    const dir = await folder()
    const journal = journalIn(dir)
    journal.append([click("one"), click("three")])
    const path = join(dir, (await readdir(dir))[0]!)
    await writeFile(path, (await readFile(path, "utf8")).replace("one", "two"))
    expect(drain(journal, 10)).toEqual(["three"])
    journal.tidy()
    expect((await readdir(dir)).filter((name) => name.endsWith(".damaged"))).toHaveLength(1)
    expect(complaints.at(-1)).toMatch(/^1 damaged lines in /)
  })

  it("gives what stands behind a stretch that a power cut left unwritten, and keeps that file", async () => {
    const dir = await folder()
    const hole = "\0".repeat(300 * 1024)
    const lines = [encodeLine(click("one")), hole, "\n", encodeLine(click("two"))]
    await writeFile(join(dir, `${hostname()}~999999~1.journal`), lines.join(""))
    const journal = journalIn(dir)
    journal.adopt()
    expect(drain(journal, 10)).toEqual(["one", "two"])
    journal.close()
    expect(await readdir(dir)).toEqual([expect.stringMatching(/\.damaged$/)])
  })

  it("forces every file with something new in it to the disk, once for all who ask at once", async () => {
    const forced: number[] = []
    const journal = journalIn(await folder(), { fileBytes: 1_000, force: async (fd) => void forced.push(fd) })
    for (let n = 0; n < 9; n++) journal.append([click(`n${n}`)])
    await journal.sync()
    expect(new Set(forced).size).toBe(3)
    await journal.sync()
    expect(forced).toHaveLength(3)
    const asked = Array.from({ length: 40 }, (_, n) => {
      journal.append([click(`m${n % 2}`)])
      return journal.sync()
    })
    await Promise.all(asked)
    // The first by itself, everything else together.
    expect(forced.length).toBe(3 + 1 + new Set(forced.slice(4)).size)
    journal.close()
  })

  it("outlives a file that cannot be removed, and says so", async () => {
    const dir = await folder()
    const journal = journalIn(dir)
    journal.append([click("one")])
    expect(drain(journal, 1)).toEqual(["one"])
    const path = join(dir, (await readdir(dir))[0]!)
    await rm(path)
    await mkdir(path)
    journal.tidy()
    expect(complaints.at(-1)).toMatch(/^a journal file stays: /)
    journal.append([click("two")])
    expect(drain(journal, 1)).toEqual(["two"])
    journal.close()
  })

  it("takes no more than may wait, and takes again when something was read back", async () => {
    const journal = journalIn(await folder(), { waitingBytes: 1_000 })
    const fill = () => {
      for (let n = 0; ; n++) journal.append([click(`n${n}`)])
    }
    expect(fill).toThrow("the click journal is full")
    expect(drain(journal, 1).length).toBeGreaterThan(1)
    journal.append([click("again")])
    expect(drain(journal, 1)).toEqual(["again"])
    journal.close()
  })

  it("writes what nobody takes where nobody reads it back", async () => {
    const dir = await folder()
    const journal = journalIn(dir)
    journal.setAside([click("odd")])
    expect(journal.adopt()).toBe(0)
    expect(decodeLine((await readFile(join(dir, "refused.jsonl"), "utf8")).trimEnd())!.subId).toBe("odd")
  })
})
