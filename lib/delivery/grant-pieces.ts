/** The origin's grants: which pieces a session may fetch from the origin, counted once each and durable before any byte goes. */
import { webcrypto } from "node:crypto"
import { and, eq, inArray, ne, sql } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { flags, receipts } from "#db/schema/carriage.ts"
import { releases, titles } from "#db/schema/catalog.ts"
import { downloadSessions, originGrants, tickets } from "#db/schema/delivery.ts"
import { refuseTakenDown } from "#lib/catalog/taken-down.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { fromB64url, toB64url } from "#peer/protocol/bytes.ts"
import { webCrypto } from "#peer/protocol/crypto.ts"
import { countedGrantBytes, type GrantRequest, verifyGrant } from "#peer/protocol/grant.ts"
import { pieceBytes } from "#peer/protocol/manifest.ts"
import { decodeReceipt, type SignedReceipt, splitReceipts, verifyReceipt } from "#peer/protocol/receipt.ts"
import { refuseProtocol } from "./refuse-protocol.ts"
import { SESSION_ACCEPTS_RECEIPTS } from "./session-state.ts"

export type GrantPieces = GrantRequest & {
  ses: Id<"session">
  /** Ed25519 by the session key over `grantSigningBytes`; 64 bytes. */
  sig: Uint8Array
}

export type Granted = {
  /** Pieces of the request that may be fetched now, new or granted before. */
  granted: number[]
  /** Distinct bytes granted to the session so far (O). */
  originBytes: number
}

/** The client's clock may be this far off; an older request may be an eavesdropper's copy (and would grant nothing new). */
const IAT_SKEW_SECONDS = 120
/**
 * A stocking account takes one copy of a release from the origin, and a quarter more for pieces that were on their way
 * when a node died. Everything beyond comes from carriers.
 */
const stockQuota = (pieceCount: number): number => pieceCount + Math.ceil(pieceCount / 4)

const crypto = webCrypto(webcrypto.subtle as SubtleCrypto)

/**
 * Refuses: `not_found` (session), `gone` (closed), `invalid_input` (a piece out of range, or stale), `invalid_signature`
 * (request or progress), `conflict` (a stocking account that has had its copy).
 */
export async function grantPieces(deps: Pick<Deps, "db" | "clock">, input: GrantPieces): Promise<Granted> {
  const session = await findSession(deps, input.ses)
  await refuseProtocol(() => assertSigned(deps, session.sessionKey, input))
  for (const piece of input.pieces)
    if (piece >= session.n) throw new AppError("invalid_input", `There is no piece ${piece}.`)
  const attached = await refuseProtocol(() => verifiedProgress(session.sessionKey, input.progress))
  const at = deps.clock.now()
  return inTx(deps.db, "grant-pieces", async (tx) => {
    const locked = await lockSession(tx, session)
    const known = await knownProgress(tx, input.ses, attached, input.iat)
    const wanted = session.kind === "stock" ? await withinQuota(tx, session, input) : [...input.pieces]
    const fresh = await insertGrants(tx, session, wanted, known.bytes, at)
    const newBytes = fresh.reduce((n, g) => n + g.sizeBytes, 0)
    const originBytes = locked.originBytes + newBytes
    const counted = countedGrantBytes({
      sizeBytes: BigInt(session.sz),
      progressBytes: BigInt(known.bytes),
      countedBytes: BigInt(locked.originCountedBytes),
      newBytes: BigInt(newBytes),
    })
    await tx
      .update(downloadSessions)
      .set({ originBytes, originCountedBytes: locked.originCountedBytes + Number(counted) })
      .where(eq(downloadSessions.id, input.ses))
    if (known.hiddenBytes > 0) await flagConflict(tx, input.ses, known.hiddenBytes, at)
    return { granted: wanted, originBytes }
  })
}

type GrantSession = Awaited<ReturnType<typeof findSession>>

