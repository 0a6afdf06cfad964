/** Binds a demo's referrer once its first verified bytes arrived, so that nobody can plant himself with other people's addresses. */
import { and, eq, isNull } from "drizzle-orm"
import type { Tx } from "#db/client.ts"
import { entitlements } from "#db/schema/entitlements.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { recordActivity } from "#lib/outbox/record-activity.ts"

/** A no-op when it is bound already or is not a demo. */
export async function bindDemoOrigin(tx: Tx, entitlementId: Id<"entitlement">, at: Date): Promise<void> {
  const [bound] = await tx
    .update(entitlements)
    .set({ originBoundAt: at })
    .where(and(eq(entitlements.id, entitlementId), eq(entitlements.kind, "demo"), isNull(entitlements.originBoundAt)))
    .returning()
  if (!bound?.referrerId) return
  await recordActivity(tx, { userId: bound.referrerId, kind: "demo", payload: { titleId: bound.titleId }, at })
}
