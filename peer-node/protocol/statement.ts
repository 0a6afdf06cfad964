/** The statement: one account's commissions as a text file in which every line carries what is needed to recompute it offline. */
import type { Crypto } from "./crypto.ts"
import type { SigningKey } from "./jws.ts"
import type { PublicKey } from "./keys.ts"

export const STATEMENT_FORMAT = "fanfare/statement/v1"

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
export type UnnumberedLine = Omit<ReferralLine, "n"> | Omit<CarriageLine, "n"> | Omit<ReversalLine, "n">

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

/** Writes the file; lines are numbered in the order given. */
export async function writeStatement(
  _crypto: Crypto,
  _head: StatementHead,
  _lines: readonly UnnumberedLine[],
  _statementKey: SigningKey,
): Promise<string> {
  throw new Error("to follow")
}

/** Recomputes a statement offline; every fault names the first line of text that does not hold. Never throws. */
export async function verifyStatement(
  _crypto: Crypto,
  _text: string | Uint8Array,
  _trustedKeys: readonly PublicKey[],
): Promise<StatementVerdict> {
  throw new Error("to follow")
}
