/** Takes deliveries that are due: each by one process at a time under a lease, few of one webhook at once. */
import { and, inArray, isNull, lte, or, sql } from "drizzle-orm"
import { type Db, inTx } from "#db/client.ts"
import { webhookDeliveries as deliveries } from "#db/schema/webhooks.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { addMs, SECOND_MS } from "#lib/kernel/period.ts"

/** Real time; three times what an attempt may take. A crash leaves its deliveries untouched for this long. */
export const LEASE_MS = 30 * SECOND_MS
/** Of one webhook at the same time, in all processes. */
export const PER_WEBHOOK = 2

type Wanted = {
  /** Platform time. */
  now: Date
  limit: number
  /** Those that fail at present, or those that do not: so that slots can be kept for the latter. */
  failing: boolean
}

/** The oldest first. Nothing of a paused or disabled webhook, or of a suspended account. */
export async function claimDeliveries(db: Db, wanted: Wanted): Promise<Id<"delivery">[]> {
  if (wanted.limit <= 0) return []
  const real = new Date()
  const free = or(isNull(deliveries.leasedUntil), lte(deliveries.leasedUntil, real))
  return inTx(db, "claim-webhook-deliveries", async (tx) => {
    const rows = await tx
      .select({ id: deliveries.id })
      .from(deliveries)
      // The last two again: another process may have taken the row since the question in between was asked.
      .where(and(inArray(deliveries.id, dueOnes(wanted, real)), lte(deliveries.dueAt, wanted.now), free))
      .for("update", { skipLocked: true })
    const ids = rows.map((row) => row.id)
    if (ids.length > 0)
      await tx
        .update(deliveries)
        .set({ leasedUntil: addMs(real, LEASE_MS) })
        .where(inArray(deliveries.id, ids))
    return ids
  })
}

const instant = (at: Date) => sql`${at.toISOString()}::timestamptz`

const dueOnes = ({ now, limit, failing }: Wanted, real: Date) => sql`(
  select ranked.id from (
    select d.id, d.due_at, coalesce(busy.n, 0) as busy,
      row_number() over (partition by d.webhook_id order by d.due_at, d.id) as place
    from webhook_delivery d
    join webhook w on w.id = d.webhook_id and w.state = 'active' and (w.failing_since is not null) = ${failing}
    join "user" u on u.id = d.owner_id and u.suspended_at is null
    left join (
      select webhook_id, count(*) as n from webhook_delivery
      where state = 'pending' and leased_until > ${instant(real)} group by webhook_id
    ) busy on busy.webhook_id = d.webhook_id
    where d.state = 'pending' and d.due_at <= ${instant(now)}
      and (d.leased_until is null or d.leased_until <= ${instant(real)})
  ) ranked
  where ranked.place + ranked.busy <= ${PER_WEBHOOK}
  order by ranked.due_at limit ${limit})`
