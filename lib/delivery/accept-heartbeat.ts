/** A node's heartbeat: where it is, what it stocks; the answer says whether it can be reached and what to do. */
import { and, eq, inArray, sql } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { releases, titles } from "#db/schema/catalog.ts"
import { nodes, stockings } from "#db/schema/delivery.ts"
import type { Deps } from "#lib/deps.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { HOUR_MS } from "#lib/kernel/period.ts"
import { recordActivity } from "#lib/outbox/record-activity.ts"
import type { HeartbeatAnswer, HeartbeatRequest, StockOrder } from "#peer/protocol/announce.ts"
import type { NodeRow } from "./authenticate-node.ts"
import { issueChallenges } from "./issue-challenges.ts"
import { isDialable, networkGroup } from "./network-group.ts"
import { tellIfBack, tellStocked } from "./tell-carrier.ts"

/** A carrier counts as alive for 60 s after a heartbeat; two may be lost. */
const HEARTBEAT_SECONDS = 20
/** In the sample world a newcomer watches; the figures should move while they do. */
const SAMPLE_HEARTBEAT_SECONDS = 4
/** How long a dial-back vouches for an address and port. */
export const DIAL_BACK_LIFE_MS = HOUR_MS

type HeartbeatDeps = Pick<Deps, "db" | "clock" | "config" | "keys" | "dialBack">
type Reach = { reachable: boolean; reason: string | null; reachedAt: Date | null; endpoint: string }

/** `address` is the observed address of the call, proxies already resolved by name. */
export async function acceptHeartbeat(
  deps: HeartbeatDeps,
  input: { node: NodeRow; address: string; beat: HeartbeatRequest },
): Promise<HeartbeatAnswer> {
  const reach = await reachOf(deps, input)
  const at = deps.clock.now()
  const orders = await inTx(deps.db, "accept-heartbeat", async (tx) => {
    await recordBeat(tx, input, reach, at)
    await tellIfBack(tx, input.node, at)
    await recordStocks(tx, input.node, input.beat, at)
    return findOrders(tx, input.node.id, input.beat)
  })
  return {
    observed_address: input.address,
    reachable: reach.reachable,
    reason: reach.reason,
    orders,
    challenges: await issueChallenges(deps, input.node.id),
    next_seconds: deps.config.mode === "sample" ? SAMPLE_HEARTBEAT_SECONDS : HEARTBEAT_SECONDS,
  }
}

/** The address counts only after the platform reached it and the node signed there with its own key. */
async function reachOf(
  deps: HeartbeatDeps,
  input: { node: NodeRow; address: string; beat: HeartbeatRequest },
): Promise<Reach> {
  const endpoint = `${input.address}|${input.beat.port}`
  const now = deps.clock.now()
  const { reachedAt, reachedEndpoint } = input.node
  const fresh = reachedAt !== null && Math.abs(now.getTime() - reachedAt.getTime()) < DIAL_BACK_LIFE_MS
  if (fresh && reachedEndpoint === endpoint) return { reachable: true, reason: null, reachedAt, endpoint }
  if (!isDialable(input.address, deps.config.mode)) {
    return { reachable: false, reason: `${input.address} is not a public address.`, reachedAt: null, endpoint }
  }
  const dialled = await deps.dialBack({ address: input.address, port: input.beat.port, nodeKey: input.node.publicKey })
  if (!dialled.ok) return { reachable: false, reason: dialled.reason, reachedAt: null, endpoint }
  return { reachable: true, reason: null, reachedAt: now, endpoint }
}

async function recordBeat(
  tx: Tx,
  input: { node: NodeRow; address: string; beat: HeartbeatRequest },
  reach: Reach,
  at: Date,
): Promise<void> {
  await tx
    .update(nodes)
    .set({
      version: input.beat.version,
      observedAddress: input.address,
      networkGroup: networkGroup(input.address),
      port: input.beat.port,
      uplinkBytesPerSecond: Math.floor(input.beat.uplink_bps / 8),
      lastHeartbeatAt: at,
      reachedAt: reach.reachedAt,
      reachedEndpoint: reach.reachable ? reach.endpoint : null,
      unreachableReason: reach.reason,
    })
    .where(eq(nodes.id, input.node.id))
}

