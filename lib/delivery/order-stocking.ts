/** "Stock this demo": the owner wishes a title onto a node, or off it; the node hears of it at its next heartbeat. */
import { and, count, eq, ne } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { nodes, stockings } from "#db/schema/delivery.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { currentRelease } from "#lib/catalog/queries.ts"
import { refuseTakenDown } from "#lib/catalog/taken-down.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { recordActivity } from "#lib/outbox/record-activity.ts"

/** A heartbeat answers with every wish of a node; 500 of them are about 100 kB. */
const WISHES_PER_NODE = 500

export type OrderStocking = { actor: Actor; nodeId: Id<"node">; titleId: Id<"title">; wanted: boolean }

/** A repeated wish is a no-op. Errors: not_found (node, title without a release), conflict (node suspended, or too many wishes). */
export async function orderStocking(
  deps: Pick<Deps, "db" | "clock">,
  input: OrderStocking,
): Promise<{ releaseId: Id<"release">; wanted: boolean }> {
  const at = deps.clock.now()
  return inTx(deps.db, "order-stocking", async (tx) => {
    await lockOwnNode(tx, input)
    const release = await currentRelease(tx, input.titleId)
    if (!release) throw new AppError("not_found", "This title has no published release to stock yet.")
    if (input.wanted) refuseTakenDown(release.titleState)
    if (input.wanted) await refuseTooMany(tx, input.nodeId)
    await tx
      .insert(stockings)
      .values({ nodeId: input.nodeId, releaseId: release.id, wanted: input.wanted, wantedAt: at })
      .onConflictDoUpdate({
        target: [stockings.nodeId, stockings.releaseId],
        set: { wanted: input.wanted, wantedAt: at },
        setWhere: ne(stockings.wanted, input.wanted),
      })
    const payload = { nodeId: input.nodeId, titleId: input.titleId, wanted: String(input.wanted) }
    await recordActivity(tx, { userId: input.actor.userId, kind: "stock", payload, at })
    return { releaseId: release.id, wanted: input.wanted }
  })
}

async function lockOwnNode(tx: Tx, { actor, nodeId, wanted }: OrderStocking): Promise<void> {
  const [node] = await tx
    .select({ state: nodes.state })
    .from(nodes)
    .where(and(eq(nodes.id, nodeId), eq(nodes.ownerId, actor.userId), ne(nodes.state, "removed")))
    .for("update")
  if (!node) throw new AppError("not_found", "You have no such node.")
  if (wanted && node.state !== "active")
    throw new AppError("conflict", "This node is suspended, so it stocks nothing new.")
}

async function refuseTooMany(tx: Tx, nodeId: Id<"node">): Promise<void> {
  const [row] = await tx
    .select({ n: count() })
    .from(stockings)
    .where(and(eq(stockings.nodeId, nodeId), eq(stockings.wanted, true)))
  if ((row?.n ?? 0) >= WISHES_PER_NODE)
    throw new AppError("conflict", `A node stocks at most ${WISHES_PER_NODE} titles.`)
}
