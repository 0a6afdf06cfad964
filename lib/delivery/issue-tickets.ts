/** Tickets: the carriers of a session are chosen, every fact settlement will judge by is frozen, and the ticket is signed. */
import { and, eq, gt, inArray, isNotNull, ne, or } from "drizzle-orm"
import type { Tx } from "#db/client.ts"
import { payees } from "#db/schema/auth.ts"
import { type downloadSessions, nodes, stockings, tickets } from "#db/schema/delivery.ts"
import { findRelated } from "#lib/attribution/related-party.ts"
import type { DeliverableRelease } from "#lib/catalog/queries.ts"
import type { Deps } from "#lib/deps.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS } from "#lib/kernel/period.ts"
import type { Carrier } from "#peer/protocol/announce.ts"
import { fromB64url, toB64url } from "#peer/protocol/bytes.ts"
import { webCrypto } from "#peer/protocol/crypto.ts"
import { signTicket, startWindowBytes } from "#peer/protocol/ticket.ts"
import { type Candidate, chooseCarriers } from "./carrier-order.ts"
import { findPayerOf, findReferrerOf } from "./referrer-of-session.ts"

const TICKET_LIFE_MS = 4 * HOUR_MS
/** Eligible: heard of within 60 s, possession proven within 24 h (or a partial holder), reached by a dial-back. */
const ALIVE_MS = MINUTE_MS
const PROOF_LIFE_MS = DAY_MS
/** Replacements are capped, so that nobody collects the grid's addresses through one session. */
const TICKETS_PER_SESSION = 32

type Session = typeof downloadSessions.$inferSelect
type Release = DeliverableRelease
type Ticket = typeof tickets.$inferSelect
type TicketDeps = Pick<Deps, "clock" | "config" | "keys">
type Eligible = Candidate & { nodeKey: string; address: string; port: number; ownerId: Id<"user">; nodeId: Id<"node"> }

/** Up to k carriers for the session, leaving out the nodes named; fewer when fewer are eligible. */
export async function issueTickets(
  tx: Tx,
  deps: TicketDeps,
  session: Session,
  release: Release,
  leaveOut: readonly string[],
): Promise<Carrier[]> {
  const issued = await tx.select({ nodeId: tickets.nodeId }).from(tickets).where(eq(tickets.sessionId, session.id))
  const room = Math.min(deps.config.carriersPerSession, TICKETS_PER_SESSION - issued.length)
  if (room <= 0) return []
  const known = new Set([...leaveOut, ...issued.map((t) => t.nodeId as string)])
  const eligible = (await findEligible(tx, deps, session, release)).filter((c) => !known.has(c.nodeId))
  const referrerId = await findReferrerOf(tx, session)
  const chosen = chooseCarriers(eligible, room, referrerId) as Eligible[]
  // One after another: a database transaction takes one statement at a time.
  const carriers: Carrier[] = []
  for (const carrier of chosen) carriers.push(await issueTicket(tx, deps, session, release, carrier))
  return carriers
}

async function findEligible(tx: Tx, deps: TicketDeps, session: Session, release: Release): Promise<Eligible[]> {
  const now = deps.clock.now()
  const rows = await tx
    .select({ node: nodes, payeeConfirmedAt: payees.confirmedAt })
    .from(stockings)
    .innerJoin(nodes, eq(nodes.id, stockings.nodeId))
    .leftJoin(payees, eq(payees.userId, nodes.ownerId))
    .where(
      and(
        eq(stockings.releaseId, release.id),
        gt(stockings.piecesHeld, 0),
        or(isNotNull(stockings.provenAt), ne(stockings.piecesHeld, release.pieceCount)),
        or(gt(stockings.provenAt, addMs(now, -PROOF_LIFE_MS)), ne(stockings.piecesHeld, release.pieceCount)),
        eq(nodes.state, "active"),
        gt(nodes.lastHeartbeatAt, addMs(now, -ALIVE_MS)),
        isNotNull(nodes.reachedAt),
        ne(nodes.ownerId, session.userId),
      ),
    )
  const related = await findRelated(
    tx,
    { buyerId: session.userId, payerEmail: await findPayerOf(tx, session) },
    rows.map((r) => r.node.ownerId),
  )
  const excluded = new Set<string>(related.map((r) => r.ownerId))
  const own = rows.filter((r) => r.node.id !== session.nodeId && !excluded.has(r.node.ownerId))
  return Promise.all(own.map((r) => toCandidate(deps, session, r.node, r.payeeConfirmedAt !== null)))
}

async function toCandidate(
  deps: TicketDeps,
  session: Session,
  node: typeof nodes.$inferSelect,
  payeeConfirmed: boolean,
): Promise<Eligible> {
  const day = deps.clock.now().toISOString().slice(0, 10)
  const mac = await deps.keys.hmac(`carrier-draw/${day}`, `${session.userId}|${session.titleId}|${node.id}`)
  const trials = node.reputationAlpha + node.reputationBeta
  return {
    nodeId: node.id,
    ownerId: node.ownerId,
    nodeKey: node.publicKey,
    address: node.observedAddress!,
    port: node.port!,
    networkGroup: node.networkGroup!,
    vetted: node.vettedAt !== null && payeeConfirmed,
    reputation: trials > 0 ? node.reputationAlpha / trials : 0.5,
    freeUplinkMiBps: (node.uplinkBytesPerSecond ?? 0) / (1 << 20),
    // 48 bits of the MAC as a fraction strictly between 0 and 1.
    draw: (mac.slice(0, 6).reduce((n, byte) => n * 256 + byte, 0) + 0.5) / 2 ** 48,
  }
}

