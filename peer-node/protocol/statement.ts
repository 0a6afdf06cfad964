/** The statement: one account's commissions as a text file in which every line carries what is needed to recompute it offline. */
import * as z from "zod"
import { concat, equalBytes, fromUtf8, toB64url, utf8 } from "./bytes.ts"
import type { Crypto } from "./crypto.ts"
import { demand, ProtocolError } from "./errors.ts"
import { bytesUpTo, idField, isoInstant, readJson, readShape, seconds, signedDecimal } from "./fields.ts"
import { type SigningKey, signJws, verifyJws } from "./jws.ts"
import { keyFinder, type PublicKey } from "./keys.ts"
import {
  MAX_STATEMENT_BYTES,
  MAX_STATEMENT_HEAD_BYTES,
  MAX_STATEMENT_LINE_BYTES,
  MAX_STATEMENT_LINES,
} from "./limits.ts"
import type { StatementLine, UnnumberedLine } from "./statement-line.ts"
import { checkLine, type LineChecks, newLineChecks, readLine } from "./statement-line.ts"

const STATEMENT_FORMAT = "fanfare/statement/v1"

/** Sums of `amountMicros`, micros. */
export interface StatementTotals {
  readonly referral: bigint
  readonly carriage: bigint
  readonly reversal: bigint
}

export interface StatementHead {
  readonly account: string
  /** ISO instants, half open. */
  readonly from: string
  readonly to: string
  readonly currency: string
  readonly iat: number
}

export type StatementVerdict =
  | {
      readonly ok: true
      readonly head: StatementHead
      readonly lines: readonly StatementLine[]
      readonly totals: StatementTotals
    }
  /** `line`: 1-based line of text; `n`: the statement line on it, null for the first and last line of text. */
  | { readonly ok: false; readonly line: number; readonly n: number | null; readonly reason: string }

const HEAD = z.object({
  v: z.literal(1),
  account: idField,
  from: isoInstant,
  to: isoInstant,
  currency: z.string().regex(/^[A-Z]{3}$/),
  totals: z.object({ referral: signedDecimal, carriage: signedDecimal, reversal: signedDecimal }),
  /** SHA-256 of every following line of text without its line feed, concatenated. */
  hashes: bytesUpTo((MAX_STATEMENT_LINES + 1) * 32),
  iat: seconds,
})
type SignedHead = z.output<typeof HEAD>

const OPENING = `{"format":"${STATEMENT_FORMAT}","head":"`
const OPENED = '","lines":['
const CLOSING = "]}"
const LINE_FEED = 10

/**
 * Writes the file (UTF-8, line feeds): the head, one line of text per statement line, the closing line. Lines are
 * numbered in the order given. Throws `malformed` on a line that no reader would take, `too_large`.
 */
export async function writeStatement(
  crypto: Crypto,
  head: StatementHead,
  lines: readonly UnnumberedLine[],
  statementKey: SigningKey,
): Promise<string> {
  demand(lines.length <= MAX_STATEMENT_LINES, "too_large", `${lines.length} lines`)
  const numbered = lines.map((line, i) => readLine({ n: i + 1, ...line }))
  const texts = numbered.map((line, i) => JSON.stringify(line) + (i < lines.length - 1 ? "," : ""))
  texts.push(CLOSING)
  const hashes = concat(...(await Promise.all(texts.map((t) => crypto.sha256(utf8(t))))))
  const totals = totalsOf(numbered)
  const payload = {
    v: 1,
    account: head.account,
    from: head.from,
    to: head.to,
    currency: head.currency,
    totals: {
      referral: String(totals.referral),
      carriage: String(totals.carriage),
      reversal: String(totals.reversal),
    },
    hashes: toB64url(hashes),
    iat: head.iat,
  }
  const token = await signJws("stm+jwt", payload, statementKey)
  return `${[OPENING + token + OPENED, ...texts].join("\n")}\n`
}

function totalsOf(lines: readonly StatementLine[]): StatementTotals {
  const totals = { referral: 0n, carriage: 0n, reversal: 0n }
  for (const line of lines) totals[line.kind] += BigInt(line.amountMicros)
  return totals
}

/** A fault on one line of text (1-based); `n` is the statement line on it, null for the first and last line of text. */
class LineFault extends Error {
  readonly line: number
  readonly n: number | null
  constructor(line: number, n: number | null, reason: string) {
    super(reason)
    this.line = line
    this.n = n
  }
}

/**
 * Recomputes a statement offline against keys that are trusted (the archive's). Line by line: its hash in the head,
 * then its documents, signatures and numbers; at last the totals. A fault names the first line of text that does not
 * hold, whichever byte of it was changed. Bytes are better than text: a wrong byte is then named even where it is no
 * UTF-8. Never throws for what the file says.
 */
