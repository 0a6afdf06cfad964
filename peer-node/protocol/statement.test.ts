import { describe, expect, test } from "vitest"
import { fromB64url, toB64url, utf8 } from "./bytes.ts"
import {
  filled,
  fixedCrypto,
  HEAD,
  keyFrom,
  platform,
  receiptFor,
  refusal,
  SPLIT,
  sampleLines,
  sampleSettlement,
  sampleStatement,
  trusted,
} from "./fixture.ts"
import { peekJws, signJws } from "./jws.ts"
import { signSettlement, verifySettlement } from "./settlement-document.ts"
import { signSplit } from "./split.ts"
import { verifyStatement } from "./statement.ts"
import type { CarriageLine, UnnumberedLine } from "./statement-line.ts"

const verify = (text: string | Uint8Array) => verifyStatement(fixedCrypto, text, trusted)
const text = await sampleStatement()
const bytes = utf8(text)

/** The 1-based line of text the byte at `at` stands on; a line feed belongs to the line it ends. */
const lineOf = (file: Uint8Array, at: number): number => 1 + file.subarray(0, at).filter((b) => b === 10).length

test("a sound statement recomputes: lines, totals, head", async () => {
  const verdict = await verify(text)
  if (!verdict.ok) throw new Error(`line ${verdict.line}: ${verdict.reason}`)
  expect(verdict.lines.map((l) => [l.n, l.kind, l.amountMicros])).toEqual([
    [1, "referral", "1499500"],
    [2, "carriage", "599798"],
    [3, "carriage", "149954"],
    [4, "reversal", "-50000"],
  ])
  expect(verdict.totals).toEqual({ referral: 1_499_500n, carriage: 749_752n, reversal: -50_000n })
  expect(verdict.head).toEqual(HEAD)
  expect(JSON.parse(text)).toMatchObject({
    format: "fanfare/statement/v1",
    lines: [{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }],
  })
  expect(text.split("\n")).toHaveLength(7)
  expect((await verify(bytes)).ok).toBe(true)
})

test("an empty statement holds too", async () => {
  expect(await verify(await sampleStatement([]))).toMatchObject({ ok: true, lines: [] })
})

describe("any changed byte names its line of text", () => {
  const flipEvery = async (file: Uint8Array, step: number) => {
    for (let at = 0; at < file.length; at += step) {
      const copy = file.slice()
      copy[at]! ^= 1 << (at % 8)
      const line = lineOf(file, at)
      const last = lineOf(file, file.length - 1)
      expect({ at, ...(await verify(copy)) }).toMatchObject({
        at,
        ok: false,
        line,
        n: line === 1 || line === last ? null : line - 1,
      })
    }
  }

  test("every byte of a small one", async () => {
    const small = utf8(await sampleStatement((await sampleLines()).slice(0, 1)))
    await flipEvery(small, 1)
  })

  test("every 23rd byte of one with all kinds of lines", () => flipEvery(bytes, 23))

  test("line feeds removed, added and doubled; the end cut off; something added", async () => {
    expect(await verify(text.replace("\n", ""))).toMatchObject({ ok: false, line: 1 })
    expect(await verify(text.slice(0, -1))).toMatchObject({ ok: false, line: 6 })
    expect(await verify(`${text}\n`)).toMatchObject({ ok: false, line: 7 })
    expect(await verify(`${text}x`)).toMatchObject({ ok: false, line: 7 })
    expect(await verify(bytes.slice(0, bytes.indexOf(10) + 1))).toMatchObject({ ok: false, line: 2 })
    expect(await verify(text.replaceAll("\n", "\r\n"))).toMatchObject({ ok: false, line: 1 })
    expect(await verify("")).toMatchObject({ ok: false, line: 1, n: null })
    expect(await verify(`\ufeff${text}`)).toMatchObject({ ok: false, line: 1 })
  })

  test("two lines exchanged, one left out", async () => {
    const lines = text.split("\n")
    const swapped = [lines[0], lines[1], lines[3], lines[2], ...lines.slice(4)].join("\n")
    expect(await verify(swapped)).toMatchObject({ ok: false, line: 3, n: 2 })
    expect(await verify(lines.toSpliced(2, 1).join("\n"))).toMatchObject({ ok: false, line: 3, n: 2 })
  })
})

