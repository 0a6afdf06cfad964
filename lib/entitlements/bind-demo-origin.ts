/** Binds a demo's referrer once its first verified bytes arrived, so that nobody can plant himself with other people's addresses. */
import { and, eq, isNull } from "drizzle-orm"
import type { Tx } from "#db/client.ts"
import { titles } from "#db/schema/catalog.ts"
import { entitlements } from "#db/schema/entitlements.ts"
import { DEMO_WINDOW_DAYS } from "#lib/attribution/decide-referrer.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { addDays } from "#lib/kernel/period.ts"
import { notify } from "#lib/notices/notify.ts"
import { recordActivity } from "#lib/outbox/record-activity.ts"

/** A no-op when it is bound already or is not a demo. */
export async function bindDemoOrigin(tx: Tx, entitlementId: Id<"entitlement">, at: Date): Promise<void> {
  const [bound] = await tx
    .update(entitlements)
    .set({ originBoundAt: at })
    .where(and(eq(entitlements.id, entitlementId), eq(entitlements.kind, "demo"), isNull(entitlements.originBoundAt)))
    .returning()
  if (!bound?.referrerId) return
  const userId = bound.referrerId
  await recordActivity(tx, { userId, kind: "demo", payload: { titleId: bound.titleId }, at })
  const [title] = await tx.select({ name: titles.name }).from(titles).where(eq(titles.id, bound.titleId))
  const countsUntil = addDays(bound.endsAt ?? at, DEMO_WINDOW_DAYS).toISOString()
  const payload = { title: title?.name ?? "", countsUntil, demoId: bound.id }
  await notify(tx, { userId, kind: "demo-started", key: `demo:${bound.id}`, payload, at })
}
