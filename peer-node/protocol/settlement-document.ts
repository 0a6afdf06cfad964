/** The settlement document: one signed JWS with everything needed to recompute how one order's carriage pool was shared. */
import * as z from "zod"
import { equalBytes, toB64url } from "./bytes.ts"
import { demand } from "./errors.ts"
import { bps, bytesField, decimal, idField, readShape, seconds } from "./fields.ts"
import { type SigningKey, signJws, verifyJws } from "./jws.ts"
import { keyFinder, type PublicKey } from "./keys.ts"
import { MAX_SETTLEMENT_BYTES, MAX_SETTLEMENT_ROWS } from "./limits.ts"
import {
  SETTLEMENT_FLAGS,
  type Settlement,
  type SettlementInput,
  type SettlementRow,
  type Share,
  settle,
  VERDICTS,
} from "./settlement.ts"

/** A settled ticket with what proves its claim: the session key and the hash of its receipt (null: none came). */
export interface SettledRow extends SettlementRow {
  readonly sessionKey: Uint8Array
  /** SHA-256 of the 104 bytes of the last verified receipt. */
  readonly receiptHash: Uint8Array | null
}

export interface SettlementDocument extends Omit<SettlementInput, "rows"> {
  readonly orderId: string
  /** The captured price less tax, in micros; with `rateBps` it gives the pool. */
  readonly basisMicros: bigint
  readonly rateBps: number
  readonly currency: string
  readonly rows: readonly SettledRow[]
  /** Unix seconds by the platform's clock. */
  readonly iat: number
}

const PAYLOAD = z.object({
  v: z.literal(1),
  order: idField,
  cur: z.string().regex(/^[A-Z]{3}$/),
  basis: decimal,
  bps,
  B: decimal,
  S: decimal,
  O: decimal,
  credited: decimal,
  rows: z
    .array(
      z.object({
        jti: bytesField(16),
        own: z.string().min(1).max(64),
        dlk: bytesField(32),
        cum: decimal,
        lim: decimal,
        cap: decimal,
        rel: z.boolean(),
        rch: z.union([z.null(), bytesField(32)]),
        x: decimal,
        pay: decimal,
        verdict: z.enum(VERDICTS),
      }),
    )
    .max(MAX_SETTLEMENT_ROWS),
  total: decimal,
  origin: decimal,
  level: z.union([z.null(), decimal]),
  flags: z.array(z.enum(SETTLEMENT_FLAGS)).max(SETTLEMENT_FLAGS.length),
  iat: seconds,
})

type Payload = z.output<typeof PAYLOAD>

/** Settles and signs the result; the numbers in the document are those `settle` gives, by construction. */
export async function signSettlement(document: SettlementDocument, statementKey: SigningKey) {
  assertPool(document)
  const settlement = settle(document)
  const payload = {
    v: 1,
    order: document.orderId,
    cur: document.currency,
    basis: String(document.basisMicros),
    bps: document.rateBps,
    B: String(document.poolMicros),
    S: String(document.sizeBytes),
    O: String(document.originBytes),
    credited: String(document.creditedBytes),
    rows: settlement.shares.map((share) => rowPayload(rowOf(document, share.jti), share)),
    total: String(settlement.totalMicros),
    origin: String(settlement.originShareMicros),
    level: settlement.level === null ? null : String(settlement.level),
    flags: settlement.flags,
    iat: document.iat,
  }
  const token = await signJws("set+jwt", payload, statementKey)
  demand(token.length <= MAX_SETTLEMENT_BYTES, "too_large", "settlement document")
  return { token, settlement }
}

const rowPayload = (row: SettledRow, share: Share) => ({
  jti: toB64url(row.jti),
  own: row.ownerTag,
  dlk: toB64url(row.sessionKey),
  cum: String(row.cumulativeBytes),
  lim: String(row.limBytes),
  cap: String(row.capBytes),
  rel: row.related,
  rch: row.receiptHash && toB64url(row.receiptHash),
  x: String(share.x),
  pay: String(share.payMicros),
  verdict: share.verdict,
})

/** The row of a ticket; throws `wrong_ticket`. */
export function rowOf<R extends { readonly jti: Uint8Array }>(
  from: { readonly rows: readonly R[] },
  jti: Uint8Array,
): R {
  const row = from.rows.find((r) => equalBytes(r.jti, jti))
  demand(row, "wrong_ticket", "no such ticket in the settlement")
  return row
}

/**
 * Verifies the signature and recomputes every number. Errors: those of `verifyJws`; `inconsistent` naming what does
 * not follow.
 */
export async function verifySettlement(
  token: string,
  trustedKeys: readonly PublicKey[],
): Promise<{ document: SettlementDocument; settlement: Settlement }> {
  const keyFor = keyFinder(trustedKeys, "statement")
  const expected = { typ: "set+jwt", keyFor, maxBytes: MAX_SETTLEMENT_BYTES } as const
  const payload = readShape(PAYLOAD, (await verifyJws(token, expected)).payload)
  const document = documentOf(payload)
  assertPool(document)
  const settlement = settle(document)
  assertSame(payload, settlement)
  return { document, settlement }
}

function documentOf(p: Payload): SettlementDocument {
  return {
    orderId: p.order,
    currency: p.cur,
    basisMicros: BigInt(p.basis),
    rateBps: p.bps,
    poolMicros: BigInt(p.B),
    sizeBytes: BigInt(p.S),
    originBytes: BigInt(p.O),
    creditedBytes: BigInt(p.credited),
    iat: p.iat,
    rows: p.rows.map((r) => ({
      jti: r.jti,
      ownerTag: r.own,
      sessionKey: r.dlk,
      cumulativeBytes: BigInt(r.cum),
      limBytes: BigInt(r.lim),
      capBytes: BigInt(r.cap),
      related: r.rel,
      receiptHash: r.rch,
    })),
  }
}

function assertPool(d: SettlementDocument): void {
  const pool = (d.basisMicros * BigInt(d.rateBps)) / 10_000n
  demand(d.poolMicros === pool, "inconsistent", `the pool is floor(basis x rate / 10000) = ${pool}`)
  for (const row of d.rows)
    demand(row.receiptHash !== null || row.cumulativeBytes === 0n, "inconsistent", "bytes without a receipt")
}

function assertSame(p: Payload, s: Settlement): void {
  demand(p.rows.length === s.shares.length, "inconsistent", "a ticket comes twice")
  s.shares.forEach((share, i) => {
    const said = p.rows[i]!
    demand(equalBytes(said.jti, share.jti), "inconsistent", "rows are not in the order of ticket ids")
    const same = said.x === String(share.x) && said.pay === String(share.payMicros) && said.verdict === share.verdict
    demand(
      same,
      "inconsistent",
      `ticket ${toB64url(share.jti)} recomputes to ${share.x} bytes, ${share.payMicros} micros`,
    )
  })
  demand(p.total === String(s.totalMicros), "inconsistent", `the total recomputes to ${s.totalMicros}`)
  demand(p.origin === String(s.originShareMicros), "inconsistent", "origin share")
  demand(p.level === (s.level === null ? null : String(s.level)), "inconsistent", "level")
  demand(p.flags.join() === s.flags.join(), "inconsistent", "flags")
}
