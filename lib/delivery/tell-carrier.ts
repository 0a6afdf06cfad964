/** What the owner of a node hears of it: silent for a day, heard again, a title complete. */
import { and, eq, gt, isNotNull, lte, sql } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { titles } from "#db/schema/catalog.ts"
import { nodes } from "#db/schema/delivery.ts"
import { notices } from "#db/schema/notices.ts"
import type { Deps } from "#lib/deps.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { addDays, addMs, DAY_MS, HOUR_MS } from "#lib/kernel/period.ts"
import { type NewNotice, notify, notifyAll } from "#lib/notices/notify.ts"
import type { NodeRow } from "./authenticate-node.ts"

export const SILENT_AFTER_MS = DAY_MS
/** A node that has been silent for a month was told of long ago. */
const LOOK_BACK_DAYS = 30
/** A longer pause between two looks means that we were away ourselves, or that the sample world's clock jumped. */
const AWAY_AFTER_MS = HOUR_MS

/** The same silence is one notice, however often it is looked at. */
const offlineKey = (nodeId: string, since: Date): string => `node-offline:${nodeId}:${since.toISOString()}`

/**
 * A repeating job with a memory of its last look. Who was away cannot say who was silent: after a pause the nodes get
 * one round to be heard. Gives how many owners were told.
 */
export function silenceWatch(): (deps: Pick<Deps, "db" | "clock">) => Promise<number> {
  let lastLook: number | null = null
  return async (deps) => {
    const now = deps.clock.now()
    const away = lastLook === null || now.getTime() - lastLook > AWAY_AFTER_MS
    lastLook = now.getTime()
    return away ? 0 : tellSilence(deps, now)
  }
}

async function tellSilence({ db }: Pick<Deps, "db">, now: Date): Promise<number> {
  const silentSince = addMs(now, -SILENT_AFTER_MS)
  return inTx(db, "tell-node-silence", async (tx) => {
    const silent = await tx
      .select({ id: nodes.id, ownerId: nodes.ownerId, name: nodes.name, heardAt: nodes.lastHeartbeatAt })
      .from(nodes)
      .where(
        and(
          eq(nodes.state, "active"),
          isNotNull(nodes.lastHeartbeatAt),
          lte(nodes.lastHeartbeatAt, silentSince),
          gt(nodes.lastHeartbeatAt, addDays(now, -LOOK_BACK_DAYS)),
          sql`not exists (select 1 from ${notices} where ${notices.userId} = ${nodes.ownerId}
            and ${notices.kind} = 'node-offline' and ${notices.key} like 'node-offline:' || ${nodes.id} || ':%'
            and ${notices.at} > ${nodes.lastHeartbeatAt})`,
        ),
      )
    const news = silent.map((n): NewNotice => {
      const payload = { node: n.name, since: n.heardAt!.toISOString() }
      return { userId: n.ownerId, kind: "node-offline", key: offlineKey(n.id, n.heardAt!), payload, at: now }
    })
    await notifyAll(tx, news)
    return news.length
  })
}

/** Only after a silence its owner was told of. `node` is the row from before the heartbeat. */
export async function tellIfBack(tx: Tx, node: NodeRow, at: Date): Promise<void> {
  const since = node.lastHeartbeatAt
  if (!since || at.getTime() - since.getTime() < SILENT_AFTER_MS) return
  const mine = and(eq(notices.userId, node.ownerId), eq(notices.key, offlineKey(node.id, since)))
  if ((await tx.$count(notices, mine)) === 0) return
  const key = `node-back:${node.id}:${since.toISOString()}`
  await notify(tx, { userId: node.ownerId, kind: "node-back", key, payload: { node: node.name }, at })
}

/** Once per node and release. */
export async function tellStocked(
  tx: Tx,
  node: NodeRow,
  release: { id: Id<"release">; titleId: Id<"title"> },
  at: Date,
): Promise<void> {
  const [title] = await tx.select({ name: titles.name }).from(titles).where(eq(titles.id, release.titleId))
  const payload = { node: node.name, title: title?.name ?? "" }
  const key = `stocked:${node.id}:${release.id}`
  await notify(tx, { userId: node.ownerId, kind: "stock-finished", key, payload, at })
}
