/** Settlement: who gets which part of one purchase's carriage pool, from verified receipts alone; pure, in whole micros. */
import { compareBytes, equalBytes } from "./bytes.ts"
import { demand } from "./errors.ts"
import { MAX_SETTLEMENT_ROWS } from "./limits.ts"

/** One frozen ticket with its last verified receipt. All byte counts are ciphertext bytes. */
export interface SettlementRow {
  /** Ticket id, 16 bytes. */
  readonly jti: Uint8Array
  /** The owner's opaque tag, one per owner within a settlement. */
  readonly ownerTag: string
  /** Cumulative bytes of the last *verified* receipt; 0 when there is none. */
  readonly cumulativeBytes: bigint
  /** The ticket's `lim`. */
  readonly limBytes: bigint
  /** The owner's cap c*S as frozen with this ticket; of several tickets of one owner the largest counts. */
  readonly capBytes: bigint
  /** The related-party verdict, frozen with the ticket or found at capture. */
  readonly related: boolean
}

export interface SettlementInput {
  /** B: floor(5 % of the captured price), in micros. */
  readonly poolMicros: bigint
  /** S: ciphertext bytes of the release. */
  readonly sizeBytes: bigint
  /** O: bytes of distinct pieces the origin was counted for (`countedGrantBytes`). */
  readonly originBytes: bigint
  /** Bytes already credited to this (account, title, version). */
  readonly creditedBytes: bigint
  readonly rows: readonly SettlementRow[]
}

/** full: paid for all it signed · limited: cut to `lim` · capped: by the owner's cap · levelled: by equal awards. */
export const VERDICTS = ["full", "limited", "capped", "levelled", "related", "empty"] as const
export type Verdict = (typeof VERDICTS)[number]
export const SETTLEMENT_FLAGS = ["OVERCLAIM"] as const
export type SettlementFlag = (typeof SETTLEMENT_FLAGS)[number]

export interface Share {
  readonly jti: Uint8Array
  readonly ownerTag: string
  /** Bytes this ticket is paid for. */
  readonly x: bigint
  readonly verdict: Verdict
  readonly payMicros: bigint
}

export interface Settlement {
  /** One per row, ordered by ticket id. */
  readonly shares: readonly Share[]
  readonly totalMicros: bigint
  /** The rest of the pool: it returns to the platform. */
  readonly originShareMicros: bigint
  readonly flags: readonly SettlementFlag[]
  /** L, the equal-award level in bytes per owner; null when everybody's claim fitted. */
  readonly level: bigint | null
}

interface Claim {
  readonly row: SettlementRow
  /** min(cumulative, lim), 0 for related parties. */
  readonly bytes: bigint
}

interface Owner {
  readonly tag: string
  readonly claims: readonly Claim[]
  /** Sum of its claims, clipped to its cap. */
  readonly bytes: bigint
  /** What it claimed before the cap. */
  readonly claimedBytes: bigint
}

/**
 * Steps 1 to 5 of a settlement. The result does not depend on the order of rows nor on a row given twice.
 * Throws `inconsistent` on negative numbers, two different rows for one ticket, or S = 0.
 */
export function settle(input: SettlementInput): Settlement {
  assertInput(input)
  const claims = distinctRows(input.rows).map(claimOf)
  const owners = ownersOf(claims)
  const room = roomBytes(input)
  const wanted = sum(owners.map((o) => o.bytes))
  const over = wanted > room
  const awards = over ? equalAwards(owners, room) : { level: null, bytes: owners.map((o) => o.bytes) }
  const paid = new Map<string, { x: bigint; verdict: Verdict }>()
  owners.forEach((owner, i) => {
    divideAward(owner, awards.bytes[i]!, paid)
  })
  return payOut(input, claims, paid, { level: awards.level, flags: over ? ["OVERCLAIM"] : [] })
}

/** Step 3: what carriers can have brought at most. */
export function roomBytes(input: Pick<SettlementInput, "sizeBytes" | "originBytes" | "creditedBytes">): bigint {
  const room = input.sizeBytes - min(input.originBytes, input.sizeBytes) - input.creditedBytes
  return room > 0n ? room : 0n
}

/** Step 1 and the first half of 2. */
function claimOf(row: SettlementRow): Claim {
  return { row, bytes: row.related ? 0n : min(row.cumulativeBytes, row.limBytes) }
}

/** The second half of step 2. Owners stand in the order of their smallest ticket id, which breaks every tie. */
function ownersOf(claims: readonly Claim[]): Owner[] {
  const byTag = new Map<string, Claim[]>()
  for (const claim of claims) byTag.set(claim.row.ownerTag, [...(byTag.get(claim.row.ownerTag) ?? []), claim])
  return [...byTag].map(([tag, own]) => {
    const claimedBytes = sum(own.map((c) => c.bytes))
    const cap = own.reduce((most, c) => max(most, c.row.capBytes), 0n)
    return { tag, claims: own, claimedBytes, bytes: min(claimedBytes, cap) }
  })
}

/**
 * Constrained equal awards: each owner gets min(claim, L), with L the largest whole level that fits the room. The few
 * bytes then missing (fewer than there are owners above L) go one each to the owners above L, in owners' order.
 * Equal awards, not proportional ones: a lie cannot press an honest owner under 1/owners of the room.
 */
