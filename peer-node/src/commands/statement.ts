/** `statement` and `verify`: the account's statement as a file, and its recomputation without asking anybody. */
import fs from "node:fs"
import path from "node:path"
import { nodeCryptoPort } from "../../engine/node-crypto.ts"
import { ProtocolError } from "../../protocol/errors.ts"
import { type PublicKey, parseJwks, verifyArchive } from "../../protocol/keys.ts"
import { MAX_STATEMENT_BYTES } from "../../protocol/limits.ts"
import { type StatementVerdict, verifyStatement } from "../../protocol/statement.ts"
import type { StatementLine } from "../../protocol/statement-line.ts"
import type { CommandLine } from "../argv.ts"
import { openContext } from "../context.ts"
import { openDataFolder } from "../data-folder.ts"
import { NodeError } from "../errors.ts"
import type { Output } from "../output.ts"
import { savedKeys } from "../trusted-keys.ts"

export async function statement(line: CommandLine, output: Output, signal: AbortSignal): Promise<void> {
  const context = await openContext(openDataFolder(line.dataDir), line)
  const span = { ...(line.from ? { from: line.from } : {}), ...(line.to ? { to: line.to } : {}) }
  const text = await context.platform.statement(span, signal)
  // Those who verify it later may have no platform to ask.
  await context.keys.refresh(signal)
  const file = path.resolve(line.out ?? "fanfare-statement.json")
  fs.writeFileSync(file, text, { mode: 0o600 })
  output.result({ event: "statement", file, bytes: text.length }, `${file}\nfanfare-node verify ${file} recomputes it.`)
}

export async function verify(line: CommandLine, output: Output): Promise<void> {
  const file = readInput(line.operand)
  const keys = line.keys ? await readKeys(line.keys) : savedKeys(openDataFolder(line.dataDir))
  if (keys.length === 0) throw new NodeError("no_keys")
  const verdict = await verifyStatement(nodeCryptoPort(), file, keys)
  if (verdict.ok) return tellGood(output, verdict)
  const { line: at, n, reason } = verdict
  const which = n === null ? `line ${at} of the file` : `line ${at} of the file (statement line ${n})`
  output.event("does_not_hold", { ok: false, line: at, n, reason }, null)
  throw new NodeError("does_not_hold", `${which}: ${reason}`)
}

function readInput(file: string): Uint8Array {
  try {
    const { size } = fs.statSync(file)
    if (size > MAX_STATEMENT_BYTES) throw new NodeError("usage", `${file} is larger than any statement`)
    return fs.readFileSync(file)
  } catch (error) {
    if (error instanceof NodeError) throw error
    throw new NodeError("usage", (error as Error).message, error)
  }
}

/** A key set, or a data folder's keys.json, or the platform's archive beside a set that signed it. */
async function readKeys(file: string): Promise<readonly PublicKey[]> {
  try {
    const body = JSON.parse(fs.readFileSync(file, "utf8"))
    if (body.current && body.archived) return [...parseJwks(body.current), ...parseJwks(body.archived)]
    if (!body.archive) return parseJwks(body)
    // Its own keys vouch for it here: whoever passes the file with --keys has decided to trust it.
    const inside = JSON.parse(Buffer.from(String(body.archive).split(".")[1] ?? "", "base64url").toString("utf8"))
    return await verifyArchive(body.archive, parseJwks(inside))
  } catch (error) {
    const why = error instanceof ProtocolError ? error.message : (error as Error).message
    throw new NodeError("no_keys", `${file}: ${why}`, error)
  }
}

function tellGood(output: Output, verdict: Extract<StatementVerdict, { ok: true }>): void {
  const { head, lines, totals } = verdict
  for (const one of lines) output.event("line", { ...briefOf(one), ok: true }, `${one.n}  ${explain(one)}`)
  const sums = { referral: `${totals.referral}`, carriage: `${totals.carriage}`, reversal: `${totals.reversal}` }
  const all = totals.referral + totals.carriage + totals.reversal
  const text = `${lines.length} lines hold: referral ${showMicros(totals.referral)}, carriage ${showMicros(totals.carriage)}, reversed ${showMicros(totals.reversal)}, in all ${showMicros(all)} ${head.currency}`
  output.result({ event: "holds", ok: true, lines: lines.length, currency: head.currency, totals: sums }, text)
}

const briefOf = ({ n, kind, order, title, amountMicros, state }: StatementLine) => ({
  n,
  kind,
  order,
  title,
  amount_micros: amountMicros,
  state,
})

function explain(one: StatementLine): string {
  const amount = showMicros(BigInt(one.amountMicros))
  const start = `${one.at.slice(0, 10)}  ${one.kind}  ${one.title}`
  if (one.kind === "referral")
    return `${start}: ${showMicros(BigInt(one.basisMicros))} x ${one.rateBps / 100} % = ${amount}`
  if (one.kind === "carriage") return `${start}: signed receipt and shares recomputed = ${amount}`
  return `${start}: ${one.reason} = ${amount}`
}

/** Micros of the currency with all six decimals: nothing is rounded before one's eyes. */
export function showMicros(micros: bigint): string {
  const sign = micros < 0n ? "-" : ""
  const digits = String(micros < 0n ? -micros : micros).padStart(7, "0")
  return `${sign}${digits.slice(0, -6)}.${digits.slice(-6)}`
}
