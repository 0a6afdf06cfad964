/** One line of a statement: its three kinds, and the recomputation of its amount from the documents it carries. */
import * as z from "zod"
import { equalBytes, fromB64url } from "./bytes.ts"
import type { Crypto } from "./crypto.ts"
import { demand } from "./errors.ts"
import { b64, bps, decimal, idField, isoInstant, readShape, signedDecimal } from "./fields.ts"
import type { PublicKey } from "./keys.ts"
import { MAX_SETTLEMENT_BYTES, MAX_TOKEN_BYTES } from "./limits.ts"
import { decodeReceipt, RECEIPT_BYTES, verifyReceipt } from "./receipt.ts"
import { rowOf, verifySettlement } from "./settlement-document.ts"
import { splitBasisMicros, verifySplit } from "./split.ts"

interface LineBase {
  /** Counts from 1 within the statement. */
  readonly n: number
  /** Order id. */
  readonly order: string
  /** The title's name. */
  readonly title: string
  /** ISO instant: when it was earned (or taken back). */
  readonly at: string
  /** Signed decimal micros; negative only in a reversal. */
  readonly amountMicros: string
  /** pending, matured, processing, paid, held, refunded, void: for people, nothing is computed from it. */
  readonly state: string
  /** ISO instant, or null when no date is known. */
  readonly maturesAt: string | null
}

export interface ReferralLine extends LineBase {
  readonly kind: "referral"
  readonly basisMicros: string
  readonly rateBps: number
  /** The split document (JWS `spl+jwt`). */
  readonly split: string
}

export interface CarriageLine extends LineBase {
  readonly kind: "carriage"
  /** Ticket id, base64url. */
  readonly jti: string
  /** The settlement document (JWS `set+jwt`). */
  readonly settlement: string
  /** The downloader's session key, base64url. */
  readonly sessionKey: string
  /** The last verified receipt, base64url of 104 bytes. */
  readonly receipt: string
}

/** What a refund or chargeback took back of an earlier line; `of` says which kind. */
export interface ReversalLine extends LineBase {
  readonly kind: "reversal"
  readonly of: "referral" | "carriage"
  readonly reason: string
}

export type StatementLine = ReferralLine | CarriageLine | ReversalLine
/** A line before `writeStatement` numbers it. */
export type UnnumberedLine = Omit<ReferralLine, "n"> | Omit<CarriageLine, "n"> | Omit<ReversalLine, "n">

const BASE = {
  n: z.number().int().min(1),
  order: idField,
  title: z.string().min(1).max(256),
  at: isoInstant,
  amountMicros: signedDecimal,
  state: z.string().min(1).max(32),
  maturesAt: isoInstant.nullable(),
}
const LINE = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("referral"),
    ...BASE,
    basisMicros: decimal,
    rateBps: bps,
    split: z.string().max(MAX_TOKEN_BYTES),
  }),
  z.strictObject({
    kind: z.literal("carriage"),
    ...BASE,
    jti: b64(16),
    settlement: z.string().max(MAX_SETTLEMENT_BYTES),
    sessionKey: b64(32),
    receipt: b64(RECEIPT_BYTES),
  }),
  z.strictObject({
    kind: z.literal("reversal"),
    ...BASE,
    of: z.enum(["referral", "carriage"]),
    reason: z.string().max(512),
  }),
])

/** Throws `malformed`. */
export const readLine = (value: unknown): StatementLine => readShape(LINE, value)

/** What the lines of one statement are checked against, and what was seen on earlier ones. */
export interface LineChecks {
  readonly crypto: Crypto
  readonly keys: readonly PublicKey[]
  readonly statement: { readonly from: string; readonly to: string; readonly currency: string }
  readonly seen: Set<string>
  /** The settlement verified last: the lines of one order stand together and share it. */
  last: { readonly token: string; readonly verified: Awaited<ReturnType<typeof verifySettlement>> } | null
}

export const newLineChecks = (
  crypto: Crypto,
  keys: readonly PublicKey[],
  statement: LineChecks["statement"],
): LineChecks => ({ crypto, keys, statement, seen: new Set(), last: null })

/** Throws a `ProtocolError` that says what does not hold. */
export async function checkLine(line: StatementLine, checks: LineChecks): Promise<void> {
  const at = Date.parse(line.at)
  const { from, to } = checks.statement
  demand(at >= Date.parse(from) && at < Date.parse(to), "inconsistent", "outside the statement's span")
  if (line.kind === "reversal") return demand(BigInt(line.amountMicros) < 0n, "inconsistent", "a reversal takes back")
  const once = line.kind === "referral" ? `referral ${line.order}` : `carriage ${line.jti}`
  demand(!checks.seen.has(once), "inconsistent", `${once} comes twice`)
  checks.seen.add(once)
  return line.kind === "referral" ? checkReferral(line, checks) : checkCarriage(line, checks)
}

/** floor(basis x rate / 10000), with basis and rate from the split the platform signed. */
async function checkReferral(line: ReferralLine, checks: LineChecks): Promise<void> {
  const split = await verifySplit(line.split, checks.keys)
  demand(split.orderId === line.order, "inconsistent", "the split is of another order")
  demand(split.currency === checks.statement.currency, "inconsistent", "currency")
  demand(String(splitBasisMicros(split)) === line.basisMicros, "inconsistent", "basis")
  demand(split.rates.referral === line.rateBps, "inconsistent", "rate")
  const amount = (BigInt(line.basisMicros) * BigInt(line.rateBps)) / 10_000n
  demand(line.amountMicros === String(amount), "inconsistent", `basis and rate give ${amount} micros`)
}

/** The share this ticket has in the recomputed settlement, for bytes the downloader signed. */
async function checkCarriage(line: CarriageLine, checks: LineChecks): Promise<void> {
  const { document, settlement } = await settlementOf(line.settlement, checks)
  demand(document.orderId === line.order, "inconsistent", "the settlement is of another order")
  demand(document.currency === checks.statement.currency, "inconsistent", "currency")
  const jti = fromB64url(line.jti)
  const row = rowOf(document, jti)
  const sessionKey = fromB64url(line.sessionKey)
  demand(equalBytes(sessionKey, row.sessionKey), "inconsistent", "session key")
  const receipt = decodeReceipt(fromB64url(line.receipt))
  demand(equalBytes(receipt.ticket, jti), "wrong_ticket")
  demand(await verifyReceipt(checks.crypto, sessionKey, receipt.bytes), "bad_signature", "receipt")
  const hash = await checks.crypto.sha256(receipt.bytes)
  demand(row.receiptHash && equalBytes(hash, row.receiptHash), "inconsistent", "the settlement saw another receipt")
  demand(receipt.cumulativeBytes === row.cumulativeBytes, "inconsistent", "cumulative bytes")
  const share = settlement.shares.find((s) => equalBytes(s.jti, jti))!
  demand(line.amountMicros === String(share.payMicros), "inconsistent", `the share is ${share.payMicros} micros`)
}

async function settlementOf(token: string, checks: LineChecks) {
  if (checks.last?.token !== token) checks.last = { token, verified: await verifySettlement(token, checks.keys) }
  return checks.last.verified
}
