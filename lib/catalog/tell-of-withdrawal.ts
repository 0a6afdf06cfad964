/** Tells everybody whom a title's end concerns: fans whose links lead to it, carriers whose nodes stock it. */
import { and, count, eq, isNull } from "drizzle-orm"
import type { Tx } from "#db/client.ts"
import { releases } from "#db/schema/catalog.ts"
import { nodes, stockings } from "#db/schema/delivery.ts"
import { links } from "#db/schema/fans.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { type NewNotice, notifyAll } from "#lib/notices/notify.ts"

/** In the tx that takes the title off offer, by its publisher's wish or an operator's decision. */
export async function tellOfWithdrawal(
  tx: Tx,
  { titleId, name: title, at }: { titleId: Id<"title">; name: string; at: Date },
): Promise<void> {
  const fans = await tx
    .select({ userId: links.ownerId, n: count() })
    .from(links)
    .where(and(eq(links.titleId, titleId), isNull(links.archivedAt)))
    .groupBy(links.ownerId)
  const carriers = await tx
    .selectDistinct({ userId: nodes.ownerId })
    .from(stockings)
    .innerJoin(nodes, eq(nodes.id, stockings.nodeId))
    .innerJoin(releases, eq(releases.id, stockings.releaseId))
    .where(and(eq(releases.titleId, titleId), eq(stockings.wanted, true)))
  // A title may be offered and withdrawn again: the moment belongs to the key.
  const when = `${titleId}:${at.toISOString()}`
  await notifyAll(tx, [
    ...fans.map(({ userId, n }): NewNotice => {
      const payload = { title, links: String(n) }
      return { userId, kind: "link-withdrawn", key: `link-withdrawn:${when}`, payload, at }
    }),
    ...carriers.map(
      ({ userId }): NewNotice => ({
        userId,
        kind: "stock-withdrawn",
        key: `stock-withdrawn:${when}`,
        payload: { title },
        at,
      }),
    ),
  ])
}