/** c: the whole release for a vetted owner, half of it until then. Integer arithmetic: floor(S * bps / 10000). */
const capBytes = (deps: TicketDeps, release: Release, vetted: boolean): number =>
  Number((BigInt(release.sizeBytes) * BigInt(vetted ? deps.config.vettedCapBps : deps.config.unvettedCapBps)) / 10_000n)

async function issueTicket(
  tx: Tx,
  deps: TicketDeps,
  session: Session,
  release: Release,
  carrier: Eligible,
): Promise<Carrier> {
  const at = deps.clock.now()
  const cap = capBytes(deps, release, carrier.vetted)
  const [ticket] = await tx
    .insert(tickets)
    .values({
      jti: toB64url(webCrypto().randomBytes(16)),
      sessionId: session.id,
      nodeId: carrier.nodeId,
      carrierKey: carrier.nodeKey,
      ownerId: carrier.ownerId,
      ownerTag: await ownerTag(deps, session, carrier.ownerId),
      vetted: carrier.vetted,
      networkGroup: carrier.networkGroup,
      relatedReason:
        carrier.networkGroup === session.networkGroup ? "The carrier was on the downloader's own network." : null,
      capBytes: cap,
      limitBytes: cap,
      windowBytes: startWindowBytes(release.sizeBytes, release.pieceBytes),
      issuedAt: at,
      expiresAt: addMs(at, TICKET_LIFE_MS),
    })
    .returning()
  return toCarrier(deps, session, release, ticket!, carrier)
}

/** Opaque, and one per owner over all sessions of this account and release: settlement groups by it. */
async function ownerTag(deps: TicketDeps, session: Session, ownerId: string): Promise<string> {
  return toB64url((await deps.keys.hmac("owner-tag", `${ownerId}|${session.userId}|${session.releaseId}`)).slice(0, 16))
}

/** Signs the ticket of a row, as it stands; a renewal signs the same row with later dates. */
export async function toCarrier(
  deps: TicketDeps,
  session: Session,
  release: Release,
  ticket: Ticket,
  node: { nodeId: string; address: string; port: number },
): Promise<Carrier> {
  const token = await signTicket(
    {
      jti: fromB64url(ticket.jti, 16),
      ses: session.id,
      car: fromB64url(ticket.carrierKey, 32),
      ...common(session, release),
      lim: ticket.limitBytes,
      win: ticket.windowBytes,
      iat: seconds(ticket.issuedAt),
      exp: seconds(ticket.expiresAt),
      dbt: (await deps.keys.hmac("debt", `${session.userId}|${ticket.ownerId}`)).slice(0, 16),
      knd: session.kind === "stock" ? "stock" : "carry",
    },
    await deps.keys.signingKey("ticket"),
  )
  return { node_id: node.nodeId, node_key: ticket.carrierKey, address: node.address, port: node.port, ticket: token }
}

const common = (session: Session, release: Release) => ({
  dlk: fromB64url(session.sessionKey, 32),
  obj: fromB64url(release.manifestHash, 32),
  sz: release.sizeBytes,
})

/** The origin's own ticket: no carrier behind it, nothing to be paid. */
export async function signOriginTicket(deps: TicketDeps, session: Session, release: Release): Promise<string> {
  const at = deps.clock.now()
  return signTicket(
    {
      jti: webCrypto().randomBytes(16),
      ses: session.id,
      car: "origin",
      ...common(session, release),
      lim: release.sizeBytes,
      win: startWindowBytes(release.sizeBytes, release.pieceBytes),
      iat: seconds(at),
      exp: seconds(addMs(at, TICKET_LIFE_MS)),
      dbt: new Uint8Array(16),
      knd: session.kind === "stock" ? "stock" : "carry",
    },
    await deps.keys.signingKey("ticket"),
  )
}

const seconds = (at: Date): number => Math.floor(at.getTime() / 1000)

/** Renews the tickets of carriers that did not fail; the id stays, so receipts go on counting. */
export async function renewIssued(
  tx: Tx,
  deps: TicketDeps,
  session: Session,
  release: Release,
  failed: readonly string[],
): Promise<Carrier[]> {
  const at = deps.clock.now()
  const rows = await tx
    .select({ ticket: tickets, node: nodes })
    .from(tickets)
    .innerJoin(nodes, eq(nodes.id, tickets.nodeId))
    .where(
      and(
        eq(tickets.sessionId, session.id),
        eq(nodes.state, "active"),
        gt(nodes.lastHeartbeatAt, addMs(at, -ALIVE_MS)),
      ),
    )
  const alive = rows.filter(
    (r) => !failed.includes(r.node.id) && r.node.observedAddress !== null && r.node.port !== null,
  )
  if (alive.length === 0) return []
  const expiresAt = addMs(at, TICKET_LIFE_MS)
  await tx
    .update(tickets)
    .set({ expiresAt })
    .where(
      inArray(
        tickets.jti,
        alive.map((r) => r.ticket.jti),
      ),
    )
  return Promise.all(
    alive.map(({ ticket, node }) =>
      toCarrier(
        deps,
        session,
        release,
        { ...ticket, issuedAt: at, expiresAt },
        {
          nodeId: node.id,
          address: node.observedAddress!,
          port: node.port!,
        },
      ),
    ),
  )
}
