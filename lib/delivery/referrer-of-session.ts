/** Who stands behind a download: the fan whose link brought it, and the PayPal account that paid for it. */
import { eq } from "drizzle-orm"
import type { Tx } from "#db/client.ts"
import { orders } from "#db/schema/checkout.ts"
import type { downloadSessions } from "#db/schema/delivery.ts"
import { entitlements } from "#db/schema/entitlements.ts"

/** That fan's own node, if it can carry, always stands among the carriers. */
export async function findReferrerOf(tx: Tx, session: typeof downloadSessions.$inferSelect): Promise<string | null> {
  if (!session.entitlementId) return null
  const [row] = await tx
    .select({ demo: entitlements.referrerId, purchase: orders.referrerId })
    .from(entitlements)
    .leftJoin(orders, eq(orders.id, entitlements.orderId))
    .where(eq(entitlements.id, session.entitlementId))
  return row?.purchase ?? row?.demo ?? null
}

/** The PayPal account a purchase was paid from; null for demos and stocking. Its owner's nodes are related parties. */
export async function findPayerOf(tx: Tx, session: typeof downloadSessions.$inferSelect): Promise<string | null> {
  if (!session.entitlementId) return null
  const [row] = await tx
    .select({ payerEmail: orders.payerEmail })
    .from(entitlements)
    .innerJoin(orders, eq(orders.id, entitlements.orderId))
    .where(eq(entitlements.id, session.entitlementId))
  return row?.payerEmail ?? null
}
