/** Takes in receipts: each is checked against its frozen ticket and its session key; only a larger count replaces one. */
import { eq, inArray, sql } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { receipts } from "#db/schema/carriage.ts"
import { releases } from "#db/schema/catalog.ts"
import { downloadSessions, tickets } from "#db/schema/delivery.ts"
import type { NodeRow } from "#lib/delivery/authenticate-node.ts"
import { refuseProtocol } from "#lib/delivery/refuse-protocol.ts"
import type { Deps } from "#lib/deps.ts"
import { bindDemoOrigin } from "#lib/entitlements/bind-demo-origin.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { addDays, isBefore } from "#lib/kernel/period.ts"
import { recordActivity } from "#lib/outbox/record-activity.ts"
import type { ReceiptsAnswer } from "#peer/protocol/announce.ts"
import { fromB64url, toB64url } from "#peer/protocol/bytes.ts"
import { type Crypto, webCrypto } from "#peer/protocol/crypto.ts"
import { ProtocolError } from "#peer/protocol/errors.ts"
import { decodeReceipt, type SignedReceipt, splitReceipts, verifyReceipt } from "#peer/protocol/receipt.ts"

/** Late is refused, outage is not: a carrier has a week after the download was complete. */
export const RECEIPTS_DAYS = 7
/** A download that never completed takes receipts for as long as it may still be settled. */
const UNFINISHED_DAYS = 97

export type TicketFacts = {
  jti: string
  nodeId: string | null
  ownerId: Id<"user"> | null
  sessionId: Id<"session">
  sessionKey: string
  kind: "stock" | "demo" | "purchase"
  entitlementId: Id<"entitlement"> | null
  titleId: Id<"title">
  sizeBytes: number
  openedAt: Date
  completedAt: Date | null
  storedBytes: number | null
}

type Refused = ReceiptsAnswer["refused"][number]
type Verdict = { code: string; detail: string } | null
type Judged = { accepted: { receipt: SignedReceipt; facts: TicketFacts }[]; refused: Refused[] }

/** A batch from the carrier itself. `malformed`/`too_large` refuse it whole; else each receipt has its own verdict. */
export async function acceptReceipts(
  deps: Pick<Deps, "db" | "clock">,
  input: { node: NodeRow; batch: Uint8Array },
): Promise<ReceiptsAnswer> {
  const pieces = await refuseProtocol(() => splitReceipts(input.batch))
  const at = deps.clock.now()
  const decoded = pieces.map(tryDecode)
  const facts = await findFacts(
    deps.db,
    decoded.flatMap((r) => (r ? [toB64url(r.ticket)] : [])),
  )
  const judged = await judge(decoded, facts, at, input.node.id)
  const stored = await inTx(deps.db, "accept-receipts", (tx) => storeReceipts(tx, judged.accepted, at))
  return { accepted: stored, refused: judged.refused }
}

function tryDecode(bytes: Uint8Array): SignedReceipt | null {
  try {
    return decodeReceipt(bytes)
  } catch (error) {
    if (error instanceof ProtocolError) return null
    throw error
  }
}

/** The frozen facts of each ticket id, with what is stored for it so far. */
export async function findFacts(db: Deps["db"] | Tx, jtis: readonly string[]): Promise<Map<string, TicketFacts>> {
  if (jtis.length === 0) return new Map()
  const rows = await db
    .select({
      jti: tickets.jti,
      nodeId: tickets.nodeId,
      ownerId: tickets.ownerId,
      sessionId: downloadSessions.id,
      sessionKey: downloadSessions.sessionKey,
      kind: downloadSessions.kind,
      entitlementId: downloadSessions.entitlementId,
      titleId: downloadSessions.titleId,
      sizeBytes: sql<number>`${releases.sizeBytes}`.mapWith(Number),
      openedAt: downloadSessions.openedAt,
      completedAt: downloadSessions.completedAt,
      storedBytes: receipts.cumulativeBytes,
    })
    .from(tickets)
    .innerJoin(downloadSessions, eq(downloadSessions.id, tickets.sessionId))
    .innerJoin(releases, eq(releases.id, downloadSessions.releaseId))
    .leftJoin(receipts, eq(receipts.ticketJti, tickets.jti))
    .where(inArray(tickets.jti, [...new Set(jtis)]))
  return new Map(rows.map((row) => [row.jti, row]))
}

