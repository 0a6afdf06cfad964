/** Settles one purchase: its first complete copy's receipts become shares, the pool empties, the document is signed. */
import { and, asc, eq, inArray, isNotNull, isNull, lte, ne, sql } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { flags, receipts, settlementShares, settlements } from "#db/schema/carriage.ts"
import { releases } from "#db/schema/catalog.ts"
import { orders } from "#db/schema/checkout.ts"
import { downloadSessions, tickets } from "#db/schema/delivery.ts"
import { DEMO_WINDOW_DAYS } from "#lib/attribution/decide-referrer.ts"
import { accountCreatedAt, demoCounts, SETTLE_WITHOUT_DOWNLOAD_DAYS } from "#lib/checkout/record-capture.ts"
import type { Deps } from "#lib/deps.ts"
import { invariant } from "#lib/kernel/errors.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { m } from "#lib/kernel/messages.ts"
import { bpsOf, centsToMicros, micros } from "#lib/kernel/money.ts"
import { addDays, isBefore } from "#lib/kernel/period.ts"
import { maturesAt } from "#lib/ledger/hold.ts"
import { type CommissionLine, postTransaction } from "#lib/ledger/post-transaction.ts"
import { settlementPosting } from "#lib/ledger/postings.ts"
import { notifyOperators } from "#lib/notices/notify.ts"
import { recordActivity } from "#lib/outbox/record-activity.ts"
import { fromB64url, toB64url } from "#peer/protocol/bytes.ts"
import { webCrypto } from "#peer/protocol/crypto.ts"
import { MAX_SETTLEMENT_ROWS } from "#peer/protocol/limits.ts"
import type { Settlement } from "#peer/protocol/settlement.ts"
import { type SettledRow, signSettlement } from "#peer/protocol/settlement-document.ts"
import { RECEIPTS_DAYS } from "./accept-receipts.ts"
import { tellCarriers } from "./tell-carriers.ts"

type SettleDeps = Pick<Deps, "db" | "clock" | "config" | "keys">
type Order = typeof orders.$inferSelect
type Session = typeof downloadSessions.$inferSelect
type Ticket = typeof tickets.$inferSelect
type Claim = { row: SettledRow; ticket: Ticket; ownerId: Id<"user"> }
type Basis = { order: Order; capturedAt: Date; release: { id: Id<"release">; sizeBytes: number }; at: Date }

export type SettleResult = { state: "settled" | "already" | "void" } | { state: "not_yet"; dueAt: Date }

/** Idempotent per order. `void` for an order that is not captured (any more). */
export async function settleOrder(deps: SettleDeps, orderId: Id<"order">): Promise<SettleResult> {
  return inTx(deps.db, "settle-order", async (tx) => {
    const [order] = await tx.select().from(orders).where(eq(orders.id, orderId)).for("update")
    if (order?.state !== "captured" || !order.capturedAt || !order.releaseId) return { state: "void" }
    const [present] = await tx.select({ id: settlements.id }).from(settlements).where(eq(settlements.orderId, orderId))
    if (present) return { state: "already" }
    const basis = await basisOf(tx, order, deps.clock.now())
    const sessions = await countingSessions(tx, basis)
    if ("dueAt" in sessions) return { state: "not_yet", dueAt: sessions.dueAt }
    await settle(tx, deps, basis, sessions.list)
    return { state: "settled" }
  })
}

async function basisOf(tx: Tx, order: Order, at: Date): Promise<Basis> {
  const [release] = await tx
    .select({ id: releases.id, sizeBytes: releases.sizeBytes })
    .from(releases)
    .where(eq(releases.id, order.releaseId!))
  invariant(release?.sizeBytes, "a purchase is settled against a published release")
  return { order, capturedAt: order.capturedAt!, release: { id: release.id, sizeBytes: release.sizeBytes }, at }
}

/**
 * Only the first complete copy per account, title and version counts: the sessions up to and including the one that
 * completed it. A copy from a demo whose window is over pays nobody, and a later copy is not a first one.
 */
