/** Whose link brought this download: that fan's own node, if it can carry, always stands among the carriers. */
import { eq } from "drizzle-orm"
import type { Tx } from "#db/client.ts"
import { orders } from "#db/schema/checkout.ts"
import type { downloadSessions } from "#db/schema/delivery.ts"
import { entitlements } from "#db/schema/entitlements.ts"

export async function findReferrerOf(tx: Tx, session: typeof downloadSessions.$inferSelect): Promise<string | null> {
  if (!session.entitlementId) return null
  const [row] = await tx
    .select({ demo: entitlements.referrerId, purchase: orders.referrerId })
    .from(entitlements)
    .leftJoin(orders, eq(orders.id, entitlements.orderId))
    .where(eq(entitlements.id, session.entitlementId))
  return row?.purchase ?? row?.demo ?? null
}