describe("a platform that signs what does not recompute is found out", () => {
  const withLine = async (n: number, change: (line: UnnumberedLine) => UnnumberedLine) => {
    const lines = await sampleLines()
    return verify(await sampleStatement(lines.map((l, i) => (i === n - 1 ? change(l) : l))))
  }
  const fault = (n: number) => ({ ok: false, line: n + 1, n })

  test("a commission one micro short", async () => {
    expect(await withLine(1, (l) => ({ ...l, amountMicros: "1499499" }))).toMatchObject(fault(1))
    expect(await withLine(2, (l) => ({ ...l, amountMicros: "599797" }))).toMatchObject(fault(2))
  })

  test("another basis or rate than the split's", async () => {
    expect(await withLine(1, (l) => ({ ...l, basisMicros: "19990000", amountMicros: "999500" }))).toMatchObject(
      fault(1),
    )
    expect(await withLine(1, (l) => ({ ...l, rateBps: 300, amountMicros: "899700" }))).toMatchObject(fault(1))
  })

  test("a receipt the settlement did not see, one of another ticket, one nobody signed", async () => {
    const other = await receiptFor(filled(16, 1), 400_001n)
    expect(await withLine(2, (l) => ({ ...l, receipt: toB64url(other.bytes) }))).toMatchObject(fault(2))
    const foreign = await receiptFor(filled(16, 2), 100_003n)
    expect(await withLine(2, (l) => ({ ...l, receipt: toB64url(foreign.bytes) }))).toMatchObject(fault(2))
    const unsigned = fromB64url((await sampleLines()).find((l) => l.kind === "carriage")!.receipt)
    unsigned[50]! ^= 1
    expect(await withLine(2, (l) => ({ ...l, receipt: toB64url(unsigned) }))).toMatchObject(fault(2))
  })

  test("a receipt the platform made up itself, with a settlement to fit", async () => {
    const { document } = await sampleSettlement()
    const made = await receiptFor(filled(16, 1), 400_000n)
    made.bytes[60]! ^= 1
    const receiptHash = await fixedCrypto.sha256(made.bytes)
    const rows = document.rows.map((r, i) => (i === 0 ? { ...r, receiptHash } : r))
    const { token } = await signSettlement({ ...document, rows }, platform.statement)
    const verdict = await withLine(
      2,
      (l) => ({ ...l, settlement: token, receipt: toB64url(made.bytes) }) as Omit<CarriageLine, "n">,
    )
    expect(verdict).toMatchObject({ ...fault(2), reason: expect.stringContaining("signature") })
  })

  test("a line twice, a line of another month, a positive reversal", async () => {
    const lines = await sampleLines()
    expect(await verify(await sampleStatement([...lines, lines[1]!]))).toMatchObject(fault(5))
    expect(await withLine(3, (l) => ({ ...l, at: HEAD.to }))).toMatchObject(fault(3))
    expect(await withLine(4, (l) => ({ ...l, amountMicros: "50000" }))).toMatchObject(fault(4))
  })

  test("a settlement whose numbers do not follow", async () => {
    const { token } = await sampleSettlement()
    const payload = peekJws(token, 1e6).payload as { rows: { pay: string; x: string }[]; total: string; B: string }
    const forge = async (change: (p: typeof payload) => void) => {
      const copy = structuredClone(payload)
      change(copy)
      const forged = await signJws("set+jwt", copy, platform.statement)
      expect(await refusal(() => verifySettlement(forged, trusted))).toBe("inconsistent")
      return withLine(2, (l) => ({ ...l, settlement: forged }) as Omit<CarriageLine, "n">)
    }
    expect(await forge((p) => (p.rows[2]!.pay = "1"))).toMatchObject(fault(2))
    expect(await forge((p) => (p.rows[0]!.x = "400001"))).toMatchObject(fault(2))
    expect(await forge((p) => (p.total = "1"))).toMatchObject(fault(2))
    expect(await forge((p) => (p.B = "1499499"))).toMatchObject(fault(2))
    expect(await forge((p) => p.rows.reverse())).toMatchObject(fault(2))
  })

  test("documents by a key that is not the platform's, or not for statements", async () => {
    const stranger = { kid: "stm-1", ...(await keyFrom(0x66)) }
    const { token } = await sampleSettlement(stranger)
    expect(await withLine(2, (l) => ({ ...l, settlement: token }) as Omit<CarriageLine, "n">)).toMatchObject(fault(2))
    expect(await verify(await sampleStatement(undefined, stranger))).toMatchObject({ ok: false, line: 1, n: null })
    expect(await verify(await sampleStatement(undefined, platform.ticket))).toMatchObject({ ok: false, line: 1 })
  })
})

test("false documents are never signed", async () => {
  const { document } = await sampleSettlement()
  expect(await refusal(() => signSettlement({ ...document, poolMicros: 1_499_501n }, platform.statement))).toBe(
    "inconsistent",
  )
  const noReceipt = { ...document, rows: document.rows.map((r) => ({ ...r, receiptHash: null })) }
  expect(await refusal(() => signSettlement(noReceipt, platform.statement))).toBe("inconsistent")
  const amounts = { ...SPLIT.amounts, fee: 0n }
  expect(await refusal(() => signSplit({ ...SPLIT, amounts }, platform.statement))).toBe("inconsistent")
})