async function countingSessions(tx: Tx, basis: Basis): Promise<{ list: Session[] } | { dueAt: Date }> {
  const { order, release, at } = basis
  const ofThisCopy = and(
    eq(downloadSessions.userId, order.buyerId),
    eq(downloadSessions.releaseId, release.id),
    ne(downloadSessions.kind, "stock"),
  )
  const [first] = await tx
    .select()
    .from(downloadSessions)
    .where(and(ofThisCopy, isNotNull(downloadSessions.completedAt)))
    .orderBy(downloadSessions.completedAt, downloadSessions.id)
    .limit(1)
  const dueAt = first
    ? addDays(first.completedAt!, RECEIPTS_DAYS)
    : addDays(basis.capturedAt, SETTLE_WITHOUT_DOWNLOAD_DAYS)
  if (isBefore(at, dueAt)) return { dueAt }
  const demos = await demoCounts(tx, order, basis.capturedAt, DEMO_WINDOW_DAYS)
  if (!first || (first.kind === "demo" && !demos)) return { list: [] }
  const list = await tx
    .select()
    .from(downloadSessions)
    .where(and(ofThisCopy, lte(downloadSessions.openedAt, first.completedAt!)))
  return { list: demos ? list : list.filter((s) => s.kind === "purchase") }
}

async function settle(tx: Tx, deps: SettleDeps, basis: Basis, sessions: Session[]): Promise<void> {
  const claims = await gatherClaims(tx, basis, sessions)
  const { order, release, at } = basis
  const basisMicros = micros(centsToMicros(order.priceCents) - order.taxMicros)
  const document = {
    orderId: order.id,
    currency: order.currency,
    basisMicros,
    rateBps: order.carriageBps,
    poolMicros: bpsOf(basisMicros, order.carriageBps),
    sizeBytes: BigInt(release.sizeBytes),
    originBytes: BigInt(sessions.reduce((n, s) => n + s.originCountedBytes, 0)),
    creditedBytes: await creditedBytes(tx, basis),
    rows: claims.map((c) => c.row),
    iat: Math.floor(at.getTime() / 1000),
  }
  const { token, settlement } = await signSettlement(document, await deps.keys.signingKey("statement"))
  const settlementId = newId("settlement", at)
  await tx.insert(settlements).values({
    id: settlementId,
    orderId: order.id,
    releaseId: release.id,
    sessionId: sessions.at(-1)?.id ?? null,
    poolMicros: document.poolMicros,
    sizeBytes: release.sizeBytes,
    originBytes: Number(document.originBytes),
    creditedBytes: Number(document.creditedBytes),
    totalMicros: micros(settlement.totalMicros),
    originShareMicros: micros(settlement.originShareMicros),
    flags: [...settlement.flags],
    document: token,
    at,
  })
  await writeShares(tx, settlementId, claims, settlement)
  const heldReason = await raiseFlags(tx, basis, settlement, sessions)
  await post(tx, deps, { basis, basisMicros, settlementId, claims, settlement, heldReason })
  await close(tx, sessions)
}

/**
 * One claim per frozen ticket: its last verified receipt, or nothing. A page that was loaded again and again has more
 * tickets than a document holds; those that carried least, nearly always nothing, are left out.
 */
async function gatherClaims(tx: Tx, basis: Basis, sessions: Session[]): Promise<Claim[]> {
  if (sessions.length === 0) return []
  const rows = await tx
    .select({ ticket: tickets, receipt: receipts })
    .from(tickets)
    .leftJoin(receipts, eq(receipts.ticketJti, tickets.jti))
    .where(
      and(
        inArray(
          tickets.sessionId,
          sessions.map((s) => s.id),
        ),
        isNotNull(tickets.ownerId),
      ),
    )
    .orderBy(sql`coalesce(${receipts.cumulativeBytes}, 0) desc`, asc(tickets.jti))
    .limit(MAX_SETTLEMENT_ROWS)
  const keys = new Map(sessions.map((s) => [s.id, s.sessionKey]))
  const related = new Set(basis.order.relatedOwners?.map((r) => r.ownerId as string))
  return Promise.all(
    rows.map(async ({ ticket, receipt }) => ({
      ticket,
      ownerId: ticket.ownerId!,
      row: {
        jti: fromB64url(ticket.jti, 16),
        ownerTag: ticket.ownerTag,
        cumulativeBytes: BigInt(receipt?.cumulativeBytes ?? 0),
        limBytes: BigInt(ticket.limitBytes),
        capBytes: BigInt(ticket.capBytes),
        related: ticket.relatedReason !== null || related.has(ticket.ownerId!),
        sessionKey: fromB64url(keys.get(ticket.sessionId)!, 32),
        receiptHash: receipt ? await webCrypto().sha256(receipt.raw) : null,
      },
    })),
  )
}

/** Bytes that earlier settlements already paid for this account and version (a purchase after a refund). */
async function creditedBytes(tx: Tx, basis: Basis): Promise<bigint> {
  const [row] = await tx
    .select({ sum: sql<string>`coalesce(sum(${settlementShares.bytesCarried}), 0)` })
    .from(settlementShares)
    .innerJoin(settlements, eq(settlements.id, settlementShares.settlementId))
    .innerJoin(orders, eq(orders.id, settlements.orderId))
    .where(and(eq(orders.buyerId, basis.order.buyerId), eq(settlements.releaseId, basis.release.id)))
  return BigInt(row?.sum ?? 0)
}

