/** What each of a fan's creator codes has brought: buyers who typed it, demos, sales, and what was earned by them. */
import { sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { type Micros, micros } from "#lib/kernel/money.ts"

export type CodeFigures = { buyers: number; demos: number; sales: number; earnedMicros: Micros }

/** By code, retired ones too. Sales are captured orders it was credited by; earned is what stands after refunds. */
export async function codeFigures(db: DbOrTx, ownerId: Id<"user">): Promise<Map<Id<"code">, CodeFigures>> {
  const { rows } = await db.execute(sql`
    select c.id,
      (select count(distinct t.buyer_id) from typed_code t where t.code_id = c.id)::int as buyers,
      (select count(*) from entitlement e where e.code_id = c.id and e.kind = 'demo'
        and e.origin_bound_at is not null)::int as demos,
      (select count(*) from "order" o where o.code_id = c.id and o.captured_at is not null
        and o.referrer_id = c.owner_id)::int as sales,
      (select coalesce(sum(l.amount_micros), 0) from "order" o
        join ledger_transaction x on x.order_id = o.id join ledger_entry l on l.tx_id = x.id
        where o.code_id = c.id and l.account = 'fan:' || c.owner_id || ':referral' and x.payout_id is null)::text as earned
    from creator_code c where c.owner_id = ${ownerId}`)
  const found = rows as { id: Id<"code">; buyers: number; demos: number; sales: number; earned: string }[]
  return new Map(
    found.map(({ id, buyers, demos, sales, earned }) => [id, { buyers, demos, sales, earnedMicros: micros(earned) }]),
  )
}