async function judge(
  decoded: readonly (SignedReceipt | null)[],
  facts: Map<string, TicketFacts>,
  at: Date,
  nodeId: string,
): Promise<Judged> {
  const crypto = webCrypto()
  const out: Judged = { accepted: [], refused: [] }
  for (const [index, receipt] of decoded.entries()) {
    const ticket = receipt ? toB64url(receipt.ticket) : ""
    const known = facts.get(ticket)
    const verdict = receipt ? await judgeOne(crypto, receipt, known, at, nodeId) : MALFORMED
    if (verdict) out.refused.push({ index, ticket, ...verdict })
    else out.accepted.push({ receipt: receipt!, facts: known! })
  }
  return out
}

const MALFORMED = { code: "malformed", detail: "These 104 bytes are not a receipt." }

/** Null when the receipt holds. `nodeId` null: it came with the downloader's own report. */
export async function judgeOne(
  crypto: Crypto,
  receipt: SignedReceipt,
  facts: TicketFacts | undefined,
  at: Date,
  nodeId: string | null,
): Promise<Verdict> {
  if (!facts) return { code: "unknown_ticket", detail: "No ticket with this id was ever issued." }
  if (nodeId !== null && facts.nodeId !== nodeId)
    return { code: "wrong_carrier", detail: "This ticket is another node's." }
  if (receipt.cumulativeBytes > BigInt(facts.sizeBytes)) {
    return { code: "over_size", detail: `More bytes than the release has (${facts.sizeBytes}).` }
  }
  if (isBefore(lastDay(facts), at))
    return { code: "late", detail: "Receipts are taken until 7 days after the download." }
  if (!(await verifyReceipt(crypto, fromB64url(facts.sessionKey, 32), receipt.bytes))) {
    return { code: "bad_signature", detail: "The session key did not sign this receipt." }
  }
  return null
}

const lastDay = (facts: TicketFacts): Date =>
  facts.completedAt ? addDays(facts.completedAt, RECEIPTS_DAYS) : addDays(facts.openedAt, UNFINISHED_DAYS)

/** Stores what is larger than before and answers, per ticket, the count that now stands. */
export async function storeReceipts(
  tx: Tx,
  accepted: readonly { receipt: SignedReceipt; facts: TicketFacts }[],
  at: Date,
): Promise<ReceiptsAnswer["accepted"]> {
  const newest = new Map<string, { receipt: SignedReceipt; facts: TicketFacts }>()
  for (const one of accepted) {
    const before = newest.get(one.facts.jti)
    if (!before || one.receipt.cumulativeBytes > before.receipt.cumulativeBytes) newest.set(one.facts.jti, one)
  }
  // Sorted, so that two batches never wait for each other's rows crosswise.
  const ordered = [...newest.values()].sort((a, b) => (a.facts.jti < b.facts.jti ? -1 : 1))
  for (const one of ordered) await storeOne(tx, one.receipt, one.facts, at)
  return ordered.map(({ receipt, facts }) => ({
    ticket: facts.jti,
    cumulative: `${maxBytes(receipt.cumulativeBytes, facts.storedBytes)}`,
  }))
}

const maxBytes = (a: bigint, b: number | null): bigint => (b !== null && BigInt(b) > a ? BigInt(b) : a)

async function storeOne(tx: Tx, receipt: SignedReceipt, facts: TicketFacts, at: Date): Promise<void> {
  const row = {
    seq: receipt.seq,
    cumulativeBytes: Number(receipt.cumulativeBytes),
    pieces: receipt.pieces,
    signedAt: new Date(receipt.atSeconds * 1000),
    raw: receipt.bytes,
    receivedAt: at,
  }
  const written = await tx
    .insert(receipts)
    .values({ ticketJti: facts.jti, sessionId: facts.sessionId, ...row })
    .onConflictDoUpdate({
      target: receipts.ticketJti,
      set: row,
      setWhere: sql`${receipts.cumulativeBytes} < excluded.cumulative_bytes`,
    })
    .returning({ jti: receipts.ticketJti })
  if (written.length === 0) return
  if (facts.kind === "demo" && facts.entitlementId) await bindDemoOrigin(tx, facts.entitlementId, at)
  if (facts.kind === "stock" || !facts.ownerId) return
  const payload = {
    titleId: facts.titleId,
    nodeId: facts.nodeId ?? "",
    bytes: `${row.cumulativeBytes}`,
    of: `${facts.sizeBytes}`,
  }
  await recordActivity(tx, { userId: facts.ownerId, kind: "carriage", payload, at })
}