async function writeShares(
  tx: Tx,
  settlementId: Id<"settlement">,
  claims: Claim[],
  settlement: Settlement,
): Promise<void> {
  if (claims.length === 0) return
  const byJti = new Map(settlement.shares.map((s) => [toB64url(s.jti), s]))
  await tx.insert(settlementShares).values(
    claims.map(({ ticket, ownerId, row }) => {
      const share = byJti.get(ticket.jti)!
      return {
        settlementId,
        ticketJti: ticket.jti,
        ownerId,
        nodeId: ticket.nodeId,
        bytesClaimed: Number(row.cumulativeBytes),
        bytesCarried: Number(share.x),
        payMicros: micros(share.payMicros),
        verdict: share.verdict,
      }
    }),
  )
}

type Posted = {
  basis: Basis
  basisMicros: ReturnType<typeof micros>
  settlementId: Id<"settlement">
  claims: Claim[]
  settlement: Settlement
  heldReason: string | null
}

async function post(
  tx: Tx,
  deps: SettleDeps,
  { basis, basisMicros, settlementId, claims, settlement, heldReason }: Posted,
): Promise<void> {
  const { order, capturedAt, at } = basis
  const owners = new Map(claims.map((c) => [c.ticket.jti, c.ownerId]))
  const paid = settlement.shares.filter((s) => s.payMicros > 0n)
  const shares = paid.map((s) => ({ userId: owners.get(toB64url(s.jti))!, amountMicros: micros(s.payMicros) }))
  const entries = settlementPosting({
    orderId: order.id,
    shares,
    originShareMicros: micros(settlement.originShareMicros),
  })
  const lines: CommissionLine[] = []
  for (const [i, share] of paid.entries()) {
    const userId = shares[i]!.userId
    const matures = maturesAt(capturedAt, await accountCreatedAt(tx, userId), deps.config)
    lines.push({
      entry: i + 1,
      userId,
      orderId: order.id,
      kind: "carriage",
      rateBps: order.carriageBps,
      basisMicros,
      earnedAt: at,
      maturesAt: isBefore(matures, at) ? at : matures,
      settlementId,
      ticketJti: toB64url(share.jti),
      ...(heldReason ? { heldReason } : {}),
    })
    const payload = { orderId: order.id, micros: `${share.payMicros}`, bytes: `${share.x}` }
    await recordActivity(tx, { userId, kind: "settlement", payload, at })
  }
  const key = `settle:${order.id}`
  await postTransaction(tx, {
    kind: "settlement",
    idempotencyKey: key,
    orderId: order.id,
    at,
    currency: order.currency,
    entries,
    lines,
  })
  const carried = paid.map((s, i) => ({ ...shares[i]!, bytes: s.x, maturesAt: lines[i]!.maturesAt }))
  await tellCarriers(tx, { orderId: order.id, titleId: order.titleId, release: basis.release, carried, heldReason, at })
}

const OVERCLAIM_REASON = m(
  "The receipts of this download claim more bytes than it needed; each carrier got an equal award.",
)

/**
 * What is not clean waits for a person: claims beyond the room, and receipts the downloader left out when it asked the
 * origin. A flag delays these lines with a reason their owners read; it never takes anything.
 */
async function raiseFlags(tx: Tx, basis: Basis, settlement: Settlement, sessions: Session[]): Promise<string | null> {
  for (const kind of settlement.flags) {
    const id = newId("flag", basis.at)
    const flag = { kind, subject: basis.order.id, reason: OVERCLAIM_REASON, openedAt: basis.at }
    await tx.insert(flags).values({ id, ...flag })
    await notifyOperators(tx, { ...flag, at: basis.at })
  }
  if (settlement.flags.length > 0) return OVERCLAIM_REASON
  if (sessions.length === 0) return null
  const ids = sessions.map((s) => s.id as string)
  const [conflict] = await tx
    .select({ reason: flags.reason })
    .from(flags)
    .where(and(inArray(flags.subject, ids), isNull(flags.closedAt)))
    .limit(1)
  return conflict?.reason ?? null
}

async function close(tx: Tx, sessions: Session[]): Promise<void> {
  if (sessions.length === 0) return
  const ids = sessions.map((s) => s.id)
  await tx.update(downloadSessions).set({ state: "settled" }).where(inArray(downloadSessions.id, ids))
}