async function findSession(deps: Pick<Deps, "db">, ses: Id<"session">) {
  const [row] = await deps.db
    .select({
      id: downloadSessions.id,
      userId: downloadSessions.userId,
      releaseId: downloadSessions.releaseId,
      kind: downloadSessions.kind,
      sessionKey: downloadSessions.sessionKey,
      sz: sql<number>`${releases.sizeBytes}`.mapWith(releases.sizeBytes),
      psz: sql<number>`${releases.pieceBytes}`,
      n: sql<number>`${releases.pieceCount}`,
      titleState: titles.state,
    })
    .from(downloadSessions)
    .innerJoin(releases, eq(releases.id, downloadSessions.releaseId))
    .innerJoin(titles, eq(titles.id, downloadSessions.titleId))
    .where(eq(downloadSessions.id, ses))
  if (!row) throw new AppError("not_found", "There is no such download session.")
  refuseTakenDown(row.titleState)
  return row
}

async function assertSigned(deps: Pick<Deps, "clock">, sessionKey: string, input: GrantPieces): Promise<void> {
  const now = deps.clock.now().getTime() / 1000
  if (Math.abs(now - input.iat) > IAT_SKEW_SECONDS)
    throw new AppError("invalid_input", "The request's time is more than two minutes off.")
  const { ses, pieces, progress, iat } = input
  const signed = await verifyGrant(crypto, fromB64url(sessionKey, 32), input.sig, { ses, pieces, progress, iat })
  if (!signed) throw new AppError("invalid_signature", "The session key has not signed this request.")
}

/** The newest attached receipt per ticket, each signed by the session key. */
async function verifiedProgress(sessionKey: string, progress: Uint8Array): Promise<Map<string, SignedReceipt>> {
  const key = fromB64url(sessionKey, 32)
  const newest = new Map<string, SignedReceipt>()
  for (const bytes of splitReceipts(progress)) {
    if (!(await verifyReceipt(crypto, key, bytes)))
      throw new AppError("invalid_signature", "A receipt in the progress is not signed by the session key.")
    const receipt = decodeReceipt(bytes)
    const ticket = toB64url(receipt.ticket)
    const before = newest.get(ticket)
    if (!before || receipt.cumulativeBytes > before.cumulativeBytes) newest.set(ticket, receipt)
  }
  return newest
}

/** A stocking account's sessions of one release are locked together, in one order: their quota is one. */
async function lockSession(tx: Tx, session: GrantSession) {
  const { userId, releaseId, kind } = session
  const sameQuota = and(
    eq(downloadSessions.userId, userId),
    eq(downloadSessions.releaseId, releaseId),
    eq(downloadSessions.kind, "stock"),
  )
  const rows = await tx
    .select({
      id: downloadSessions.id,
      state: downloadSessions.state,
      originBytes: downloadSessions.originBytes,
      originCountedBytes: downloadSessions.originCountedBytes,
    })
    .from(downloadSessions)
    .where(kind === "stock" ? sameQuota : eq(downloadSessions.id, session.id))
    .orderBy(downloadSessions.id)
    .for("update")
  const row = rows.find((r) => r.id === session.id)
  if (!row || !(SESSION_ACCEPTS_RECEIPTS as readonly string[]).includes(row.state))
    throw new AppError("gone", "This download session is closed; open a new one.")
  return row
}

/**
 * What the client has signed for carriers: by the attached receipts, or by those its carriers have handed in where
 * they say more. `hiddenBytes`: signed before this request and left out of it, which only somebody gains who wants
 * the origin's bytes to count instead of a carrier's.
 */
