/** Questions about nodes: who carries a release now, an owner's nodes and what stands on them. */
import { and, asc, eq, gt, isNotNull, ne, or, type SQL, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { releases, titles } from "#db/schema/catalog.ts"
import { nodes, stockings } from "#db/schema/delivery.ts"
import { ALIVE_MS, carriersNow } from "#lib/catalog/carriers-now.ts"
import type { NodeState } from "#lib/delivery/node-state.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { PageAfter } from "#lib/kernel/page-after.ts"
import { addMs } from "#lib/kernel/period.ts"

/** Over stockings and their nodes: all of it is there, and the node is alive and can be reached. */
export const carriesNow = (now: Date): SQL | undefined =>
  and(
    isNotNull(stockings.completeAt),
    eq(nodes.state, "active"),
    gt(nodes.lastHeartbeatAt, addMs(now, -ALIVE_MS)),
    isNotNull(nodes.reachedAt),
  )

/** How many nodes hold all of a release and are alive. */
export async function countCarriers(db: DbOrTx, releaseId: Id<"release">, now: Date): Promise<number> {
  const [row] = await db.select({ count: carriersNow(sql`${releaseId}`, now) }).from(sql`(select 1) one`)
  return row?.count ?? 0
}

export type CarriageNow = {
  carriers: number
  /** What those nodes say they can send together, bytes per second; 0 when none says. */
  uplinkBytesPerSecond: number
}

/** Who carries a release at this moment, and how fast it could come from them. */
export async function carriageNow(db: DbOrTx, releaseId: Id<"release">, now: Date): Promise<CarriageNow> {
  const [row] = await db
    .select({
      carriers: sql<number>`count(*)::int`,
      uplinkBytesPerSecond: sql<number>`coalesce(sum(${nodes.uplinkBytesPerSecond}), 0)::float8`,
    })
    .from(stockings)
    .innerJoin(nodes, eq(nodes.id, stockings.nodeId))
    .where(and(eq(stockings.releaseId, releaseId), carriesNow(now)))
  return row ?? { carriers: 0, uplinkBytesPerSecond: 0 }
}

/** How many nodes are alive and reachable, whatever they stock. */
export async function countAliveNodes(db: DbOrTx, now: Date): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)`.mapWith(Number) })
    .from(nodes)
    .where(and(eq(nodes.state, "active"), gt(nodes.lastHeartbeatAt, addMs(now, -ALIVE_MS)), isNotNull(nodes.reachedAt)))
  return row?.count ?? 0
}

export type NodeView = {
  nodeId: Id<"node">
  name: string
  state: NodeState
  version: string | null
  alive: boolean
  reachable: boolean
  /** Why the platform could not reach it, in the node's own words for its owner. */
  unreachableReason: string | null
  lastHeartbeatAt: Date | null
  vettedAt: Date | null
  auditsPassed: number
  stockedCount: number
}

/** An owner's nodes, oldest first; removed ones are left out. */
export async function listNodes(db: DbOrTx, ownerId: Id<"user">, now: Date): Promise<NodeView[]> {
  const rows = await db
    .select({
      nodeId: nodes.id,
      name: nodes.name,
      state: nodes.state,
      version: nodes.version,
      reachedAt: nodes.reachedAt,
      unreachableReason: nodes.unreachableReason,
      lastHeartbeatAt: nodes.lastHeartbeatAt,
      vettedAt: nodes.vettedAt,
      auditsPassed: nodes.auditsPassed,
      stockedCount: sql<number>`(select count(*)::int from stocking s
        where s.node_id = "node"."id" and s.complete_at is not null)`,
    })
    .from(nodes)
    .where(and(eq(nodes.ownerId, ownerId), ne(nodes.state, "removed")))
    .orderBy(asc(nodes.id))
  return rows.map(({ reachedAt, ...node }) => ({
    ...node,
    alive: node.lastHeartbeatAt !== null && now.getTime() - node.lastHeartbeatAt.getTime() < ALIVE_MS,
    reachable: reachedAt !== null,
  }))
}

export type ShelfItem = {
  nodeId: Id<"node">
  nodeName: string
  releaseId: Id<"release">
  titleId: Id<"title">
  titleSlug: string
  titleName: string
  version: string
  wanted: boolean
  piecesHeld: number
  pieceCount: number
  sizeBytes: number
  completeAt: Date | null
  provenAt: Date | null
}

const selectShelf = (db: DbOrTx) =>
  db
    .select({
      nodeId: nodes.id,
      nodeName: nodes.name,
      releaseId: releases.id,
      titleId: titles.id,
      titleSlug: titles.slug,
      titleName: titles.name,
      version: releases.version,
      wanted: stockings.wanted,
      piecesHeld: stockings.piecesHeld,
      pieceCount: sql<number>`coalesce(${releases.pieceCount}, 0)`,
      sizeBytes: sql<number>`coalesce(${releases.sizeBytes}, 0)::float8`,
      completeAt: stockings.completeAt,
      provenAt: stockings.provenAt,
    })
    .from(stockings)
    .innerJoin(nodes, eq(nodes.id, stockings.nodeId))
    .innerJoin(releases, eq(releases.id, stockings.releaseId))
    .innerJoin(titles, eq(titles.id, releases.titleId))

const onShelfOf = (ownerId: Id<"user">): SQL | undefined =>
  and(
    eq(nodes.ownerId, ownerId),
    ne(nodes.state, "removed"),
    or(eq(stockings.wanted, true), sql`${stockings.piecesHeld} > 0`),
  )

/** What an owner's nodes stock: wished for, arriving or complete; and what is on its way off them. */
export const shelf = (db: DbOrTx, ownerId: Id<"user">): Promise<ShelfItem[]> =>
  selectShelf(db).where(onShelfOf(ownerId)).orderBy(asc(titles.name), asc(nodes.id))

type OnShelf = Pick<ShelfItem, "nodeId" | "releaseId">

/** The same node by node. */
export const pageOfShelf = (
  db: DbOrTx,
  ownerId: Id<"user">,
  { after, limit }: PageAfter<OnShelf>,
): Promise<ShelfItem[]> =>
  selectShelf(db)
    .where(
      and(
        onShelfOf(ownerId),
        after ? sql`(${stockings.nodeId}, ${stockings.releaseId}) > (${after.nodeId}, ${after.releaseId})` : undefined,
      ),
    )
    .orderBy(asc(stockings.nodeId), asc(stockings.releaseId))
    .limit(limit)
