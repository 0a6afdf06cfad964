/** Grants the right that a captured purchase buys; inside the capture's tx. */
import { and, eq } from "drizzle-orm"
import type { Tx } from "#db/client.ts"
import { entitlements } from "#db/schema/entitlements.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"

export type PurchaseGrant = {
  userId: Id<"user">
  titleId: Id<"title">
  releaseId: Id<"release"> | null
  orderId: Id<"order">
  at: Date
}

/** Idempotent per order. A second purchase of the same title by the same account is refused by the order before this. */
export async function grantPurchase(tx: Tx, grant: PurchaseGrant): Promise<Id<"entitlement">> {
  const [present] = await tx
    .select({ id: entitlements.id })
    .from(entitlements)
    .where(and(eq(entitlements.orderId, grant.orderId), eq(entitlements.kind, "purchase")))
  if (present) return present.id
  const id = newId("entitlement", grant.at)
  const { at, ...rest } = grant
  await tx.insert(entitlements).values({ id, kind: "purchase", state: "active", startsAt: at, ...rest })
  return id
}