export async function verifyStatement(
  crypto: Crypto,
  text: string | Uint8Array,
  trustedKeys: readonly PublicKey[],
): Promise<StatementVerdict> {
  try {
    return await verifyAll(crypto, typeof text === "string" ? utf8(text) : text, trustedKeys)
  } catch (error) {
    if (error instanceof LineFault) return { ok: false, line: error.line, n: error.n, reason: error.message }
    throw error
  }
}

async function verifyAll(crypto: Crypto, file: Uint8Array, keys: readonly PublicKey[]): Promise<StatementVerdict> {
  if (file.length > MAX_STATEMENT_BYTES)
    throw new LineFault(1, null, `${file.length} bytes are more than a statement has`)
  const [first, ...rest] = splitLines(file)
  const signed = await onLine(1, null, () => readHead(first!, keys))
  const { account, from, to, currency, iat } = signed
  const head: StatementHead = { account, from, to, currency, iat }
  const checks = newLineChecks(crypto, keys, head)
  const lines = await readLines(crypto, signed, rest, checks)
  const totals = totalsOf(lines)
  await onLine(1, null, () => assertTotals(signed, totals))
  return { ok: true, head, lines, totals }
}

/** The lines of text without their line feeds; a file that ends in one (as it must) gives a last empty piece. */
function splitLines(file: Uint8Array): Uint8Array[] {
  const pieces: Uint8Array[] = []
  let from = 0
  while (pieces.length < MAX_STATEMENT_LINES + 4) {
    const to = file.indexOf(LINE_FEED, from)
    pieces.push(file.subarray(from, to < 0 ? file.length : to))
    if (to < 0) break
    from = to + 1
  }
  return pieces
}

async function readHead(line: Uint8Array, keys: readonly PublicKey[]): Promise<SignedHead> {
  demand(line.length <= MAX_STATEMENT_HEAD_BYTES, "too_large", "head")
  const text = fromUtf8(line)
  demand(text.startsWith(OPENING) && text.endsWith(OPENED), "malformed", "not the first line of a statement")
  const token = text.slice(OPENING.length, text.length - OPENED.length)
  const keyFor = keyFinder(keys, "statement")
  const { payload } = await verifyJws(token, { typ: "stm+jwt", keyFor, maxBytes: MAX_STATEMENT_HEAD_BYTES })
  const head = readShape(HEAD, payload)
  demand(head.hashes.length >= 32 && head.hashes.length % 32 === 0, "inconsistent", "hashes")
  return head
}

async function readLines(crypto: Crypto, head: SignedHead, texts: readonly Uint8Array[], checks: LineChecks) {
  const count = head.hashes.length / 32
  const lines: StatementLine[] = []
  for (let i = 0; i < count; i++) {
    const n = i < count - 1 ? i + 1 : null
    const line = await onLine(i + 2, n, async () => {
      const text = texts[i]
      demand(text, "inconsistent", "this line is missing")
      const same = equalBytes(await crypto.sha256(text), head.hashes.subarray(32 * i, 32 * i + 32))
      demand(same, "inconsistent", "this line is not the one the head was signed over")
      if (n === null) return null
      const read = parseLine(text, i < count - 2)
      demand(read.n === n, "inconsistent", `numbered ${read.n}`)
      await checkLine(read, checks)
      return read
    })
    if (line) lines.push(line)
  }
  if (texts[count]?.length !== 0 || texts.length > count + 1) throw endFault(texts, count)
  return lines
}

function endFault(texts: readonly Uint8Array[], count: number): LineFault {
  if (texts.length === count) return new LineFault(count + 1, null, "the last line does not end in a line feed")
  return new LineFault(count + 2, null, "there is more after the end of the statement")
}

function parseLine(bytes: Uint8Array, more: boolean): StatementLine {
  demand(bytes.length <= MAX_STATEMENT_LINE_BYTES, "too_large", "line")
  const text = fromUtf8(bytes)
  demand(text.endsWith(",") === more, "malformed", "comma")
  return readLine(readJson(more ? text.slice(0, -1) : text, MAX_STATEMENT_LINE_BYTES))
}

function assertTotals(head: SignedHead, totals: StatementTotals): void {
  for (const kind of ["referral", "carriage", "reversal"] as const)
    demand(head.totals[kind] === String(totals[kind]), "inconsistent", `the ${kind} lines sum to ${totals[kind]}`)
}

/** Runs one check; what it refuses becomes a fault of this line. */
async function onLine<T>(line: number, n: number | null, check: () => T | Promise<T>): Promise<T> {
  try {
    return await check()
  } catch (error) {
    if (error instanceof ProtocolError) throw new LineFault(line, n, error.message)
    throw error
  }
}