function equalAwards(owners: readonly Owner[], room: bigint): { level: bigint; bytes: bigint[] } {
  const level = highestLevel(owners, room)
  const bytes = owners.map((o) => min(o.bytes, level))
  let missing = room - sum(bytes)
  owners.forEach((owner, i) => {
    if (missing === 0n || owner.bytes <= level) return
    bytes[i]! += 1n
    missing -= 1n
  })
  return { level, bytes }
}

/** Claims in growing order: whoever wants less than an equal part of what is left gets it all, the rest share evenly. */
function highestLevel(owners: readonly Owner[], room: bigint): bigint {
  const growing = owners.map((o) => o.bytes).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  let left = room
  for (const [i, bytes] of growing.entries()) {
    const even = left / BigInt(growing.length - i)
    if (bytes > even) return even
    left -= bytes
  }
  return left
}

/** An owner's award over its own tickets: in proportion to their claims, by largest remainder, never above a claim. */
function divideAward(owner: Owner, award: bigint, paid: Map<string, { x: bigint; verdict: Verdict }>): void {
  const claims = owner.claims.map((c) => c.bytes)
  const parts = owner.claimedBytes === 0n ? claims : largestRemainder(award, claims, owner.claimedBytes)
  owner.claims.forEach((claim, i) => {
    const x = parts[i]!
    paid.set(keyOf(claim.row.jti), { x, verdict: verdictOf(claim, owner, award) })
  })
}

function verdictOf(claim: Claim, owner: Owner, award: bigint): Verdict {
  if (claim.row.related) return "related"
  if (claim.bytes === 0n) return "empty"
  if (award < owner.bytes) return "levelled"
  if (owner.bytes < owner.claimedBytes) return "capped"
  return claim.row.cumulativeBytes > claim.row.limBytes ? "limited" : "full"
}

/** Step 5. `x` never sums to more than S, so the total never exceeds the pool. */
function payOut(
  input: SettlementInput,
  claims: readonly Claim[],
  paid: ReadonlyMap<string, { x: bigint; verdict: Verdict }>,
  more: { readonly level: bigint | null; readonly flags: readonly SettlementFlag[] },
): Settlement {
  const given = claims.map((c) => paid.get(keyOf(c.row.jti))!)
  const pay = largestRemainder(
    input.poolMicros,
    given.map((g) => g.x),
    input.sizeBytes,
  )
  const shares = claims.map(({ row }, i) => ({
    jti: row.jti,
    ownerTag: row.ownerTag,
    ...given[i]!,
    payMicros: pay[i]!,
  }))
  const totalMicros = sum(pay)
  return { shares, totalMicros, originShareMicros: input.poolMicros - totalMicros, ...more }
}

/**
 * floor(total * weight / divisor) each; what is missing to floor(total * sum / divisor) goes one each to the largest
 * remainders, ties to the lower index (rows are ordered by ticket id). A zero weight never gets any.
 */
function largestRemainder(total: bigint, weights: readonly bigint[], divisor: bigint): bigint[] {
  const parts = weights.map((w) => (total * w) / divisor)
  const rests = weights.map((w, i) => ({ i, rest: (total * w) % divisor }))
  let missing = (total * sum(weights)) / divisor - sum(parts)
  rests.sort((a, b) => (a.rest === b.rest ? a.i - b.i : a.rest < b.rest ? 1 : -1))
  for (const { i } of rests) {
    if (missing === 0n) break
    parts[i]! += 1n
    missing -= 1n
  }
  return parts
}

/** Rows by ticket id, each ticket once; the same ticket told in two ways is an error, not a choice. */
function distinctRows(rows: readonly SettlementRow[]): SettlementRow[] {
  const sorted = [...rows].sort((a, b) => compareBytes(a.jti, b.jti))
  return sorted.filter((row, i) => {
    const before = sorted[i - 1]
    if (!before || !equalBytes(before.jti, row.jti)) return true
    demand(sameRow(before, row), "inconsistent", "two different rows for one ticket")
    return false
  })
}

const sameRow = (a: SettlementRow, b: SettlementRow): boolean =>
  a.ownerTag === b.ownerTag &&
  a.cumulativeBytes === b.cumulativeBytes &&
  a.limBytes === b.limBytes &&
  a.capBytes === b.capBytes &&
  a.related === b.related

function assertInput(input: SettlementInput): void {
  demand(input.rows.length <= MAX_SETTLEMENT_ROWS, "too_large", `${input.rows.length} tickets`)
  demand(input.sizeBytes > 0n, "inconsistent", "S must be positive")
  const amounts = [input.poolMicros, input.originBytes, input.creditedBytes]
  for (const row of input.rows) {
    demand(row.jti.length === 16, "malformed", "ticket id")
    amounts.push(row.cumulativeBytes, row.limBytes, row.capBytes)
  }
  demand(
    amounts.every((n) => n >= 0n),
    "inconsistent",
    "negative amount",
  )
}

// Math.min and Math.max take no bigints.
const min = (a: bigint, b: bigint): bigint => (b > a ? a : b)
const max = (a: bigint, b: bigint): bigint => (b > a ? b : a)
const sum = (ns: readonly bigint[]): bigint => ns.reduce((a, b) => a + b, 0n)
const keyOf = (jti: Uint8Array): string => String.fromCharCode(...jti)
