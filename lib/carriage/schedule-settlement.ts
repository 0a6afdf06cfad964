/** When a purchase is settled: a week after its first complete copy, so that late receipts still count. */
import { and, eq, notExists } from "drizzle-orm"
import type { Tx } from "#db/client.ts"
import { settlements } from "#db/schema/carriage.ts"
import { orders } from "#db/schema/checkout.ts"
import type { downloadSessions } from "#db/schema/delivery.ts"
import { addDays } from "#lib/kernel/period.ts"
import { enqueue } from "#lib/outbox/enqueue.ts"
import { RECEIPTS_DAYS } from "./accept-receipts.ts"

/** Brings forward the settlement of this account's captured, unsettled purchase of the title, if there is one. */
export async function scheduleSettlement(
  tx: Tx,
  session: typeof downloadSessions.$inferSelect,
  completedAt: Date,
): Promise<void> {
  const [order] = await tx
    .select({ id: orders.id })
    .from(orders)
    .where(
      and(
        eq(orders.buyerId, session.userId),
        eq(orders.titleId, session.titleId),
        eq(orders.state, "captured"),
        notExists(tx.select().from(settlements).where(eq(settlements.orderId, orders.id))),
      ),
    )
  if (!order) return
  const dueAt = addDays(completedAt, RECEIPTS_DAYS)
  await enqueue(tx, { kind: "settlement.due", key: `settle:${order.id}`, payload: { orderId: order.id }, dueAt })
}