/** What the node holds of releases we know; a stocking that just became complete is news for its owner. */
async function recordStocks(tx: Tx, node: NodeRow, beat: HeartbeatRequest, at: Date): Promise<void> {
  if (beat.stocks.length === 0) return
  const known = await tx
    .select({ id: releases.id, obj: releases.manifestHash, titleId: releases.titleId, pieceCount: releases.pieceCount })
    .from(releases)
    .where(
      inArray(
        releases.manifestHash,
        beat.stocks.map((s) => s.obj),
      ),
    )
  const held = new Map(beat.stocks.map((s) => [s.obj, s]))
  for (const release of known) {
    const stock = held.get(release.obj!)!
    const pieces = Math.min(stock.pieces, release.pieceCount ?? 0)
    const complete = stock.complete && pieces === release.pieceCount
    const before = await upsertStocking(tx, { nodeId: node.id, releaseId: release.id, pieces, complete, at })
    if (before === pieces) continue
    if (complete) await tellStocked(tx, node, release, at)
    const payload = { nodeId: node.id, titleId: release.titleId, pieces: `${pieces}`, of: `${release.pieceCount ?? 0}` }
    await recordActivity(tx, { userId: node.ownerId, kind: "stock", payload, at })
  }
}

type HeldNow = { nodeId: Id<"node">; releaseId: Id<"release">; pieces: number; complete: boolean; at: Date }

/** Answers how many pieces were held before. */
async function upsertStocking(tx: Tx, held: HeldNow): Promise<number> {
  const where = and(eq(stockings.nodeId, held.nodeId), eq(stockings.releaseId, held.releaseId))
  const [before] = await tx
    .select({ pieces: stockings.piecesHeld, completeAt: stockings.completeAt })
    .from(stockings)
    .where(where)
  const completeAt = held.complete ? (before?.completeAt ?? held.at) : null
  if (!before) {
    const row = { nodeId: held.nodeId, releaseId: held.releaseId, wanted: true, wantedAt: held.at }
    await tx.insert(stockings).values({ ...row, piecesHeld: held.pieces, completeAt })
    return 0
  }
  if (before.pieces !== held.pieces || before.completeAt?.getTime() !== completeAt?.getTime()) {
    await tx.update(stockings).set({ piecesHeld: held.pieces, completeAt }).where(where)
  }
  return before.pieces
}

/** Stock what the owner wishes and the node lacks; drop what is no longer wished or was withdrawn. */
async function findOrders(tx: Tx, nodeId: Id<"node">, beat: HeartbeatRequest): Promise<StockOrder[]> {
  const rows = await tx
    .select({
      wanted: sql<boolean>`${stockings.wanted} and ${releases.state} = 'published' and ${titles.state} = 'published'`,
      titleId: titles.id,
      slug: titles.slug,
      name: titles.name,
      releaseId: releases.id,
      obj: releases.manifestHash,
    })
    .from(stockings)
    .innerJoin(releases, eq(releases.id, stockings.releaseId))
    .innerJoin(titles, eq(titles.id, releases.titleId))
    .where(eq(stockings.nodeId, nodeId))
  const complete = new Set(beat.stocks.filter((s) => s.complete).map((s) => s.obj))
  const present = new Set(beat.stocks.map((s) => s.obj))
  return rows
    .filter(
      (r): r is typeof r & { obj: string } => r.obj !== null && (r.wanted ? !complete.has(r.obj) : present.has(r.obj)),
    )
    .map((r) => ({
      action: r.wanted ? ("stock" as const) : ("unstock" as const),
      title_id: r.titleId,
      slug: r.slug,
      name: r.name,
      release_id: r.releaseId,
      obj: r.obj,
    }))
}