async function knownProgress(tx: Tx, ses: Id<"session">, attached: ReadonlyMap<string, SignedReceipt>, iat: number) {
  const rows = await tx
    .select({
      jti: tickets.jti,
      limit: tickets.limitBytes,
      handedIn: receipts.cumulativeBytes,
      signedAt: receipts.signedAt,
    })
    .from(tickets)
    .leftJoin(receipts, eq(receipts.ticketJti, tickets.jti))
    .where(eq(tickets.sessionId, ses))
  const foreign = [...attached.keys()].some((jti) => !rows.some((r) => r.jti === jti))
  if (foreign) throw new AppError("invalid_input", "The progress holds a receipt for a ticket of another session.")
  let bytes = 0
  let hiddenBytes = 0
  for (const row of rows) {
    const said = Math.min(Number(attached.get(row.jti)?.cumulativeBytes ?? 0n), row.limit)
    const handedIn = Math.min(row.handedIn ?? 0, row.limit)
    bytes += Math.max(said, handedIn)
    if (handedIn > said && row.signedAt && row.signedAt.getTime() / 1000 < iat) hiddenBytes += handedIn - said
  }
  return { bytes, hiddenBytes }
}

/** Pieces of the request this stocking account may still have from the origin, over all its sessions of this release. */
async function withinQuota(tx: Tx, session: GrantSession, input: GrantPieces): Promise<number[]> {
  const [spent] = await tx
    .select({ pieces: sql<number>`count(*)::int` })
    .from(originGrants)
    .innerJoin(downloadSessions, eq(downloadSessions.id, originGrants.sessionId))
    .where(
      and(
        eq(downloadSessions.userId, session.userId),
        eq(downloadSessions.releaseId, session.releaseId),
        eq(downloadSessions.kind, "stock"),
      ),
    )
  const before = await grantedBefore(tx, input.ses, input.pieces)
  let left = stockQuota(session.n) - (spent?.pieces ?? 0)
  const wanted = input.pieces.filter((piece) => before.has(piece) || left-- > 0)
  if (wanted.length === 0)
    throw new AppError(
      "conflict",
      "This account has had its copy of this release from the origin; the rest comes from carriers.",
    )
  return wanted
}

async function grantedBefore(tx: Tx, ses: Id<"session">, pieces: readonly number[]): Promise<Set<number>> {
  const rows = await tx
    .select({ piece: originGrants.piece })
    .from(originGrants)
    .where(and(eq(originGrants.sessionId, ses), inArray(originGrants.piece, [...pieces])))
  return new Set(rows.map((r) => r.piece))
}

/** One insert for the whole batch; a piece granted before stays as it was and is not counted again. */
async function insertGrants(tx: Tx, session: GrantSession, pieces: readonly number[], progressBytes: number, at: Date) {
  return tx
    .insert(originGrants)
    .values(
      pieces.map((piece) => ({
        sessionId: session.id,
        piece,
        sizeBytes: pieceBytes(session, piece),
        progressBytes,
        at,
      })),
    )
    .onConflictDoNothing()
    .returning({ sizeBytes: originGrants.sizeBytes })
}

/** Settlement holds the line for a person; one flag per session is enough. */
async function flagConflict(tx: Tx, ses: Id<"session">, hiddenBytes: number, openedAt: Date): Promise<void> {
  const kind = "grant_conflict"
  const there = await tx
    .select({ id: flags.id })
    .from(flags)
    .where(and(eq(flags.kind, kind), eq(flags.subject, ses)))
  if (there.length > 0) return
  const reason = `The download asked the origin for pieces and left out ${hiddenBytes} bytes it had already signed for carriers. A person looks at it before this line is paid.`
  await tx.insert(flags).values({ id: newId("flag", openedAt), kind, subject: ses, reason, openedAt })
}

/** Whether a piece was granted to the session: the only pieces the origin sends. */
export async function isGranted(deps: Pick<Deps, "db">, ses: Id<"session">, piece: number): Promise<boolean> {
  const rows = await deps.db
    .select({ piece: originGrants.piece })
    .from(originGrants)
    .innerJoin(downloadSessions, eq(downloadSessions.id, originGrants.sessionId))
    .innerJoin(titles, eq(titles.id, downloadSessions.titleId))
    .where(and(eq(originGrants.sessionId, ses), eq(originGrants.piece, piece), ne(titles.state, "taken_down")))
  return rows.length > 0
}
